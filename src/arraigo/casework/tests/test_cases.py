"""Opening cases and recording deliveries."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import opened_case, registered_person

from arraigo.casework.actions import annul_delivery, open_case, record_delivery
from arraigo.casework.codes import codes_meant
from arraigo.casework.enums import EventKind, Source
from arraigo.casework.models import Case, CaseEvent, ServiceDelivery
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven

pytestmark = pytest.mark.django_db


def test_codes_are_numbered_by_office_and_year_with_a_check_character(cast):
    codes = [opened_case(cast.promotora).code for _ in range(2)]
    other = opened_case(cast.promotora_esq).code
    year = clock.today().year
    assert codes[0][:-2] == f"ESC-{year}-00001"
    assert codes[1][:-2] == f"ESC-{year}-00002"
    assert other[:-2] == f"ESQ-{year}-00001"
    assert all(codes_meant(code) == [code] for code in [*codes, other])


@given(position=st.integers(0, 13), letter=st.sampled_from("0123456789"))
def test_a_mistyped_digit_is_noticed(position, letter):
    code = "ESC-2026-00001-5"
    from stdnum.iso7064 import mod_37_36

    code = "ESC-2026-00001-" + mod_37_36.calc_check_digit("ESC202600001")
    typed = code[:position] + letter + code[position + 1 :]
    same = typed == code or code[position] == "-"
    assert same or not codes_meant(typed)


def test_one_open_case_per_person_however_often_it_is_asked(cast):
    case = opened_case(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        again = open_case(
            person=case.person, office=case.office, source=Source.FAIR, user=cast.promotora
        )
        assert again == case
        with pytest.raises(IntegrityError, match="one_open_case_per_person"), transaction.atomic():
            Case.objects.create(
                person=case.person, office=case.office, code="X", source=Source.FAIR,
                opened_by=cast.promotora,
            )  # fmt: skip
        assert next_number(cast) == 2


def next_number(cast):
    return int(opened_case(cast.promotora).code.split("-")[2])


def test_no_case_without_consent(cast):
    person = registered_person(cast.promotora)
    withdrawn = ConsentGiven(how=ConsentHow.PAPER, decision=ConsentDecision.WITHDRAWN)
    with acting_as(Actor.user(cast.promotora)):
        record_consent(
            person=person, purpose=ConsentPurpose.SERVICE, given=withdrawn, user=cast.promotora
        )
        office = person.scopes.get().office
        with pytest.raises(Refused):
            open_case(person=person, office=office, source=Source.FAIR, user=cast.promotora)


def test_opening_by_the_page(cast, client_of):
    person = registered_person(cast.promotora)
    client, url = client_of(cast.promotora), f"/casos/abrir/{person.pk}/"
    assert person.surnames in client.get(url).content.decode()
    refused = client.post(url, {})
    assert refused.status_code == 422
    assert "Falta responder: ¿Cómo se identificó a la persona?" in refused.content.decode()
    first, second = client.post(url, {"source": "fair"}), client.post(url, {"source": "fair"})
    assert first.url == second.url
    page = client.get(first.url).content.decode()
    assert person.surnames in page
    assert "Caso abierto" in page


def test_another_office_finds_no_such_person_or_case(cast, client_of):
    case = opened_case(cast.promotora)
    client = client_of(cast.promotora_esq)
    for url in (
        f"/casos/abrir/{case.person_id}/",
        f"/casos/{case.pk}/",
        f"/personas/{case.person_id}/",
    ):
        assert client.get(url).status_code == 404


@pytest.fixture
def service(cast):
    return Service.objects.get(name="Curso de soldadura (ficticio)")


def test_a_source_leaves_one_delivery_and_one_line_in_the_timeline(cast, service):
    case = opened_case(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        one, two = (
            record_delivery(case=case, service=service, occurred_on=clock.today(), source=case)
            for _ in range(2)
        )
        assert one == two
        events = CaseEvent.objects.filter(case=case, kind=EventKind.SERVICE_DELIVERED)
        assert events.count() == 1


def test_a_delivery_cannot_lie_in_the_future(cast, service):
    case = opened_case(cast.promotora)
    tomorrow = clock.today() + timedelta(days=1)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        record_delivery(case=case, service=service, occurred_on=tomorrow, source=case)


def test_a_correction_annuls_and_records_anew(cast, client_of, service):
    case = opened_case(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        wrong = record_delivery(
            case=case, service=service, occurred_on=date(2026, 5, 1), source=case
        )
    client, url = client_of(cast.promotora), f"/casos/entregas/{wrong.pk}/anular/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "La fecha era otra"}).status_code == 302
    assert client.post(url, {"reason": "Otra vez"}).status_code == 422
    with acting_as(Actor.user(cast.promotora)):
        right = record_delivery(
            case=case, service=service, occurred_on=date(2026, 5, 2), source=case
        )
        assert list(ServiceDelivery.objects.standing()) == [right]
        wrong.refresh_from_db()
        assert wrong.annulled_reason == "La fecha era otra"
        with pytest.raises(ValidationError):
            annul_delivery(delivery=wrong, user=cast.promotora, reason="x")


def test_the_lists_cost_the_same_however_many_there_are(cast, client_of, django_assert_num_queries):
    client = client_of(cast.promotora)
    opened_case(cast.promotora)
    client.get("/casos/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/casos/")
    for _ in range(4):
        opened_case(cast.promotora)
    with CaptureQueriesContext(connection) as many:
        client.get("/casos/")
    # the watchful client asks for the traces of the persons shown, in every run alike
    assert len(many) == len(few)


def test_the_database_keeps_one_manager_per_case(cast):
    case = opened_case(cast.promotora)
    with acting_as(SYSTEM):
        assert case.assignments.get().manager == cast.promotora
