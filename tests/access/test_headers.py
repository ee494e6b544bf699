"""What every address tells the browser, whoever asks and whatever the answer."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings

from arraigo.web.headers import PERMISSIONS
from tests.test_access_table import ADDRESSES, address

pytestmark = pytest.mark.django_db
WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
DIRECTIVES = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
              "form-action 'self'", "'nonce-")  # fmt: skip
#: An address that takes other arguments than the table's example values.
LINKS = {"account_reset_password_from_key": "/cuenta/clave/nueva/1a-abc/"}


def faults(answer, logged_in):
    """Return what an answer's headers lack."""
    policy = answer.get("Content-Security-Policy", "")
    found = [name for name, value in WANTED.items() if answer.get(name) != value]
    found += [part for part in DIRECTIVES if part not in policy and "nonce" not in part]
    found += [word for word in ("unsafe", "data:", "*") if word in policy]
    for script in re.findall(rb"<script[^>]*>", answer.content):
        if not (match := re.search(rb'nonce="([^"]+)"', script)):
            found.append("script without nonce")
        elif f"'nonce-{match[1].decode()}'" not in policy:
            found.append("nonce of another answer")
    if logged_in and "no-store" not in answer.get("Cache-Control", ""):
        found.append("kept")
    return found


@pytest.mark.parametrize("key", [None, "promotora", "oficial", "peas"])
def test_every_answer_carries_the_headers(cast, client_of, key):
    client = client_of(getattr(cast, key) if key else None)
    client.raise_request_exception = False
    wrong = {}
    for name in ADDRESSES:
        if name == "account_logout":
            continue
        where = LINKS.get(name) or address(name)
        for method in ("get", "post"):
            answer = getattr(client, method)(where)
            if bad := faults(answer, key is not None):
                wrong[name, method, answer.status_code] = bad
    assert wrong == {}


def test_over_https_every_answer_says_so_for_a_year(client, cast):
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        for name in ADDRESSES:
            answer = client.get(LINKS.get(name) or address(name), secure=True)
            assert answer["Strict-Transport-Security"].startswith("max-age=31536000"), name


@pytest.mark.parametrize("key", [None, "promotora"])
def test_the_page_of_a_failure_carries_them_too(cast, client_of, key, monkeypatch):
    """It is drawn without asking the database, and its scripts have the nonce of the answer."""
    client = client_of(getattr(cast, key) if key else None)
    client.raise_request_exception = False
    view = "arraigo.web.views.connection"
    monkeypatch.setattr(view, None)
    answer = client.get("/salud/")
    assert answer.status_code == 500
    assert b"Algo fall" in answer.content
    assert b"nonce=" in answer.content
    assert faults(answer, key is not None) == []


def test_nothing_a_page_does_not_use_is_allowed():
    assert "camera=()" in PERMISSIONS
    assert "geolocation=()" in PERMISSIONS
    assert "publickey-credentials-get=(self)" in PERMISSIONS
    assert "*" not in PERMISSIONS
