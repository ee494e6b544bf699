"""A form that meets the end of the session is not lost."""

import re

import pytest
from django.test import Client

from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.models import Person
from arraigo.people.tests.test_register import URL, answers

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def browser(cast):
    client = Client()
    client.force_login(cast.promotora, backend=BACKEND)
    client.get("/hoy/")
    return client


def hidden(page):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_what_was_typed_is_offered_again_after_entering(cast, browser):
    sent = answers()
    del browser.cookies["session"]
    refused = browser.post(URL, sent)
    assert refused.url.startswith("/cuenta/entrar/?next=")
    assert sent["surnames"] not in str(dict(browser.session))
    browser.force_login(cast.promotora, backend=BACKEND)
    page = browser.get(URL).content.decode()
    assert "No se perdió lo que había escrito" in page
    again = hidden(page)
    assert again["surnames"] == sent["surnames"]
    assert browser.post(URL, again).status_code == 302
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=sent["id"]).surnames == sent["surnames"]
    assert "No se perdió" not in browser.get(URL).content.decode()


def test_somebody_else_on_the_same_phone_sees_nothing_of_it(cast, browser):
    sent = answers()
    del browser.cookies["session"]
    browser.post(URL, sent)
    browser.force_login(cast.promotor, backend=BACKEND)
    assert sent["surnames"] not in browser.get(URL).content.decode()


def test_an_unknown_browser_holds_nothing(cast):
    client = Client()
    client.post(URL, answers())
    assert "held" not in client.session
