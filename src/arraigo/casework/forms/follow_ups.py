"""Forms about reaching the person: what she told, or that nobody answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import AttemptResult, ContactMode, Employment, IncomeChange
from arraigo.casework.forms.fields import SatisfactionField
from arraigo.casework.forms.work import CaseForm, ahead
from arraigo.casework.inputs import AttemptInput, FollowUpInput
from arraigo.casework.models import Case, Due, FollowUp
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.ui import forms as ui

SAME, CHANGED = "same", "changed"
REACHED = (SAME, CHANGED)


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
    satisfaction = SatisfactionField()
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
        return ahead(self.cleaned_data["next_on"])

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


def answered_by(mode: str, last: FollowUp | None) -> dict[str, Any]:
    """Return the answers known of one who answered by `mode`; none when it is no mode.

    Whether things are as the last time, nobody has said: only at the first follow-up it is sure
    what she is to be asked.
    """
    if mode not in ContactMode:
        return {}
    return {"mode": mode} if last else {"mode": mode, "result": CHANGED}


class AttemptForm(CaseForm):
    """What came of a call or a message, told in one tap: nobody was reached."""

    result = forms.ChoiceField(choices=AttemptResult.choices)
    mode = forms.ChoiceField(choices=ContactMode.choices)

    def attempt(self, due: Due | None) -> AttemptInput:
        """Return the typed input of `record_attempt`, of today."""
        data = self.cleaned_data
        return AttemptInput(
            id=data["id"],
            case=self.case,
            due=due,
            mode=ContactMode(data["mode"]),
            result=AttemptResult(data["result"]),
            occurred_on=clock.today(),
        )
