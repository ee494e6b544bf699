"""The page of one referral, and answers told by telephone."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import Person
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.referrals.tests.making import again, withdraw_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.promotora)


def told(**changes: Any) -> dict[str, Any]:
    """Return what a promotor posts after a call."""
    return {
        "respuesta-answer": "se_presento",
        "respuesta-answered_by": "Ana, recepción",
        "respuesta-occurred_on": clock.today().isoformat(),
        **{f"respuesta-{name}": value for name, value in changes.items()},
    }


def test_shows_where_it_stands(at_work: Client, referral: Referral) -> None:
    answer = at_work.get(referral.get_absolute_url())
    html = answer.content.decode()
    for words in (
        "Curso de soldadura (ficticio)", "Enviada", "Quiere un oficio", referral.case.code,
        "Boleta para imprimir", "Anotar respuesta telefónica", "Retirar la referencia",
        "Nombre completo, Teléfono, Sexo",
    ):  # fmt: skip
        assert words in html
    assert "Cerrar la referencia" not in html
    assert "no-store" in answer.headers["Cache-Control"]
    with acting_as(SYSTEM):
        assert Trace.objects.filter(
            person_id=referral.person_id, purpose="referrals:detail"
        ).exists()


def test_says_when_nobody_answered_in_time(at_work: Client, referral: Referral) -> None:
    with acting_as(SYSTEM):
        Referral.objects.update(deadline=clock.now() - timedelta(hours=1))
    assert "Sin respuesta a tiempo" in at_work.get(referral.get_absolute_url()).content.decode()


def test_says_when_no_message_could_be_sent(at_work: Client, referral: Referral) -> None:
    referral.organization.registered_email = ""
    referral.organization.save()
    assert "Imprima la boleta o llame" in at_work.get(referral.get_absolute_url()).content.decode()


def test_says_when_the_consent_was_withdrawn(
    cast: SimpleNamespace, at_work: Client, referral: Referral
) -> None:
    withdraw_consent(referral, cast.promotora)
    html = at_work.get(referral.get_absolute_url()).content.decode()
    assert "La persona retiró su permiso" in html
    assert "Boleta para imprimir" not in html
    assert "Anotar respuesta telefónica" in html


def test_elsewhere_it_does_not_exist(
    cast: SimpleNamespace, client_of: Callable[..., Client], referral: Referral
) -> None:
    address = referral.get_absolute_url()
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    assert client_of(cast.socia).get(address).status_code == 403
    assert "/cuenta/" in client_of().get(address).headers["Location"]
    national = client_of(cast.oficial).get(address)
    assert "Anotar respuesta telefónica" not in national.content.decode()
    assert "Boleta para imprimir" not in national.content.decode()


def test_an_answer_by_telephone(at_work: Client, referral: Referral) -> None:
    address = reverse("referrals:answer", args=[referral.pk])
    done = at_work.post(address, told(), follow=True)
    html = done.content.decode()
    assert "Respuesta anotada." in html
    assert "Respondió Ana, recepción." in html
    assert at_work.post(address, told()).status_code == 302
    stale = at_work.post(address, told(answer="no_se_presento"))
    assert stale.status_code == 422
    assert "ya no está en un estado que lo permita" in stale.content.decode()
    assert 'value="no_se_presento"' not in stale.content.decode()
    with acting_as(SYSTEM):
        assert ReferralEvent.objects.filter(name="se_presento").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer": ""}, "Escoja qué pasó."),
        ({"answer": "cerrar"}, "Escoja una opción de la lista"),
        ({"answered_by": ""}, "Falta responder: ¿Quién respondió?"),
        ({"answer": "no_cumple_requisitos"}, "Diga qué requisito no cumple."),
        ({"occurred_on": "2099-01-01"}, "La fecha no puede ser futura."),
        ({"occurred_on": "2020-01-01"}, "La fecha es anterior al envío de la referencia."),
        ({"occurred_on": "ayer"}, "una fecha que exista"),
    ],
)
def test_a_bad_answer_keeps_what_was_typed(
    at_work: Client, referral: Referral, changes: dict[str, str], words: str
) -> None:
    data = told(note="Llamar después", **changes)
    answer = at_work.post(reverse("referrals:answer", args=[referral.pk]), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) >= 2
    assert "Llamar después" in html
    assert '<details class="my-3" open>' in html
    assert again(referral).state == "enviada"


def test_query_count_does_not_grow_with_events(
    at_work: Client, referral: Referral, django_assert_max_num_queries
) -> None:
    at_work.get(referral.get_absolute_url())
    with django_assert_max_num_queries(20) as few:
        at_work.get(referral.get_absolute_url())
    count = len(few)
    address = reverse("referrals:answer", args=[referral.pk])
    for answer in ("no_se_presento", "se_presento", "inscrita"):
        at_work.post(address, told(answer=answer))
    at_work.get(referral.get_absolute_url())  # takes the message out of the session
    with django_assert_max_num_queries(count):
        at_work.get(referral.get_absolute_url())


def test_the_name_never_stands_in_the_address_or_title(at_work: Client, referral: Referral) -> None:
    html = at_work.get(referral.get_absolute_url()).content.decode()
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=referral.person_id)
    title = html[html.index("<title>") : html.index("</title>")]
    assert person.surnames not in title
