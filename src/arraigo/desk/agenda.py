"""Hoy: what is due, by urgency and place, and the referrals that await an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import CaseTransfer, Due, Flag
from arraigo.contracts.authorisations.models import Authorisation
from arraigo.coordination.errands.models import Errand
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.people.models import ContactPoint
from arraigo.referrals.models import Referral
from arraigo.reports.models import MonthlyReport

SHOWN = 40  # of each kind: a day's work, and a page as quick with ten persons as with thousands


@dataclass(frozen=True)
class Group:
    """Referrals of one urgency, in order of their municipality."""

    title: str | Promise
    kind: str
    referrals: list[Referral]


@dataclass(frozen=True)
class Place:
    """What is due in one municipality."""

    name: str
    dues: list[Due]


@dataclass(frozen=True)
class Day:
    """What is due in one bucket of days, by municipality."""

    title: str | Promise
    kind: str
    count: int
    places: list[Place]


def due_now(user: Any) -> list[Due]:
    """Return what is due up to tomorrow: a promotor's own, else of all the files one may see.

    At most 40, the oldest first; two queries, however many there are.
    """
    dues = Due.objects.visible_to(user).open().on_desk_of(user)
    soon = dues.until(clock.today() + timedelta(days=1))
    shown = soon.select_related("case", "person__municipality", "office", "assigned_to")
    return list(shown.prefetch_related(current_phones()).order_by("due_on", "pk")[:SHOWN])


def current_phones() -> Prefetch:
    """Return what gives each row's person her `current_contacts`."""
    current = ContactPoint.objects.current().order_by("pk")
    return Prefetch("person__contacts", queryset=current, to_attr="current_contacts")


def by_day(dues: Iterable[Due]) -> list[Day]:
    """Return what is due as overdue, today and tomorrow, each by municipality; empty left out."""
    today = clock.today()
    titles = ((_("Vencidos"), "stop"), (_("Hoy"), "warn"), (_("Mañana"), "info"))
    buckets: list[list[Due]] = [[], [], []]
    for due in dues:
        buckets[min(max((due.due_on - today).days, -1), 1) + 1].append(due)
    return [
        Day(title, kind, len(bucket), _by_place(bucket))
        for (title, kind), bucket in zip(titles, buckets, strict=True)
        if bucket
    ]


def _by_place(dues: list[Due]) -> list[Place]:
    def key(due: Due) -> tuple[str, str]:
        if due.person is None:
            return "", due.office.name
        return due.person.municipality.sort_key, due.person.municipality.name

    dues.sort(key=lambda due: (*key(due), due.due_on))
    return [Place(name, list(group)) for (_sort, name), group in groupby(dues, key)]


def told_to(user: Any) -> list[Flag]:
    """Return what colleagues told `user` of open cases and she has not attended to yet."""
    told = Flag.objects.visible_to(user).open().for_user(user)
    return list(told.filter(case__closed_on=None)[:SHOWN])


def reports_of(user: Any) -> list[MonthlyReport]:
    """Return the reports that `user` has to review or was asked to correct, oldest first."""
    reports = MonthlyReport.objects.waiting_for(user).with_names()
    return list(reports.order_by("starts_on", "pk")[:SHOWN])


def authorisations_of(user: Any) -> list[Authorisation]:
    """Return the authorisations `user` has to decide, was asked to correct or got answered."""
    asked = Authorisation.objects.waiting_for(user).with_names()
    return list(asked.order_by("starts_on", "pk")[:SHOWN])


def transfers_of(user: Any) -> list[CaseTransfer]:
    """Return the transfers `user` may answer, and her own that came back, oldest first."""
    offered = CaseTransfer.objects.visible_to(user).waiting_for(user).with_names()
    return list(offered.order_by("asked_on", "pk")[:SHOWN])


def errands_to_judge(user: Any) -> list[Errand]:
    """Return the errands that `user` gave, were done and wait for her word, oldest first."""
    done = Errand.objects.visible_to(user).to_judge_by(user).with_names()
    return list(done.order_by("due_on", "pk")[:SHOWN])


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
        (_("Referencias con plazo vencido"), "stop"), (_("Referencias que vencen hoy"), "warn"),
        (_("Referencias que vencen mañana"), "info"), (_("Referencias sin respuesta"), "wait"),
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
