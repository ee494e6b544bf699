"""Assessments and schemes for the tests, made through the actions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.field.models import XForm
from arraigo.field.publishing.actions import put_in_use
from arraigo.profiling.assessments.actions import record_assessment
from arraigo.profiling.assessments.enums import AssessmentKind, Round
from arraigo.profiling.assessments.inputs import AssessmentInput, SchemeInput
from arraigo.profiling.assessments.instruments import instrument_of
from arraigo.profiling.assessments.models import Assessment, ScoringScheme
from arraigo.profiling.assessments.schemes import draft_scheme, publish_scheme

RSS, VULNERABILITY = AssessmentKind.RSS, AssessmentKind.VULNERABILITY


def turned(kind: str, *, on: bool) -> None:
    """Turn an assessment on or off, by the one switch: its form's."""
    with acting_as(SYSTEM):
        put_in_use(form=XForm.objects.get(form_id=kind), in_use=on)


def answers_of(kind: str, best: bool = True, **changes: str) -> dict[str, str]:
    """Return an answer to everything: that with the highest score, or the lowest."""
    with acting_as(SYSTEM):
        scale = ScoringScheme.objects.filter(code=kind, version="provisional").get().scale
    worth = {each.code: each.options for each in scale.items}
    told: dict[str, str] = {}
    for question in instrument_of(kind).questions:
        scored = {c: s for c, s in worth.get(question.code, {}).items() if s is not None}
        choose = max if best else min
        plain = next(each for each in reversed(question.choices) if each != "ns")
        told[question.code] = choose(scored, key=lambda c, of=scored: of[c]) if scored else plain
    return {**told, **changes}


def assessed(
    user: Any, case: Case, kind: AssessmentKind = RSS, day: date | None = None, **changes: Any
) -> Assessment:
    """Return an assessment of the case, recorded by the user."""
    round = changes.pop("round", Round.BASE if kind == RSS else Round.NONE)
    if "answers" not in changes:
        changes["answers"] = answers_of(kind)
    given = {"id": uuid.uuid4(), **changes}
    with acting_as(Actor.user(user)):
        data = AssessmentInput(
            case=case, kind=kind, occurred_on=day or clock.today(), round=round, **given
        )
        return record_assessment(data=data, user=user)


def reversed_document(kind: str = RSS) -> dict[str, Any]:
    """Return the document of a scheme that scores everything the other way round."""
    with acting_as(SYSTEM):
        document = ScoringScheme.objects.get(code=kind, version="provisional").document
    items = [
        {**each, "options": {code: None if points is None else str(1 - float(points))
                             for code, points in each["options"].items()}}
        for each in document["items"]
    ]  # fmt: skip
    return {**document, "items": items}


def official(user: Any, kind: AssessmentKind = RSS, **changes: Any) -> ScoringScheme:
    """Return another scheme, published as official."""
    usual = {
        "code": kind, "version": "anexo-4", "source": "Manual, anexo 4", "is_official": True,
        "valid_from": clock.today() - timedelta(days=1), "document": reversed_document(kind),
    }  # fmt: skip
    with acting_as(Actor.user(user)):
        draft = draft_scheme(data=SchemeInput(**{**usual, **changes}), user=user)
        return publish_scheme(scheme=draft, user=user)


def fresh(assessment: Assessment) -> Assessment:
    """Return the assessment as it stands, with its scores."""
    with acting_as(SYSTEM):
        return Assessment.objects.with_scores().select_related("case").get(pk=assessment.pk)
