"""What a version of the protocol may ask for, in words: tasks, milestones and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import CasePriority, EventKind
from arraigo.casework.models import ProtocolVersion

#: Tasks that come with Arraigo; a check of an administrator's own brings its words.
TASKS: Final[Mapping[str, str | Promise]] = {
    "open": _("Abrir el caso"),
    "profile": _("Completar el perfil"),
    "plan": _("Acordar el plan"),
    "plan_review": _("Que la supervisión revise el plan"),
    "service": _("Primer servicio, consejería o formación"),
    "follow_up": _("Primer seguimiento"),
    "outcome": _("Registrar un logro"),
    "close": _("Solicitar el cierre"),
    "certify": _("Que la supervisión certifique el resultado"),
}

#: What a check may wait for. The rest of the timeline says that something was undone or sent.
MILESTONES: Final = (
    EventKind.CASE_OPENED,
    EventKind.PROFILE_COMPLETED,
    EventKind.ASSESSMENT_DONE,
    EventKind.ASSESSED_VULNERABILITY,
    EventKind.ASSESSED_RISK,
    EventKind.ASSESSED_FAMILY,
    EventKind.ASSESSED_SKILLS,
    EventKind.ASSESSED_RSS,
    EventKind.PLAN_AGREED,
    EventKind.PLAN_REVIEWED,
    EventKind.REFERRAL_SENT,
    EventKind.REFERRAL_ANSWERED,
    EventKind.SERVICE_DELIVERED,
    EventKind.COUNSELLING_SESSION,
    EventKind.ENROLLED,
    EventKind.TRAINING_COMPLETED,
    EventKind.CERTIFICATE_ISSUED,
    EventKind.APPLIED_TO_VACANCY,
    EventKind.PLACED,
    EventKind.RETENTION_CHECKED,
    EventKind.DOCUMENT_ADDED,
    EventKind.NOTE_ADDED,
    EventKind.CONTACT_MADE,
    EventKind.FOLLOW_UP_DONE,
    EventKind.OUTCOME_RECORDED,
    EventKind.CLOSURE_REQUESTED,
    EventKind.CLOSURE_CERTIFIED,
)

#: What the work itself stands on: these checks may get other words, never go.
FIXED: Final = frozenset({"open", "close", "certify"})


@dataclass(frozen=True)
class Listed:
    """One of the lists of the protocol: in words, and whether its entries belong to a group."""

    title: str | Promise
    about: str | Promise
    groups: tuple[tuple[str, str | Promise], ...] = ()


LISTS: Final[Mapping[str, Listed]] = {
    "reasons": Listed(_("Motivos de cierre"), _("Por qué termina el acompañamiento.")),
    "results": Listed(_("Resultados de un cierre"), _("Cómo terminó, aparte del motivo.")),
    "outcomes": Listed(
        _("Logros"),
        _("Lo que un seguimiento puede registrar. El grupo decide qué indicador lo cuenta."),
        (("economico", _("Económico")), ("intermedio", _("Intermedio"))),
    ),
    "topics": Listed(_("Temas de consejería"), _("De qué se habló en una sesión.")),
}

#: The rows of the follow-up calendar: whose priority has none of its own follows the first.
CALENDARS: Final[Mapping[str, str | Promise]] = {
    "default": _("Todas las demás"),
    **{value: label for value, label in CasePriority.choices if value},
}


def task_title(version: ProtocolVersion, task: str) -> str:
    """Return what a task is called: in the version's words, in ours, or its bare code."""
    own = version.check_of(task).get("label")
    return gettext(own) if own else str(TASKS.get(task, task))
