"""Forms about accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.team.models import RoleRequestState
from arraigo.organizations.models import Organization
from arraigo.territory.models import Office
from arraigo.ui import forms as ui


class AccountForm(ui.Form):
    """Whose account it will be."""

    name = forms.CharField(label=_("Nombre"), max_length=150, widget=ui.NameInput)
    email = forms.EmailField(
        label=_("Correo electrónico"),
        help_text=_("Recibirá un correo para elegir su contraseña."),
        max_length=254,
    )


class RoleForm(ui.Form):
    """Which role, where, until when and why."""

    role = forms.ChoiceField(label=_("Función"), choices=Role.choices)
    office = forms.ModelChoiceField(
        label=_("Oficina"),
        help_text=_("Para promotoras, promotores y supervisión."),
        queryset=Office.objects.none(),
        required=False,
    )
    organization = forms.ModelChoiceField(
        label=_("Organización"),
        help_text=_("Para quien gestiona los casos de un socio."),
        queryset=Organization.objects.none(),
        required=False,
    )
    valid_until = forms.DateField(
        label=_("Hasta"), help_text=_("Vacío si no tiene fecha final."), required=False
    )
    reason = forms.CharField(
        label=_("¿Por qué?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["office"].queryset = Office.objects.order_by("name")
        fields["organization"].queryset = Organization.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Ask for the place that the role needs."""
        answers = super().clean() or self.cleaned_data
        role = answers.get("role")
        if role in OFFICE_ROLES and not answers.get("office"):
            self.add_error("office", _("Esta función necesita una oficina."))
        if role == Role.PARTNER_MANAGER and not answers.get("organization"):
            self.add_error("organization", _("Esta función necesita una organización."))
        return answers


class DecisionForm(ui.Form):
    """Yes, or no and why."""

    decision = forms.ChoiceField(
        label=_("¿Da esta función?"),
        choices=[
            (RoleRequestState.CONFIRMED, _("Sí, confirmo")),
            (RoleRequestState.REFUSED, _("No")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Por qué no"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
