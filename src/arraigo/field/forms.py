"""Forms about phones and deliveries."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arraigo.core.reading.limits import Reason
from arraigo.core.reading.tables import MESSAGES, Unreadable
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import XFormVersion
from arraigo.field.publishing.actions import NewVersion, publish
from arraigo.field.publishing.checking import Checked, check
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


class _Files(forms.FileField):
    """Several files at once; none is an answer too."""

    widget = ui.FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each looked at."""
        clean = super().clean
        given = data if isinstance(data, list | tuple) else [data]
        return [clean(each, initial) for each in given if each]


class UploadForm(ui.Form):
    """A workbook with a form, and the files it needs; it is looked through when it is checked."""

    file = forms.FileField(
        label=_("Formulario en Excel (XLSForm)"),
        help_text=_("El archivo .xlsx con las hojas survey, choices y settings."),
    )
    beside = _Files(
        label=_("Archivos que necesita"),
        help_text=_("Listas (.csv) o imágenes. Los departamentos, municipios y casos ya están."),
        required=False,
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big
        self.checked: Checked | None = None

    def clean(self) -> dict[str, Any]:
        """Look through the workbook; its errors are shown in a table, counted here."""
        data = super().clean() or self.cleaned_data
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", str(MESSAGES[Reason.TOO_BIG]))
        elif file := data.get("file"):
            self._check(file, data.get("beside") or [])
        return data

    def _check(self, file: Any, media: list[Any]) -> None:
        try:
            self.checked = check(file.name, file.read(), {each.name: each.read() for each in media})
        except Unreadable as unreadable:
            self.add_error("file", str(unreadable.message))
            return
        if number := len(self.checked.errors):
            text = ngettext(
                "Hay %(number)s cosa que arreglar. Corríjala y súbalo de nuevo.",
                "Hay %(number)s cosas que arreglar. Corríjalas y súbalo de nuevo.",
                number,
            )
            self.add_error("file", text % {"number": number})

    def publish(self, user: Any) -> XFormVersion:
        """Publish the form of a valid upload, and return its version."""
        checked = self.checked
        assert checked is not None  # noqa: S101 -- a valid form was looked through
        assert checked.definition is not None  # noqa: S101
        new = NewVersion(
            xml=checked.xml, definition=checked.definition, sheets=checked.sheets,
            media=checked.media, data_class=checked.data_class, warnings=tuple(checked.findings),
        )  # fmt: skip
        return publish(new=new, user=user)


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
    case = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are in force."""
        self.is_valid()
        told = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: value for name, value in told.items() if value}


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
