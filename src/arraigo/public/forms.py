"""Forms of the pages without an account."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.ui import forms as ui


class CodeForm(ui.Form):
    """The six digits mailed to the registered contact."""

    code = forms.CharField(
        label=_("Código de 6 números"),
        max_length=12,
        widget=ui.DigitsInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": _("Escriba el código que le llegó por correo.")},
    )

    def clean_code(self) -> str:
        """Return the six digits, however they were grouped."""
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != 6 or not digits.isdecimal():
            raise ValidationError(_("El código tiene 6 números."))
        return digits
