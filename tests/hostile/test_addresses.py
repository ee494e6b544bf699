"""Every name that any address reads, with hostile values: no answer is a failure (5xx).

The addresses come from the URLconf; what each reads is noted while it is asked, on its page and
with an empty and a plausible form; then one name at a time carries a hostile value among
plausible others. Nothing is left behind. The default run draws some values for each name, the same
ones each time; the sweep sends all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from arraigo.casework.protocol.drafting import start_draft
from arraigo.casework.tests.making import calendar_of
from arraigo.core.context import SYSTEM, acting_as
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import course, message_token, slip_token
from tests.access.addresses import SCOPED, WORDS
from tests.access.addresses import address as of_rows
from tests.access.asking import client_for
from tests.hostile.asking import answers_of, noting, status_of
from tests.hostile.values import BYTES, LONG, SHAPES, TEXTS, in_address, some
from tests.openrosa.through_django import secret_of
from tests.test_access_table import ADDRESSES, PUBLIC, ROLE_OF, TABLE, VALUES

pytestmark = pytest.mark.xdist_group("hostile")

WHO = ("promotora", "supervisora", "oficial", "finanzas", "datos", "peas", "administra")
#: Nothing can be asked of these: one sends somebody out, the other reads nothing and nobody.
LEFT_OUT = {"account_logout"}
FEW = 1
URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Told:
    """How many hostile values were sent, to how many names, and what failed."""

    sent: int = 0
    names: set[tuple[str, str]] = field(default_factory=set)
    failed: list[Any] = field(default_factory=list)

    def note(self, status: int, *what: Any) -> None:
        """Note an answer."""
        self.sent += 1
        if status >= 500:
            self.failed.append((*what, status))


def visitors(name: str) -> list[str]:
    """Return whom the address opens to, as one of them; nobody ('') for a public one."""
    row = TABLE.get(name)
    if row is None:
        return ["", "promotora"]  # a page of one's own account, or the way in
    return [""] if row == PUBLIC else [key for key in WHO if ROLE_OF[key] in row][:1]


@pytest.fixture(scope="module")
def house(offices: SimpleNamespace) -> SimpleNamespace:
    """The promotora's office with everything in it, a complaint, and two links."""
    ids = offices.worlds["own"].ids | offices.worlds["complaint"].ids
    with acting_as(SYSTEM):
        referral = Referral.objects.get(pk=ids["referral"])
        offices.draft = start_draft()
    offices.ids, phone = ids, secret_of(offices.cast.promotora)
    offices.tokens = {
        "public:slip": slip_token(referral), "public:message": message_token(referral),
        "public:code": message_token(referral),
        "calendar:feed": calendar_of(offices.cast.promotora),
        **{name: phone for name in ADDRESSES if name.startswith("openrosa:")},
    }  # fmt: skip
    offices.clients = {key: client_for(getattr(offices.cast, key)) for key in WHO}
    offices.clients[""] = Client(raise_request_exception=False)
    return offices


def place(house: SimpleNamespace, name: str) -> str:
    """Return the address of a row of the office, or of the page."""
    if name in SCOPED:
        numbers = ADDRESSES[name].pattern.converters
        ids = {}
        for argument, kind in SCOPED[name].items():
            nobody = "int" if isinstance(numbers[argument], IntConverter) else "uuid"
            ids[argument] = house.ids.get(kind, VALUES[nobody])
        return of_rows(name, ids)
    given = ADDRESSES[name].pattern.converters
    values = {argument: WORDS.get(argument, "x") for argument in given}
    if "token" in values:
        values["token"] = house.tokens[name]
    if name == "account_reset_password_from_key":
        return "/cuenta/clave/nueva/1a-abc/"
    if name.startswith("protocol:") and given:
        written = {"pk": house.draft.pk, "name": "topics"}
        values |= {argument: written[argument] for argument in given if argument in written}
    elif "pk" in values:
        values["pk"] = 1 if isinstance(given["pk"], IntConverter) else course().pk
    return reverse(name, kwargs=values)


def places(house: SimpleNamespace) -> Iterator[tuple[str, str, Client, str]]:
    """Yield each address with who asks it."""
    for name in sorted(ADDRESSES):
        if name not in LEFT_OUT:
            for who in visitors(name):
                yield name, who, house.clients[who], place(house, name)


def asked_of(client: Client, path: str) -> tuple[set[str], set[str], dict[str, Any]]:
    """Return the names read from the address, those read from a form, and plausible answers."""
    with transaction.atomic(), noting() as of_page:
        page = client.get(path)
        transaction.set_rollback(True)
    answers = answers_of(page)
    read: set[str] = set()
    for data in ({}, answers):
        with transaction.atomic(), noting() as of_form:
            told = client.post(path, data)
            transaction.set_rollback(True)
        answers = answers_of(told) | answers
        read |= of_form.read
    return of_page.read, read | answers.keys(), answers


def send(house: SimpleNamespace, few: int) -> Told:
    """Send hostile values to every name of every address: so many of them, or all."""
    told = Told()
    for name, who, client, path in places(house):
        in_page, in_form, answers = asked_of(client, path)
        for each in sorted(in_page):
            told.names.add((name, f"?{each}"))
            for value in some(BYTES, f"{name}?{each}", few):
                query = f"{in_address(each.encode())}={in_address(value)}"
                status = status_of(client, "get", f"{path}?{query}")
                told.note(status, name, who, "get", each, value[:40])
            for shape in some(SHAPES, f"{name}?{each}", min(few, len(SHAPES))):
                status = status_of(client, "get", f"{path}?{shape.format(name=each)}")
                told.note(status, name, who, "get", each, shape)
        for each in sorted(in_form):
            told.names.add((name, each))
            for value in some(TEXTS, f"{name} {each}", few):
                status = status_of(client, "post", path, {**answers, each: value})
                told.note(status, name, who, "post", each, value[:40])
        for body, kind in some(BODIES, name, min(few, len(BODIES))):
            status = status_of(client, "generic", "POST", path, body, kind)
            told.note(status, name, who, kind, body[:40])
    return told


_MULTIPART = "multipart/form-data; boundary=x"
#: Bodies that are no form, or a form that no browser sends.
BODIES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe=\xed\xa0\x80&reason=\x00&id=\xff", URLENCODED),
    (b"reason=%ff%00&text=%ed%a0%80&q=%00&step=%00&result=%ff", URLENCODED),
    (b"&".join(b"a%d=1" % number for number in range(1100)), URLENCODED),
    (b'{"reason": "x"}', "application/json"),
    (b"[[[[", "application/json"),
    (b"--x\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nabc", _MULTIPART),
    (b"--x\r\nContent-Disposition: form-data; name=\"\xff\"; filename=\"\x00.xlsx\"\r\n\r\n"
     b"\r\n--x--", _MULTIPART),
    (b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.csv\"\r\n"
     b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--", _MULTIPART),
    (b"nothing", "multipart/form-data"),
    (b"nothing", "text/plain; charset=no-such"),
    (b"a=1", f"{URLENCODED}; charset=utf-7"),
    (b"a=1", f"{URLENCODED}; charset=\xff".encode().decode("latin-1")),
    (b"reason=" + LONG, URLENCODED),
)  # fmt: skip


def test_no_value_makes_an_address_fail(house, record_property):
    told = send(house, FEW)
    record_property("sent", told.sent)
    record_property("names", len(told.names))
    assert told.failed == []
    assert len(told.names) > 400
    assert told.sent > 700


@pytest.mark.sweep
@pytest.mark.long
def test_every_value_at_every_address(house, record_property):
    told = send(house, len(BYTES))
    record_property("sent", told.sent)
    record_property("names", len(told.names))
    assert told.failed == []


#: What stands for a part of an address; `{}` is the place.
PATHS = ("/r/{}/", "/m/{}/", "/m/{}/codigo/", "/casos/{}/", "/buscar/{}/", "/{}", "/{}/",
         "/revision/parejas/{}/", "/indicadores/{}/", "/derechos/{}/permisos/{}/",
         "/casos/registros/{}/00000000-0000-4000-8000-000000000000/anular/",
         "/perfil/00000000-0000-4000-8000-000000000000/{}/", "/cuenta/clave/nueva/1a-{}/",
         "/cuenta/clave/nueva/{}-abc/", "/static/{}", "/directorio/{}/",
         "/informes/{}/")  # fmt: skip


def in_paths(house: SimpleNamespace, few: int) -> Told:
    """Send hostile values as parts of addresses."""
    told = Told()
    for shape in PATHS:
        told.names.add(("path", shape))
        for value in some((*BYTES, LONG[:100_000]), shape, few):
            for who, method in product(("", "promotora"), ("get", "post")):
                path = shape.replace("{}", in_address(value))
                told.note(status_of(house.clients[who], method, path), method, shape, value[:40])
    return told


HEADERS = (
    "HTTP_ACCEPT_LANGUAGE", "HTTP_HOST", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO", "HTTP_ACCEPT_ENCODING", "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_RANGE", "HTTP_HX_REQUEST", "HTTP_HX_CURRENT_URL", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED",
    "HTTP_HX_TARGET", "HTTP_HX_TRIGGER", "HTTP_HX_TRIGGERING_EVENT", "HTTP_X_CSRFTOKEN",
    "HTTP_COOKIE", "CONTENT_TYPE", "HTTP_USER_AGENT", "HTTP_ACCEPT",
)  # fmt: skip
READ = ("/hoy/", "/buscar/", "/cuenta/entrar/", "/quejas/")


def in_headers(house: SimpleNamespace, few: int) -> Told:
    """Send hostile values as headers."""
    told = Told()
    for header in HEADERS:
        told.names.add(("header", header))
        for value in some(BYTES, header, few):
            for path, method in product(READ, ("get", "post")):
                status = status_of(house.clients[""], method, path, {}, **{header: one_line(value)})
                told.note(status, method, path, header, value[:40])
    return told


def one_line(value: bytes) -> str:
    """Return the value as a server hands a header on: one line, a character for each byte."""
    return value.decode("latin-1").translate(dict.fromkeys(map(ord, "\r\n\0")))


COOKIES = ("session", "csrf", "language", "last_user", "messages", "nobody")


def in_cookies(house: SimpleNamespace, few: int) -> Told:
    """Send hostile values as cookies, logged in and not."""
    told = Told()
    for name, logged_in in product(COOKIES, (False, True)):
        told.names.add(("cookie", name))
        browser = client_for(house.cast.promotora) if logged_in else Client()
        browser.raise_request_exception = False
        before = {key: kept.value for key, kept in browser.cookies.items()}
        for value in some(BYTES, name, few):
            for path, method in product(("/hoy/", "/cuenta/entrar/"), ("get", "post")):
                browser.cookies = SimpleCookie({**before, name: one_line(value)[:4000]})
                told.note(status_of(browser, method, path, {"q": "x"}), path, name, value[:40])
    return told


FILES = (b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7", b"\xff\xd8\xff",
         b"\x00" * 5000,
         b"a;b;c\n" * 100, "á,é\n1,2".encode("utf-16"), b'"' * 9000, LONG)  # fmt: skip


def in_files(house: SimpleNamespace, few: int) -> Told:
    """Upload files that are none."""
    told, client = Told(), house.clients["promotora"]
    for path in ("/listas/subir/", place(house, "leads:corrected"), "/registrar/nueva/"):
        told.names.add(("file", path))
        _page, _names, answers = asked_of(client, path)
        for name, content in some(tuple(product(FILE_NAMES, FILES)), path, few):
            file = SimpleUploadedFile(name, content)
            status = status_of(client, "post", path, {**answers, "file": file})
            told.note(status, path, name, content[:20])
    return told


FILE_NAMES = ("lista.xlsx", "lista.csv", "lista.XLSX", "x", "ñ\u202e.csv", "." * 200)
WAYS = {"path": in_paths, "header": in_headers, "cookie": in_cookies, "file": in_files}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_that_is_sent_makes_a_page_fail(house, way, record_property):
    told = WAYS[way](house, FEW)
    record_property("sent", told.sent)
    assert told.failed == []


@pytest.mark.sweep
@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_nothing_at_all_that_is_sent_makes_a_page_fail(house, way, record_property):
    told = WAYS[way](house, 1000)
    record_property("sent", told.sent)
    assert told.failed == []
