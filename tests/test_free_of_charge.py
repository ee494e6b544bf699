"""Every paper and every public page says that the services are free (domain: privacy, traps)."""

import inspect
import re
from pathlib import Path

import pytest
from django.urls import reverse_lazy

import arraigo
from arraigo.accounts.access import is_public
from arraigo.accounts.addresses import view_of
from arraigo.reports import word
from tests.test_access_table import ADDRESSES, address

HOUSE = Path(arraigo.__file__).parent
SENTENCE = (
    "Todos los servicios son gratuitos. Nadie puede pedirle dinero, favores ni relaciones a cambio."
)
PAPERS = sorted(path for path in HOUSE.rglob("*.typ") if path.name != "arraigo.typ")
#: A word for machines, a redirection, and a step of entering that shows to who has begun it.
NO_PAGE = {"health", "set_language", "mfa_authenticate", "mfa_login_webauthn"}
#: What phones and calendars ask.
FOR_MACHINES = ("openrosa:", "calendar:feed")
PUBLIC = sorted(
    name for name in ADDRESSES
    if (view := view_of(name)) is not None and is_public(view) and name not in NO_PAGE
    and not name.startswith(FOR_MACHINES)
)  # fmt: skip
OTHERWISE = {
    "account_reset_password_from_key": reverse_lazy(
        "account_reset_password_from_key", kwargs={"uidb36": "1", "key": "x-y"}
    )
}
#: Pages of one's own account that open before anybody has entered.
DOORS = ["account_login", "account_reset_password"]


def test_the_papers_share_one_sentence():
    look = (HOUSE / "core/typst/arraigo.typ").read_text()
    assert f'#let free-of-charge = "{SENTENCE}"' in look
    footer = look.split("#let paper", 1)[1]
    assert "free-of-charge" in footer


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_every_paper_says_it(paper):
    """By the footer of the common look; a bare paper, which has none, says it itself."""
    text = paper.read_text()
    assert "#show: paper.with(" in text
    if re.search(r"paper\.with\([^)]*bare: true", text):
        assert "free-of-charge" in text


def test_the_word_file_of_the_report_says_it():
    assert word.FREE_OF_CHARGE == SENTENCE
    assert "footer.paragraphs[0].text = FREE_OF_CHARGE" in inspect.getsource(word._dress)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*PUBLIC, *DOORS])
def test_every_public_page_says_it(client_of, name):
    answer = client_of().get(OTHERWISE.get(name) or address(name))
    assert SENTENCE in answer.content.decode(), name


def test_every_template_of_a_public_room_stands_on_the_public_page():
    for folder in ("public", "complaints"):
        for path in (HOUSE / "public/templates" / folder).glob("*.html"):
            if not path.name.startswith("_"):
                text = path.read_text()
                assert 'extends "ui/public.html"' in text or 'extends "ui/base.html"' in text


def test_there_is_something_to_ask():
    assert len(PAPERS) >= 5
    assert len(PUBLIC) >= 5
