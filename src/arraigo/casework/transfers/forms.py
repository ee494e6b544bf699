"""Forms about transfers between offices."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.actions.reassigning import managers_of
from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.transfers.actions import TransferInput
from arraigo.casework.transfers.enums import TransferReason
from arraigo.core.models import field_id
from arraigo.territory.models import Office
from arraigo.ui import forms as ui


class AskForm(ui.Form):
    """Where a case goes on, why, and what that office should know."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=field_id)
    to_office = forms.ModelChoiceField(
        label=_("¿A qué oficina?"),
        queryset=Office.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja la oficina que seguirá con el caso.")},
    )
    reason = forms.ChoiceField(
        label=_("¿Por qué?"),
        choices=TransferReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja por qué se traslada.")},
    )
    words = forms.CharField(
        label=_("¿Qué conviene que sepan?"),
        help_text=_(
            "Sin nombres, teléfonos ni documentos: quien responde aún no ve el expediente. "
            "Sin violencia, salud ni delitos: eso va protegido."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    person_agreed = forms.BooleanField(
        label=_("Ya lo hablé con la persona y está de acuerdo"),
        error_messages={
            "required": _("Hable antes con la persona: debe saberlo y estar de acuerdo.")
        },
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["to_office"])
        field.queryset = Office.objects.filter(is_active=True).exclude(pk=case.office_id)

    def asked(self) -> TransferInput:
        """Return the typed input of `ask_transfer`."""
        return TransferInput(**self.cleaned_data)


class ReceiveForm(ui.Form):
    """Who will have the case in the office that receives it."""

    manager = forms.ModelChoiceField(
        label=_("¿Quién llevará el caso?"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja quién llevará el caso.")},
    )

    def __init__(self, *args: Any, transfer: CaseTransfer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["manager"])
        field.queryset = managers_of(transfer.to_office_id)


class DeclineForm(ui.Form):
    """Why an office does not receive a case."""

    comment = forms.CharField(
        label=_("¿Por qué lo devuelve?"),
        help_text=_("Diga qué falta o qué oficina conviene."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
