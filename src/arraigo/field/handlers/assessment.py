"""Evaluaciones: the form's code names the kind; answers of class C stay in the delivery, sealed."""

from __future__ import annotations

from typing import Any, Final

from arraigo.field.handlers.base import Applied, Interview, Unfit, checked, posted
from arraigo.people.consent import check_not_withdrawn
from arraigo.profiling.assessments.actions import record_assessment
from arraigo.profiling.assessments.forms import AssessmentForm
from arraigo.profiling.assessments.instruments import Instrument, instrument_of

#: Of class C as a whole: nothing of them is ever kept in the open beside the delivery.
TAKES: Final = frozenset({"case_id"})


def apply(interview: Interview) -> Applied:
    """Record the assessment, or nothing where the person did not want it."""
    case = interview.case()
    check_not_withdrawn(case.person_id, interview.day())
    if "no" in (interview.value("interview_agreed"), interview.value("in_private")):
        return Applied(case.person_id, case.pk)
    instrument = instrument_of(interview.submission.form_id)
    if instrument is None:
        raise Unfit([])
    answers = _as_posted(instrument, interview)
    form = checked(AssessmentForm(posted(answers), case=case, instrument=instrument, partial=True))
    record_assessment(data=form.assessment(interview.submission.pk), user=interview.user)
    return Applied(case.person_id, case.pk)


def _as_posted(instrument: Instrument, interview: Interview) -> dict[str, Any]:
    told: dict[str, Any] = {
        each.code: interview.value(each.code).split() if each.several
        else interview.value(each.code)
        for each in instrument.questions
    }  # fmt: skip
    return told | {
        "id": interview.id,
        "occurred_on": interview.value("occurred_on") or interview.day().isoformat(),
        "round": interview.value("survey_round"),
        "in_private": interview.value("in_private"),
        "agreed": interview.value("interview_agreed"),
    }
