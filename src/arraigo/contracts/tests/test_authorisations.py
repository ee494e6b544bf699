"""Authorisations: asked for, decided by the lead who did not ask, corrected."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arraigo.contracts.authorisations.actions import (
    AuthorisationInput,
    decide,
    request_authorisation,
)
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.contracts.authorisations.models import Authorisation, AuthorisationStep
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.territory.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
LIST, NEW = "/autorizaciones/", "/autorizaciones/nueva/"


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "kind": "desplazamiento", "starts_on": "2026-06-01",
        "ends_on": "2026-06-02", "reason": "Feria de empleo en Siquinalá", "amount": "",
    }  # fmt: skip
    return {**values, **changes}


def asked(user, office="ESC", **changes):
    values = {
        "kind": AuthorisationKind.TRAVEL, "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 2), "reason": "Feria de empleo",
    }  # fmt: skip
    with acting_as(Actor.user(user)):
        return request_authorisation(
            data=AuthorisationInput(**{**values, **changes}),
            office=Office.objects.get(code=office),
            user=user,
        )


def test_a_form_sent_twice_asks_once(cast, client_of):
    client, form = client_of(cast.promotora), typed(amount="150.50")
    for _time in range(2):
        assert client.post(NEW, form)["Location"] == LIST
    request = Authorisation.objects.get()
    assert (request.state, request.amount) == ("solicitada", Decimal("150.50"))
    assert AuthorisationStep.objects.count() == 1
    assert "Q150.50" in client.get(LIST).content.decode()
    taken = client_of(cast.promotor).post(NEW, form)
    assert taken.status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Falta responder: ¿Qué necesita?"),
        ({"ends_on": "2026-05-31"}, "La fecha final es anterior a la inicial."),
        ({"kind": "gasto"}, "Un gasto dice cuánto."),
        ({"amount": "mucho"}, "número"),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(cast, client_of, changes, words):
    answer = client_of(cast.promotora).post(NEW, typed(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Feria de empleo en Siquinalá" in answer.content.decode()


def test_the_lead_decides_once(cast, client_of):
    request, lead = asked(cast.promotora), client_of(cast.supervisora)
    page = lead.get(LIST).content.decode()
    assert "Esperan su decisión" in page
    address = f"{request.get_absolute_url()}decidir/"
    empty = lead.post(address, {})
    assert empty.status_code == 422
    assert "Escoja qué decide." in empty.content.decode()
    silent = lead.post(address, {"step": "denegar", "comment": ""})
    assert "Escriba por qué." in silent.content.decode()
    for _time in range(2):
        assert lead.post(address, {"step": "autorizar"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("autorizada", cast.supervisora)
    late = lead.post(address, {"step": "denegar", "comment": "Ya no"})
    assert late.status_code == 422


def test_returned_corrected_and_sent_again(cast, client_of):
    request = asked(cast.promotora)
    lead, client = client_of(cast.supervisora), client_of(cast.promotora)
    lead.post(f"{request.get_absolute_url()}decidir/", {"step": "devolver", "comment": "¿Costo?"})
    assert "¿Costo?" in client.get(request.get_absolute_url()).content.decode()
    address = f"{request.get_absolute_url()}corregir/"
    assert "Feria de empleo" in client.get(address).content.decode()
    assert client_of(cast.promotor).get(address).status_code == 404
    assert client.post(address, typed(amount="90", ends_on="2020-01-01")).status_code == 422
    assert client.post(address, typed(amount="90")).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.amount, request.decided_by) == ("solicitada", 90, None)
    assert client.post(address, typed(amount="95"))["Location"] == request.get_absolute_url()
    request.refresh_from_db()
    assert request.amount == 90


def test_nobody_decides_her_own_nor_another_office(cast, client_of):
    own = asked(cast.supervisora)
    page = client_of(cast.supervisora).get(own.get_absolute_url()).content.decode()
    assert "Guardar la decisión" not in page
    answer = client_of(cast.supervisora).post(
        f"{own.get_absolute_url()}decidir/", {"step": "autorizar"}
    )
    assert answer.status_code == 422
    assert "Nadie se autoriza a sí mismo." in answer.content.decode()
    assert client_of(cast.supervisor_esq).get(own.get_absolute_url()).status_code == 404
    for user in (cast.supervisor_esq, cast.oficial, cast.promotora):
        with pytest.raises(Refused):
            decide(asked=own, step=Step.AUTHORISE, comment="", user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Authorisation.objects.filter(pk=own.pk).update(
            state="autorizada", decided_by=cast.supervisora, decided_at=own.requested_at
        )


def test_of_two_at_once_one_is_told(cast):
    request = asked(cast.promotora)
    stale = Authorisation.objects.get(pk=request.pk)
    decide(asked=request, step=Step.AUTHORISE, comment="", user=cast.supervisora)
    with pytest.raises(Outdated):
        decide(asked=stale, step=Step.DENY, comment="No", user=cast.supervisora)


def test_a_colleague_sees_only_her_own(cast, client_of):
    request = asked(cast.promotora)
    assert client_of(cast.promotor).get(request.get_absolute_url()).status_code == 404
    assert client_of(cast.oficial).get(request.get_absolute_url()).status_code == 200
    with pytest.raises(Refused):
        asked(cast.promotora, office="ESQ")


def test_the_list_costs_the_same(cast, client_of):
    client = client_of(cast.supervisora)
    asked(cast.promotora)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _time in range(4):
        asked(cast.promotor)
        asked(cast.supervisora)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
