"""Forms about authorisations."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.contracts.authorisations.actions import AuthorisationInput
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.contracts.authorisations.models import Authorisation
from arraigo.ui import forms as ui


class AuthorisationForm(ui.Form):
    """What is asked for, when, and what for."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("¿Qué necesita?"), choices=AuthorisationKind.choices, widget=forms.RadioSelect
    )
    starts_on = ui.DateField(label=_("Desde"))
    ends_on = ui.DateField(label=_("Hasta"))
    reason = forms.CharField(
        label=_("¿Para qué?"),
        help_text=_("Sin nombres de personas atendidas ni datos de salud."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    amount = forms.DecimalField(
        label=_("Monto"),
        help_text=_("Si cuesta algo. Un gasto siempre lo dice."),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=ui.MoneyInput,
    )

    @classmethod
    def of(cls, asked: Authorisation) -> AuthorisationForm:
        """Return the form filled with what was asked, to correct it."""
        names = ("id", "kind", "starts_on", "ends_on", "reason", "amount")
        return cls(initial={name: getattr(asked, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """Refuse dates out of order and an expense without its amount."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("La fecha final es anterior a la inicial."))
        missing = data.get("amount") is None and "amount" not in self.errors
        if data.get("kind") == AuthorisationKind.EXPENSE and missing:
            self.add_error("amount", _("Un gasto dice cuánto."))
        return data

    def authorisation(self) -> AuthorisationInput:
        """Return the typed input of `request_authorisation`."""
        data = self.cleaned_data
        return AuthorisationInput(**{**data, "kind": AuthorisationKind(data["kind"])})


class DecisionForm(ui.Form):
    """What the Project Lead decides."""

    step = forms.ChoiceField(
        label=_("¿Qué decide?"),
        choices=[
            (Step.AUTHORISE, _("Autorizar")),
            (Step.RETURN, _("Devolver para que la corrija")),
            (Step.DENY, _("Denegar")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué decide.")},
    )
    comment = forms.CharField(
        label=_("Comentario"),
        help_text=_("Hace falta para devolver o denegar."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a return or a denial."""
        data = super().clean() or self.cleaned_data
        if data.get("step") in (Step.RETURN, Step.DENY) and not data.get("comment"):
            self.add_error("comment", _("Escriba por qué."))
        return data
