"""Forms about protection notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.forms import CaseForm
from arraigo.casework.protection.actions import Confided, ProtectionInput
from arraigo.casework.protection.enums import Concern, Void
from arraigo.core.models import not_in_future
from arraigo.ui import forms as ui

#: The button of another form that brings here what was typed there.
BROUGHT = "bring"


class ProtectionForm(CaseForm):
    """What was told, apart from everything else."""

    text = forms.CharField(
        label=_("¿Qué contó o qué vio?"),
        help_text=_(
            "Sólo lo necesario para cuidarla, con las palabras de ella. No la obligue a contar."
        ),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    concern = forms.ChoiceField(
        label=_("¿De qué se trata?"), choices=Concern.choices, widget=forms.RadioSelect
    )
    occurred_on = ui.DateField(label=_("¿Cuándo lo contó?"), validators=[not_in_future])

    @staticmethod
    def brought(answers: Any) -> dict[str, str]:
        """Return what another form's answers give this one to begin with: a note's, a session's."""
        told = {"text": "text", "agreements": "text", "occurred_on": "occurred_on"}
        return {name: answers[typed] for typed, name in told.items() if answers.get(typed)}

    def note(self) -> ProtectionInput:
        """Return the typed input of the actions."""
        data = self.cleaned_data
        told = Confided(Concern(data["concern"]), data["text"])
        return ProtectionInput(
            id=data["id"], case=self.case, told=told, occurred_on=data["occurred_on"]
        )


class VoidForm(ui.Form):
    """Why a note is void."""

    why = forms.ChoiceField(
        label=_("¿Por qué se anula?"), choices=Void.choices, widget=forms.RadioSelect
    )
