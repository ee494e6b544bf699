"""What awaits an answer, by when: the agenda of referrals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.referrals.models import Referral

SHOWN = 100


@dataclass(frozen=True)
class Group:
    """Referrals of one urgency, in order of their municipality."""

    title: str | Promise
    kind: str
    referrals: list[Referral]


def awaiting(user: Any) -> list[Referral]:
    """Return the referrals `user` may see that no institution has answered, soonest first."""
    referrals = Referral.objects.visible_to(user).awaiting_answer()
    return list(
        referrals.select_related("case", "person__municipality", "service__organization")
        .order_by("deadline", "pk")[:SHOWN]
    )  # fmt: skip


def grouped(referrals: Iterable[Referral]) -> list[Group]:
    """Return the referrals as overdue, due today, due tomorrow and later; empty groups left out."""
    now, today = clock.now(), clock.today()
    titles = (
        (_("Plazo vencido"), "stop"), (_("Hoy"), "warn"), (_("Mañana"), "info"),
        (_("Más adelante"), "wait"),
    )  # fmt: skip
    buckets: list[list[Referral]] = [[], [], [], []]
    for referral in referrals:
        days = (referral.deadline.astimezone(GUATEMALA).date() - today).days
        buckets[0 if referral.deadline < now else min(days + 1, 3)].append(referral)
    for bucket in buckets:
        bucket.sort(key=lambda referral: (referral.person.municipality.sort_key, referral.deadline))
    return [
        Group(title, kind, bucket)
        for (title, kind), bucket in zip(titles, buckets, strict=True)
        if bucket
    ]
