"""Whose time has come: read from facts, the same whenever it is asked.

A month ends on the day of its number, or on its last one where it is shorter, as PostgreSQL adds
months. A file with an open case, one already erased or asked to be, and an absorbed one are not
there at all; one under a hold is there, marked, and nothing happens to it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from arraigo.rights.erasing import left_of
from arraigo.rights.retention.enums import Kind, Unit
from arraigo.rights.retention.models import RetentionRule
from arraigo.rights.sheets import GUARDED


@dataclass(frozen=True)
class Due:
    """A person whose time has come, since when, and whether a hold keeps her file."""

    person_id: uuid.UUID
    since: date
    held: bool


# When the time began, for each kind. A person with an open case has no last day.
_ENDED = """
SELECT person_id, max(closed_on) AS began FROM casework_case
GROUP BY person_id HAVING bool_and(closed_on IS NOT NULL)
"""
_NO_CASE = """
SELECT id AS person_id, (registered_at AT TIME ZONE 'America/Guatemala')::date AS began
FROM people_person WHERE NOT EXISTS (
    SELECT FROM casework_case WHERE people_canonical(person_id) = people_person.id)
"""
# Under whatever id, and not emptied yet.
_STILL_HELD = """EXISTS (
    SELECT FROM {table} row WHERE {guarded} AND {column} <> {left} AND (
        row.person_id = ended.person_id OR row.person_id IN (
            SELECT alias.person_id FROM people_personalias alias
            WHERE alias.survivor_id = ended.person_id)))"""


def _protection() -> str:
    """Return who has, in a file that ended, something of class C left."""
    held = " OR ".join(
        _STILL_HELD.format(
            table=sheet.model._meta.db_table, guarded=sheet.guarded, column=name,
            left=left_of(sheet, name),
        )
        for sheet in GUARDED
        for name in sheet.erased
    )  # fmt: skip
    return f"SELECT ended.* FROM ({_ENDED}) ended WHERE {held}"  # noqa: S608 -- words of ours


#: Written when they are asked for: the tables are not known before.
_BEGAN: Mapping[Kind, Callable[[], str]] = {
    Kind.FILE: lambda: _ENDED,
    Kind.PROTECTION: _protection,
    Kind.NO_CASE: lambda: _NO_CASE,
}

_DUE = """
SELECT person_id, since, EXISTS (
    SELECT FROM rights_legalhold hold WHERE hold.lifted_at IS NULL
    AND people_canonical(hold.person_id) = ended.person_id) AS held
FROM (SELECT person_id, (began + make_interval({unit} => %(amount)s))::date AS since
      FROM ({began}) AS beginning) AS ended
WHERE since <= %(today)s
AND (%(person)s::uuid IS NULL OR person_id = %(person)s)
AND NOT EXISTS (SELECT FROM people_personalias alias WHERE alias.person_id = ended.person_id)
AND NOT EXISTS (
    SELECT FROM rights_erasure erasure WHERE erasure.state <> 'refused'
    AND people_canonical(erasure.person_id) = ended.person_id)
ORDER BY since, person_id
"""


def due_people(rule: RetentionRule, today: date, person_id: uuid.UUID | None = None) -> list[Due]:
    """Return whose data are due by the rule on a day, the longest first; of one person if given.

    To be asked by a job, which sees every file.
    """
    unit = "days" if rule.unit == Unit.DAYS else "months"
    query = _DUE.format(unit=unit, began=_BEGAN[Kind(rule.kind)]())
    values = {"amount": rule.amount, "today": today, "person": person_id}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Due(*row) for row in cursor.fetchall()]
