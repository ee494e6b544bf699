"""The form about whether a job or business lasts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.jobs.enums import LeftReason, PlacementEvidence, Still
from arraigo.jobs.inputs import CheckInput
from arraigo.jobs.models import Placement
from arraigo.learning.forms import FactForm, day_field
from arraigo.ui import forms as ui


class CheckForm(FactForm):
    """Whether she still works, who says so and, if not, until when and why."""

    conditional = ("left_on", "left_reason")

    still = forms.ChoiceField(
        label=_("¿Sigue trabajando?"),
        choices=Still.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja una respuesta.")},
    )
    left_reason = forms.ChoiceField(
        label=_("¿Por qué terminó?"),
        choices=LeftReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    left_on = ui.DateField(label=_("¿Cuál fue el último día?"), required=False)
    evidence = forms.ChoiceField(
        label=_("¿Qué lo muestra?"),
        choices=PlacementEvidence.choices,
        initial=PlacementEvidence.CALL,
        widget=forms.RadioSelect,
    )
    occurred_on = day_field(_("¿Cuándo lo supo?"))
    monthly_income = forms.DecimalField(
        label=_("¿Cuánto gana al mes?"),
        help_text=_("Si quiere decirlo."),
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
        widget=ui.MoneyInput,
    )
    field_order = (
        "id", "still", "left_reason", "left_on", "evidence", "occurred_on", "monthly_income",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for what each answer needs, and drop what it has not."""
        data = super().clean() or self.cleaned_data
        still = data.get("still")
        if still == Still.LEFT:
            data["monthly_income"] = None
            self._ask("left_reason", _("Escoja por qué terminó."))
            self._ask("left_on", _("Escriba cuál fue el último día."))
        else:
            data["left_on"], data["left_reason"] = None, ""
        if still == Still.UNKNOWN:
            data["monthly_income"], data["evidence"] = None, ""
        return data

    def _ask(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    @property
    def more_is_open(self) -> bool:
        """Tell whether the less usual questions hold an answer or an error to show."""
        names = ("evidence", "occurred_on", "monthly_income")
        return self.is_bound and bool(self.errors.keys() & set(names))

    def check(self, placement: Placement, days: int) -> CheckInput:
        """Return the typed input of `record_check`."""
        typed = {**self.cleaned_data, "still": Still(self.cleaned_data["still"])}
        return CheckInput(placement=placement, days=days, **typed)
