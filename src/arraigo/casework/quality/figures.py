"""How many cases of each promotor were drawn, verified and conform, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Q

from arraigo.accounts.models import User
from arraigo.casework.quality.enums import Result
from arraigo.casework.quality.models import DrawnCase, QualityCheck, QualityDraw
from arraigo.casework.quality.months import last_month, months_until
from arraigo.territory.models import Office

#: How many months the trend goes back, the last one included.
TREND: Final = 6


@dataclass(frozen=True)
class Cell:
    """One promotor's month: drawn, looked through, found conforming, and answered otherwise."""

    drawn: int = 0
    verified: int = 0
    conform: int = 0
    unverifiable: int = 0

    @property
    def pending(self) -> int:
        """Return how many nobody has answered for."""
        return self.drawn - self.verified - self.unverifiable

    @property
    def rate(self) -> int | None:
        """Return how many of a hundred verified cases conform; None when none was verified."""
        return round(100 * self.conform / self.verified) if self.verified else None


@dataclass(frozen=True)
class Line:
    """One promotor of one office, over the months."""

    office: Office
    manager: User
    cells: Mapping[date, Cell]

    def of(self, months: Sequence[date]) -> list[tuple[date, Cell]]:
        """Return her cell of each month, empty where nothing was drawn."""
        return [(month, self.cells.get(month, Cell())) for month in months]


@dataclass(frozen=True)
class Cast:
    """The lot of one office for a month, and whether its rows are those of its seed."""

    office: Office
    draw: QualityDraw | None
    drawn: int = 0
    holds: bool = False


def shown_months() -> list[date]:
    """Return the months of the trend, the oldest first."""
    return months_until(last_month(), TREND)


def pending_of(user: Any) -> Any:
    """Return the drawn cases of the months shown that nobody has answered for."""
    return DrawnCase.objects.visible_to(user).pending().since(shown_months()[0])


def lines_of(user: Any) -> list[Line]:
    """Return every promotor whose cases were drawn where `user` leads, with her months."""
    seen = DrawnCase.objects.visible_to(user).since(shown_months()[0]).order_by()
    standing = Q(checks__annulled_at=None, checks__isnull=False)
    rows = seen.values("office", "manager", "draw__month").annotate(
        drawn=Count("pk", distinct=True),
        verified=Count("pk", filter=standing & ~_was(Result.NOT_VERIFIED), distinct=True),
        conform=Count("pk", filter=standing & _was(Result.CONFORMS), distinct=True),
        unverifiable=Count("pk", filter=standing & _was(Result.NOT_VERIFIED), distinct=True),
    )
    return _in_lines(rows)


def _was(result: Result) -> Q:
    return Q(checks__result=result)


def _in_lines(rows: Iterable[dict[str, Any]]) -> list[Line]:
    cells: dict[tuple[int, int], dict[date, Cell]] = {}
    for row in rows:
        month, key = row.pop("draw__month"), (row.pop("office"), row.pop("manager"))
        cells.setdefault(key, {})[month] = Cell(**row)
    offices = Office.objects.in_bulk({office for office, _manager in cells})
    users = User.objects.in_bulk({manager for _office, manager in cells})
    lines = [Line(offices[key[0]], users[key[1]], told) for key, told in cells.items()]
    return sorted(lines, key=lambda line: (line.office.sort_key, line.manager.name))


def own_cells(user: Any) -> list[tuple[date, Cell]]:
    """Return the months in which cases of `user`'s were verified, the latest first.

    What waits to be verified is not told.
    """
    checks = QualityCheck.objects.standing().filter(manager=user, month__gte=shown_months()[0])
    rows = (
        checks.order_by()
        .values("month")
        .annotate(
            verified=Count("pk", filter=~Q(result=Result.NOT_VERIFIED)),
            conform=Count("pk", filter=Q(result=Result.CONFORMS)),
        )
    )
    told = [(row["month"], Cell(verified=row["verified"], conform=row["conform"])) for row in rows]
    return sorted(told, key=itemgetter(0), reverse=True)


def lots_of(user: Any, offices: Iterable[Office], month: date) -> list[Cast]:
    """Return the lot of each office for a month, cast again to see that its rows hold."""
    draws = QualityDraw.objects.visible_to(user).filter(month=month).select_related("drawn_by")
    by_office = {draw.office_id: draw for draw in draws}
    rows: dict[Any, list[DrawnCase]] = {}
    for row in DrawnCase.objects.visible_to(user).filter(draw__in=by_office.values()):
        rows.setdefault(row.draw_id, []).append(row)
    return [_cast(office, by_office.get(office.pk), rows) for office in offices]


def _cast(office: Office, draw: QualityDraw | None, rows: dict[Any, list[DrawnCase]]) -> Cast:
    if draw is None:
        return Cast(office, None)
    kept = rows.get(draw.pk, [])
    return Cast(office, draw, len(kept), draw.verify(kept))
