"""Uso de las herramientas: who writes things down, how soon, how whole; who of others answers.

The notice of the consultancy asks that promotores and partners work with the programme's tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.models import Case, CaseAssignment, CaseEvent
from arraigo.core import clock
from arraigo.desk.attention import LATE_AFTER, LOOKED_BACK, MATTERS
from arraigo.referrals.enums import Answer, Channel, State
from arraigo.referrals.models import Referral, ReferralEvent

#: Referrals sent so long ago are looked at: most have been answered, or never will be.
ASKED_SINCE: Final = timedelta(days=90)
#: Institutions shown, those asked most often first.
SHOWN: Final = 50
#: What a file that is whole does not lack.
_LACKS: Final = ("sin_telefono", "sin_perfil", "trabaja")


def share(part: int, whole: int) -> int | None:
    """Return a part as a whole number of percent; None of nothing."""
    return round(100 * part / whole) if whole else None


@dataclass(frozen=True)
class Writer:
    """A promotor's last 30 days: entries, on how many days, how many late, and how whole her files.

    `last` is None when she wrote nothing in that time.
    """

    user: User
    last: datetime | None
    days: int
    entries: int
    late: int
    files: int
    lacking: int

    @property
    def late_share(self) -> int | None:
        """Return how many of a hundred entries were written more than seven days after."""
        return share(self.late, self.entries)

    @property
    def whole_share(self) -> int | None:
        """Return how many of a hundred open files lack nothing."""
        return share(self.files - self.lacking, self.files)


@dataclass(frozen=True)
class Partner:
    """What became of the referrals made to an institution in the last 90 days."""

    name: str
    sent: int
    answered: int
    on_time: int
    by_itself: int
    last: datetime | None

    @property
    def answered_share(self) -> int | None:
        """Return how many of a hundred were answered."""
        return share(self.answered, self.sent)


def writers(user: Any) -> list[Writer]:
    """Return the promotores of the offices `user` oversees, by name. Three statements."""
    held = Membership.objects.in_force().filter(role=Role.PROMOTOR, user__is_active=True)
    if Role.NATIONAL_OFFICER not in user.roles:
        held = held.filter(office__in=user.led_office_ids)
    people = User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
    entries, files = _entries(user), _files(user)
    return [Writer(one, **{**_NOTHING, **entries.get(one.pk, {}), **files.get(one.pk, {})})
            for one in people]  # fmt: skip


_NOTHING: Final[Mapping[str, Any]] = {
    "last": None, "days": 0, "entries": 0, "late": 0, "files": 0, "lacking": 0,
}  # fmt: skip


def _entries(user: Any) -> dict[int, dict[str, Any]]:
    """Return what each person wrote in the last 30 days in the cases that `user` sees."""
    seen = Case.objects.visible_to(user)
    written = CaseEvent.objects.filter(recorded_at__gte=clock.now() - LOOKED_BACK, case__in=seen)
    by_person = written.exclude(recorded_by=None).order_by().values("recorded_by")
    told: Any = by_person.annotate(
        last=Max("recorded_at"),
        days=Count(TruncDate("recorded_at", tzinfo=clock.GUATEMALA), distinct=True),
        entries=Count("pk"),
        late=Count("pk", filter=Q(recorded_at__gt=F("occurred_on") + LATE_AFTER)),
    )
    return {row.pop("recorded_by"): row for row in told}


def _files(user: Any) -> dict[int, dict[str, int]]:
    """Return how many open cases each person manages, and how many of them lack something."""
    today = clock.today()
    lacks = reduce(or_, (Q(MATTERS[code].condition(today)) for code in _LACKS))
    seen = Case.objects.visible_to(user).worked_by(user).open()
    lacking = seen.filter(lacks, pk=OuterRef("case"))
    held = CaseAssignment.objects.filter(until=None, case__in=seen).order_by()
    told: Any = held.values("manager").annotate(
        files=Count("pk"), lacking=Count("pk", filter=Exists(lacking))
    )
    return {row.pop("manager"): row for row in told}


def partners(user: Any) -> list[Partner]:
    """Return the institutions that were sent referrals, at most 50. One statement."""
    since = clock.today() - ASKED_SINCE
    sent = Referral.objects.visible_to(user).filter(occurred_on__gte=since)
    answers = ReferralEvent.objects.filter(referral=OuterRef("pk"), name__in=Answer.values)
    first = answers.order_by("id")
    told: Any = (
        sent.exclude(state__in=[State.DRAFT, State.WITHDRAWN])
        .annotate(
            first_at=Subquery(first.values("recorded_at")[:1]),
            way=Subquery(first.values("channel")[:1]),
        )
        .order_by()
        .values("organization__name")
        .annotate(
            sent=Count("pk"),
            answered=Count("first_at"),
            on_time=Count("pk", filter=Q(first_at__lte=F("deadline"))),
            by_itself=Count("pk", filter=Q(way__in=[Channel.SLIP, Channel.MESSAGE])),
            last=Max("first_at"),
        )
        .order_by("-sent", "organization__name")[:SHOWN]
    )
    return [Partner(name=row.pop("organization__name"), **row) for row in told]
