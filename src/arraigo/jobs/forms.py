"""Forms about applications and placements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.jobs.models import HOURS_IN_A_WEEK
from arraigo.learning.forms import FactForm, day_field
from arraigo.ui import forms as ui


class WorkForm(FactForm):
    """A fact of work; the birthday is asked only when the birth year leaves 17 or 18 open."""

    born_on = ui.DateField(
        label=_("Fecha de nacimiento"),
        help_text=_("Cumple 18 años este año. Véala en su documento; solo se usa para esto."),
        required=False,
        validators=[not_in_future],
    )

    def __init__(self, *args: Any, ask_birthday: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask_birthday:
            self.fields["born_on"].required = True
        else:
            del self.fields["born_on"]


class ApplicationForm(WorkForm):
    """Company, position, day and means: three taps."""

    employer_name = forms.CharField(label=_("Empresa"), max_length=160)
    position = forms.CharField(label=_("Puesto"), max_length=120)
    occurred_on = day_field(_("¿Cuándo se postuló?"))
    means = forms.ChoiceField(
        label=_("¿Por qué medio?"),
        choices=Means.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja el medio.")},
    )
    field_order = ("id", "employer_name", "position", "means", "occurred_on", "born_on")

    def application(self, case: Case) -> ApplicationInput:
        """Return the typed input of `apply`."""
        return ApplicationInput(
            case=case, **{**self.cleaned_data, "means": Means(self.cleaned_data["means"])}
        )


class PlacementForm(WorkForm):
    """A job or a business."""

    conditional = ("employer_name", "hours_per_week", "expected_months")

    kind = forms.ChoiceField(
        label=_("¿Qué empezó?"), choices=PlacementKind.choices, widget=forms.RadioSelect
    )
    position = forms.CharField(label=_("Puesto, o de qué es el negocio"), max_length=120)
    employer_name = forms.CharField(
        label=_("Empresa"),
        max_length=160,
        required=False,
        help_text=_("Hace falta si es empleo asalariado."),
    )
    occurred_on = day_field(_("¿Cuándo empezó?"))
    hours_per_week = forms.IntegerField(
        label=_("Horas a la semana"),
        min_value=1,
        max_value=HOURS_IN_A_WEEK,
        required=False,
        help_text=_("Hacen falta si es empleo asalariado."),
        localize=False,
        widget=ui.DigitsInput,
    )
    expected_months = forms.DecimalField(
        label=_("¿Cuántos meses se espera que dure?"),
        help_text=_("Hace falta si es empleo asalariado. Si es fijo, 12."),
        min_value=0,
        max_digits=4,
        decimal_places=1,
        required=False,
        widget=ui.DigitsInput,
    )
    first_sale_on = ui.DateField(
        label=_("Primera venta"),
        help_text=_("Solo si es negocio propio y ya vendió. Se puede anotar después."),
        required=False,
        validators=[not_in_future],
    )
    held_before = forms.BooleanField(
        label=_("Ya lo tenía antes de recibir servicios del programa"), required=False
    )
    abroad = forms.BooleanField(
        label=_("Es en el extranjero, por un programa regular de movilidad laboral"),
        required=False,
    )
    evidence = forms.ChoiceField(
        label=_("¿Qué lo muestra?"),
        choices=PlacementEvidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Diga qué lo muestra.")},
    )
    field_order = (
        "id", "kind", "position", "employer_name", "occurred_on", "hours_per_week",
        "expected_months", "first_sale_on", "evidence", "born_on", "held_before", "abroad",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for what each kind needs, and drop what it has not."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == PlacementKind.EMPLOYED:
            data["first_sale_on"] = None
            self._ask("employer_name", _("Escriba la empresa."))
            self._ask("hours_per_week", _("Escriba las horas a la semana."))
            self._ask("expected_months", _("Escriba cuántos meses se espera que dure."))
        elif kind == PlacementKind.SELF_EMPLOYED:
            data["employer_name"] = ""
        start, sale = data.get("occurred_on"), data.get("first_sale_on")
        if start and sale and sale < start:
            self.add_error("first_sale_on", _("La primera venta no es anterior al inicio."))
        return data

    def _ask(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def placement(self, case: Case) -> PlacementInput:
        """Return the typed input of `place`."""
        data = self.cleaned_data
        typed = {
            "kind": PlacementKind(data["kind"]),
            "evidence": PlacementEvidence(data["evidence"]),
        }
        return PlacementInput(case=case, **{**data, **typed})


class FirstSaleForm(ui.Form):
    """The first sale of a business."""

    sold_on = ui.DateField(
        label=_("¿Cuándo fue la primera venta?"), initial=clock.today, validators=[not_in_future]
    )


class EndForm(ui.Form):
    """The last day of a job or a business."""

    ended_on = ui.DateField(
        label=_("¿Cuál fue el último día?"), initial=clock.today, validators=[not_in_future]
    )
