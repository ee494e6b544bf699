"""What is done in a case. Each form carries the id of what it makes: sent twice, made once."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.actions.reassigning import managers_of
from arraigo.casework.enums import (
    AttemptResult,
    ContactMode,
    Employment,
    IncomeChange,
    NoteKind,
)
from arraigo.casework.inputs import (
    AttemptInput,
    FollowUpInput,
    NoteInput,
    SessionInput,
)
from arraigo.casework.models import Case, Due, FollowUp
from arraigo.core import clock
from arraigo.core.models import field_id, not_in_future
from arraigo.ui import forms as ui

SAME, CHANGED = "same", "changed"
REACHED = (SAME, CHANGED)


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
        return _ahead(self.cleaned_data["next_on"])

    def session(self) -> SessionInput:
        """Return the typed input of `record_session`."""
        data = dict(self.cleaned_data)
        topics = tuple(data.pop("topics"))
        mode = ContactMode(data.pop("mode"))
        return SessionInput(case=self.case, topics=topics, mode=mode, **data)


def _ahead(day: Any) -> Any:
    if day is not None and day < clock.today():
        raise ValidationError(_("Escoja una fecha de hoy en adelante."))
    return day


class FollowUpForm(CaseForm):
    """What came of a call or visit: reached or not, what changed, and the next date."""

    result = forms.ChoiceField(
        label=_("¿Contestó?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué pasó.")},
    )
    next_on = ui.DateField(label=_("Próxima fecha"), required=False)
    mode = forms.ChoiceField(
        label=_("¿Cómo fue?"),
        choices=ContactMode.choices,
        initial=ContactMode.CALL,
        widget=forms.RadioSelect,
    )
    occurred_on = ui.DateField(label=_("¿Cuándo?"), validators=[not_in_future])
    employment = forms.ChoiceField(
        label=_("¿Cuál es su situación de trabajo?"),
        choices=Employment.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    outcomes = forms.MultipleChoiceField(
        label=_("¿Qué logró?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    income_change = forms.ChoiceField(
        label=_("¿Cómo está su ingreso?"),
        choices=IncomeChange.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    satisfaction = forms.TypedChoiceField(
        label=_("¿Qué tan satisfecha está, de 1 a 5?"),
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    services_received = forms.CharField(
        label=_("Servicios que recibió desde la última vez"), max_length=1000, required=False
    )
    difficulties = forms.CharField(label=_("Dificultades"), max_length=1000, required=False)
    agreed_actions = forms.CharField(label=_("Lo que acordaron"), max_length=1000, required=False)

    CHANGES = (
        "outcomes",
        "income_change",
        "satisfaction",
        "services_received",
        "difficulties",
        "agreed_actions",
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        last: FollowUp | None,
        due: Due | None,
        suggested: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.last, self.due, self.suggested = last, due, suggested
        same = [(SAME, _("Sí, y sigue igual"))] if last else []
        changed = _("Sí, hay cambios") if last else _("Sí, contestó")
        choices = [*same, (CHANGED, changed), *AttemptResult.choices]
        self.fields["result"].choices = choices  # type: ignore[attr-defined]
        self.fields["outcomes"].choices = case.protocol.choices("outcomes")  # type: ignore[attr-defined]

    def clean_next_on(self) -> Any:
        """Return the next day, which is today or later."""
        return _ahead(self.cleaned_data["next_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for the situation of work when the person told of changes."""
        data = super().clean() or self.cleaned_data
        if data.get("result") == CHANGED and not data.get("employment"):
            self.add_error("employment", _("Escoja su situación de trabajo."))
        return data

    @property
    def reached(self) -> bool:
        """Tell whether the person answered and told how she is."""
        return self.cleaned_data["result"] in REACHED

    @property
    def more_is_open(self) -> bool:
        """Tell whether the questions about changes hold an answer or an error to show."""
        return self.is_bound and (
            any(name in self.errors for name in self.CHANGES)
            or any(self[name].value() for name in self.CHANGES)
        )

    def attempt(self) -> AttemptInput:
        """Return the typed input of `record_attempt`."""
        data = self.cleaned_data
        return AttemptInput(
            id=data["id"],
            case=self.case,
            due=self.due,
            mode=ContactMode(data["mode"]),
            result=AttemptResult(data["result"]),
            occurred_on=data["occurred_on"],
            next_on=data["next_on"],
        )

    def follow_up(self) -> FollowUpInput:
        """Return the typed input of `record_follow_up`; "sigue igual" copies the last answers."""
        data = self.cleaned_data
        told = {name: data[name] for name in self.CHANGES}
        told["outcomes"] = tuple(told["outcomes"])
        employment, unchanged = data["employment"], None
        if data["result"] == SAME and self.last is not None:
            unchanged, employment = self.last, self.last.employment
            told = {"outcomes": tuple(self.last.outcomes), "satisfaction": data["satisfaction"]}
        return FollowUpInput(
            id=data["id"],
            case=self.case,
            due=self.due,
            mode=ContactMode(data["mode"]),
            occurred_on=data["occurred_on"],
            employment=Employment(employment),
            next_on=data["next_on"] or self.suggested,
            unchanged_since=unchanged,
            **told,
        )


class PostponeForm(ui.Form):
    """Another day for something due."""

    new_date = ui.DateField(label=_("¿Para cuándo?"))
