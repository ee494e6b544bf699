"""What the document of a protocol must hold before cases may follow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from arraigo.casework.enums import EventKind
from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol.catalogue import FIXED, LISTS, MILESTONES, TASKS

#: Nothing is due later than three years after a plan (as `dues.LATEST`).
LONGEST: Final = 3 * 365
#: More dates than this are no agenda but a burden.
MOST_DATES: Final = 24
#: Who is reminded of a paper a year ahead has forgotten it when it expires.
MOST_NOTICE: Final = 365
_KINDS: Final = frozenset(str(kind) for kind in (*MILESTONES, EventKind.CASE_CLOSED))


def problems(document: dict[str, Any]) -> list[str]:
    """Return what is wrong with a document, in sentences; nothing when it may be published."""
    dates = [*_of_dates(document), *_of_other_dates(ProtocolVersion(document=document))]
    return [*_of_steps(document["steps"]), *dates, *_of_lists(document)]


def _of_steps(steps: list[dict[str, Any]]) -> Iterator[str]:
    deadlines = [step["deadline_days"] for step in steps if step.get("deadline_days")]
    if deadlines != sorted(deadlines):
        yield _("El plazo de un paso no puede ser más corto que el del paso anterior.")
    tasks = [check["task"] for step in steps for check in step["checks"]]
    for task in sorted(FIXED - set(tasks)):
        yield _("Falta la tarea «%(task)s».") % {"task": TASKS[task]}
    if len(set(tasks)) < len(tasks):
        yield _("Una tarea está en dos pasos.")
    for step in steps:
        words = {"step": step["name"]}
        if not step["checks"]:
            yield _("El paso «%(step)s» no pide nada: nadie saldría de él.") % words
        for check in step["checks"]:
            if not check["kinds"] or not set(check["kinds"]) <= _KINDS:
                yield _("Escoja qué cumple cada tarea del paso «%(step)s».") % words


def _of_dates(document: dict[str, Any]) -> Iterator[str]:
    calendars = document["follow_ups"]
    if not calendars.get("default"):
        yield _("Escriba los días de seguimiento para todas las prioridades.")
    for days in calendars.values():
        if not dates_stand(days):
            yield _("Los días de seguimiento van de menor a mayor, del 1 al %(most)s.") % {
                "most": LONGEST
            }


def _of_other_dates(version: ProtocolVersion) -> Iterator[str]:
    days = version.retention_days
    if not days or not dates_stand(days):
        yield _("Los días de permanencia van de menor a mayor, del 1 al %(most)s.") % {
            "most": LONGEST
        }
    if not 1 <= version.document_days <= MOST_NOTICE:
        yield _("El aviso de papelería va de 1 a %(most)s días antes.") % {"most": MOST_NOTICE}


def dates_stand(days: list[int]) -> bool:
    """Tell whether days of the agenda are in order, none twice, and within three years."""
    within = all(1 <= day <= LONGEST for day in days)
    return within and days == sorted(set(days)) and len(days) <= MOST_DATES


def _of_lists(document: dict[str, Any]) -> Iterator[str]:
    for name, listed in LISTS.items():
        if all(entry.get("retired") for entry in document[name]):
            yield _("La lista «%(list)s» se quedaría vacía.") % {"list": listed.title}
    reason = document["unreachable"]["reason"]
    if all(entry["code"] != reason or entry.get("retired") for entry in document["reasons"]):
        yield _("El motivo «no localizada» tiene su propia regla y no se puede quitar.")
