"""The page that writes a plan."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.directory.models import Service
from arraigo.plans.content import content_of
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import CONTENT, POSTED, again, agreed, drafted

pytestmark = pytest.mark.django_db


def url(case):
    return reverse("plans:edit", args=[case.pk])


def only_plan():
    with acting_as(SYSTEM):
        return again(Plan.objects.get())


def test_an_empty_page_offers_a_goal_with_a_step(at_work, case):
    answer = at_work.get(url(case))
    html = answer.content.decode()
    assert case.person.surnames in html
    assert 'name="meta-total" value="1"' in html
    assert 'name="meta-0-accion-total" value="1"' in html
    assert "Curso de soldadura (ficticio)" in html
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="plans:edit").exists()


def test_saves_the_draft_once(at_work, case):
    first, again_ = at_work.post(url(case), POSTED), at_work.post(url(case), POSTED)
    plan = only_plan()
    assert first["Location"] == again_["Location"] == plan.get_absolute_url()
    assert content_of(plan) == CONTENT
    assert plan.revision == 1
    html = at_work.get(url(case)).content.decode()
    assert 'name="revision" value="1"' in html
    assert 'value="2026-12-15"' in html


def test_every_answer_of_a_step_is_kept(at_work, case):
    service = Service.objects.get(name="Curso de soldadura (ficticio)")
    more = {"service": str(service.pk), "starts_on": "2026-12-01", "cost": "150.50"}
    data = {**POSTED, **{f"meta-0-accion-0-{name}": value for name, value in more.items()}}
    assert at_work.post(url(case), data).status_code == 302
    step = content_of(only_plan()).goals[0].actions[0]
    assert (step.service, step.cost, str(step.starts_on)) == (
        service, Decimal("150.50"), "2026-12-01",
    )  # fmt: skip
    service.is_active = False
    service.save()
    assert f'value="{service.pk}" selected' in at_work.get(url(case)).content.decode()


def test_saving_and_signing_goes_on_to_the_signature(at_work, case):
    answer = at_work.post(url(case), {**POSTED, "firmar": "1"})
    assert answer["Location"] == reverse("plans:agree", args=[only_plan().pk])


def test_an_unfinished_draft_and_blank_rows_are_fine(at_work, case):
    data = {
        "revision": "0", "meta-total": "1", "meta-0-text": "", "meta-0-horizon": "corto",
        "meta-0-accion-total": "1", "meta-0-accion-0-responsible": "persona",
    }  # fmt: skip
    assert at_work.post(url(case), data).status_code == 302
    assert content_of(only_plan()).goals == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"meta-0-text": ""}, "Escriba la meta, o quítela."),
        ({"meta-0-accion-0-text": ""}, "Escriba la acción, o quítela."),
        ({"meta-0-accion-0-due_on": "mañana"}, "una fecha"),
        ({"meta-0-accion-0-starts_on": "2027-01-01"}, "no puede terminar antes de empezar"),
        ({"meta-0-accion-0-cost": "-1"}, "El costo no puede ser negativo."),
        ({"meta-0-accion-0-service": "nada"}, "Escoja una opción"),
        ({"pathway": "volar"}, "Escoja una opción"),
        ({"barriers": ["pereza"]}, "Escoja una opción"),
        ({"situation": "x" * 3001}, " 3001"),
    ],
)
def test_errors_stand_beside_and_above_and_nothing_is_lost(at_work, case, changes, words):
    answer = at_work.post(url(case), {**POSTED, **changes})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) == 2
    assert "Ir los sábados." in html
    assert "Llamar al taller" in html
    with acting_as(SYSTEM):
        assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("press", "goals", "steps"),
    [
        ({"agregar": "meta"}, 2, [2, 1]),
        ({"agregar": "meta-0-accion"}, 1, [3]),
        ({"quitar": "meta-0-accion-0"}, 1, [1]),
        ({"quitar": "meta-0"}, 0, []),
        ({"quitar": "meta-7"}, 1, [2]),
        ({"agregar": "otra"}, 1, [2]),
    ],
)
def test_rows_are_added_and_removed_without_javascript(at_work, case, press, goals, steps):
    answer = at_work.post(url(case), {**POSTED, **press, "meta-0-accion-1-due_on": "ayer"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="meta-total" value="{goals}"' in html
    found = re.findall(r'name="meta-\d-accion-total" value="(\d)"', html)
    assert [int(number) for number in found] == steps
    assert ("Llamar al taller" in html) == bool(goals)
    assert "Ir los sábados." in html
    assert "field-invalid" not in html
    with acting_as(SYSTEM):
        assert not Plan.objects.exists()


def test_a_forged_number_of_rows_is_cut(at_work, case):
    for total in ("999999999", "-3", "²"):
        data = {**POSTED, "meta-total": total, "meta-0-accion-total": total, "agregar": "meta"}
        html = at_work.post(url(case), data).content.decode()
        assert len(re.findall(r'name="meta-\d+-text"', html)) <= 8


def test_the_second_of_two_sees_both_and_may_insist(cast, at_work, case, client_of):
    at_work.post(url(case), POSTED)
    other = client_of(cast.promotor)
    mine = {**POSTED, "situation": "Vive sola."}
    late = other.post(url(case), mine)
    html = late.content.decode()
    assert late.status_code == 422
    assert "Alguien más guardó el plan" in html
    assert "Sabe de techos" in html
    assert "Vive sola." in html
    assert 'name="revision" value="1"' in html
    assert other.post(url(case), {**mine, "revision": "1"}).status_code == 302
    assert only_plan().situation == "Vive sola."


def test_a_signed_plan_is_shown_and_not_written(cast, at_work, case):
    plan = agreed(case, cast.promotora)
    assert at_work.get(url(case))["Location"] == plan.get_absolute_url()
    late = at_work.post(url(case), {**POSTED, "situation": "x"})
    assert late.status_code == 422
    assert "Haga una versión nueva" in late.content.decode()


def test_foreign_and_closed_are_not_found(cast, case, client_of, at_work):
    stranger = client_of(cast.promotora_esq)
    assert stranger.get(url(case)).status_code == 404
    assert stranger.post(url(case), POSTED).status_code == 404
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    assert at_work.get(url(case)).status_code == 404


def test_the_page_costs_the_same_however_long_the_plan(cast, at_work, case):
    drafted(case, cast.promotora)
    at_work.get(url(case))  # the first page of a session is written down
    with CaptureQueriesContext(connection) as few:
        at_work.get(url(case))
    long = opened_case(cast.promotora)
    drafted(long, cast.promotora, replace(CONTENT, goals=CONTENT.goals * 6))
    with CaptureQueriesContext(connection) as many:
        at_work.get(url(long))
    assert len(many) == len(few)
