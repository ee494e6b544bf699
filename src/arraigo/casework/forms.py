"""Forms about cases. Each carries the id of what it makes, so sent twice it is made once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.actions.cases import managers_of
from arraigo.casework.documents.actions import DocumentInput
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.forms import PhotoForm
from arraigo.casework.enums import ContactMode, NoteKind, Source
from arraigo.casework.inputs import ClosureInput, NoteInput, SessionInput
from arraigo.casework.models import Case, Closure
from arraigo.core import clock
from arraigo.core.models import field_id, not_in_future
from arraigo.people.minors import may_be_minor
from arraigo.people.models import Person
from arraigo.ui import forms as ui


class OpenCaseForm(ui.Form):
    """How the person was identified; the rest of a case follows from facts."""

    source = forms.ChoiceField(
        label=_("¿Cómo se identificó a la persona?"),
        choices=Source.choices,
        widget=forms.RadioSelect,
    )
    best_interests = forms.CharField(
        label=_("¿Por qué un caso es lo que más le conviene?"),
        help_text=_("Puede ser menor de 18 años. Hable con ella y con quien le cuida."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_minor(person.birth_year):
            del self.fields["best_interests"]


class ReassignForm(ui.Form):
    """Who manages a case, or several, from now on: somebody of all their offices.

    `now` holds the ids of who manages them, who is no choice.
    """

    manager = forms.ModelChoiceField(
        label=_("¿Quién llevará el caso?"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, cases: list[Case], now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["manager"])
        choices = User.objects.exclude(pk__in=now).order_by("name")
        for office in sorted({case.office_id for case in cases}):
            choices = choices.filter(pk__in=managers_of(office).values("pk"))
        field.queryset = choices if cases else choices.none()
        if len(cases) > 1:
            field.label = _("¿Quién llevará estos casos?")


class AnnulForm(ui.Form):
    """Why a fact recorded by mistake is void."""

    reason = forms.CharField(
        label=_("¿Por qué se anula?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class CaseForm(ui.Form):
    """A form about something done in a case, on a day."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["id"].initial = field_id
        if "occurred_on" in self.fields:
            self.fields["occurred_on"].initial = clock.today

    def clean_occurred_on(self) -> Any:
        """Return the day, which is not before the case."""
        day = self.cleaned_data["occurred_on"]
        if day < self.case.opened_on:
            raise ValidationError(_("La fecha es anterior a la apertura del caso."))
        return day


class NoteForm(CaseForm):
    """A note or visit."""

    text = forms.CharField(
        label=_("¿Qué pasó?"),
        help_text=_("Si cuenta violencia, salud o delitos, escríbalo en una nota de protección."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("Tipo"), choices=NoteKind.choices, initial=NoteKind.NOTE, widget=forms.RadioSelect
    )
    occurred_on = ui.DateField(label=_("¿Cuándo?"), validators=[not_in_future])
    duration_minutes = forms.IntegerField(
        label=_("Duración en minutos"),
        required=False,
        min_value=1,
        max_value=600,
        widget=ui.DigitsInput,
    )
    is_good_practice = forms.BooleanField(
        label=_("Buena práctica: para el informe mensual"), required=False
    )
    is_challenge = forms.BooleanField(label=_("Desafío: para el informe mensual"), required=False)

    def note(self) -> NoteInput:
        """Return the typed input of `record_note`."""
        data = dict(self.cleaned_data)
        return NoteInput(case=self.case, kind=NoteKind(data.pop("kind")), **data)


class SessionForm(CaseForm):
    """A counselling session."""

    topics = forms.MultipleChoiceField(
        label=_("¿De qué se habló?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Marque de qué se habló.")},
    )
    mode = forms.ChoiceField(
        label=_("¿Cómo fue?"),
        choices=ContactMode.choices,
        initial=ContactMode.OFFICE,
        widget=forms.RadioSelect,
    )
    occurred_on = ui.DateField(label=_("¿Cuándo?"), validators=[not_in_future])
    duration_minutes = forms.IntegerField(
        label=_("Duración en minutos"),
        required=False,
        min_value=1,
        max_value=600,
        widget=ui.DigitsInput,
    )
    agreements = forms.CharField(
        label=_("Acuerdos"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = forms.CharField(label=_("Siguiente paso"), max_length=200, required=False)
    next_on = ui.DateField(
        label=_("Fecha del siguiente paso"),
        required=False,
        help_text=_("Quedará en su agenda de Hoy."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["topics"].choices = case.protocol.choices("topics")  # type: ignore[attr-defined]

    def clean_next_on(self) -> Any:
        """Return the day of the next step, which is today or later."""
        return ahead(self.cleaned_data["next_on"])

    def session(self) -> SessionInput:
        """Return the typed input of `record_session`."""
        data = dict(self.cleaned_data)
        topics = tuple(data.pop("topics"))
        mode = ContactMode(data.pop("mode"))
        return SessionInput(case=self.case, topics=topics, mode=mode, **data)


def ahead(day: Any) -> Any:
    """Return the day. Raises `ValidationError` for one that has passed."""
    if day is not None and day < clock.today():
        raise ValidationError(_("Escoja una fecha de hoy en adelante."))
    return day


class PostponeForm(ui.Form):
    """Another day for something due."""

    new_date = ui.DateField(label=_("¿Para cuándo?"))


class ClosureForm(PhotoForm, CaseForm):
    """Why a case ends and with what result, apart, how one knows, and perhaps a photo of it."""

    needs_photo = False
    field_order = ("id", "reason", "outcome", "evidence", "camera", "gallery")

    reason = forms.ChoiceField(
        label=_("¿Por qué se cierra?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja el motivo.")},
    )
    outcome = forms.ChoiceField(
        label=_("¿Con qué resultado?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja el resultado.")},
    )
    evidence = forms.CharField(
        label=_("¿Cómo se sabe?"),
        help_text=_("Por ejemplo: constancia de trabajo vista el 3 de junio."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["reason"].choices = case.protocol.choices("reasons")  # type: ignore[attr-defined]
        self.fields["outcome"].choices = case.protocol.choices("results")  # type: ignore[attr-defined]

    def closure(self) -> ClosureInput:
        """Return the typed input of `request_closure`."""
        names = ("id", "reason", "outcome", "evidence")
        return ClosureInput(case=self.case, **{name: self.cleaned_data[name] for name in names})

    def proof(self, closure: Closure) -> DocumentInput | None:
        """Return the typed input of `attach` for the photo that proves the result, if any."""
        if self.photo is None:
            return None
        return DocumentInput(
            id=closure.pk, case=self.case, kind=DocumentKind.PROOF, picture=self.photo,
            source=closure,
        )  # fmt: skip


class WhyForm(ui.Form):
    """Why a closure goes back, or a case is opened again."""

    reason = forms.CharField(
        label=_("¿Por qué?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
