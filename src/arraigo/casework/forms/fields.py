"""Questions asked on more than one page of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models.work import LONGEST_MINUTES
from arraigo.ui import forms as ui


class MinutesField(forms.IntegerField):
    """How long a note or a session took, if it is known."""

    widget = ui.DigitsInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Duración en minutos"),
            required=False,
            min_value=1,
            max_value=LONGEST_MINUTES,
            **kwargs,
        )


class SatisfactionField(forms.TypedChoiceField):
    """How satisfied the person says she is, from 1 to 5; None when she was not asked."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("¿Qué tan satisfecha está, de 1 a 5?"),
            choices=[(number, str(number)) for number in range(1, 6)],
            coerce=int,
            empty_value=None,
            required=False,
            **kwargs,
        )
