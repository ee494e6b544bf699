"""Buttons, which may have to say why not, and what finance notes of a payment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.ui import forms as ui


class ButtonForm(ui.Form):
    """Carries the reason to the error summary when the action is refused."""


class PaymentForm(ui.Form):
    """When a certified month was paid, and by which transfer or cheque."""

    paid_on = ui.DateField(label=_("Pagado el"))
    reference = forms.CharField(label=_("Número de la transferencia o del cheque"), max_length=60)
