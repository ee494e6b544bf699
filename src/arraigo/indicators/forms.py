"""The month and the office that a page of figures is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.indicators.lines import Scope
from arraigo.indicators.periods import Period
from arraigo.territory.models import Office
from arraigo.ui import forms as ui

MONTHS_OFFERED = 24


def offices_of(user: Any) -> QuerySet[Office]:
    """Return the offices whose figures `user` may see: his own, or all for the official."""
    if Role.NATIONAL_OFFICER in user.roles:
        return Office.objects.all()
    return Office.objects.filter(pk__in=user.office_ids)


def recent_months() -> list[Period]:
    """Return the last months, this one first."""
    months = [Period.this_month()]
    while len(months) < MONTHS_OFFERED:
        months.append(months[-1].before())
    return months


class MonthFilter(ui.Form):
    """Which month, and which of the user's offices (none: all of them)."""

    mark_optional = False

    mes = forms.ChoiceField(label=_("Mes"), required=False)
    oficina = forms.ModelChoiceField(
        Office.objects.none(), label=_("Oficina"), required=False, empty_label=_("Todas")
    )

    def __init__(self, data: QueryDict, user: Any) -> None:
        asked = data.copy()
        month = data.get("mes") or Period.this_month().key
        asked["mes"] = month
        super().__init__(asked)
        months = recent_months()
        written = Period.from_text(month)
        if written and written not in months:
            months.append(written)
        choice: Any = self.fields["mes"]
        choice.choices = [(period.key, period.label) for period in months]
        office: Any = self.fields["oficina"]
        office.queryset = offices_of(user)
        self.offices = list(office.queryset)
        self.is_valid()
        if "oficina" in self.errors:
            raise Http404

    @property
    def period(self) -> Period:
        """Return the month asked for, or this one when it was not understood."""
        return Period.from_text(self.cleaned_data.get("mes", "")) or Period.this_month()

    @property
    def office(self) -> Office | None:
        """Return the one office asked for."""
        office: Office | None = self.cleaned_data.get("oficina")
        return office

    @property
    def chosen_offices(self) -> list[Office]:
        """Return the offices whose figures are shown."""
        return [self.office] if self.office else self.offices

    @property
    def scope(self) -> Scope:
        """Return the scope of the facts."""
        return Scope(self.period, tuple(office.pk for office in self.chosen_offices))

    @property
    def address(self) -> str:
        """Return month and office as the other pages' addresses carry them."""
        asked = QueryDict(mutable=True)
        asked["mes"] = self.period.key
        if self.office:
            asked["oficina"] = str(self.office.pk)
        return asked.urlencode()
