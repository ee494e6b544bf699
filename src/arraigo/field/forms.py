"""Forms about phones and deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.core.reading.limits import Reason
from arraigo.core.reading.tables import MESSAGES, Unreadable
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import Submission, XForm, XFormVersion
from arraigo.field.publishing.actions import NewVersion, publish
from arraigo.field.publishing.checking import Checked, check
from arraigo.field.querysets import SubmissionQuerySet
from arraigo.field.submissions.clashes import Clashes
from arraigo.field.submissions.searching import answered, holding, questions_of
from arraigo.people.search.models import StoredSearch
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


class ChoiceForm(ui.Form):
    """Which answer stays, of each question that two answered differently."""

    mark_optional = False

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, clashes: Clashes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = clashes.version
        for each in clashes.decisions:
            stands = _told(each.standing, _("lo que dice ahora el perfil"), each.by or "", each.at)
            came = _told(
                each.sent, _("lo que llegó del teléfono"),
                submission.sent_by, submission.received_at,
            )  # fmt: skip
            self.fields[each.name] = forms.ChoiceField(
                label=each.label, choices=[("standing", stands), ("sent", came)],
                initial="standing", widget=forms.RadioSelect,
            )  # fmt: skip
        self.mind_manners()

    def chosen(self) -> dict[str, Any]:
        """Return the names of the answers that came and stay, and the version compared with."""
        sent = {name for name, value in self.cleaned_data.items() if value == "sent"}
        return {"sent": sent, "version": self.cleaned_data["version"]}


def _told(answer: str, what: Any, who: Any, when: datetime) -> SafeString:
    """Return an answer with where it comes from, who gave it and when."""
    at = date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
    return format_html('{} <span class="soft">{} · {}, {}</span>', answer, what, who, at)


class SubmissionFilter(ui.Form):
    """Which deliveries to show; what is not one of the choices is no filter.

    A question is asked for once a form is chosen, an answer once a question is.
    """

    mark_optional = False

    state = forms.ChoiceField(
        label=_("Estado"),
        choices=[("", _("Todas")), *SubmissionState.choices],
        required=False,
    )
    form = forms.ModelChoiceField(
        label=_("Formulario"), queryset=XForm.objects.exclude(data_class=DataClass.PROTECTION),
        empty_label=_("Todos"), required=False,
    )  # fmt: skip
    question = forms.ChoiceField(label=_("Pregunta"), required=False)
    answer = forms.ChoiceField(label=_("Respuesta"), required=False)
    case = forms.UUIDField(widget=forms.HiddenInput, required=False)
    busca = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        form = self._told("form")
        questions = questions_of(form, get_language() or "es") if form else []
        self.asked = {each.name: each for each in questions}
        self._offer("question", [(each.name, each.label) for each in questions])
        question = self.asked.get(self._told("question") or "")
        self._offer("answer", question.choices if question else ())
        self.is_valid()

    def _told(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self[name].value()) if name in self.fields else None
        except forms.ValidationError:
            return None

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("Cualquiera")), *choices]
        if not choices:
            del self.fields[name]

    @property
    def search(self) -> StoredSearch | None:
        """Return the words that were looked for, if it was this user who did."""
        told = self.cleaned_data.get("busca")
        return StoredSearch.objects.filter(pk=told, user=self.user).first() if told else None

    def chosen(self) -> dict[str, str]:
        """Return the filters that are in force, as an address has them."""
        told = {name: self.cleaned_data.get(name) for name in self.fields}
        return {
            name: str(value.pk if isinstance(value, XForm) else value)
            for name, value in told.items() if value
        }  # fmt: skip

    def applied_to(self, found: SubmissionQuerySet) -> SubmissionQuerySet:
        """Return the deliveries that are to be shown."""
        told = self.cleaned_data
        if told.get("state"):
            found = found.filter(state=told["state"])
        if told.get("case"):
            found = found.filter(case=told["case"])
        if told.get("form"):
            found = found.filter(form_id=told["form"].form_id)
        if told.get("answer"):
            found = answered(found, self.asked[told["question"]], told["answer"])
        if search := self.search:
            found = holding(found, search.text)
        return found


class SearchAnswersForm(ui.Form):
    """Words looked for in what was answered."""

    mark_optional = False

    q = forms.CharField(
        label=_("Palabras de una respuesta"),
        max_length=100,
        error_messages={"required": _("Escriba qué busca.")},
    )


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
