"""Forms about cases."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import Source
from arraigo.ui import forms as ui


class OpenCaseForm(ui.Form):
    """How the person was identified; the rest of a case follows from facts."""

    source = forms.ChoiceField(
        label=_("¿Cómo se identificó a la persona?"),
        choices=Source.choices,
        widget=forms.RadioSelect,
    )


class AnnulForm(ui.Form):
    """Why a fact recorded by mistake is void."""

    reason = forms.CharField(
        label=_("¿Por qué se anula?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
