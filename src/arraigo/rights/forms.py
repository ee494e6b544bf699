"""Forms about the person's rights."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.emergency.enums import SHORTEST_REASON
from arraigo.people.enums import ConsentDecision, ConsentHow
from arraigo.people.forms import ConsentFields
from arraigo.people.inputs import ConsentGiven
from arraigo.referrals.enums import DisclosedField
from arraigo.rights.enums import CopyFormat, ErasureReason, ErasureState, Identified
from arraigo.ui import forms as ui


class CodeForm(ui.Form):
    """A case code."""

    code = forms.CharField(
        label=_("Código del caso"),
        max_length=24,
        error_messages={"required": _("Escriba el código del caso.")},
    )


class GivingForm(ui.Form, ConsentFields):
    """A permission given: how, and until when if it ends."""

    expires_on = ui.DateField(
        label=_("¿Hasta cuándo vale?"),
        help_text=_("Vacío: hasta que la persona lo retire."),
        required=False,
    )
    guardian_name = forms.CharField(
        label=_("Madre, padre o persona encargada"),
        help_text=_("Solo si la persona tiene menos de 18 años. También da su consentimiento."),
        max_length=120,
        required=False,
        widget=ui.NameInput,
    )
    field_order = ("consent_how", "signature", "witness_name", "guardian_name", "expires_on")

    def given(self) -> ConsentGiven:
        """Return the typed consent of a valid form."""
        return replace(self.consent(), expires_on=self.cleaned_data["expires_on"])


class CopyForm(ui.Form):
    """A copy of the file, handed over in person to who has shown who she is."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    identified_how = forms.ChoiceField(
        label=_("¿Cómo se identificó?"),
        help_text=_("La copia se entrega en persona, solo a ella."),
        choices=Identified.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Diga cómo se identificó la persona.")},
    )
    format = forms.ChoiceField(
        label=_("¿Cómo la quiere?"),
        choices=CopyFormat.choices,
        initial=CopyFormat.PDF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4


class ErasureForm(ui.Form):
    """A request to erase, after what it means was explained."""

    reason = forms.ChoiceField(
        label=_("¿Por qué se borran?"),
        choices=ErasureReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Diga por qué se borran.")},
    )
    explained = forms.BooleanField(
        label=_("Se le explicó que no se puede deshacer"),
        error_messages={"required": _("Explíqueselo antes de pedirlo.")},
    )


class ErasureDecisionForm(ui.Form):
    """Whether the data are erased, and why not."""

    decision = forms.ChoiceField(
        label=_("¿Se borran sus datos?"),
        choices=[
            (ErasureState.CONFIRMED, _("Sí, borrarlos ahora y para siempre")),
            (ErasureState.REFUSED, _("No se borran")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja si se borran.")},
    )
    reason = forms.CharField(
        label=_("Por qué no"),
        help_text=_("Solo si no se borran. No escriba nombres."),
        max_length=300,
        required=False,
    )


class Asking(models.TextChoices):
    """How the person asked for a permission to be withdrawn: as easily as she can."""

    TOLD = "told", _("Me lo dijo, en persona o por teléfono")
    PAPER = "paper", _("Por escrito, con firma o huella")


class WithdrawalForm(ui.Form):
    """A permission withdrawn: no proof is asked of the person, whoever hears it answers for it."""

    how = forms.ChoiceField(
        label=_("¿Cómo lo pidió la persona?"),
        choices=Asking.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Diga cómo lo pidió.")},
    )

    def given(self, user: User) -> ConsentGiven:
        """Return the typed decision; who was told it is its witness."""
        return told_to(user, Asking(self.cleaned_data["how"]))


def told_to(user: User, how: Asking) -> ConsentGiven:
    """Return a withdrawal as `user` took it from the person."""
    if how == Asking.PAPER:
        return ConsentGiven(how=ConsentHow.PAPER, decision=ConsentDecision.WITHDRAWN)
    return ConsentGiven(
        how=ConsentHow.WITNESS, witness_name=user.name, decision=ConsentDecision.WITHDRAWN
    )


class HoldForm(ui.Form):
    """Why a file is kept from being erased."""

    reason = forms.CharField(
        label=_("¿Por qué se retiene?"),
        help_text=_("Solo usted lo lee. No escriba nombres ni cuente una queja."),
        max_length=300,
        error_messages={"required": _("Escriba por qué se retiene.")},
    )


class HoldByCodeForm(CodeForm, HoldForm):
    """Which file is kept from being erased, by the exact code of its case, and why."""

    field_order = ("code", "reason")


class KeepBackForm(HoldForm):
    """Which file of a batch is kept back."""

    item = forms.IntegerField(widget=forms.HiddenInput)


class RiskForm(ui.Form):
    """What is told without permission because a life is at risk: to whom, which data, why."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    told_to = forms.CharField(
        label=_("¿A quién se lo dice?"),
        help_text=_("La institución y con quién habla. No escriba el nombre de la persona."),
        max_length=160,
    )
    what = forms.MultipleChoiceField(
        label=_("¿Qué datos le dice?"),
        choices=DisclosedField.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marque qué datos dice.")},
    )
    reason = forms.CharField(
        label=_("¿Por qué corre peligro su vida?"),
        help_text=_("Lo lee protección de datos. No escriba nombres."),
        min_length=SHORTEST_REASON,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4


class ReturnForm(ui.Form):
    """Why a batch is looked through again."""

    reason = forms.CharField(
        label=_("¿Por qué se devuelve?"),
        help_text=_("No escriba nombres."),
        max_length=300,
        error_messages={"required": _("Escriba por qué se devuelve.")},
    )


class RuleForm(ui.Form):
    """The next version of a rule."""

    amount = forms.IntegerField(
        label=_("¿Cuánto tiempo se conserva?"), min_value=1, max_value=600, widget=ui.DigitsInput
    )
    source = forms.CharField(
        label=_("¿Qué norma o decisión lo dice?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Escriba por qué ese tiempo.")},
    )
    valid_from = ui.DateField(label=_("¿Desde cuándo vale?"), help_text=_("Desde mañana."))

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("En %(unit)s.") % {"unit": unit}
