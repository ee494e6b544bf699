"""The words of a flag, and of its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.core.models import field_id
from arraigo.ui import forms as ui


class FlagForm(ui.Form):
    """What the supervisor saw in a case."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("¿Qué hay que ver o hacer?"),
        help_text=_(
            "Lo lee quien lleva el caso. La persona puede pedir copia de lo que se escribe."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id


class AttendForm(ui.Form):
    """What was done about it."""

    answer = forms.CharField(
        label=_("¿Qué se hizo?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
