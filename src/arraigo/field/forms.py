"""Forms about phones and deliveries."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.field.enums import Problem, SubmissionState
from arraigo.ui import forms as ui


class DeviceForm(ui.Form):
    """A phone to be added, under a name its user knows it by."""

    mark_optional = False

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("¿Cómo le dice a este teléfono?"),
        help_text=_("Por ejemplo: el mío, el de la oficina."),
        max_length=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4


class AsideForm(ui.Form):
    """Why a delivery is set aside: kept, and applied no more."""

    reason = forms.CharField(
        label=_("¿Por qué se aparta?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class SubmissionFilter(forms.Form):
    """Which deliveries to show; what is not one of the choices is no filter."""

    state = forms.ChoiceField(
        label=_("Estado"),
        choices=[("", _("Todas")), *SubmissionState.choices],
        required=False,
    )

    def chosen(self) -> dict[str, str]:
        """Return the filters that are in force."""
        valid = self.is_valid()
        state = self.cleaned_data.get("state", "") if valid else ""
        return {"state": state} if state else {}


#: What to do about each problem, for the person who looks at it.
ADVICE = {
    Problem.NO_FORM: _("Publique esa versión del formulario y vuelva a intentar."),
    Problem.OLD_VERSION: _("Se aplicó. Borre del teléfono los borradores viejos."),
    Problem.OTHER_CONTENT: _(
        "Compare con la primera. Si hay que corregir algo, hágalo en el caso y aparte esta."
    ),
    Problem.NO_CASE: _("En cuanto llegue el registro de la persona se aplica sola."),
    Problem.LATE_CHAIN: _(
        "Registre a la persona o busque su caso, y anote allí lo que dice. Después aparte esta."
    ),
    Problem.ANSWERS: _(
        "Anote en el caso lo que dice, corregido, y aparte esta. Si ya se arregló, vuelva a "
        "intentar."
    ),
    Problem.CLASH: _("Lo demás ya se guardó. Escoja abajo qué respuesta queda."),
    Problem.REFUSED: _("Arregle lo que lo impide y vuelva a intentar, o apártela."),
    Problem.FAILURE: _("Nada se perdió. Vuelva a intentar; si falla otra vez, avise a soporte."),
    Problem.NEVER_WHOLE: _("Abra la aplicación en el teléfono y envíela de nuevo."),
}
