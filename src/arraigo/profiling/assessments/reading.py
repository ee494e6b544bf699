"""What the pages show of a person's assessments: the rounds of each kind, and what they suggest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.formats import date_format

from arraigo.casework.models import Case
from arraigo.people.merging.aliases import ids_of
from arraigo.profiling.assessments.agenda import required_of
from arraigo.profiling.assessments.charts import Chart, Series, chart_of
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.instruments import Instrument, in_language, instrument_of
from arraigo.profiling.assessments.lent import is_on
from arraigo.profiling.assessments.models import Assessment, AssessmentScore
from arraigo.profiling.assessments.scoring import Dimension


@dataclass(frozen=True)
class Row:
    """An assessment in a table: its score, and that of each dimension."""

    assessment: Assessment
    score: AssessmentScore | None
    values: list[tuple[str, Decimal | None]]


@dataclass(frozen=True)
class Rounds:
    """The assessments of one kind, the oldest first, and their drawing."""

    kind: AssessmentKind
    rows: list[Row]
    dimensions: list[str] = field(default_factory=list)
    chart: Chart | None = None

    @property
    def title(self) -> str:
        """Return the name of the kind."""
        return str(self.kind.label)

    @property
    def is_provisional(self) -> bool:
        """Tell whether a figure shown comes from a scheme that is not official."""
        return any(row.score is not None and not row.score.scheme.is_official for row in self.rows)

    @property
    def latest(self) -> Row:
        """Return the last one."""
        return self.rows[-1]


@dataclass(frozen=True)
class Offered:
    """An assessment that may be recorded now."""

    kind: AssessmentKind
    title: str
    minutes: int
    is_missing: bool


@dataclass(frozen=True)
class Suggestion:
    """A goal that a low dimension suggests, in words for the plan."""

    code: str
    dimension: str
    goal: str
    is_provisional: bool


def of_case(case: Case, user: Any) -> list[Rounds]:
    """Return the assessments of the case's person that `user` may see, by kind."""
    found = Assessment.objects.visible_to(user).of_person(ids_of(case.person_id)).with_scores()
    ordered = sorted(found, key=lambda each: (each.kind, each.occurred_on, each.recorded_at))
    return [
        _rounds(AssessmentKind(kind), list(rows))
        for kind, rows in groupby(ordered, key=lambda each: each.kind)
    ]


def _rounds(kind: AssessmentKind, assessments: list[Assessment]) -> Rounds:
    scored = [(each, each.shown_score) for each in assessments]
    last = next((score for _each, score in reversed(scored) if score is not None), None)
    if last is None:
        return Rounds(kind, [Row(each, None, []) for each in assessments])
    scale = last.scheme.scale
    shown = [each for each in scale.dimensions if not each.is_reserved]
    rows = [Row(each, score, _values(shown, score)) for each, score in scored]
    marks = [Decimal(str(float(least))) for least, _code in scale.readings if 0 < least < 1]
    series = [
        Series(each.label, [row.values[turn][1] for row in rows])
        for turn, each in enumerate(shown)
    ]  # fmt: skip
    days = [date_format(each.occurred_on, "d/m/y") for each in assessments]
    return Rounds(kind, rows, [each.label for each in shown], chart_of(days, series, marks))


def _values(
    dimensions: Iterable[Dimension], score: AssessmentScore | None
) -> list[tuple[str, Decimal | None]]:
    told = score.by_dimension if score else {}
    return [(each.label, told.get(each.code)) for each in dimensions]


def offered(case: Case, done: Iterable[Rounds]) -> list[Offered]:
    """Return the assessments that may be recorded now: those whose form is in use.

    Missing are those that the case's protocol asks for and are not among those `done`.
    """
    missing = required_of(case).keys() - {rounds.kind for rounds in done}
    return [
        Offered(kind, in_language(asked.title), asked.minutes, kind in missing)
        for kind, asked in _instruments() if is_on(kind)
    ]  # fmt: skip


def _instruments() -> Iterable[tuple[AssessmentKind, Instrument]]:
    pairs = ((kind, instrument_of(kind)) for kind in AssessmentKind)
    return ((kind, asked) for kind, asked in pairs if asked is not None)


def suggested_goals(case: Case, user: Any) -> list[Suggestion]:
    """Return the goals that the low dimensions of the last assessments suggest."""
    found: dict[str, Suggestion] = {}
    for rounds in of_case(case, user):
        score = rounds.latest.score
        if score is None:
            continue
        scale, told = score.scheme.scale, score.by_dimension
        for each in scale.dimensions:
            value = told.get(each.code)
            if value is not None and value < scale.low and each.goal:
                code = f"{rounds.kind}.{each.code}"
                found[code] = Suggestion(
                    code, each.label, in_language(each.goal), not score.scheme.is_official
                )
    return list(found.values())
