"""A version of the protocol as a person reads it, and what it would change, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.casework.enums import EventKind
from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol.catalogue import CALENDARS, LISTS, Listed, task_title
from arraigo.casework.protocol.preview import Effects


@dataclass(frozen=True)
class StepRead:
    """A step in words: its tasks, each with what fulfils it."""

    number: int
    name: str
    deadline_days: int | None
    tasks: list[tuple[str, str]]


@dataclass(frozen=True)
class ListRead:
    """A list in words: what is offered, and what is offered no more."""

    name: str
    listed: Listed
    offered: list[str]
    retired: list[str]


@dataclass(frozen=True)
class Said:
    """All that a version says."""

    steps: list[StepRead]
    calendars: list[tuple[str, str]]
    retention_days: str
    document_days: int
    unreachable: dict[str, Any]
    lists: list[ListRead]


def read(version: ProtocolVersion) -> Said:
    """Return what a version says, in the order of its pages."""
    document = version.document
    steps = [
        StepRead(
            step["number"], step["name"], step.get("deadline_days"),
            [(task_title(version, check["task"]), _kinds(check)) for check in step["checks"]],
        )
        for step in document["steps"]
    ]  # fmt: skip
    calendars = [
        (str(label), ", ".join(map(str, document["follow_ups"][code])))
        for code, label in CALENDARS.items()
        if document["follow_ups"].get(code)
    ]
    lists = [
        ListRead(
            name, listed,
            [words for _code, words in version.choices(name)],
            [version.label(name, one["code"]) for one in document[name] if one.get("retired")],
        )
        for name, listed in LISTS.items()
    ]  # fmt: skip
    retention = ", ".join(map(str, version.retention_days))
    return Said(steps, calendars, retention, version.document_days, document["unreachable"], lists)


def _kinds(check: dict[str, Any]) -> str:
    return ", ".join(str(EventKind(kind).label) for kind in check["kinds"])


@dataclass(frozen=True)
class Told:
    """What a version would change, in sentences; `about` says of how many cases."""

    about: str
    lines: list[str]
    is_nothing: bool


def effects_told(effects: Effects, version: ProtocolVersion) -> Told:
    """Return the effects of a version in words."""
    if effects.is_sample:
        about = _("Mirado en %(weighed)s casos al azar, de %(open)s abiertos con otra versión.")
    else:
        about = _("Mirado en los %(open)s casos abiertos con otra versión.")
    lines = []
    for (now, then), count in sorted(effects.steps.items()):
        lines.append(
            ngettext(
                "%(count)s caso pasa de «%(now)s» a «%(then)s».",
                "%(count)s casos pasan de «%(now)s» a «%(then)s».",
                count,
            )
            % {"count": count, "now": _step(version, now), "then": _step(version, then)}
        )
    for task, count in effects.asked.most_common():
        lines.append(
            ngettext(
                "A %(count)s caso le faltaría «%(task)s».",
                "A %(count)s casos les faltaría «%(task)s».",
                count,
            )
            % {"count": count, "task": task_title(version, task)}
        )
    for task, count in effects.spared.most_common():
        lines.append(
            ngettext(
                "A %(count)s caso ya no le faltaría «%(task)s».",
                "A %(count)s casos ya no les faltaría «%(task)s».",
                count,
            )
            % {"count": count, "task": task_title(version, task)}
        )
    lines += _counted(effects)
    words = {"weighed": effects.weighed, "open": effects.open}
    return Told(about % words, lines, effects.is_nothing)


def _step(version: ProtocolVersion, number: int) -> str:
    return f"{number}. {version.step(number)['name']}"


def _counted(effects: Effects) -> list[str]:
    told = (
        (
            effects.late,
            ngettext(
                "%(count)s caso quedaría fuera del plazo de su paso.",
                "%(count)s casos quedarían fuera del plazo de su paso.",
                effects.late,
            ),
        ),
        (
            effects.relieved,
            ngettext(
                "%(count)s caso volvería a estar dentro del plazo de su paso.",
                "%(count)s casos volverían a estar dentro del plazo de su paso.",
                effects.relieved,
            ),
        ),
        (
            effects.dates_come,
            ngettext(
                "Aparece %(count)s seguimiento en la agenda.",
                "Aparecen %(count)s seguimientos en la agenda.",
                effects.dates_come,
            ),
        ),
        (
            effects.overdue,
            ngettext(
                "De ellos, %(count)s ya estaría vencido.",
                "De ellos, %(count)s ya estarían vencidos.",
                effects.overdue,
            ),
        ),
        (
            effects.dates_gone,
            ngettext(
                "Desaparece %(count)s seguimiento pendiente de la agenda.",
                "Desaparecen %(count)s seguimientos pendientes de la agenda.",
                effects.dates_gone,
            ),
        ),
    )
    return [words % {"count": count} for count, words in told if count]
