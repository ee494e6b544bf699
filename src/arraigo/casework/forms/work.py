"""What is done in a case. Each form carries the id of what it makes: sent twice, made once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.actions.reassigning import managers_of
from arraigo.casework.actions.sessions import ASKED_MEANWHILE
from arraigo.casework.enums import ContactMode, Kept, NoteKind
from arraigo.casework.forms.fields import MinutesField
from arraigo.casework.inputs import NoteInput, SessionInput
from arraigo.casework.models import Case, CounsellingSession
from arraigo.core import clock
from arraigo.core.models import field_id, not_in_future
from arraigo.ui import forms as ui


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
    duration_minutes = MinutesField()
    is_good_practice = forms.BooleanField(
        label=_("Buena práctica: para el informe mensual"), required=False
    )
    is_challenge = forms.BooleanField(label=_("Desafío: para el informe mensual"), required=False)
    mentioned = forms.ModelMultipleChoiceField(
        label=_("Avisar a"),
        help_text=_("Lo verán en su Hoy."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = managers_of(self.case.office_id).exclude(pk=user.pk)
        cast(forms.ModelMultipleChoiceField, self.fields["mentioned"]).queryset = colleagues
        if not colleagues:
            del self.fields["mentioned"]

    def note(self) -> NoteInput:
        """Return the typed input of `record_note`."""
        data = dict(self.cleaned_data)
        kind, mentioned = NoteKind(data.pop("kind")), tuple(data.pop("mentioned", ()))
        return NoteInput(case=self.case, kind=kind, mentioned=mentioned, **data)


class SessionForm(CaseForm):
    """A counselling session; first, what became of what was agreed in the last one."""

    kept = forms.ChoiceField(
        label=_("¿Qué pasó con lo acordado?"),
        choices=Kept.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué pasó con lo acordado.")},
    )
    kept_words = forms.CharField(label=_("¿Qué pasó?"), max_length=300, required=False)
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
    duration_minutes = MinutesField()
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

    def __init__(
        self, *args: Any, case: Case, earlier: CounsellingSession | None, seen: str = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, case=case, **kwargs)
        self.earlier, self.seen = earlier, seen
        if earlier is None:
            del self.fields["kept"], self.fields["kept_words"]
        self.fields["topics"].choices = case.protocol.choices("topics")  # type: ignore[attr-defined]

    def clean_kept(self) -> str:
        """Return the answer, if it is about what the page showed."""
        if self.earlier is not None and self.seen != str(self.earlier.pk):
            raise ValidationError(ASKED_MEANWHILE)
        told: str = self.cleaned_data["kept"]
        return told

    def clean_next_on(self) -> Any:
        """Return the day of the next step, which is today or later."""
        return ahead(self.cleaned_data["next_on"])

    def session(self) -> SessionInput:
        """Return the typed input of `record_session`."""
        data = dict(self.cleaned_data)
        topics = tuple(data.pop("topics"))
        mode, kept = ContactMode(data.pop("mode")), data.pop("kept", "")
        return SessionInput(
            case=self.case, topics=topics, mode=mode, earlier=self.earlier,
            kept=Kept(kept) if kept else None, **data,
        )  # fmt: skip


def ahead(day: Any) -> Any:
    """Return the day. Raises `ValidationError` for one that has passed."""
    if day is not None and day < clock.today():
        raise ValidationError(_("Escoja una fecha de hoy en adelante."))
    return day


class PostponeForm(ui.Form):
    """Another day for something due."""

    new_date = ui.DateField(label=_("¿Para cuándo?"))
