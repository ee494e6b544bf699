"""The filters of Casos; nothing personal stands in their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.enums import CasePriority
from arraigo.casework.models import CaseAssignment, ProtocolVersion
from arraigo.casework.querysets import CaseQuerySet
from arraigo.core import clock
from arraigo.desk.attention import MATTERS, wanting
from arraigo.territory.models import Municipality
from arraigo.ui import forms as ui

CLOSED = "cerrados"


#: Of more, no list of choices is read.
MOST_MANAGERS = 100


def _named(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in people]


class Filter(ui.Form):
    """Which rows a page shows. A value that is no choice filters nothing."""

    mark_optional = False

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters set, by name. What is no choice is left out without a word."""
        self.is_valid()
        self.errors.clear()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CaseFilter(Filter):
    """Which cases to list."""

    paso = forms.ChoiceField(label=_("Paso"), required=False)
    prioridad = forms.ChoiceField(
        label=_("Prioridad"), choices=[("", _("Todas")), *CasePriority.choices], required=False
    )
    municipio = forms.ChoiceField(label=_("Municipio"), required=False)
    a_cargo = forms.ChoiceField(label=_("A cargo de"), required=False)
    atencion = forms.ChoiceField(
        label=_("Qué necesita atención"),
        choices=[
            ("", _("Todas")),
            *((code, each.title) for code, each in MATTERS.items()),
        ],
        required=False,
    )
    abiertos = forms.BooleanField(label=_("Solo abiertos"), required=False)
    vencidos = forms.BooleanField(label=_("Solo con algo vencido"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = ProtocolVersion.objects.in_force().document["steps"]
        numbered = [(str(step["number"]), f"{step['number']}. {step['name']}") for step in steps]
        self._choose("paso", [("", _("Todos")), *numbered, (CLOSED, _("Cerrados"))])
        offices = {} if Role.NATIONAL_OFFICER in user.roles else {"offices__in": user.office_ids}
        places = Municipality.objects.filter(**offices).distinct().order_by("sort_key")
        if offices:
            named = [(place.code_ine, place.name) for place in places]
            self._choose("municipio", [("", _("Todos")), *named])
        else:
            del self.fields["municipio"]  # 340 of them: the national officer searches instead
        working = Membership.objects.filter(role__in=[Role.PROMOTOR, Role.PROJECT_LEAD])
        if offices:
            working = working.filter(office__in=user.office_ids)
        managers = User.objects.filter(pk__in=working.values("user")).order_by("name")
        people = _named(managers[: MOST_MANAGERS + 1])
        if len(people) > MOST_MANAGERS:  # as with municipalities: only who was chosen elsewhere
            chosen = str(self.data.get("a_cargo", ""))
            people = _named(managers.filter(pk=chosen)) if chosen.isdecimal() else []
        if people:
            self._choose("a_cargo", [("", _("Cualquiera")), *people])
        else:
            del self.fields["a_cargo"]

    def said(self) -> list[tuple[str, str]]:
        """Return what is chosen in words: the question and its answer."""
        told = []
        for name, value in self.chosen().items():
            field = self.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, _("Sí"))
            told.append((str(field.label), str(words)))
        return told

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Return the cases that pass the filters."""
        chosen = self.chosen()
        step = chosen.get("paso")
        if step == CLOSED:
            cases = cases.exclude(closed_on=None)
        elif step:
            cases = cases.open().filter(state__step=int(step))
        if priority := chosen.get("prioridad"):
            cases = cases.filter(state__priority=priority)
        if place := chosen.get("municipio"):
            cases = cases.filter(person__municipality__code_ine=place)
        if "abiertos" in chosen:
            cases = cases.open()
        if matter := chosen.get("atencion"):
            cases = wanting(cases, matter)
        if "vencidos" in chosen:
            cases = cases.filter(state__next_due_on__lt=clock.today())
        if manager := chosen.get("a_cargo"):
            managed = CaseAssignment.objects.filter(until=None, manager=manager)
            cases = cases.filter(pk__in=managed.values("case"))
        return cases
