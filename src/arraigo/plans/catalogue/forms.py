"""The form of a model goal and the rows of its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.plans.catalogue.models import MOST_STEPS
from arraigo.plans.enums import Horizon, Pathway, Responsible
from arraigo.ui import forms as ui

LONGEST_DAYS = 366


class ModelGoalForm(ui.Form):
    """What the goal is, on which pathway, and how soon it is usually reached."""

    mark_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    pathway = forms.ChoiceField(
        label=_("¿En qué camino se ofrece?"), choices=Pathway.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("¿Qué quiere lograr?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    horizon = forms.ChoiceField(
        label=_("¿En cuánto tiempo?"), choices=Horizon.choices, widget=forms.RadioSelect
    )
    is_retired = forms.BooleanField(label=_("Ya no se ofrece"), required=False)


class ModelStepForm(ui.Form):
    """A step: what is done, by whom, and within how many days. Without words there is none."""

    mark_optional = False

    text = forms.CharField(label=_("¿Qué se hace?"), max_length=300, required=False)
    responsible = forms.ChoiceField(
        label=_("¿Quién lo hace?"), choices=Responsible.choices, required=False
    )
    days = forms.IntegerField(
        label=_("¿En cuántos días, a más tardar?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        required=False,
        widget=ui.DigitsInput,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the days of a step that has words."""
        data = super().clean() or {}
        if data.get("text") and data.get("days") is None and "days" not in self.errors:
            self.add_error("days", _("Escriba en cuántos días."))
        return data


class _Steps(forms.BaseFormSet):
    def clean(self) -> None:
        """Ask for one step at least."""
        if not any(form.errors for form in self.forms) and not self.steps():
            raise ValidationError(_("Escriba al menos una acción."))

    def steps(self) -> list[dict[str, Any]]:
        """Return the steps written, as the model keeps them."""
        return [
            {name: row[name] for name in ("text", "responsible", "days")}
            for row in (form.cleaned_data for form in self.forms)
            if row.get("text")
        ]


ModelStepFormSet = forms.formset_factory(
    ModelStepForm, formset=_Steps, extra=MOST_STEPS, max_num=MOST_STEPS, absolute_max=MOST_STEPS
)
