"""Vulnerability assessments: asked for by a screening, made within the week or somewhat later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.demo import assumed
from arraigo.demo.agenda import working_hour
from arraigo.demo.story.world import Life
from arraigo.profiling.assessments.actions import record_assessment
from arraigo.profiling.assessments.agenda import decline_assessment
from arraigo.profiling.assessments.enums import AssessmentKind, Round
from arraigo.profiling.assessments.inputs import AssessmentInput
from arraigo.profiling.assessments.instruments import Question, instrument_of
from arraigo.profiling.assessments.models import ScoringScheme
from arraigo.profiling.assessments.scoring import Scale

KIND = AssessmentKind.VULNERABILITY
#: What weighs an answer besides its score, so that hard answers come too (assumption).
HARD_ANSWERS = 0.15


def await_all(life: Life, at: datetime) -> None:
    """Await the assessment that the profile asked for, by a chance of its own."""
    random = Random(f"{life.case.code}/assessment")
    with life.acting(at):
        asked = life.case.dues.open().filter(kind=DueKind.ASSESSMENT).first()
    if asked is not None:
        days = random.randint(*assumed.DAYS_AROUND_ASSESSMENT)
        moment = working_hour(random, max(asked.due_on + timedelta(days=days), at.date()))
        life.then(moment, lambda life, at: _make(life, at, asked, random))


def _make(life: Life, at: datetime, asked: Due, random: Random) -> None:
    with life.acting(at):
        if not Due.objects.open().filter(pk=asked.pk).exists():
            return
        if random.random() < assumed.ASSESSMENT_DECLINED:
            decline_assessment(case=life.case, kind=KIND, round=Round.NONE, user=life.promotor)
            return
        scheme = ScoringScheme.objects.in_force(KIND)
        told = AssessmentInput(
            case=life.case, kind=KIND, occurred_on=at.date(),
            answers=_answers(random, scheme.scale if scheme else None),
        )  # fmt: skip
        record_assessment(data=told, user=life.promotor)


def _answers(random: Random, scale: Scale | None) -> dict[str, str]:
    """Return an answer to whatever is asked, the better ones more often."""
    instrument, answers = instrument_of(KIND), dict[str, str]()
    worth = {each.code: each.options for each in scale.items} if scale else {}
    for question in instrument.questions if instrument else ():
        if question.applies(answers):
            answers[question.code] = _one(random, question, worth.get(question.code, {}))
    return answers


def _one(random: Random, question: Question, worth: Mapping[str, Fraction | None]) -> str:
    codes = list(question.choices)
    weights = [HARD_ANSWERS + float(worth.get(code) or 0) for code in codes]
    return random.choices(codes, weights)[0]
