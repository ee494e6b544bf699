"""What one version of the protocol says otherwise than another, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from arraigo.casework.enums import EventKind
from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol.catalogue import CALENDARS, LISTS, task_title


def differences(old: ProtocolVersion, new: ProtocolVersion) -> list[str]:
    """Return what `new` says otherwise than `old`, a sentence each; nothing when they agree."""
    before, after = old.document, new.document
    told = [*_of_steps(old, new), *_of_calendars(before, after), *_of_other_dates(old, new)]
    told += _of_rules(before, after)
    for name in LISTS:
        told += _of_list(name, before[name], after[name])
    return told


def _of_steps(old: ProtocolVersion, new: ProtocolVersion) -> Iterator[str]:
    for step in new.document["steps"]:
        was, words = old.step(step["number"]), {"step": step["name"]}
        if was["name"] != step["name"]:
            yield _("El paso «%(was)s» se llama ahora «%(step)s».") % {**words, "was": was["name"]}
        yield from _of_deadline(was.get("deadline_days"), step.get("deadline_days"), words)
        tasks = {check["task"]: check["kinds"] for check in step["checks"]}
        former = {check["task"]: check["kinds"] for check in was["checks"]}
        for task in tasks.keys() - former.keys():
            words["task"] = task_title(new, task)
            yield _("%(step)s: pide también «%(task)s».") % words
        for task in former.keys() - tasks.keys():
            words["task"] = task_title(old, task)
            yield _("%(step)s: ya no pide «%(task)s».") % words
        for task in tasks.keys() & former.keys():
            yield from _of_check(old, new, task, former[task], tasks[task])


def _of_deadline(was: int | None, now: int | None, words: dict[str, Any]) -> Iterator[str]:
    if was != now and now is None:
        yield _("%(step)s: ya no tiene plazo.") % words
    elif was != now:
        yield _("%(step)s: su plazo es de %(now)s días (%(was)s).") % {
            **words, "now": now, "was": was or _("no tenía"),
        }  # fmt: skip


def _of_check(
    old: ProtocolVersion, new: ProtocolVersion, task: str, was: list[str], now: list[str]
) -> Iterator[str]:
    words = {"was": task_title(old, task), "task": task_title(new, task)}
    if words["was"] != words["task"]:
        yield _("La tarea «%(was)s» se llama ahora «%(task)s».") % words
    if set(was) != set(now):
        words["kinds"] = ", ".join(str(EventKind(kind).label) for kind in now)
        yield _("«%(task)s» se cumple ahora con: %(kinds)s.") % words


def _of_calendars(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for code, label in CALENDARS.items():
        was, now = before["follow_ups"].get(code), after["follow_ups"].get(code)
        if was != now:
            days = ", ".join(map(str, now)) if now else _("como todas las demás")
            yield _("Seguimientos, prioridad «%(priority)s»: %(days)s.") % {
                "priority": label, "days": days,
            }  # fmt: skip


def _of_other_dates(old: ProtocolVersion, new: ProtocolVersion) -> Iterator[str]:
    if old.retention_days != new.retention_days:
        days = ", ".join(map(str, new.retention_days))
        yield _("Permanencia en el empleo: se pregunta a los %(days)s días.") % {"days": days}
    if old.document_days != new.document_days:
        yield _("Papelería por vencer: se avisa %(days)s días antes.") % {"days": new.document_days}


def _of_rules(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    was, now = before["unreachable"], after["unreachable"]
    if was != now:
        yield _("No localizada: %(attempts)s intentos en al menos %(days)s días.") % now


def _of_list(name: str, was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[str]:
    former = {entry["code"]: entry for entry in was}
    for entry in now:
        words = {"list": LISTS[name].title, "entry": entry["label"]}
        one = former.get(entry["code"])
        if one is None:
            yield _("%(list)s: nuevo, «%(entry)s».") % words
            continue
        if one["label"] != entry["label"]:
            yield _("%(list)s: «%(was)s» dice ahora «%(entry)s».") % {**words, "was": one["label"]}
        if one.get("group") != entry.get("group"):
            yield _("%(list)s: «%(entry)s» cambia de grupo.") % words
        if bool(one.get("retired")) != bool(entry.get("retired")):
            if entry.get("retired"):
                yield _("%(list)s: ya no se ofrece «%(entry)s».") % words
            else:
                yield _("%(list)s: se ofrece otra vez «%(entry)s».") % words
