"""What the pages of a list show: counts of faults, known people, and the Excel to correct."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from arraigo.core.spreadsheets import Column, Sheet
from arraigo.people.leads.columns import FIX_HEADER, LINE_HEADER, header_of
from arraigo.people.leads.enums import Field, LeadState, ProblemKind, RowState, TwinReason
from arraigo.people.leads.models import Lead, LeadList, ListRow
from arraigo.people.models import Person

#: Faults that nobody can correct: such rows are counted and not handed out.
FINAL = (ProblemKind.REFUSED,)


@dataclass(frozen=True)
class KnownTwin:
    """Somebody a row may be, as shown: a contact or a person, and why."""

    reason: TwinReason
    lead: Lead | None = None
    person: Person | None = None


@dataclass(frozen=True)
class TwinRow:
    """A row that may be somebody known."""

    row: ListRow
    known: list[KnownTwin]


def problem_counts(received: LeadList) -> list[tuple[ProblemKind, int]]:
    """Return how many rows have each fault, the most frequent first."""
    rows = received.rows.filter(state=RowState.WRONG).values_list("problems", flat=True)
    counts = Counter(problem["kind"] for problems in rows for problem in problems)
    return [(ProblemKind(kind), count) for kind, count in counts.most_common()]


def stayed(received: LeadList) -> list[Lead]:
    """Return the contacts of an undone list that remain, because something happened to them."""
    if received.state not in ("revisada", "descartada"):
        return []
    return list(received.leads.order_by("sort_key", "pk"))


def known_twins(rows: Iterable[ListRow], user: Any) -> list[TwinRow]:
    """Return the rows with whom they may be, as far as `user` may see them. Two queries."""
    rows = list(rows)
    ids: dict[str, list[str]] = {"lead": [], "person": []}
    for row in rows:
        for twin in row.twins:
            ids[twin["kind"]].append(twin["id"])
    leads = Lead.objects.visible_to(user).filter(pk__in=ids["lead"], state=LeadState.PENDING)
    people = Person.objects.visible_to(user).filter(pk__in=ids["person"])
    found: dict[str, dict[str, Any]] = {
        "lead": {str(lead.pk): lead for lead in leads.select_related("municipality")},
        "person": {str(person.pk): person for person in people.select_related("municipality")},
    }
    return [TwinRow(row, _known(row, found)) for row in rows]


def _known(row: ListRow, found: dict[str, dict[str, Any]]) -> list[KnownTwin]:
    known = []
    for twin in row.twins:
        somebody = found[twin["kind"]].get(twin["id"])
        if somebody is not None:
            known.append(KnownTwin(TwinReason(twin["reason"]), **{twin["kind"]: somebody}))
    return known


def wrong_rows_sheet(received: LeadList, most: int) -> tuple[Sheet, list[uuid.UUID]]:
    """Return the sheet of the first `most` rows to correct, and their ids for the trace.

    It has the list's own headers, so that it can be sent again as it is.
    """
    rows = list(
        received.rows.filter(state=RowState.WRONG)
        .exclude(Q(problems__0__kind__in=FINAL))
        .order_by("number")[:most]
    )
    fields = [field for field in Field if header_of(field, received.columns)]
    columns = [
        Column(LINE_HEADER),
        *(Column(header_of(field, received.columns)) for field in fields),
        Column(FIX_HEADER, "long_text"),
    ]
    lines = (
        [str(row.number), *(row.values.get(field, "") for field in fields), advice(row, received)]
        for row in rows
    )
    return Sheet(_("Por corregir"), columns, lines), [row.pk for row in rows]


def advice(row: ListRow, received: LeadList) -> str:
    """Return in words everything that has to be corrected in a row."""
    sentences = []
    for problem in row.problems:
        sentence = str(ProblemKind(problem["kind"]).label)
        if problem["kind"] == ProblemKind.REPEATED:
            sentence += " " + _("Igual a la fila %(line)s.") % {"line": problem["hint"]}
        elif problem["hint"]:
            sentence += " " + _("¿Es %(name)s?") % {"name": problem["hint"]}
        if header := header_of(problem["field"], received.columns):
            sentence = f"{header}: {sentence}"
        sentences.append(sentence)
    return " ".join(sentences)
