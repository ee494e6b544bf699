"""Each kind of assessment by itself: asked for by a protocol, due, missing, done, void again."""

from __future__ import annotations

import pytest
from tests.factories import opened_case

from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.ledger import rebuild_states
from arraigo.casework.models import CaseEvent, CaseState, Due, ProtocolVersion
from arraigo.casework.protocol.tests.making import published
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.desk.timeline import events_of, timeline
from arraigo.profiling.assessments.actions import annul_assessment
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.models import AssessmentScore
from arraigo.profiling.assessments.reading import suggested_goals
from arraigo.profiling.assessments.tests.making import answers_of, assessed, turned

pytestmark = pytest.mark.django_db

RISK, FAMILY, SKILLS = AssessmentKind.RISK, AssessmentKind.FAMILY, AssessmentKind.SKILLS


def requiring(cast, *kinds: EventKind) -> None:
    """Put a version in force whose first step asks for these milestones as well."""
    asked = [
        {"task": f"hacer_{kind}", "label": str(kind.label), "kinds": [str(kind)]} for kind in kinds
    ]
    with acting_as(Actor.user(cast.administra)):
        usual = ProtocolVersion.objects.in_force().step(1)["checks"]
        published(cast.administra, steps_of_1={"checks": [*usual, *asked]})


def due_titles(case):
    with acting_as(SYSTEM):
        dues = Due.objects.open().filter(case=case, kind=DueKind.ASSESSMENT)
        return sorted(dues.values_list("title", flat=True))


def missing(case):
    with acting_as(SYSTEM):
        return CaseState.objects.get(case=case).missing


def test_what_the_protocol_asks_for_is_due_and_missing_until_that_kind_is_done(cast, client_of):
    requiring(cast, EventKind.ASSESSED_RISK, EventKind.ASSESSED_SKILLS)
    case = opened_case(cast.promotora)
    assert due_titles(case) == ["Evaluación de habilidades", "Evaluación de riesgo"]
    assert {"hacer_assessed_risk", "hacer_assessed_skills"} <= {*missing(case)}
    page = client_of(cast.promotora).get(f"/evaluaciones/caso/{case.pk}/").content.decode()
    assert page.count("La pide el protocolo") == 2
    assessed(cast.promotora, case, FAMILY)
    assert {"hacer_assessed_risk", "hacer_assessed_skills"} <= {*missing(case)}
    risk = assessed(cast.promotora, case, RISK)
    assert due_titles(case) == ["Evaluación de habilidades"]
    assert "hacer_assessed_risk" not in missing(case)
    with acting_as(Actor.user(cast.promotora)):
        annul_assessment(fact=risk, user=cast.promotora, reason="Era otra persona")
    assert "hacer_assessed_risk" in missing(case)
    assert "Evaluación de riesgo" in due_titles(case)
    with acting_as(SYSTEM):
        assert rebuild_states()[1] == []


def test_the_usual_protocol_asks_for_none(cast):
    assert due_titles(opened_case(cast.promotora)) == []


def test_what_is_off_is_asked_of_nobody(cast):
    requiring(cast, EventKind.ASSESSED_RISK)
    turned(RISK, on=False)
    assert due_titles(opened_case(cast.promotora)) == []


def test_the_timeline_tells_an_assessment_once(cast):
    case = opened_case(cast.promotora)
    assessed(cast.promotora, case, FAMILY)
    with acting_as(Actor.user(cast.promotora)):
        titles = [str(line.title) for line in timeline(events_of(case))]
        assert titles.count("Evaluación hecha") == 1
        assert "Evaluación de la familia" not in titles
        assert CaseEvent.objects.filter(case=case, kind=EventKind.ASSESSED_FAMILY).exists()


@pytest.mark.parametrize(
    ("kind", "best", "worst", "goals"),
    [
        (RISK, "Riesgo bajo", "Riesgo alto", 3),
        (FAMILY, "Apoyo alto en casa", "Apoyo bajo en casa", 3),
        (SKILLS, "Habilidades altas", "Habilidades bajas", 3),
    ],
)
def test_levels_scores_and_the_goals_that_low_ones_suggest(
    cast, client_of, kind, best, worst, goals
):
    good, bad = (opened_case(cast.promotora) for _ in range(2))
    assessed(cast.promotora, good, kind)
    assessed(cast.promotora, bad, kind, answers=answers_of(kind, best=False))
    client = client_of(cast.promotora)
    for case, level in ((good, best), (bad, worst)):
        page = client.get(f"/evaluaciones/caso/{case.pk}/").content.decode()
        assert level in page
        assert "puntaje provisional" in page.lower()
    with acting_as(Actor.user(cast.promotora)):
        assert suggested_goals(good, cast.promotora) == []
        suggested = suggested_goals(bad, cast.promotora)
    assert len(suggested) == goals
    assert all(each.is_provisional for each in suggested)


def test_nobody_has_to_answer_anything(cast):
    for kind in (RISK, FAMILY, SKILLS):
        case = opened_case(cast.promotora)
        unsaid = dict.fromkeys(answers_of(kind), "ns")
        found = assessed(cast.promotora, case, kind, answers=unsaid)
        with acting_as(SYSTEM):
            assert AssessmentScore.objects.get(assessment=found).composite is None
