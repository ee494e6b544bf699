"""What is asked of the figures and what is answered: lines, scopes, facts and values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from arraigo.indicators.enums import Counted
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.territory.models import Office


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact behind a figure: ids only, so that it can be frozen without a name."""

    person_id: uuid.UUID | None
    case_id: uuid.UUID | None
    fact_table: str
    fact_id: uuid.UUID
    occurred_on: date
    recorded_at: datetime | None
    office_id: int
    recorded_by: int | None
    award_id: int | None
    service_id: uuid.UUID | None
    evidence: str

    @property
    def key(self) -> tuple[date, uuid.UUID]:
        """Return what places it in a list: its date and its id."""
        return self.occurred_on, self.fact_id


#: For each id of a person the one that stands for it now: a person with several counts once.
Standing = Mapping[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted: a definition, or its whole (its denominator)."""

    indicator: Indicator
    whole: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        """Return what names it in a frozen list."""
        return self.indicator.code, self.indicator.variant, self.whole

    @property
    def query(self) -> str:
        """Return the name of the rule that finds its facts."""
        return self.indicator.denominator_query if self.whole else self.indicator.query

    def count(self, rows: Iterable[FactRow], standing: Standing) -> int:
        """Return the figure that these facts give: what it counts once is counted once."""
        keys = {getattr(row, self.indicator.counted) for row in rows} - {None}
        if self.indicator.counted == Counted.FACT:
            return len(keys)
        return len({standing[key] for key in keys})


def lines_of(definitions: Iterable[Indicator]) -> list[Line]:
    """Return the lines of the definitions: each, and its whole if it has one."""
    return [
        Line(indicator, whole)
        for indicator in definitions
        for whole in (False, True)
        if not whole or indicator.denominator_query
    ]


@dataclass(frozen=True, slots=True)
class VariantFigure:
    """The value of one labelled variant of an indicator."""

    variant: str
    label: str
    value: int
    denominator: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as a report freezes it: without a denominator when it has none."""
        written = asdict(self)
        if self.denominator is None:
            del written["denominator"]
        return written


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of an indicator, its whole if it has one, and its labelled variants."""

    value: int
    denominator: int | None = None
    variants: tuple[VariantFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which facts: of a period, of some offices (None: all the actor sees), of one author."""

    period: Period
    offices: tuple[int, ...] | None = None
    author: int | None = None

    @classmethod
    def of(cls, period: Period, office: Office | None = None, author: Any = None) -> Scope:
        """Return the scope of an office and an author, each optional."""
        return cls(period, (office.pk,) if office else None, author.pk if author else None)
