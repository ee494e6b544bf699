"""The goals a plan may begin from: written by the office, taken with one press."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.plans.catalogue.actions import ModelGoalInput, save_model_goal
from arraigo.plans.catalogue.ideas import of_pathway
from arraigo.plans.catalogue.models import ModelGoal
from arraigo.plans.enums import Pathway
from arraigo.plans.models import Plan

pytestmark = pytest.mark.django_db

STEPS = [{"text": "Llevar cuentas", "responsible": "persona", "days": 30}]
GOAL = ModelGoalInput(pathway="negocio", text="Vender en línea", horizon="corto", steps=STEPS)


def saved(user, data=GOAL, ident=None, revision=0):
    with acting_as(Actor.user(user)):
        return save_model_goal(id=ident or uuid.uuid4(), data=data, revision=revision)


def posted(goal=None, **changes):
    return {
        "id": str(goal.pk if goal else uuid.uuid4()), "revision": goal.revision if goal else 0,
        "pathway": "negocio", "text": "Vender en línea", "horizon": "corto",
        "accion-TOTAL_FORMS": "5", "accion-INITIAL_FORMS": "1" if goal else "0",
        "accion-0-text": "Llevar cuentas", "accion-0-responsible": "persona", "accion-0-days": "30",
    } | changes  # fmt: skip


@pytest.fixture
def lead(cast, client_of):
    return client_of(cast.supervisora)


def test_every_pathway_has_some_from_the_first_day(cast):
    for pathway in Pathway:
        ideas = of_pathway(pathway.value)
        assert ideas
        assert all(idea.goal.actions for idea in ideas)
    assert len(of_pathway("combinacion")) == ModelGoal.objects.filter(is_retired=False).count()
    assert of_pathway("") == []


def test_written_once_and_changed_by_one_at_a_time(cast):
    goal = saved(cast.supervisora)
    assert saved(cast.supervisora, ident=goal.pk) == goal
    other = ModelGoalInput(**vars(GOAL) | {"horizon": "largo"})
    assert saved(cast.supervisora, other, goal.pk, revision=1).revision == 2
    with pytest.raises(Outdated):
        saved(cast.administra, ModelGoalInput(**vars(GOAL) | {"text": "x"}), goal.pk, revision=1)
    with pytest.raises(Refused, match="esas palabras"):
        saved(cast.supervisora, other)
    with pytest.raises(Refused, match="una acción"):
        saved(cast.supervisora, ModelGoalInput(**vars(GOAL) | {"steps": []}))


def test_the_database_wants_words_and_steps(cast):
    refused = pytest.raises(IntegrityError, match="model_goal_says_what")
    with acting_as(SYSTEM), refused, transaction.atomic():
        ModelGoal.objects.create(pathway="negocio", text="x", horizon="corto", steps=[])


def test_a_lead_writes_changes_and_retires_one(lead):
    lead.post(reverse("plans:model_goal_new"), posted())
    goal = ModelGoal.objects.get(text="Vender en línea")
    assert goal.steps == STEPS
    page = reverse("plans:model_goal", args=[goal.pk])
    assert "Llevar cuentas" in lead.get(page).content.decode()
    lead.post(page, posted(goal, is_retired="on"))
    goal.refresh_from_db()
    assert goal.is_retired
    assert "Vender en línea" not in [idea.goal.text for idea in of_pathway("negocio")]
    assert "Ya no se ofrece" in lead.get(reverse("plans:model_goals")).content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"accion-0-text": ""}, "al menos una acción"),
        ({"accion-0-days": ""}, "en cuántos días"),
        ({"accion-0-days": "900"}, "366"),
        ({"text": ""}, "Falta responder"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(lead, changes, says):
    answer = lead.post(reverse("plans:model_goal_new"), posted(**changes))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert 'value="persona" selected' in html
    assert not ModelGoal.objects.filter(text="Vender en línea").exists()


def test_the_page_shows_whoever_is_late_what_stands(lead, cast):
    goal = saved(cast.supervisora)
    saved(cast.administra, ModelGoalInput(**vars(GOAL) | {"horizon": "largo"}), goal.pk, revision=1)
    answer = lead.post(reverse("plans:model_goal", args=[goal.pk]), posted(goal, text="Otra"))
    assert answer.status_code == 422
    assert "Alguien más" in answer.content.decode()


def test_choosing_a_pathway_offers_its_goals_and_one_press_takes_one(cast, client_of):
    promotora, case = client_of(cast.promotora), opened_case(cast.promotora)
    page = reverse("plans:edit", args=[case.pk])
    typed = {"revision": "0", "situation": "Vive con su tía", "meta-total": "0"}
    chosen = typed | {"pathway": "certificacion", "agregar": "ideas"}
    html = promotora.post(page, chosen).content.decode()
    assert "Certificar el oficio que aprendió" in html
    assert "Vive con su tía" in html
    idea = next(each for each in of_pathway("certificacion") if "oficio" in each.goal.text)
    html = promotora.post(page, chosen | {"agregar": idea.key}).content.decode()
    due = clock.today() + timedelta(days=10)
    assert f'value="{due.isoformat()}"' in html
    assert 'name="meta-0-accion-total" value="4"' in html
    assert f'value="{idea.key}"' not in html  # it is among those here now
    with acting_as(SYSTEM):
        assert not Plan.objects.exists()  # a press saves nothing
