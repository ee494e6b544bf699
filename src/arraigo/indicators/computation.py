"""Figures and the facts behind them, computed in SQL once per definition.

Each rule in `indicators/sql` returns facts with the columns of `FactRow`, for the parameters
start, end, offices, author, funder, training and those of the definition. A figure is the
number of distinct persons (or facts) among them; it is never computed another way.

Whose a fact is («a fact belongs to whoever did it», counting rules): a referral belongs to who
sent it, a profile to who completed it; what happened to the person (a delivery, a certificate,
a job) to who managed the case on that day, because others record it too. An office's persons
count once, so the figures of its promotores need not sum to the office's.

Everything here runs inside `acting_as`: the policies leave out what the actor may not see.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import sql

from arraigo.indicators.enums import Counted
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.people.merging.aliases import canonicals
from arraigo.territory.models import Office

RULES = Path(__file__).parent / "sql"


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


_COLUMNS = sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(FactRow))
#: A fact keeps the id under which it happened; a person with several ids counts once.
_COUNT = sql.SQL(
    "SELECT count(DISTINCT {key}) FROM ({rule}) f "
    "LEFT JOIN people_personalias alias USING (person_id)"
)
_COUNT_BY_OFFICE = sql.SQL(
    "SELECT office_id, count(DISTINCT {key}) FROM ({rule}) f "
    "LEFT JOIN people_personalias alias USING (person_id) "
    "GROUP BY GROUPING SETS ((office_id), ())"
)
_FACTS = sql.SQL("SELECT {columns} FROM ({rule}) f ORDER BY occurred_on, fact_id")
_FACTS_BY_PERIOD = sql.SQL(
    "SELECT period.starts_on, period.ends_on, {columns} "
    "FROM unnest(%(starts)s::date[], %(ends)s::date[]) AS period (starts_on, ends_on) "
    "CROSS JOIN LATERAL ({rule}) f ORDER BY occurred_on, fact_id"
)
_FIRST_PAGE = sql.SQL(
    "SELECT {columns} FROM ({rule}) f ORDER BY occurred_on DESC, fact_id DESC LIMIT %(limit)s"
)
_NEXT_PAGE = sql.SQL(
    "SELECT {columns} FROM ({rule}) f WHERE (occurred_on, fact_id) < (%(day)s, %(fact)s) "
    "ORDER BY occurred_on DESC, fact_id DESC LIMIT %(limit)s"
)
_PREVIOUS_PAGE = sql.SQL(
    "SELECT {columns} FROM ({rule}) f WHERE (occurred_on, fact_id) > (%(day)s, %(fact)s) "
    "ORDER BY occurred_on, fact_id LIMIT %(limit)s"
)


_KEYS = {
    str(Counted.PERSON): sql.SQL("coalesce(alias.survivor_id, person_id)"),
    str(Counted.FACT): sql.SQL("fact_id"),
}


@cache
def rule(name: str) -> str:
    """Return the SQL of the rule. Raises FileNotFoundError for an unknown one."""
    return (RULES / f"{name}.sql").read_text(encoding="utf-8")


def _rule_by_period(name: str) -> str:
    """Return the rule with the days of each row of `period` in place of the parameters."""
    text = rule(name).replace("%(start)s", "period.starts_on")
    return text.replace("%(end)s", "period.ends_on")


def _parameters(indicator: Indicator, scope: Scope) -> dict[str, Any]:
    return {
        **indicator.parameters,
        "start": scope.period.starts_on,
        "end": scope.period.ends_on,
        "offices": None if scope.offices is None else list(scope.offices),
        "author": scope.author,
        "funder": indicator.funder.code if indicator.funder else None,
        "training": settings.TRAINING_MODE,
    }


def _query(
    statement: sql.SQL, indicator: Indicator, scope: Scope, *, query: str = "", **more: Any
) -> list[tuple[Any, ...]]:
    """Return the rows of `statement` around the indicator's rule, or around `query`."""
    text = _rule_by_period if statement is _FACTS_BY_PERIOD else rule
    written = statement.format(
        rule=sql.SQL(text(query or indicator.query)),
        key=_KEYS[indicator.counted],
        columns=_COLUMNS,
    ).as_string()
    with connection.cursor() as cursor:
        cursor.execute(written, {**_parameters(indicator, scope), **more})
        return cursor.fetchall()


def same_count(indicator: Indicator, scope: Scope, query: str) -> str:
    """Return a key that two counts share when they are the same: rule, what counts, values used."""
    written = rule(query)
    used = {
        name: value
        for name, value in _parameters(indicator, scope).items()
        if f"%({name})s" in written
    }
    return f"{query} {indicator.counted} {sorted(used.items())}"


def variants_of(indicator: Indicator, on: date) -> list[Indicator]:
    """Return the labelled variants of an indicator in force on a date."""
    return list(Indicator.objects.in_force(on).filter(code=indicator.code).exclude(variant=""))


def count(indicator: Indicator, scope: Scope, *, query: str = "") -> int:
    """Return the number of distinct persons (or facts) that the indicator's rule finds."""
    return int(_query(_COUNT, indicator, scope, query=query)[0][0])


def count_whole(indicator: Indicator, scope: Scope) -> int | None:
    """Return the indicator's denominator, or None when it has none."""
    whole = indicator.denominator_query
    return count(indicator, scope, query=whole) if whole else None


def count_by_office(
    indicator: Indicator, scope: Scope, *, query: str = ""
) -> dict[int | None, int]:
    """Return the count of each office, and of all together under None; never their sum."""
    found: dict[int | None, int] = defaultdict(int)
    found.update(_query(_COUNT_BY_OFFICE, indicator, scope, query=query))
    return found


def compute(
    indicator: Indicator, period: Period, office: Office | None = None, author: Any = None
) -> Figure:
    """Return the indicator's figure for the period, with those of its variants."""
    return compute_in(indicator, Scope.of(period, office, author))


def compute_in(indicator: Indicator, scope: Scope) -> Figure:
    """Return the indicator's figure in a scope, with those of its variants."""
    return Figure(
        value=count(indicator, scope),
        denominator=count_whole(indicator, scope),
        variants=tuple(
            VariantFigure(
                variant.variant, variant.label, count(variant, scope), count_whole(variant, scope)
            )
            for variant in variants_of(indicator, scope.period.ends_on)
        ),
    )


def facts(
    indicator: Indicator, period: Period, office: Office | None = None, author: Any = None
) -> list[FactRow]:
    """Return all facts behind the indicator's figure, by date."""
    return facts_in(indicator, Scope.of(period, office, author))


def facts_in(indicator: Indicator, scope: Scope, *, query: str = "") -> list[FactRow]:
    """Return all facts that the indicator's rule finds in a scope, by date."""
    return [FactRow(*row) for row in _query(_FACTS, indicator, scope, query=query)]


def facts_by_period(
    indicator: Indicator, scope: Scope, periods: Iterable[Period], *, query: str = ""
) -> dict[Period, list[FactRow]]:
    """Return the facts of each of `periods` in the scope's offices, of its author: one query."""
    found: dict[Period, list[FactRow]] = {period: [] for period in periods}
    rows = _query(
        _FACTS_BY_PERIOD, indicator, scope, query=query,
        starts=[period.starts_on for period in found], ends=[period.ends_on for period in found],
    )  # fmt: skip
    for starts_on, ends_on, *row in rows:
        found[Period(starts_on, ends_on)].append(FactRow(*row))
    return found


def distinct(indicator: Indicator, rows: Iterable[FactRow]) -> int:
    """Return how many persons (or facts) are among the facts: what the figure counts once."""
    keys = {getattr(row, indicator.counted) for row in rows} - {None}
    return len(set(canonicals(keys).values()) if indicator.counted == Counted.PERSON else keys)


def page_of_facts(
    indicator: Indicator,
    scope: Scope,
    edge: tuple[date, uuid.UUID] | None,
    backwards: bool,
    limit: int,
) -> list[FactRow]:
    """Return up to `limit` facts beyond `edge` (date and fact), latest first."""
    if edge is None:
        rows = _query(_FIRST_PAGE, indicator, scope, limit=limit)
    else:
        statement = _PREVIOUS_PAGE if backwards else _NEXT_PAGE
        rows = _query(statement, indicator, scope, limit=limit, day=edge[0], fact=edge[1])
    return [FactRow(*row) for row in rows]


def unknown_rules(indicators: Iterable[Indicator]) -> list[str]:
    """Return the names of rules that definitions ask for and no file holds."""
    names = {name for row in indicators for name in (row.query, row.denominator_query) if name}
    return sorted(name for name in names if not (RULES / f"{name}.sql").is_file())
