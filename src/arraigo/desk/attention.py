"""What of a case wants a supervisor's eye: declared once, for Tablero and for the filter of Casos.

So that a figure of Tablero is always the length of the list it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import ClosureState, Employment, EventKind
from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.models import CaseEvent, Closure, Flag, FollowUp
from arraigo.casework.querysets import CaseQuerySet
from arraigo.core import clock
from arraigo.jobs.models import Placement
from arraigo.people.models import ContactPoint
from arraigo.plans.models import Plan
from arraigo.referrals.models import Referral

#: Without contact for longer, or a referral open for longer (product: Tablero).
SILENT_FOR: Final = timedelta(days=30)
REFERRAL_OPEN_FOR: Final = timedelta(days=14)
#: A profile is finished by then; what is written down later than this is late.
PROFILE_WITHIN: Final = timedelta(days=15)
LATE_AFTER: Final = timedelta(days=7)
#: How far back entries and what follow-ups told are looked at.
LOOKED_BACK: Final = timedelta(days=30)
_WORKS: Final = (Employment.EMPLOYED, Employment.SELF_EMPLOYED)


@dataclass(frozen=True)
class Matter:
    """Something that wants an eye: in words, and which open cases have it on a day."""

    title: str | Promise
    condition: Callable[[date], Any]
    is_about_data: bool = False


def _silent(today: date) -> Any:
    # A case opened since then had that contact: said apart, the list begins where it can find one.
    since = today - SILENT_FOR
    silent = LessThan(Coalesce("state__last_contact_on", "opened_on"), since)
    return Q(silent, opened_on__lt=since)


def _referral_open(today: date) -> Any:
    sent = Referral.objects.filter(case=OuterRef("pk"), closed_at=None)
    return Exists(sent.filter(occurred_on__lt=today - REFERRAL_OPEN_FOR))


def _plan_waits(_today: date) -> Any:
    return Exists(Plan.objects.awaiting_review().order_by().filter(case=OuterRef("pk")))


def _closure_waits(_today: date) -> Any:
    return Exists(Closure.objects.filter(case=OuterRef("pk"), state=ClosureState.REQUESTED))


def _flagged(_today: date) -> Any:
    told = Flag.objects.open().filter(case=OuterRef("pk"), kind=FlagKind.FLAG)
    return Exists(told)


def _no_phone(_today: date) -> Any:
    return ~Exists(ContactPoint.objects.current().filter(person=OuterRef("person")))


def _no_profile(today: date) -> Any:
    done = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.PROFILE_COMPLETED)
    return Q(~Exists(done), opened_on__lt=today - PROFILE_WITHIN)


def _works_unplaced(today: date) -> Any:
    told = FollowUp.objects.standing().filter(
        case=OuterRef("pk"), employment__in=_WORKS, occurred_on__gte=today - LOOKED_BACK
    )
    return Q(Exists(told), ~Exists(Placement.objects.standing().filter(person=OuterRef("person"))))


def _late(today: date) -> Any:
    latest = ExpressionWrapper(F("occurred_on") + LATE_AFTER, DateTimeField())
    return Exists(
        CaseEvent.objects.filter(
            case=OuterRef("pk"), recorded_at__gt=latest,
            recorded_at__gte=clock.now() - LOOKED_BACK, occurred_on__lte=today,
        )
    )  # fmt: skip


#: By the word that stands in the address of the list.
MATTERS: Final[Mapping[str, Matter]] = {
    "sin_contacto": Matter(_("Sin contacto en más de 30 días"), _silent),
    "referencia": Matter(_("Con una referencia abierta más de 14 días"), _referral_open),
    "plan": Matter(_("Con un plan por revisar"), _plan_waits),
    "cierre": Matter(_("Con un cierre por certificar"), _closure_waits),
    "senal": Matter(_("Con una señal sin atender"), _flagged),
    "sin_telefono": Matter(_("Sin teléfono anotado"), _no_phone, is_about_data=True),
    "sin_perfil": Matter(
        _("Sin el perfil terminado a los 15 días"), _no_profile, is_about_data=True
    ),
    "trabaja": Matter(
        _("Dijo que trabaja y no hay colocación anotada"), _works_unplaced, is_about_data=True
    ),
    "tarde": Matter(_("Con algo anotado más de 7 días después"), _late, is_about_data=True),
}


def wanting(cases: CaseQuerySet, code: str) -> CaseQuerySet:
    """Return the open ones of `cases` that have the matter of this code."""
    return cases.open().filter(MATTERS[code].condition(clock.today()))


def counted(cases: CaseQuerySet) -> dict[str, int]:
    """Return how many open ones of `cases` have each matter, by code. A statement for each.

    All in one would ask nine questions of every open case, instead of joining what answers each.
    """
    return {code: wanting(cases, code).count() for code in MATTERS}
