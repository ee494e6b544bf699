"""Forms about access in an emergency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.emergency.enums import SHORTEST_REASON, EmergencyVerdict
from arraigo.ui import forms as ui


class OpenForm(ui.Form):
    """Whose file, by an exact number, and why."""

    code = forms.CharField(
        label=_("CUI o código del caso"),
        help_text=_("Completo y exacto, como ESC-2026-00001-X. Aquí no se busca por nombre."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("¿Por qué necesita verlo ahora?"),
        help_text=_("Lo leerán su supervisión y protección de datos. No escriba nombres."),
        min_length=SHORTEST_REASON,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(ui.Form):
    """What the reviewer found."""

    verdict = forms.ChoiceField(
        label=_("¿Se justifica?"), choices=EmergencyVerdict.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comentario"),
        help_text=_("Necesario si no se justifica."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
