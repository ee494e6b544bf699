"""Hoy: what is due, by day and municipality, with one tap to call."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import plan_due
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.coordination.actions import agree, record_activity
from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.inputs import ActivityInput, AgreementInput
from arraigo.coordination.models import Agreement
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.desk import agenda
from arraigo.reports.actions import return_report
from arraigo.reports.tests.making import WORKDAY, sent
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db


def due(user, days=0, phone="+50255500101", kind=DueKind.FOLLOW_UP):
    case = opened_case(user, phone=phone)
    with acting_as(Actor.user(user)):
        return plan_due(
            case=case, kind=kind, title="Seguimiento a los 15 días", source=case,
            due_on=clock.today() + timedelta(days=days),
        )  # fmt: skip


def test_by_day_and_municipality_with_one_tap_to_call(cast, client_of):
    late, today, tomorrow, later = (due(cast.promotora, days) for days in (-3, 0, 1, 2))
    page = client_of(cast.promotora).get("/hoy/").content.decode()
    for shown in (late, today, tomorrow):
        assert f"/casos/pendientes/{shown.pk}/posponer/" in page
    assert str(later.pk) not in page
    assert page.index("Vencidos") < page.index("Mañana")
    assert "<h3>Escuintla</h3>" in page
    assert 'href="tel:+50255500101"' in page
    assert "https://wa.me/50255500101?text=" in page
    assert "retorn" not in page[page.index("wa.me") : page.index("wa.me") + 300].lower()


def test_a_promotor_sees_her_own_and_the_lead_the_office(cast, client_of):
    hers = due(cast.promotora)
    assert str(hers.pk) not in client_of(cast.promotor).get("/hoy/").content.decode()
    assert str(hers.pk) in client_of(cast.supervisora).get("/hoy/").content.decode()
    assert str(hers.pk) not in client_of(cast.supervisor_esq).get("/hoy/").content.decode()
    officer = client_of(cast.oficial).get("/hoy/").content.decode()
    assert f"/casos/{hers.case_id}/" in officer
    assert "Posponer" not in officer


def test_it_costs_the_same_however_much_is_due(cast, client_of):
    client = client_of(cast.promotora)
    due(cast.promotora)
    client.get("/hoy/")
    with CaptureQueriesContext(connection) as few:
        client.get("/hoy/")
    for days in (-40, -1, 0, 1):
        due(cast.promotora, days)
    with CaptureQueriesContext(connection) as many:
        client.get("/hoy/")
    assert len(many) == len(few)


def test_postponing_by_the_page(cast, client_of):
    found, client = due(cast.promotora), client_of(cast.promotora)
    url = f"/casos/pendientes/{found.pk}/posponer/"
    assert "Mañana" in client.get(url).content.decode()
    assert client.post(url, {"new_date": "ayer"}).status_code == 422
    past = client.post(url, {"new_date": str(clock.today() - timedelta(days=1))})
    assert past.status_code == 422
    assert "de hoy en adelante" in past.content.decode()
    day = clock.today() + timedelta(days=3)
    for _ in range(2):
        assert client.post(url, {"new_date": str(day)}).url == "/hoy/"
    with acting_as(SYSTEM):
        assert Due.objects.get(pk=found.pk).due_on == day
    assert client_of(cast.promotora_esq).get(url).status_code == 404


def test_done_by_one_tap(cast, client_of):
    found, client = due(cast.promotora, kind=DueKind.NEXT_STEP), client_of(cast.promotora)
    url = f"/casos/pendientes/{found.pk}/hecho/"
    assert url in client.get("/hoy/").content.decode()
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert str(found.pk) not in client.get("/hoy/").content.decode()
    assert client_of(cast.promotora_esq).post(url).status_code == 404


def test_an_agreement_is_fulfilled_by_one_tap(cast, client_of):
    with acting_as(Actor.user(cast.promotora)):
        meeting = ActivityInput(
            office=Office.objects.get(code="ESC"), kind=ActivityKind.MEETING,
            title="Mesa de empleo", occurred_on=clock.today(), participants=[cast.promotora],
        )  # fmt: skip
        activity = record_activity(data=meeting, user=cast.promotora)
        promise = AgreementInput(activity, "Enviar la lista", cast.promotora, clock.today())
        agreement = agree(data=promise, user=cast.promotora)
    client, url = client_of(cast.promotora), f"/coordinacion/acuerdos/{agreement.pk}/cumplido/"
    page = client.get("/hoy/").content.decode()
    assert url in page
    with acting_as(SYSTEM):
        found = Due.objects.get(source_id=agreement.pk)
    assert client.post(f"/casos/pendientes/{found.pk}/hecho/").status_code == 404
    for _ in range(2):
        assert client.post(url, {"from": "today"}).url == "/hoy/"
    assert url not in client.get("/hoy/").content.decode()
    with acting_as(SYSTEM):
        assert Due.objects.get(pk=found.pk).done_on == clock.today()
        assert Agreement.objects.get(pk=agreement.pk).fulfilled_on == clock.today()
    officer = client_of(cast.oficial).get("/hoy/").content.decode()
    assert url not in officer


def test_reports_come_first_to_who_has_to_act_on_them(cast, client_of):
    report = sent(cast.promotora)
    address, words = report.get_absolute_url(), "Informes que le esperan"

    def shown(user):
        page = client_of(user).get("/hoy/").content.decode()
        return page if words in page else ""

    page = shown(cast.supervisora)
    assert address in page
    assert page.index(words) < page.index("Nada pendiente")
    for user in (cast.promotora, cast.promotor, cast.supervisor_esq, cast.oficial):
        assert shown(user) == ""
    with acting_as(Actor.user(cast.supervisora), at=WORKDAY):
        return_report(report=report, user=cast.supervisora, comment="Falta un desafío.")
    assert "Devuelto: corríjalo" in shown(cast.promotora)
    assert shown(cast.supervisora) == ""


def test_a_full_agenda_says_that_there_is_more(cast, client_of, monkeypatch):
    monkeypatch.setattr(agenda, "SHOWN", 1)
    older, newer = due(cast.promotora, -2), due(cast.promotora, -1)
    page = client_of(cast.promotora).get("/hoy/").content.decode()
    assert f"/casos/pendientes/{older.pk}/posponer/" in page
    assert f"/casos/pendientes/{newer.pk}/posponer/" not in page
    assert "Al resolverlos aparecen los demás" in page
