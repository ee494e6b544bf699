"""Counting anew under another scheme: what it would change, and the job that does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from arraigo.core.context import Actor, acting_as
from arraigo.core.sealing import Unreadable
from arraigo.profiling.assessments.actions import all_answers, scored
from arraigo.profiling.assessments.enums import AssessmentKind, Reading
from arraigo.profiling.assessments.instruments import instrument_of
from arraigo.profiling.assessments.models import (
    Assessment,
    AssessmentScore,
    ScoringScheme,
    level_of,
)

JOB = Actor.job("profiling.rescore")
PART: Final = 200
#: How many assessments a dry run counts anew, the latest ones: it waits for nobody.
LOOKED_AT: Final = 500


def rescore(kind: str) -> int:
    """Score what the scheme in force has not scored yet; return how many were.

    Old scores stay with their scheme. Where the answers of class C are gone the old score stands:
    without them another would say something else. Safe to repeat, and for two at once.
    """
    made, last = 0, None
    while True:
        with acting_as(JOB):
            scheme = ScoringScheme.objects.in_force(kind)
            if scheme is None:
                return made
            left = Assessment.objects.not_scored_by(scheme)
            if last is not None:
                left = left.filter(pk__gt=last)
            part = list(left.order_by("pk")[:PART])
            rows = list(_scored(part, scheme))
            AssessmentScore.objects.bulk_create(rows, ignore_conflicts=True)
        if not part:
            return made
        made, last = made + len(rows), part[-1].pk


def rescore_all() -> int:
    """Score every kind that has an instrument; return how many assessments were."""
    return sum(rescore(kind) for kind in AssessmentKind.values if instrument_of(kind))


def _scored(part: Iterable[Assessment], scheme: ScoringScheme) -> Iterable[AssessmentScore]:
    for assessment in part:
        try:
            yield scored(assessment, scheme, all_answers(assessment))
        except Unreadable:
            continue


@dataclass(frozen=True)
class Level:
    """How many assessments have a level now, and would have it."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """What a scheme would change, among the latest `counted` of `total` assessments."""

    total: int
    counted: int
    changed: int
    levels: list[Level]


def preview_of(scheme: ScoringScheme) -> Preview:
    """Return what a draft would change. Counts only: nobody's answers are shown."""
    with acting_as(JOB):
        every = Assessment.objects.standing().filter(kind=scheme.code)
        latest = every.order_by("-recorded_at", "pk").with_scores()[:LOOKED_AT]
        pairs = [
            (_reading(row.assessment.shown_score), row.reading)
            for row in _scored(latest, scheme)
        ]  # fmt: skip
        total = every.count()
    before, after = (Counter(side) for side in zip(*pairs, strict=True)) if pairs else ({}, {})
    levels = [
        Level(level_of(scheme.code, each), before.get(each, 0), after.get(each, 0))
        for each in (*Reading.values, "")
    ]
    return Preview(total, len(pairs), sum(one != other for one, other in pairs), levels)


def _reading(score: AssessmentScore | None) -> str:
    return score.reading if score else ""
