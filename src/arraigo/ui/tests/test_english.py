"""The pages in English: nothing of ours stays in Spanish; what was entered stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import astuple
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polib
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from tests.factories import opened_case

import arraigo
from arraigo.core.context import SYSTEM, acting_as
from arraigo.directory.models import Service, ServiceType
from arraigo.indicators.models import Indicator
from arraigo.organizations.models import Organization
from arraigo.people.models import ConsentText
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import message_token, slip_token
from arraigo.referrals.tests.making import sent as sent_referral
from arraigo.reports.tests.making import WRITTEN
from arraigo.reports.tests.making import sent as sent_report

LOCALE = Path(arraigo.__file__).parent / "locale"
SPANISH = re.compile(
    r"[¿¡]|\b(al|como|con|de|del|desde|el|en|es|esta|este|está|hay|la|las|lo|los|más|para|por|"
    r"que|qué|quien|se|sin|su|todavía|un|una|y|ya|buscar|cancelar|casos?|consentimiento|"
    r"contraseña|correo|código|entrar|escriba|fecha|guardar|hoy|informe|municipio|ninguna|"
    r"oficina|opcional|registrar|salir|servicios?|teléfono|volver)\b",
    re.IGNORECASE,
)


class Visible(HTMLParser):
    """Collects the texts of a page and of the attributes that are read or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = ""
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.language = self.language or told.get("lang") or ""
        self.hidden = tag if tag in {"script", "style", "option"} else self.hidden
        heard = ("aria-label", "title", "alt", "placeholder", "data-label")
        self.texts += [told[name] or "" for name in heard if name in told]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = "" if tag == self.hidden else self.hidden

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(" ".join(data.split()))


def entered() -> list[str]:
    """Return what the installation's own data say in Spanish, the longest first."""
    with acting_as(SYSTEM):
        rows = [
            *ConsentText.objects.values_list("body", flat=True),
            *Service.objects.values_list("name", flat=True),
            *Service.objects.values_list("description", flat=True),
            *Service.objects.values_list("schedule", flat=True),
            *Service.objects.values_list("address", flat=True),
            *(
                paper
                for papers in Service.objects.values_list("documents", flat=True)
                for paper in papers
            ),
            *ServiceType.objects.values_list("name", flat=True),
            *Organization.objects.values_list("name", flat=True),
            *Organization.objects.values_list("short_name", flat=True),
            *Referral.objects.values_list("need", flat=True),
            *astuple(WRITTEN),
        ]
        for indicator in Indicator.objects.all():
            told = (getattr(indicator, field.name) for field in Indicator._meta.fields)
            rows += [value for value in told if isinstance(value, str)]
    lines = {" ".join(line.split()) for row in rows for line in row.splitlines()}
    return sorted((line for line in lines if len(line) > 3), key=len, reverse=True)


def spanish_in(page: Any, data: Iterable[str]) -> list[str]:
    """Return the texts of an English page that are not English, without what was entered."""
    parser = Visible()
    parser.feed(page.content.decode())
    assert parser.language == "en"
    found = []
    for text in parser.texts:
        for known in data:
            text = text.replace(known, "")
        if SPANISH.search(text):
            found.append(text)
    return found


def in_english(client: Client) -> Client:
    """Return the client with English chosen."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def addresses(cast: SimpleNamespace) -> dict[str, list[str]]:
    """The pages to read, by who reads them; all of one case, its referral and its report."""
    case = opened_case(cast.promotora, phone="+50255550123")
    referral = sent_referral(case, cast.promotora)
    report = sent_report(cast.promotora)
    names = "desk:today desk:cases desk:more people:start people:register people:refused"
    names += " directory:list indicators:month reports:list contracts:list mfa_index"
    names += " account_change_password account_logout"
    with acting_as(SYSTEM):
        service = Service.objects.get(pk=referral.service_id)
    return {
        "promotora": [
            *map(reverse, names.split()),
            reverse("desk:case", args=[case.pk]),
            reverse("referrals:new", args=[case.pk]),
            referral.get_absolute_url(),
            reverse("directory:service", args=[service.pk]),
            reverse("indicators:facts", args=["1"]),
            report.get_absolute_url(),
        ],
        "supervisora": [report.get_absolute_url(), reverse("reports:list")],
        "finanzas": [reverse("contracts:list")],
        "": [
            reverse("account_login"),
            reverse("account_reset_password"),
            reverse("public:slip", args=[slip_token(referral)]),
            reverse("public:message", args=[message_token(referral)]),
            reverse("public:slip", args=["x" * 43]),
        ],
    }


@pytest.mark.django_db
def test_pages_are_english_throughout(
    cast: SimpleNamespace, client_of: Callable[..., Any], addresses: dict[str, list[str]]
) -> None:
    data, wrong = entered(), []
    for key, urls in addresses.items():
        client = in_english(client_of(getattr(cast, key) if key else None))
        for url in urls:
            page = client.get(url)
            assert page.status_code in {200, 404, 410}, (url, page.status_code)
            wrong += [(url, text) for text in spanish_in(page, data)]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("people:register", {"birth_year": "1492", "cui": "1", "phone": "1"}),
        ("search", {"q": ""}),
    ],
)
def test_errors_are_english(
    cast: SimpleNamespace, client_of: Callable[..., Any], name: str, answers: dict[str, str]
) -> None:
    page = in_english(client_of(cast.promotora)).post(reverse(name), answers)
    assert "<title>Error: " in page.content.decode()
    assert spanish_in(page, entered()) == []


@pytest.mark.django_db
def test_login_refused_in_english(client: Client) -> None:
    address, answers = reverse("account_login"), {"login": "nobody@example.org", "password": "no"}
    page = in_english(client).post(address, answers)
    assert "The email or the password is not correct." in page.content.decode()
    assert spanish_in(client.post(address, {}), entered()) == []


def test_english_is_complete() -> None:
    catalogue = polib.pofile(LOCALE / "en" / "LC_MESSAGES" / "django.po")
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()] == []


def test_the_spanish_catalogue_has_no_text_of_ours_and_is_heard_first() -> None:
    ours = {entry.msgid for entry in polib.pofile(LOCALE / "en" / "LC_MESSAGES" / "django.po")}
    catalogue = polib.pofile(LOCALE / "es" / "LC_MESSAGES" / "django.po")
    for language in ("es", "es-gt"):
        with override(language):
            for entry in catalogue:
                assert entry.msgid not in ours
                if entry.msgid_plural:
                    for number, form in ((1, 0), (5, 1)):
                        found = ngettext(entry.msgid, entry.msgid_plural, number)
                        assert found == entry.msgstr_plural[form]
                else:
                    assert gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es-gt", "La contraseña es muy corta: escriba al menos 12 letras."),
        ("en", "This password is too short. It must contain at least 12 characters."),
    ],
)
def test_a_short_password_is_told_in_plain_words(language: str, told: str) -> None:
    with override(language), pytest.raises(ValidationError) as refused:
        validate_password("xkqv7")
    assert refused.value.messages == [told]
