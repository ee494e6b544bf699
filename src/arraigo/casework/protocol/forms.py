"""The parts of a draft, as forms that read and write the document's own shape."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from arraigo.casework.protocol.catalogue import CALENDARS, FIXED, LISTS, MILESTONES, TASKS
from arraigo.casework.protocol.rules import LONGEST, MOST_DATES, MOST_NOTICE, dates_stand
from arraigo.core import clock
from arraigo.territory.models import Office
from arraigo.ui import forms as ui

#: New rows that a page offers at once; saving brings as many again.
NEW_ROWS: Final = 2
_SEPARATORS: Final = re.compile(r"[\s,;]+")


class DaysField(forms.CharField):
    """Days in order, written as 15, 30, 60."""

    def to_python(self, value: Any) -> Any:
        """Return the days as numbers. Raises `ValidationError` saying what to write."""
        words = [word for word in _SEPARATORS.split(str(value or "").strip()) if word]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
            raise ValidationError(_("Escriba solo números separados por comas: 15, 30, 60."))
        days = [int(word) for word in words]
        if not dates_stand(days):
            raise ValidationError(
                _("Escríbalos de menor a mayor, sin repetir, del 1 al %(most)s y hasta %(many)s."),
                params={"most": LONGEST, "many": MOST_DATES},
            )
        return days

    def prepare_value(self, value: Any) -> Any:
        """Return what the field shows."""
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value


class PartForm(ui.Form):
    """One part of the draft. `seen` is its mark when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)


class StepForm(PartForm):
    """The name of a step and its deadline; its tasks are rows of their own."""

    name = forms.CharField(label=_("Nombre del paso"), max_length=60)
    deadline_days = forms.IntegerField(
        label=_("Plazo, en días desde que se abrió el caso"),
        help_text=_("Avisa, nunca impide."),
        min_value=1,
        max_value=LONGEST,
        required=False,
    )


class CheckForm(ui.Form):
    """A task of a step: its words and what fulfils it. Empty words in a new row: no task."""

    task = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(label=_("Tarea"), max_length=80, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Se cumple con cualquiera de estas cosas"),
        choices=[(str(kind), kind.label) for kind in MILESTONES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remove = forms.BooleanField(label=_("Quitar esta tarea"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("task") in FIXED:
            del self.fields["remove"], self.fields["kinds"]

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of a task, or none."""
        data = super().clean() or {}
        if data.get("remove") or "kinds" not in self.fields:
            return data
        if data.get("label") and not data.get("kinds"):
            self.add_error("kinds", _("Escoja al menos una cosa que la cumpla."))
        if data.get("kinds") and not data.get("label"):
            self.add_error("label", _("Escriba qué hay que hacer."))
        return data


CheckFormSet = forms.formset_factory(CheckForm, extra=NEW_ROWS, max_num=12, absolute_max=20)


def checks_of(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tasks of a step as the rows of its page show them."""
    return [
        {**check, "label": check.get("label") or str(TASKS.get(check["task"], check["task"]))}
        for check in step["checks"]
    ]


def tasks_of(steps: list[dict[str, Any]]) -> set[str]:
    """Return the tasks of all steps."""
    return {check["task"] for step in steps for check in step["checks"]}


def step_written(
    step: dict[str, Any], form: StepForm, checks: Any, taken: set[str]
) -> dict[str, Any]:
    """Return the step as the page wrote it. `taken` are the tasks of all steps."""
    before = {check["task"]: check for check in step["checks"]}
    written = []
    for row in checks.cleaned_data:
        if not row.get("label") or row.get("remove"):
            continue
        known = before.get(row["task"], {})
        task = row["task"] if known else _new_code(row["label"], taken)
        entry = {**known, "task": task, "kinds": row.get("kinds", known.get("kinds"))}
        if known and row["label"] == str(TASKS.get(task)):
            entry.pop("label", None)
        else:
            entry["label"] = row["label"]
        written.append(entry)
    told = {**step, "name": form.cleaned_data["name"], "checks": written}
    told.pop("deadline_days", None)
    if days := form.cleaned_data["deadline_days"]:
        told["deadline_days"] = days
    return told


def _new_code(words: str, taken: set[str]) -> str:
    """Return a code for new words that no other has, and keep it as taken."""
    stem = slugify(words).replace("-", "_")[:30] or "entrada"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    taken.add(code)
    return code


class DaysForm(PartForm):
    """A part of days and numbers alone."""

    @staticmethod
    def shown(standing: dict[str, Any]) -> dict[str, Any]:
        """Return the part that stands, by the questions of the page."""
        return standing

    def part(self, standing: dict[str, Any]) -> dict[str, Any]:
        """Return the part as it was written over the one that stands."""
        raise NotImplementedError


class CalendarForm(DaysForm):
    """When follow-ups are due after the plan, by priority, and when other things are."""

    retention_days = DaysField(
        label=_("Permanencia en el empleo"),
        max_length=200,
        help_text=_("Días después de empezar el empleo o negocio: 30, 90, 180"),
    )
    document_days = forms.IntegerField(
        label=_("Papelería por vencer"),
        help_text=_("Con cuántos días de anticipación se avisa."),
        min_value=1,
        max_value=MOST_NOTICE,
    )
    field_order = ("seen", *CALENDARS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in CALENDARS.items():
            self.fields[code] = DaysField(
                label=str(label),
                required=code == "default",
                max_length=200,
                help_text=_("Días después del plan: 15, 30, 60"),
            )
        self.order_fields(self.field_order)
        self.mind_manners()

    @staticmethod
    def shown(standing: dict[str, Any]) -> dict[str, Any]:
        """Return the days by priority beside the others."""
        return {**standing["follow_ups"], **standing}

    def part(self, standing: dict[str, Any]) -> dict[str, Any]:
        """Return the calendars written; a priority without one follows the default."""
        told = self.cleaned_data
        follow_ups = {code: told[code] for code in CALENDARS if told[code]}
        others = {name: told[name] for name in ("retention_days", "document_days")}
        return {"follow_ups": follow_ups, **others}


class UnreachableForm(DaysForm):
    """When a person counts as not found (protocol: three attempts in at least thirty days)."""

    attempts = forms.IntegerField(label=_("Intentos, por lo menos"), min_value=1, max_value=20)
    days = forms.IntegerField(
        label=_("Días entre el primero y el último, por lo menos"), min_value=0, max_value=365
    )

    def part(self, standing: dict[str, Any]) -> dict[str, Any]:
        """Return what was written, and what the page does not ask as it stands."""
        return {**standing, **{name: self.cleaned_data[name] for name in ("attempts", "days")}}


class EntryForm(ui.Form):
    """An entry of a list. It keeps its code for good; retired, it is chosen no more."""

    mark_optional = False
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(label=_("Palabras"), max_length=80, required=False)
    group = forms.ChoiceField(label=_("Grupo"), required=False)
    retired = forms.BooleanField(label=_("Ya no se ofrece"), required=False)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if groups:
            self.fields["group"].choices = groups  # type: ignore[attr-defined]
        else:
            del self.fields["group"]
        if not self.initial.get("code"):
            del self.fields["retired"]

    def clean_label(self) -> str:
        """Return the words. An entry that stands cannot lose them."""
        words: str = self.cleaned_data["label"]
        if self.initial.get("code") and not words:
            raise ValidationError(_("Escriba las palabras, o marque que ya no se ofrece."))
        return words


EntryFormSet = forms.formset_factory(EntryForm, extra=NEW_ROWS, max_num=60, absolute_max=80)


def list_written(name: str, entries: list[dict[str, Any]], rows: Any) -> list[dict[str, Any]]:
    """Return the list as the page wrote it: known entries in their order, then the new ones."""
    known = {entry["code"]: entry for entry in entries}
    taken, written = set(known), []
    for row in rows.cleaned_data:
        if not row.get("label"):
            continue
        code = row["code"] if row["code"] in known else _new_code(row["label"], taken)
        entry = {**known.get(code, {}), "code": code, "label": row["label"]}
        entry.pop("retired", None)
        if row.get("retired"):
            entry["retired"] = True
        if LISTS[name].groups:
            entry["group"] = row["group"]
        written.append(entry)
    gone = set(known) - {entry["code"] for entry in written}
    return [*written, *(entry for entry in entries if entry["code"] in gone)]


class PublishForm(ui.Form):
    """From when on, and what changes in one line."""

    valid_from = ui.DateField(
        label=_("¿Desde qué día empiezan los casos nuevos con esta versión?"),
        initial=clock.today,
    )
    note = forms.CharField(label=_("Qué cambia, en una línea"), max_length=300)


class MoveForm(ui.Form):
    """Which open cases pass to the version in force."""

    office = forms.ModelChoiceField(
        label=_("¿Los casos de qué oficina?"),
        queryset=Office.objects.order_by("name"),
        empty_label=_("De todas"),
        required=False,
    )
    mark_optional = False
