"""Figures and the facts behind them, computed in SQL once per definition.

Each rule in `indicators/sql` returns facts with the columns of `FactRow`. A figure is the number
of distinct persons (or facts) among them; it is never computed another way. However many
definitions are asked, they are asked in one statement, which looks once at each fact, whose it
is, and at each person, whether she counts: she has returned, and is fictitious in a training
installation only. An office's persons count once, so the figures of its promotores need not sum
to the office's.

Everything here runs inside `acting_as`: the policies leave out what the actor may not see.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from arraigo.indicators.enums import Counted
from arraigo.indicators.lines import FactRow, Figure, Line, Scope, Standing, VariantFigure, lines_of
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.indicators.rules import Reading
from arraigo.people.merging.aliases import canonicals
from arraigo.territory.models import Office

ByOffice = dict[int | None, int]

_COLUMNS = ", ".join(field.name for field in fields(FactRow))
#: The facts asked for, in the offices; whose they are; then the persons in them who count. A
#: fact keeps the id under which it happened; a person with several ids counts once. A case is
#: managed by the assignment that last began by the end of the day, or by its first.
_WITH = """
WITH {tables},
found AS MATERIALIZED (
    SELECT *, (occurred_on + 1)::timestamp AT TIME ZONE 'America/Guatemala' AS day_after
    FROM ({asked}) AS fact
    WHERE %(offices)s::bigint[] IS NULL OR office_id = ANY(%(offices)s::bigint[])
),
managed AS MATERIALIZED (
    SELECT * FROM (
        SELECT case_id, manager_id, lead(since) OVER turns AS until,
            CASE WHEN row_number() OVER turns = 1 THEN '-infinity' ELSE since END AS since
        FROM casework_caseassignment
        WHERE case_id IN (SELECT case_id FROM found WHERE %(author)s::bigint IS NOT NULL)
        WINDOW turns AS (PARTITION BY case_id ORDER BY since)
    ) AS assigned
    WHERE manager_id = %(author)s::bigint
),
asked AS MATERIALIZED (
    SELECT fact.* FROM found AS fact
    LEFT JOIN managed ON managed.case_id = fact.case_id
        AND managed.since < day_after AND (managed.until >= day_after) IS NOT FALSE
    WHERE %(author)s::bigint IS NULL
      OR whose = 'checked'
      OR CASE
          WHEN whose = 'recorder' AND recorded_by IS NOT NULL
              THEN recorded_by = %(author)s::bigint
          WHEN managed.case_id IS NOT NULL THEN true
          ELSE recorded_by = %(author)s::bigint AND NOT EXISTS (
              SELECT FROM casework_caseassignment AS theirs WHERE theirs.case_id = fact.case_id
          )
      END
),
standing AS MATERIALIZED (
    SELECT DISTINCT person_id, coalesce(alias.survivor_id, person_id) AS standing_id
    FROM asked LEFT JOIN people_personalias AS alias USING (person_id)
    WHERE person_id IS NOT NULL
),
counted AS MATERIALIZED (
    SELECT standing.person_id, standing.standing_id
    FROM standing
    JOIN people_person AS person ON person.id = standing.person_id
    CROSS JOIN LATERAL (
        SELECT FROM people_returnevent AS return
        WHERE return.person_id = standing.standing_id
        LIMIT 1
    ) AS returned
    WHERE %(training)s::boolean OR NOT person.is_training
)
"""
_ASKED = """
SELECT {line}::integer AS line, person_id, case_id, fact_table, fact_id, occurred_on, recorded_at,
    office_id, recorded_by, award_id, service_id, evidence::text, whose
FROM {facts} WHERE {which}
"""
_FROM = """
FROM asked LEFT JOIN counted USING (person_id)
WHERE (person_id IS NULL OR standing_id IS NOT NULL)
"""
_COUNT = f"""{_WITH}
SELECT line, office_id, count(DISTINCT CASE
    WHEN line = ANY(%(lines_of_facts)s::integer[]) THEN fact_id ELSE standing_id
END)
{_FROM} GROUP BY GROUPING SETS ((line, office_id), (line))
"""
_FACTS = f"{_WITH} SELECT line, {_COLUMNS} {_FROM} ORDER BY occurred_on, fact_id"
_FACTS_BY_PERIOD = """
SELECT period.starts_on, period.ends_on, found.*
FROM unnest(%(starts)s::date[], %(ends)s::date[]) AS period (starts_on, ends_on)
CROSS JOIN LATERAL ({facts}) AS found ORDER BY occurred_on, fact_id
"""
_FIRST_PAGE = f"""{_WITH} SELECT {_COLUMNS} {_FROM}
ORDER BY occurred_on DESC, fact_id DESC LIMIT %(limit)s::integer
"""
_NEXT_PAGE = f"""{_WITH} SELECT {_COLUMNS} {_FROM}
AND (occurred_on, fact_id) < (%(day)s::date, %(fact)s::uuid)
ORDER BY occurred_on DESC, fact_id DESC LIMIT %(limit)s::integer
"""
_PREVIOUS_PAGE = f"""{_WITH} SELECT {_COLUMNS} {_FROM}
AND (occurred_on, fact_id) > (%(day)s::date, %(fact)s::uuid)
ORDER BY occurred_on, fact_id LIMIT %(limit)s::integer
"""


def _parameters(scope: Scope) -> dict[str, Any]:
    return {
        "start": scope.period.starts_on,
        "end": scope.period.ends_on,
        "offices": None if scope.offices is None else list(scope.offices),
        "author": scope.author,
        "training": settings.TRAINING_MODE,
    }


def _values(indicator: Indicator) -> dict[str, Any]:
    """Return the definition's own parameters."""
    return {**indicator.parameters, "funder": indicator.funder.code if indicator.funder else None}


class _Question:
    """The lines of one statement. Those that ask for the same (most wholes do) are asked once."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.reading = Reading()
        self.numbers: dict[tuple[str, str, str], int] = {}
        self.lines: dict[Line, int] = {}
        for line in lines:
            values = _values(line.indicator)
            key = (
                self.reading.facts(line.query, values),
                self.reading.which(line.query, values),
                line.indicator.counted,
            )
            self.lines[line] = self.numbers.setdefault(key, len(self.numbers))

    def text(self, statement: str) -> str:
        """Return the statement that asks for all lines."""
        asked = [
            _ASKED.format(line=number, facts=facts, which=which)
            for (facts, which, _counted), number in self.numbers.items()
        ]
        return statement.format(tables=self.reading.tables(), asked=" UNION ALL ".join(asked))

    def text_by_period(self) -> str:
        """Return the statement with the days of each row of `period` in place of the parameters."""
        facts = self.text(_FACTS).replace("%(start)s", "period.starts_on")
        return _FACTS_BY_PERIOD.format(facts=facts.replace("%(end)s", "period.ends_on"))

    def rows(self, statement: str, scope: Scope, **more: Any) -> list[tuple[Any, ...]]:
        """Return what the written statement finds in a scope."""
        with connection.cursor() as cursor:
            cursor.execute(statement, {**self.reading.parameters, **_parameters(scope), **more})
            return cursor.fetchall()


def counts(lines: Iterable[Line], scope: Scope) -> dict[Line, ByOffice]:
    """Return what each line counts in a scope: one statement, however many lines.

    The count of each office, and of all together under None; never their sum. An office that
    nothing was found in counts zero.
    """
    question = _Question(lines)
    found: dict[int, ByOffice] = defaultdict(lambda: defaultdict(int))
    of_facts = [
        number for (*_, counted), number in question.numbers.items() if counted == Counted.FACT
    ]
    if question.lines:
        rows = question.rows(question.text(_COUNT), scope, lines_of_facts=of_facts)
        for number, office, value in rows:
            found[number][office] = value
    return {line: found[number] for line, number in question.lines.items()}


def variants_of(indicator: Indicator, on: date) -> list[Indicator]:
    """Return the labelled variants of an indicator in force on a date."""
    return list(Indicator.objects.in_force(on).filter(code=indicator.code).exclude(variant=""))


def count(indicator: Indicator, scope: Scope) -> int:
    """Return the number of distinct persons (or facts) that the indicator's rule finds."""
    line = Line(indicator)
    return counts([line], scope)[line][None]


def count_whole(indicator: Indicator, scope: Scope) -> int | None:
    """Return the indicator's denominator, or None when it has none."""
    line = Line(indicator, whole=True)
    return counts([line], scope)[line][None] if line.query else None


def compute(
    indicator: Indicator, period: Period, office: Office | None = None, author: Any = None
) -> Figure:
    """Return the indicator's figure for the period, with those of its variants."""
    return compute_in(indicator, Scope.of(period, office, author))


def compute_in(indicator: Indicator, scope: Scope) -> Figure:
    """Return the indicator's figure in a scope, with those of its variants."""
    variants = variants_of(indicator, scope.period.ends_on)
    found = counts(lines_of([indicator, *variants]), scope)

    def values(row: Indicator) -> tuple[int, int | None]:
        whole = found[Line(row, whole=True)][None] if row.denominator_query else None
        return found[Line(row)][None], whole

    return Figure(
        *values(indicator),
        tuple(VariantFigure(row.variant, row.label, *values(row)) for row in variants),
    )


def facts(
    indicator: Indicator, period: Period, office: Office | None = None, author: Any = None
) -> list[FactRow]:
    """Return all facts behind the indicator's figure, by date."""
    return facts_in(indicator, Scope.of(period, office, author))


def facts_in(indicator: Indicator, scope: Scope) -> list[FactRow]:
    """Return all facts that the indicator's rule finds in a scope, by date."""
    line = Line(indicator)
    return facts_of([line], scope)[line]


def facts_of(lines: Iterable[Line], scope: Scope) -> dict[Line, list[FactRow]]:
    """Return the facts of each line in a scope, by date: one statement, however many lines."""
    question = _Question(lines)
    found: dict[int, list[FactRow]] = defaultdict(list)
    if question.lines:
        for number, *row in question.rows(question.text(_FACTS), scope):
            found[number].append(FactRow(*row))
    return {line: found[number] for line, number in question.lines.items()}


def facts_by_period(
    lines: Iterable[Line], scope: Scope, periods: Iterable[Period]
) -> dict[Period, dict[Line, list[FactRow]]]:
    """Return the facts of each line in each of `periods`, in the scope's offices, of its author.

    One statement, however many lines and periods.
    """
    question = _Question(lines)
    found: dict[Period, dict[int, list[FactRow]]] = {
        period: defaultdict(list) for period in periods
    }
    if question.lines:
        rows = question.rows(
            question.text_by_period(), scope,
            starts=[period.starts_on for period in found],
            ends=[period.ends_on for period in found],
        )  # fmt: skip
        for starts_on, ends_on, number, *row in rows:
            found[Period(starts_on, ends_on)][number].append(FactRow(*row))
    return {
        period: {line: rows_of[number] for line, number in question.lines.items()}
        for period, rows_of in found.items()
    }


def standing_of(rows: Iterable[FactRow]) -> Standing:
    """Return, for the persons of the facts, the ids that stand for them now. One query."""
    return canonicals({row.person_id for row in rows if row.person_id})


def page_of_facts(
    indicator: Indicator,
    scope: Scope,
    edge: tuple[date, uuid.UUID] | None,
    backwards: bool,
    limit: int,
) -> list[FactRow]:
    """Return up to `limit` facts beyond `edge` (date and fact), latest first."""
    question = _Question([Line(indicator)])
    if edge is None:
        rows = question.rows(question.text(_FIRST_PAGE), scope, limit=limit)
    else:
        statement = question.text(_PREVIOUS_PAGE if backwards else _NEXT_PAGE)
        rows = question.rows(statement, scope, limit=limit, day=edge[0], fact=edge[1])
    return [FactRow(*row) for row in rows]
