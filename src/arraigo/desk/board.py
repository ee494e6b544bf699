"""Tablero: what wants the supervisor's eye, and how much each promotor carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise

from arraigo.accounts.models import User
from arraigo.casework.models import Case, CaseAssignment
from arraigo.core import clock
from arraigo.desk.attention import LOOKED_BACK, MATTERS, counted, wanting


@dataclass(frozen=True)
class Figure:
    """How many open cases have a matter, and the word that leads to them."""

    code: str
    title: str | Promise
    count: int


@dataclass(frozen=True)
class Load:
    """What a promotor carries: open cases, those overdue and those silent, and 30 days ago."""

    manager: User
    open: int
    overdue: int
    silent: int
    before: int

    @property
    def change(self) -> int:
        """Return how many more, or fewer, than 30 days ago."""
        return self.open - self.before


def figures(user: Any, *, about_data: bool) -> list[Figure]:
    """Return the figures of what `user` sees: those about the work, or about the data."""
    told = counted(Case.objects.visible_to(user).worked_by(user))
    return [
        Figure(code, matter.title, told[code])
        for code, matter in MATTERS.items()
        if matter.is_about_data == about_data
    ]


def loads(user: Any) -> list[Load]:
    """Return what each manager of the cases that `user` sees carries, the most first.

    Four statements, however many they are.
    """
    seen = Case.objects.visible_to(user).worked_by(user)
    now = _by_manager(Q(until=None, case__in=seen.open()))
    overdue = seen.open().filter(state__next_due_on__lt=clock.today())
    late = _by_manager(Q(until=None, case__in=overdue))
    silent = _by_manager(Q(until=None, case__in=wanting(seen, "sin_contacto")))
    before = _by_manager(_a_month_ago(seen))
    people = User.objects.filter(pk__in={*now, *before}).order_by("name")
    found = [
        Load(
            one, now.get(one.pk, 0), late.get(one.pk, 0), silent.get(one.pk, 0),
            before.get(one.pk, 0),
        )
        for one in people
    ]  # fmt: skip
    return sorted(found, key=lambda load: -load.open)


def _a_month_ago(seen: Any) -> Q:
    then = clock.now() - LOOKED_BACK
    day = then.astimezone(clock.GUATEMALA).date()
    open_then = seen.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)
    return Q(since__lte=then, case__in=open_then) & (Q(until=None) | Q(until__gt=then))


def _by_manager(which: Q) -> Mapping[int, int]:
    found = CaseAssignment.objects.filter(which).order_by()
    return dict(found.values_list("manager").annotate(Count("case", distinct=True)))
