"""Spanish first; English for who chooses it."""

import pytest

pytestmark = pytest.mark.django_db
LOGIN = "/cuenta/entrar/"


def test_an_english_browser_gets_spanish(client):
    page = client.get(LOGIN, headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "es-gt"
    assert '<html lang="es-gt">' in page.content.decode()


def test_who_chooses_english_keeps_it_and_can_go_back(client):
    chosen = client.post("/cuenta/idioma/", {"language": "en", "next": LOGIN})
    assert chosen.url == LOGIN
    assert '<html lang="en">' in client.get(LOGIN).content.decode()
    client.post("/cuenta/idioma/", {"language": "es-gt", "next": LOGIN})
    assert '<html lang="es-gt">' in client.get(LOGIN).content.decode()


def test_an_unknown_language_changes_nothing(client):
    client.cookies["language"] = "xx"
    assert '<html lang="es-gt">' in client.get(LOGIN).content.decode()


def test_the_choice_leads_to_no_other_site(client):
    assert (
        client.post("/cuenta/idioma/", {"language": "en", "next": "https://example.org/"}).url
        == "/"
    )
