"""How much is due by day, place and kind: all that a calendar is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import ngettext_lazy

from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.core import clock

DAYS: Final = 60
OVERDUE: Final = "overdue"

#: How each kind is told; what is overdue is told together, on today's date.
WORDS: Final[dict[str, Any]] = {
    DueKind.FOLLOW_UP: ngettext_lazy("%(n)s seguimiento", "%(n)s seguimientos", "n"),
    DueKind.NEXT_STEP: ngettext_lazy("%(n)s siguiente paso", "%(n)s siguientes pasos", "n"),
    DueKind.PLAN_ACTION: ngettext_lazy("%(n)s acción del plan", "%(n)s acciones del plan", "n"),
    DueKind.TASK: ngettext_lazy("%(n)s tarea", "%(n)s tareas", "n"),
    DueKind.ERRAND: ngettext_lazy("%(n)s encargo", "%(n)s encargos", "n"),
    DueKind.CORRECTION: ngettext_lazy("%(n)s corrección", "%(n)s correcciones", "n"),
    DueKind.ASSESSMENT: ngettext_lazy("%(n)s evaluación", "%(n)s evaluaciones", "n"),
    DueKind.RETENTION: ngettext_lazy(
        "%(n)s verificación de permanencia", "%(n)s verificaciones de permanencia", "n"
    ),
    DueKind.DOCUMENT: ngettext_lazy("%(n)s papel por vencer", "%(n)s papeles por vencer", "n"),
    DueKind.AGREEMENT: ngettext_lazy("%(n)s acuerdo", "%(n)s acuerdos", "n"),
    OVERDUE: ngettext_lazy("%(n)s pendiente vencido", "%(n)s pendientes vencidos", "n"),
}


@dataclass(frozen=True)
class Line:
    """So many things of a kind due on a day in a place; `code` tells places of one name apart."""

    day: date
    kind: str
    code: str
    place: str
    number: int

    @property
    def words(self) -> str:
        """Return the line as a calendar shows it."""
        return f"{WORDS[self.kind] % {'n': self.number}} · {self.place}"


def lines_of(user: Any) -> list[Line]:
    """Return what is due for `user` from today on for 60 days, by day, place and kind.

    What is overdue stands on today. What belongs to no person stands at its office. One query.
    """
    today = clock.today()
    dues = Due.objects.visible_to(user).open().on_desk_of(user)
    office = Concat(Value("office-"), F("office__code"))
    rows = (
        dues.until(today + timedelta(days=DAYS)).order_by().annotate(
            code=Coalesce("person__municipality__code_ine", office),
            place=Coalesce("person__municipality__name", "office__name"),
        ).values_list("due_on", "kind", "code", "place").annotate(Count("pk"))
    )  # fmt: skip
    told: Counter[tuple[date, str, str, str]] = Counter()
    for day, kind, code, place, number in rows:
        told[(day, kind, code, place) if day >= today else (today, OVERDUE, code, place)] += number
    return [Line(*key, number) for key, number in sorted(told.items())]
