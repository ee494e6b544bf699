"""What happened in a case, line by line, with what was told each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import ASSESSED_KINDS, EventKind
from arraigo.casework.models import (
    Case,
    CaseEvent,
    ContactAttempt,
    CounsellingSession,
    FollowUp,
    Note,
    ProtectionNote,
)

LINES = 100

Told = list[tuple[str | Promise, Any]]


@dataclass(frozen=True)
class Line:
    """What happened, when, and who recorded it; what its fact tells, in words.

    `void` names the fact in the address that voids it, where that can be done here; `url` is where
    a line leads that tells nothing by itself.
    """

    title: str | Promise
    day: date
    by: Any = None
    told: Told = field(default_factory=list)
    marks: list[tuple[str, str | Promise]] = field(default_factory=list)
    void: tuple[str, Any] | None = None
    url: str = ""


def _note(note: Note) -> Told:
    return [("", note.text), (_("Minutos"), note.duration_minutes)]


def _session(session: CounsellingSession) -> Told:
    kept = " · ".join(text for text in (session.get_kept_display(), session.kept_words) if text)
    return [
        (_("Lo acordado antes"), kept),
        (_("Acordaron"), session.agreements),
        (_("Siguiente paso"), session.next_step),
        (_("Minutos"), session.duration_minutes),
    ]


def _follow_up(follow_up: FollowUp) -> Told:
    return [
        (_("Ingreso"), follow_up.get_income_change_display()),
        (_("Servicios que recibió"), follow_up.services_received),
        (_("Dificultades"), follow_up.difficulties),
        (_("Acordaron"), follow_up.agreed_actions),
        (_("Satisfacción, de 1 a 5"), follow_up.satisfaction),
    ]


def _attempt(attempt: ContactAttempt) -> Told:
    return [("", attempt.get_mode_display())]


# By model: the name in the address that voids the fact, and what the fact tells.
_FACTS: dict[type[Any], tuple[str, Callable[[Any], Told]]] = {
    Note: ("nota", _note),
    CounsellingSession: ("sesion", _session),
    FollowUp: ("seguimiento", _follow_up),
    ContactAttempt: ("intento", _attempt),
}


def events_of(case: Case) -> QuerySet[CaseEvent]:
    """Return all that is told of a case; one that continues another tells the other's as well.

    The milestone of an assessment's kind goes with the assessment's own event and is left out.
    """
    told = CaseEvent.objects.filter(case__in=Case.objects.told_in(case.pk).values("pk"))
    return told.exclude(kind__in=ASSESSED_KINDS)


def timeline(told: QuerySet[CaseEvent], protection: Iterable[ProtectionNote] = ()) -> list[Line]:
    """Return the last lines that tell these events, newest first, in a fixed number of queries.

    A voided fact keeps its line and tells nothing more; a fact with two events tells on its first.
    Protection notes leave no event: `protection` are those that the reader may open, and their
    lines say no more than that.
    """
    recent = told.select_related("recorded_by").order_by("-occurred_on", "-id")
    events = list(recent[:LINES])
    facts = _standing_facts(events)
    lines = {event.pk: _line(event) for event in events}
    for event in sorted(events, key=lambda each: each.pk):
        if event.kind != EventKind.FACT_ANNULLED and event.source_id in facts:
            lines[event.pk] = _line(event, facts.pop(event.source_id))
    guarded = [_guarded(note) for note in protection]
    return sorted([*guarded, *lines.values()], key=attrgetter("day"), reverse=True)


def _standing_facts(events: Iterable[CaseEvent]) -> dict[Any, Any]:
    """Return the facts behind these events that nobody has voided, by id."""
    facts: dict[Any, Any] = {}
    for model in _FACTS:
        table = model._meta.db_table
        ids = {event.source_id for event in events if event.source_table == table}
        if ids:
            facts.update(model.objects.standing().in_bulk(ids))
    return facts


def _line(event: CaseEvent, fact: Any = None) -> Line:
    told: Told = [("", event.summary)] if event.summary else []
    line = Line(event.get_kind_display(), event.occurred_on, event.recorded_by, told)
    if fact is None:
        return line
    name, tell = _FACTS[type(fact)]
    told += [(label, text) for label, text in tell(fact) if text not in ("", None)]
    if isinstance(fact, Note):
        line.marks.extend([("ok", _("Buena práctica"))] * fact.is_good_practice)
        line.marks.extend([("warn", _("Desafío"))] * fact.is_challenge)
    return replace(line, void=(name, fact.pk))


def _guarded(note: ProtectionNote) -> Line:
    return Line(
        _("Nota de protección"), note.occurred_on, note.recorded_by, url=note.get_absolute_url()
    )
