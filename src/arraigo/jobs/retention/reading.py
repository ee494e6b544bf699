"""What is known of a placement some days after it began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.jobs.enums import Still

if TYPE_CHECKING:
    from arraigo.jobs.models import Placement, RetentionCheck


@dataclass(frozen=True)
class Mark:
    """What is known of a placement so many `days` after it began.

    `works` is None while it is not known; `check` is the answer given for these very days.
    """

    days: int
    day: date
    works: bool | None
    check: RetentionCheck | None
    may_be_asked: bool

    @property
    def kind(self) -> str:
        """Return the kind of its status: how it is drawn."""
        if self.works is not None:
            return "ok" if self.works else "stop"
        if self.check is not None:
            return "info"
        return "warn" if self.day <= clock.today() else "wait"

    @property
    def words(self) -> str | Promise:
        """Return what is known, in words."""
        if self.works and self.check is not None and self.check.still == Still.CHANGED:
            return _("Trabaja en otro lugar")
        if self.works is not None:
            return _("Trabajaba") if self.works else _("Ya no trabajaba")
        if self.check is not None:
            return _("No se pudo saber")
        return _("Falta preguntar") if self.day <= clock.today() else _("Todavía no toca")


def works_at(placement: Placement, checks: Iterable[RetentionCheck], days: int) -> bool | None:
    """Tell whether the person worked so many days after the placement began; None if unknown.

    By the answer for these days, by the last day of the placement, or because she was still
    there later. `indicators/sql/placed_and_kept.sql` counts by the same rule.
    """
    for check in checks:
        same = check.days == days and check.still in (Still.YES, Still.CHANGED)
        if same or (check.days > days and check.still == Still.YES):
            return True
    if placement.ended_on is None:
        return None
    return placement.ended_on >= placement.occurred_on + timedelta(days=days)


def is_known(placement: Placement, checks: Iterable[RetentionCheck], days: int) -> bool:
    """Tell whether nobody needs to be asked: it is known, or was asked in vain."""
    checks = list(checks)
    asked = any(check.days == days for check in checks)
    return asked or works_at(placement, checks, days) is not None


def marks_of(placement: Placement) -> list[Mark]:
    """Return what is known at the days of the protocol and at those that were asked, in order."""
    if placement.annulled_at is not None:
        return []
    checks: list[RetentionCheck] = placement.standing_checks  # type: ignore[attr-defined]
    given = {check.days: check for check in checks}
    every = sorted({*placement.case.protocol.retention_days, *given})
    return [_mark(placement, checks, days, given.get(days)) for days in every]


def _mark(
    placement: Placement, checks: list[RetentionCheck], days: int, check: RetentionCheck | None
) -> Mark:
    day = placement.occurred_on + timedelta(days=days)
    works = works_at(placement, checks, days)
    from_day = day - placement.case.protocol.on_time
    may_be_asked = works is None and check is None and from_day <= clock.today()
    return Mark(days, day, works, check, may_be_asked)
