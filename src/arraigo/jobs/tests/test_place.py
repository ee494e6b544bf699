"""Jobs and businesses: what is asked, what is occasional, how they end."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.jobs.models import Application, Placement, PlacementThreshold
from arraigo.jobs.tests.making import applied, business, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "kind": "asalariado", "position": "Panadera",
        "employer_name": "Panadería Ficticia", "occurred_on": "2026-05-04",
        "hours_per_week": "40", "expected_months": "12", "first_sale_on": "",
        "evidence": "contrato",
    }  # fmt: skip
    return {**values, **changes}


def url(case):
    return f"/empleo/casos/{case.pk}/colocar/"


def occasional(placement):
    return Placement.objects.with_occasional().get(pk=placement.pk).is_occasional


def test_a_form_sent_twice_places_once(cast, case, client_of):
    client, form = client_of(cast.promotora), typed()
    assert client.get(url(case)).status_code == 200
    for _time in range(2):
        assert client.post(url(case), form).status_code == 302
    placement = Placement.objects.get()
    assert CaseEvent.objects.filter(case=case, kind=EventKind.PLACED).count() == 1
    page = client.get(placement.get_absolute_url()).content.decode()
    assert "Panadería Ficticia" in page
    assert "Ocupación ocasional" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"employer_name": ""}, "Escriba la empresa."),
        ({"hours_per_week": ""}, "Escriba las horas a la semana."),
        ({"expected_months": ""}, "Escriba cuántos meses se espera que dure."),
        ({"evidence": ""}, "Diga qué lo muestra."),
        ({"hours_per_week": "200"}, "112"),
        ({"kind": "autoempleo", "first_sale_on": "2026-05-03"}, "no es anterior al inicio"),
        ({"occurred_on": "2999-01-01"}, "La fecha no puede ser futura."),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(cast, case, client_of, changes, words):
    answer = client_of(cast.promotora).post(url(case), typed(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Panadera"' in answer.content.decode()


def test_the_threshold_of_the_day_decides_what_is_occasional(cast, case):
    for hours, months, casual in ((20, "1", False), (19, "12", True), (40, "0.5", True)):
        job = placed(case, cast.promotora, hours_per_week=hours, expected_months=Decimal(months))
        assert occasional(job) is casual, (hours, months)
    PlacementThreshold.objects.create(
        valid_from=date(2026, 6, 1), hours_per_week=30, months=Decimal(3), source="Prueba"
    )
    before = placed(case, cast.promotora, hours_per_week=20, expected_months=Decimal(1))
    after = placed(case, cast.promotora, hours_per_week=20, occurred_on=date(2026, 6, 1))
    assert (occasional(before), occasional(after)) == (False, True)


def test_a_business_is_a_livelihood_from_its_first_sale(cast, case, client_of):
    own = business(case, cast.promotora)
    assert occasional(own)
    client, sale = client_of(cast.promotora), f"/empleo/colocaciones/{own.pk}/primera-venta/"
    assert "Anotar la primera venta" in client.get(own.get_absolute_url()).content.decode()
    assert client.post(sale, {"sold_on": "2026-05-03"}).status_code == 422
    for _time in range(2):
        assert client.post(sale, {"sold_on": "2026-05-20"}).status_code == 302
    assert client.post(sale, {"sold_on": "2026-05-21"}).status_code == 422
    assert not occasional(own)


def test_ending_is_noted_once_and_in_order(cast, case, client_of):
    job = placed(case, cast.promotora)
    client, end = client_of(cast.promotora), f"/empleo/colocaciones/{job.pk}/terminar/"
    assert client.post(end, {"ended_on": "2026-05-03"}).status_code == 422
    for _time in range(2):
        assert client.post(end, {"ended_on": "2026-08-01"}).status_code == 302
    assert client.post(end, {"ended_on": "2026-08-02"}).status_code == 422
    assert Placement.objects.standing().get().ended_on == date(2026, 8, 1)


def test_voided_it_counts_no_more_and_takes_no_more_notes(cast, case, client_of):
    job, client = placed(case, cast.promotora), client_of(cast.promotora)
    void = f"/empleo/colocaciones/{job.pk}/anular/"
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "No empezó"}).status_code == 302
    end = client.post(f"/empleo/colocaciones/{job.pk}/terminar/", {"ended_on": "2026-08-01"})
    assert end.status_code == 422
    assert "anulado" in end.content.decode()


def test_nobody_under_18_is_placed(cast):
    case = opened_case(cast.promotora, birth_year=clock.today().year - 16)
    with pytest.raises(Refused, match="encargado"):
        placed(case, cast.promotora, occurred_on=clock.today())


def test_the_table_keeps_a_job_whole(cast, case):
    job = placed(case, cast.promotora)
    rows = Placement.objects.filter(pk=job.pk)
    for columns in ({"employer_name": ""}, {"hours_per_week": None}, {"hours_per_week": 113},
                    {"ended_on": date(2026, 5, 3)}, {"kind": "otro"}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**columns)


def test_another_office_finds_nothing(cast, case, client_of):
    job, client = placed(case, cast.promotora), client_of(cast.promotora_esq)
    for verb in ("", "terminar/", "primera-venta/", "anular/"):
        assert client.get(f"/empleo/colocaciones/{job.pk}/{verb}").status_code == 404
    assert client.post(url(job.case), typed()).status_code == 404


def test_the_fragment_costs_the_same_however_many_there_are(cast, case):

    def drawn():
        lists = {"placements": Placement.objects.for_case(case),
                 "applications": Application.objects.for_case(case)}  # fmt: skip
        return render_to_string("jobs/_list.html", lists)

    assert "Todavía no hay" in drawn()
    placed(case, cast.promotora)
    applied(case, cast.promotora)
    with CaptureQueriesContext(connection) as few:
        assert "Panadería Ficticia" in drawn()
    for _time in range(3):
        business(case, cast.promotora)
        applied(case, cast.promotora)
    with CaptureQueriesContext(connection) as many:
        assert "Ocupación ocasional" in drawn()
    assert len(many) == len(few)
