"""Assessments that come from a phone: the same rows as from the page, class C in one place."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.enums import DueKind
from arraigo.casework.models import CaseState, Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import XForm
from arraigo.field.publishing import shipped
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.tests.interviews import interview_xml, profile
from arraigo.profiling.assessments.actions import all_answers
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.instruments import instrument_of
from arraigo.profiling.assessments.models import Assessment, SealedAnswers
from arraigo.profiling.assessments.rescoring import rescore
from arraigo.profiling.assessments.tests.making import (
    RSS,
    VULNERABILITY,
    answers_of,
    fresh,
    official,
    turned,
)

pytestmark = pytest.mark.django_db


def told(kind, case, **changes):
    """Return the answers as a phone writes them."""
    usual = {
        "case_id": str(case.pk), "occurred_on": clock.today().isoformat(),
        "interview_agreed": "si",
    }  # fmt: skip
    if instrument_of(kind).in_private:
        usual["in_private"] = "si"
    if kind == RSS:
        usual["survey_round"] = "base"
    return {**usual, **answers_of(kind), **changes}


def delivered(user, case, kind, name=None, **changes):
    with acting_as(Actor.user(user)):
        xml = interview_xml(kind, told(kind, case, **changes), name or uuid.uuid4())
        return receive(delivery=Delivery(xml), user=user, office=case.office)


def typed(client, case, kind, **changes):
    """Send the last page of the interview, with all that the earlier ones were told."""
    sent = told(kind, case, **changes)
    page = {name: value.split() for name, value in sent.items()} | {
        "id": str(uuid.uuid4()), "agreed": sent["interview_agreed"],
        "round": sent.get("survey_round", ""),
        "pagina": str(len(instrument_of(kind).sections)), "seguir": "1",
    }  # fmt: skip
    return client.post(reverse("assessments:new", args=[case.pk, kind]), page)


def row(case):
    own = {"id", "case", "person", "recorded_at", "delivery_id"}
    found = Assessment.objects.get(case=case)
    fields = {name: value for name, value in model_to_dict(found).items() if name not in own}
    kept = found.scores.get()
    figures = (kept.scheme_id, kept.dimensions, kept.composite, kept.reading, kept.answered)
    return fields | {"recorded_by": found.recorded_by_id, "round": found.round}, figures


@pytest.mark.parametrize("kind", list(AssessmentKind))
def test_both_doors_leave_the_same_rows(cast, client_of, kind):
    turned(RSS, on=True)
    sent, page = (opened_case(cast.promotora) for _ in range(2))
    name = uuid.uuid4()
    for _twice in range(2):
        kept = delivered(cast.promotora, sent, kind, name)
        assert (kept.state, kept.details) == (SubmissionState.DONE, [])
    assert typed(client_of(cast.promotora), page, kind).status_code == 302
    with acting_as(Actor.job("x")):
        assert row(sent) == row(page)
        states = [CaseState.objects.get(case=each) for each in (sent, page)]
        assert states[0].missing == states[1].missing
        one, two = (Assessment.objects.get(case=each) for each in (sent, page))
        assert all_answers(one) == all_answers(two) == instrument_of(kind).tidied(answers_of(kind))
        assert (one.pk, one.delivery_id, two.delivery_id) == (name, kept.pk, None)
        guarded = any(each.is_protected for each in instrument_of(kind).questions)
        sealed = list(SealedAnswers.objects.values_list("assessment", flat=True))
        assert sealed == [two.pk] * guarded
        titles = [list(Due.objects.filter(case=each, kind=DueKind.ASSESSMENT).order_by("due_on")
                       .values_list("title", "due_on")) for each in (sent, page)]  # fmt: skip
        assert titles[0] == titles[1]


def test_answers_of_class_c_stay_in_the_delivery_alone(cast):
    case = opened_case(cast.promotora)
    kept = delivered(cast.promotora, case, VULNERABILITY, threatened="si")
    assert kept.answers == {}
    found = fresh(Assessment(pk=uuid.UUID(kept.instance_id.removeprefix("uuid:"))))
    assert not {"threatened", "wg_seeing"} & found.answers.keys()
    assert found.shown_score.reading == "alta"


def test_an_official_scheme_scores_what_came_from_a_phone_as_well(cast):
    case = opened_case(cast.promotora)
    delivered(cast.promotora, case, RSS)
    official(cast.administra)
    assert rescore(RSS) == 1
    with acting_as(SYSTEM):
        found = Assessment.objects.get()
    assert fresh(found).shown_score.reading == "baja"


@pytest.mark.parametrize(
    "changes", [{"interview_agreed": "no"}, {"in_private": "no"}, {"interview_agreed": ""}]
)
def test_who_does_not_want_it_leaves_nothing(cast, changes):
    case = opened_case(cast.promotora)
    kept = delivered(cast.promotora, case, VULNERABILITY, **changes)
    refused = changes.get("interview_agreed") == ""
    assert kept.state == (SubmissionState.ACTION if refused else SubmissionState.DONE)
    with acting_as(SYSTEM):
        assert not Assessment.objects.exists()


def test_what_cannot_be_kept_waits_for_somebody(cast):
    case = opened_case(cast.promotora)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for changes in ({"e01": "inventada"}, {"occurred_on": tomorrow}, {"survey_round": "nunca"}):
        kept = delivered(cast.promotora, case, RSS, **changes)
        assert (kept.state, kept.problem) == (SubmissionState.ACTION, Problem.ANSWERS), changes
    delivered(cast.promotora, case, RSS)
    again = delivered(cast.promotora, case, RSS)
    assert (again.state, again.problem) == (SubmissionState.ACTION, Problem.REFUSED)
    assert "ya está anotada" in again.details[0][1]


def test_a_question_its_form_did_not_ask_is_no_error(cast):
    kept = delivered(cast.promotora, opened_case(cast.promotora), RSS, e01="")
    assert kept.state == SubmissionState.DONE
    with acting_as(SYSTEM):
        assert "e01" not in Assessment.objects.get().answers


def test_the_screening_of_the_form_asks_for_the_assessment_whatever_was_chosen(cast):
    for points, due in (("3", 1), ("2", 0), ("x", 0)):
        case = opened_case(cast.promotora)
        answers, _repeats = profile(case.pk, screening_points=points)
        with acting_as(Actor.user(cast.promotora)):
            xml = interview_xml("perfilamiento", answers, uuid.uuid4())
            kept = receive(delivery=Delivery(xml), user=cast.promotora, office=case.office)
            assert kept.state == SubmissionState.DONE, kept.details
            assert Due.objects.filter(case=case, kind=DueKind.ASSESSMENT).count() == due


def test_a_form_that_was_shipped_before_gets_its_use(cast):
    with acting_as(SYSTEM):
        XForm.objects.filter(form_id="rss").update(handler="")
        shipped.install()
        form = XForm.objects.get(form_id="rss")
        assert (form.handler, form.is_in_use) == ("evaluacion", False)
