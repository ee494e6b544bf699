"""What every page tells the browser to refuse."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from arraigo.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client, client_of):
    user = User.objects.create_user("ana@oficina.example", name="Ana Prueba")
    return [
        client.get(reverse("account_login")),
        client_of(user).get(reverse("mfa_index")),
        client_of(user).get("/no/existe/"),
    ]


def test_only_our_own_scripts_and_nothing_inline(pages):
    for page in pages:
        policy = page["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "data:" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        text = page.content.decode()
        nonce = re.search(r"'nonce-([^']+)'", policy)[1]
        scripts = re.findall(r"<script[^>]*>", text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)


def test_each_answer_has_a_nonce_of_its_own(client):
    one, other = (client.get(reverse("account_login")) for _ in range(2))
    assert one["Content-Security-Policy"] != other["Content-Security-Policy"]


def test_not_framed_not_guessed_not_referred(pages):
    for page in pages:
        assert page["X-Frame-Options"] == "DENY"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_who_is_logged_in_are_not_kept(pages):
    for page in pages:
        assert "no-store" in page["Cache-Control"]


def test_cookies_are_not_for_scripts_nor_for_other_sites(client):
    User.objects.create_user("luz@oficina.example", "jocote en la mesa", name="Luz Prueba")
    credentials = {"login": "luz@oficina.example", "password": "jocote en la mesa"}
    answer = client.post(reverse("account_login"), credentials)
    assert {"session", "csrf"} <= set(answer.cookies)
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_over_https_cookies_belong_to_this_host_alone():
    names = (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "LANGUAGE_COOKIE_NAME",
        "LANGUAGE_COOKIE_SECURE",
    )
    script = (
        "import json; from arraigo.web import settings;"
        f"print(json.dumps([getattr(settings, name) for name in {names}]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "ARRAIGO_BASE_URL": "https://arraigo.example"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(told) == [
        "__Host-session", "__Host-csrf", True, True, 31_536_000, "__Host-language", True,
    ]  # fmt: skip
