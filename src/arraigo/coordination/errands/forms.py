"""Forms about errands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.coordination.errands.enums import Standing, Verdict, Whose
from arraigo.coordination.errands.inputs import AnswerInput, ErrandInput, ReturnInput
from arraigo.coordination.errands.models import ErrandAnswer
from arraigo.coordination.errands.rules import receivers_of
from arraigo.core import clock
from arraigo.core.models import field_id, not_in_future
from arraigo.ui import forms as ui

#: How far away the day is that the form proposes.
A_WEEK = timedelta(days=7)

ABOUT_NOBODY = _("Sin nombres ni datos de personas. Si es sobre alguien, encárguelo desde su caso.")
ABOUT_A_CASE = _("La persona puede pedir copia de lo que se escribe.")


def _in_a_week() -> Any:
    return clock.today() + A_WEEK


class ErrandForm(ui.Form):
    """What is to be done, by whom and by when."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=field_id)
    title = forms.CharField(label=_("¿Qué hay que hacer?"), max_length=200)
    given_to = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("¿A quién se lo encarga?"),
        help_text=_("Cada quien recibe el suyo."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Escoja a quién se lo encarga.")},
    )
    due_on = ui.DateField(label=_("¿Para cuándo?"), initial=_in_a_week)
    detail = forms.CharField(
        label=_("Detalle"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, user: User, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.case = user, case
        receivers = receivers_of(user, case)
        self.fields["given_to"].queryset = receivers  # type: ignore[attr-defined]
        if list(receivers) == [user]:
            del self.fields["given_to"]  # she can only remind herself
        self.fields["title"].help_text = ABOUT_NOBODY if case is None else ABOUT_A_CASE

    def clean_due_on(self) -> Any:
        """Refuse a day gone by."""
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("Escoja una fecha de hoy en adelante."))
        return day

    def errand(self) -> ErrandInput:
        """Return the typed input of `give_errands`."""
        data = self.cleaned_data
        return ErrandInput(
            title=data["title"],
            due_on=data["due_on"],
            given_to=list(data.get("given_to", [self.user])),
            detail=data["detail"],
            case=self.case,
            lot=data["id"],
        )


class AnswerForm(ui.Form):
    """What was done about an errand."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=field_id)
    words = forms.CharField(
        label=_("¿Qué se hizo?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    occurred_on = ui.DateField(
        label=_("¿Qué día?"), initial=clock.today, validators=[not_in_future]
    )

    def __init__(self, *args: Any, about_somebody: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not about_somebody:
            self.fields["words"].help_text = _("Sin nombres ni datos de personas.")

    def answer(self) -> AnswerInput:
        """Return the typed input of `finish_errand`."""
        return AnswerInput(**self.cleaned_data)


class JudgeForm(ui.Form):
    """What who gave the errand says to what was done; `answer` is what was read."""

    answer = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("¿Está bien lo que se hizo?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Diga si está bien o lo devuelve.")},
    )
    comment = forms.CharField(
        label=_("Comentario"),
        help_text=_("Para devolverlo, diga qué falta."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = ui.DateField(
        label=_("Nueva fecha"), help_text=_("Solo si lo devuelve."), required=False
    )

    @classmethod
    def of(cls, answer: ErrandAnswer) -> JudgeForm:
        """Return the form about this answer."""
        return cls(initial={"answer": answer.pk})

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing and a new day when it is returned."""
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == Verdict.RETURNED:
            day = data.get("due_on")
            if not data.get("comment") and "comment" not in self.errors:
                self.add_error("comment", _("Escriba qué falta."))
            if "due_on" not in self.errors and (day is None or day < clock.today()):
                self.add_error("due_on", _("Escoja una fecha de hoy en adelante."))
        return data

    def returned(self) -> ReturnInput:
        """Return the typed input of `return_errand`."""
        return ReturnInput(self.cleaned_data["comment"], self.cleaned_data["due_on"])


class TakeBackForm(ui.Form):
    """Why an errand is no longer to be done."""

    reason = forms.CharField(
        label=_("¿Por qué ya no hace falta?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ErrandFilter(ui.Form):
    """Which errands to list. A value that is no choice is as if it were not there."""

    mark_optional = False

    de = forms.ChoiceField(label=_("¿Cuáles?"), choices=Whose.choices, required=False)
    estado = forms.ChoiceField(label=_("Estado"), choices=Standing.choices, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_own = user.roles == {str(Role.PROMOTOR)}
        leads = bool(user.led_office_ids)
        start = Whose.MINE if only_own else Whose.OFFICE if leads else Whose.GIVEN
        self.start = {"de": str(start), "estado": str(Standing.OPEN)}
        if only_own:
            told = [(Whose.MINE, Whose.MINE.label), (Whose.GIVEN, Whose.GIVEN.label)]
            self.fields["de"].choices = told  # type: ignore[attr-defined]
        self.data = {**self.start, **self._chosen()}

    def _chosen(self) -> dict[str, str]:
        chosen = {}
        for name, field in self.fields.items():
            value = self.data.get(name, "")
            if value in {str(code) for code, _label in field.choices}:  # type: ignore[attr-defined]
                chosen[name] = value
        return chosen

    @property
    def whose(self) -> str:
        """Return by who has to do with them."""
        return str(self.data["de"])

    @property
    def standing(self) -> str:
        """Return by where they stand."""
        return str(self.data["estado"])
