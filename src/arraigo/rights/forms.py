"""Forms about the person's rights."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.ui import forms as ui


class CodeForm(ui.Form):
    """A case code."""

    code = forms.CharField(
        label=_("Código del caso"),
        max_length=24,
        error_messages={"required": _("Escriba el código del caso.")},
    )
