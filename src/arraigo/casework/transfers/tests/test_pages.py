"""The pages of a transfer, as each side opens them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.transfers.tests.making import WORDS, offered, third_office
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import field_id
from arraigo.people.offices import office_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


@pytest.fixture
def there(cast):
    with acting_as(SYSTEM):
        return office_of(cast.supervisor_esq)


@pytest.fixture
def transfer(cast, case, there):
    return offered(case, cast.promotora, there)


def asked(office, **changes):
    values = {
        "id": field_id(), "to_office": office.pk, "reason": "se_mudo", "words": WORDS,
        "person_agreed": "on",
    }  # fmt: skip
    return {**values, **changes}


def test_asked_for_twice_by_the_same_form_it_is_one(cast, case, there, client_of):
    page, form = reverse("transfers:ask", args=[case.pk]), asked(there)
    client = client_of(cast.promotora)
    assert case.code in client.get(page).text
    for _twice in range(2):
        answer = client.post(page, form, follow=True)
        assert "Espera la respuesta de Esquipulas" in answer.text
    with acting_as(SYSTEM):
        assert CaseTransfer.objects.get().pk == form["id"]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("to_office", "Escoja la oficina"),
        ("reason", "Escoja por qué"),
        ("person_agreed", "Hable antes con la persona"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    cast, case, there, client_of, missing, words
):
    form = asked(there)
    del form[missing]
    answer = client_of(cast.promotora).post(reverse("transfers:ask", args=[case.pk]), form)
    assert answer.status_code == 422
    assert words in answer.text
    assert WORDS in answer.text


def test_who_does_not_have_the_case_is_told_who_may_ask(cast, case, client_of):
    page = reverse("transfers:ask", args=[case.pk])
    answer = client_of(cast.promotor).get(page)
    assert "Lo pide quien lleva el caso" in answer.text


def test_the_receiving_lead_reads_the_code_and_no_name(cast, case, transfer, client_of):
    client = client_of(cast.supervisor_esq)
    for page in (reverse("desk:today"), reverse("transfers:list"), transfer.get_absolute_url()):
        told = client.get(page).text
        assert case.code in told
        assert case.person.surnames not in told
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404


def test_received_it_opens(cast, case, transfer, client_of):
    client = client_of(cast.supervisor_esq)
    page = reverse("transfers:accept", args=[transfer.pk])
    assert client.post(page, {}).status_code == 422
    for _twice in range(2):
        answer = client.post(page, {"manager": cast.promotora_esq.pk}, follow=True)
        assert case.person.surnames in answer.text
    with acting_as(SYSTEM):
        assert Case.objects.get(pk=case.pk).office == transfer.to_office
    former = client_of(cast.promotora)
    told = former.get(reverse("desk:case", args=[case.pk])).text
    assert "Este caso lo lleva otra oficina" in told
    assert "Cerrar el caso" not in told
    assert case.person.surnames not in former.get(reverse("desk:cases"), {"abiertos": "on"}).text


def test_given_back_the_asker_reads_why_on_hoy(cast, case, transfer, client_of):
    client = client_of(cast.supervisor_esq)
    page = reverse("transfers:decline", args=[transfer.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"comment": ""}).status_code == 422
    client.post(page, {"comment": "Le queda mejor Chiquimula"})
    mine = client_of(cast.promotora)
    assert "Devuelto con motivo" in mine.get(reverse("desk:today")).text
    assert "Le queda mejor Chiquimula" in mine.get(transfer.get_absolute_url()).text
    mine.post(reverse("transfers:withdraw", args=[transfer.pk]))
    assert "Devuelto con motivo" not in mine.get(reverse("desk:today")).text


def statements(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_the_list_asks_the_same_however_many(cast, client_of, there):
    client, page = client_of(cast.promotora), reverse("transfers:list")
    for _more in range(2):
        offered(opened_case(cast.promotora), cast.promotora, there)
    few = statements(client, page)
    for _more in range(3):
        offered(opened_case(cast.promotora), cast.promotora, third_office())
    assert statements(client, page) == few


def test_the_answered_ones_come_page_by_page(cast, client_of, there):
    with acting_as(Actor.user(cast.promotora)):
        case = opened_case(cast.promotora)
        first = offered(case, cast.promotora, there)
        for number in range(30):
            CaseTransfer.objects.create(
                **{
                    each.attname: getattr(first, each.attname)
                    for each in CaseTransfer._meta.fields
                    if each.name not in {"id", "state", "asked_on", "answered_at"}
                },
                state="terminado", answered_at=first.requested_at,
                asked_on=first.asked_on - timedelta(days=number),
            )  # fmt: skip
    client = client_of(cast.promotora)
    page = client.get(reverse("transfers:list"))
    assert page.text.count(case.code) == 26
    following = client.get(reverse("transfers:list"), {"despues": page.context["page"].after})
    assert following.text.count(case.code) == 6
