"""Authorisations on Hoy: to decide, to correct, answered these days."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arraigo.contracts.authorisations.actions import (
    AuthorisationInput,
    decide,
    request_authorisation,
)
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db


def asked_by(user, office="ESC"):
    data = AuthorisationInput(
        AuthorisationKind.TRAVEL, date(2026, 6, 1), date(2026, 6, 2), "Feria de empleo"
    )
    with acting_as(Actor.user(user)):
        place = Office.objects.get(code=office)
        return request_authorisation(data=data, office=place, user=user)


def answered(asked, lead, step, at=None):
    with acting_as(Actor.user(lead), at=at):
        return decide(asked=asked, step=step, comment="Falta el lugar", user=lead)


def shown(client, asked):
    page = client.get("/hoy/").content.decode()
    if asked.get_absolute_url() not in page:
        return ""
    return page[page.index(asked.get_absolute_url()) :].partition("</li>")[0]


def test_a_request_waits_for_who_decides_it(cast, client_of):
    asked = asked_by(cast.promotora)
    row = shown(client_of(cast.supervisora), asked)
    assert "Por decidir" in row
    assert cast.promotora.name in row
    for user in (cast.promotora, cast.promotor, cast.supervisor_esq, cast.oficial):
        assert shown(client_of(user), asked) == ""


def test_a_lead_does_not_decide_her_own(cast, client_of):
    assert shown(client_of(cast.supervisora), asked_by(cast.supervisora)) == ""


def test_what_was_returned_stays_until_it_is_corrected(cast, client_of):
    long_ago = clock.now() - timedelta(days=20)
    asked = answered(asked_by(cast.promotora), cast.supervisora, Step.RETURN, long_ago)
    assert "Devuelta" in shown(client_of(cast.promotora), asked)
    assert shown(client_of(cast.supervisora), asked) == ""


@pytest.mark.parametrize(
    ("step", "word"), [(Step.AUTHORISE, "Autorizada"), (Step.DENY, "Denegada")]
)
def test_an_answer_is_told_for_three_days(cast, client_of, step, word):
    asked = asked_by(cast.promotora)
    answered(asked, cast.supervisora, step)
    assert word in shown(client_of(cast.promotora), asked)
    assert shown(client_of(cast.promotor), asked) == ""
    older = asked_by(cast.promotora)
    answered(older, cast.supervisora, step, clock.now() - timedelta(days=4))
    assert shown(client_of(cast.promotora), older) == ""


def test_it_costs_the_same_however_many(cast, client_of):
    client = client_of(cast.supervisora)
    asked_by(cast.promotora)
    client.get("/hoy/")
    with CaptureQueriesContext(connection) as few:
        client.get("/hoy/")
    for user in (cast.promotora, cast.promotor):
        asked_by(user)
    with CaptureQueriesContext(connection) as many:
        client.get("/hoy/")
    assert len(many) == len(few)
