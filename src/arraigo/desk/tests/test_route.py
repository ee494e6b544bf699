"""The route of a day: who is on it, in which order, for whom, and who was traced."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import annul_fact, plan_due, record_follow_up, record_session
from arraigo.casework.enums import DueKind
from arraigo.casework.tests.making import follow_up, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.desk import route
from arraigo.rights.purposes import purpose_of
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db


def due(user, days=0, kind=DueKind.FOLLOW_UP, case=None, **changes):
    case = case or opened_case(user, phone="+50255500101", **changes)
    with acting_as(Actor.user(user)):
        return plan_due(
            case=case, kind=kind, title=f"Pendiente {kind}", source=case,
            due_on=clock.today() + timedelta(days=days),
        )  # fmt: skip


def page_of(client, **asked):
    answer = client.get("/hoy/ruta/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def places(page):
    return re.findall(r"<h2>(\w[^<]*)</h2>", page[page.index("no-print") :])


def test_by_municipality_then_name_with_phone_and_what_is_due(cast, client_of):
    tiquisate = Municipality.objects.get(name="Tiquisate")
    far = due(cast.promotora, surnames="Zutana", municipality=tiquisate)
    last, first = (due(cast.promotora, -3, surnames=name) for name in ("Mengana", "Ávila"))
    page = page_of(client_of(cast.promotora))
    assert places(page) == ["Escuintla", "Tiquisate"]
    assert page.index("Ávila") < page.index("Mengana") < page.index("Zutana")
    assert "5550 0101" in page
    late = (clock.today() - timedelta(days=3)).strftime("%d/%m/%Y")
    assert page.count(f"vencido desde el {late}") == 2
    assert page.count("Apuntes") == 3
    assert "destrúyala" in page
    assert {far.case_id, last.case_id, first.case_id} == cases_on(page)


def cases_on(page):
    return {uuid.UUID(found) for found in re.findall(r'href="/casos/([0-9a-f-]{36})/"', page)}


def test_two_things_due_with_one_person_are_one_stop(cast, client_of):
    one = due(cast.promotora)
    due(cast.promotora, -1, DueKind.NEXT_STEP, one.case)
    page = page_of(client_of(cast.promotora))
    assert page.count("Apuntes") == 1
    assert "Pendiente follow_up" in page
    assert "Pendiente next_step" in page


def test_up_to_a_day_of_the_week_ahead(cast, client_of):
    soon, later = due(cast.promotora, 2), due(cast.promotora, 8)
    client, today = client_of(cast.promotora), clock.today()

    def shown(days):
        return cases_on(page_of(client, dia=str(today + timedelta(days=days))))

    assert cases_on(page_of(client)) == shown(1) == set()
    assert shown(2) == shown(7) == {soon.case_id}
    assert shown(8) == shown(-1) == set()  # no day one can choose: today's
    assert cases_on(page_of(client, dia="ayer", quien="7")) == set()
    assert later.case_id not in shown(7)


def test_what_was_agreed_last_and_not_what_was_annulled(cast, client_of):
    case = due(cast.promotora).case
    with acting_as(Actor.user(cast.promotora)):
        told = {"agreements": "Traerá su DPI", "next_step": "Ir a RENAP"}
        record_session(data=session(case, **told), user=cast.promotora)
    assert "Traerá su DPI · Ir a RENAP" in page_of(client_of(cast.promotora))
    with acting_as(Actor.user(cast.promotora), at=clock.now() + timedelta(days=1)):
        fact = record_follow_up(
            data=follow_up(case, agreed_actions="Llamar al taller"), user=cast.promotora
        )
    client = client_of(cast.promotora)
    assert "Llamar al taller" in page_of(client)
    assert "Traerá su DPI" not in page_of(client)
    with acting_as(Actor.user(cast.promotora), at=clock.now() + timedelta(days=1)):
        annul_fact(fact=fact, user=cast.promotora, reason="Era otra persona")
    assert "Traerá su DPI" in page_of(client)


def test_one_sees_her_own_and_a_lead_chooses_whose(cast, client_of):
    hers, his = due(cast.promotora), due(cast.promotor)
    elsewhere = due(cast.promotora_esq)
    assert cases_on(page_of(client_of(cast.promotora), quien=cast.promotor.pk)) == {hers.case_id}
    lead = client_of(cast.supervisora)
    assert cases_on(page_of(lead)) == set()
    assert cases_on(page_of(lead, quien=cast.promotora.pk)) == {hers.case_id}
    assert cases_on(page_of(lead, quien=cast.promotor.pk)) == {his.case_id}
    assert cases_on(page_of(lead, quien=cast.promotora_esq.pk)) == set()
    assert "Esquipulas" not in page_of(lead)
    assert cases_on(page_of(client_of(cast.promotora_esq))) == {elsewhere.case_id}
    assert client_of(cast.oficial).get("/hoy/ruta/").status_code == 403
    assert "hoy/ruta" not in client_of(cast.oficial).get("/hoy/").content.decode()


def test_everybody_on_it_is_traced_as_printed(cast, client_of):
    shown = {due(cast.promotora, -each).person_id for each in range(3)}
    due(cast.promotora, 5)
    page_of(client_of(cast.promotora))
    with acting_as(SYSTEM):
        traced = set(Trace.objects.filter(purpose="desk:route").values_list("person_id", flat=True))
    assert traced == shown
    assert purpose_of("desk:route").leaves


def test_it_costs_the_same_however_long_and_ends_somewhere(cast, client_of, monkeypatch):
    client = client_of(cast.promotora)
    due(cast.promotora)
    page_of(client)
    with CaptureQueriesContext(connection) as few:
        page_of(client)
    for days in (-4, -3, -2, -1):
        due(cast.promotora, days)
    with CaptureQueriesContext(connection) as many:
        page_of(client)
    assert len(many) == len(few)
    monkeypatch.setattr(route, "MOST", 2)
    monkeypatch.setattr("arraigo.desk.views.MOST", 2)
    page = page_of(client)
    assert page.count("Apuntes") == 2
    assert "Se muestran los 2 pendientes más antiguos" in page
