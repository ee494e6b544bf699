"""The forms of a verification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from arraigo.casework.forms.fields import SatisfactionField
from arraigo.casework.quality.actions import CheckInput
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION
from arraigo.casework.quality.enums import Confirms, ItemAnswer, Reached, Unverifiable
from arraigo.casework.quality.figures import shown_months
from arraigo.casework.quality.models import DrawnCase
from arraigo.core.models import field_id
from arraigo.ui import forms as ui

#: Choices beside each other: three short words fit a phone.
_BESIDE = {"class": "choices-beside"}
_ASKED = {"rows": 3}
LONGEST = 2000


class CheckForm(ui.Form):
    """One screen: each item of the checklist, what the person said, and what came of it."""

    conditional = (
        "not_tried_because", "confirms", "differs", "observations", "correction", "correct_by",
    )  # fmt: skip

    id = forms.UUIDField(widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        label=_("¿Habló con la persona?"), choices=Reached.choices, widget=forms.RadioSelect
    )
    not_tried_because = forms.CharField(
        label=_("¿Por qué no se intentó?"), max_length=300, required=False
    )
    confirms = forms.ChoiceField(
        label=_("¿Confirma lo que está anotado?"),
        help_text=_("Si habló con ella."),
        choices=Confirms.choices,
        required=False,
        widget=forms.RadioSelect(attrs=_BESIDE),
    )
    satisfaction = SatisfactionField(widget=forms.RadioSelect(attrs=_BESIDE))
    differs = forms.CharField(
        label=_("¿Qué es distinto de lo anotado?"),
        help_text=_("Con sus palabras. Si cuenta violencia, salud o delitos, no lo escriba aquí."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs=_ASKED),
    )
    observations = forms.CharField(
        label=_("¿Qué observó?"),
        help_text=_("Hace falta si el resultado no es «Conforme». Lo lee quien lleva el caso."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs=_ASKED),
    )
    correction = forms.CharField(
        label=_("¿Qué hay que corregir?"),
        help_text=_("Le aparecerá en Hoy a quien lleva el caso."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs=_ASKED),
    )
    correct_by = ui.DateField(label=_("¿Para cuándo?"), required=False)

    def __init__(self, *args: Any, facts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id
        for item in CHECKLISTS[VERSION]:
            told = facts.get(item.code)
            self.fields[f"item_{item.code}"] = forms.ChoiceField(
                label=str(item.words),
                help_text=_("Arraigo ve: %(told)s") % {"told": told} if told else "",
                choices=ItemAnswer.choices,
                widget=forms.RadioSelect(attrs=_BESIDE),
            )
        self.order_fields(["id", *self._items()])
        self.mind_manners()

    def _items(self) -> list[str]:
        return [f"item_{item.code}" for item in CHECKLISTS[VERSION]]

    @property
    def items(self) -> list[forms.BoundField]:
        """Return the questions of the checklist."""
        return [self[name] for name in self._items()]

    def check(self, drawn: DrawnCase) -> CheckInput:
        """Return the typed input of `record_check`."""
        told = dict(self.cleaned_data)
        answers = {
            item.code: ItemAnswer(told.pop(f"item_{item.code}")) for item in CHECKLISTS[VERSION]
        }
        reached, confirms = Reached(told.pop("reached")), told.pop("confirms")
        return CheckInput(
            drawn=drawn, answers=answers, reached=reached,
            confirms=Confirms(confirms) if confirms else "", **told,
        )  # fmt: skip


class UnverifiableForm(ui.Form):
    """Why a drawn case cannot be verified."""

    conditional = ("told",)

    id = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("¿Por qué no se puede verificar?"),
        help_text=_("No se cambia por otro caso: cuenta como no verificado."),
        choices=Unverifiable.choices,
        widget=forms.RadioSelect,
    )
    told = forms.CharField(
        label=_("Explique"),
        help_text=_("Si es otro motivo."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id


class CorrectedForm(ui.Form):
    """What was done about an observation, in a line."""

    note = forms.CharField(label=_("¿Qué hizo?"), max_length=300, required=False)


class MonthForm(ui.Form):
    """Which month to show; what is no choice shows the last one."""

    mark_optional = False

    mes = forms.ChoiceField(label=_("Mes"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = {f"{month:%Y-%m}": month for month in reversed(shown_months())}
        self.fields["mes"].choices = [  # type: ignore[attr-defined]
            (key, date_format(month, "YEAR_MONTH_FORMAT")) for key, month in self.months.items()
        ]

    @property
    def month(self) -> Any:
        """Return the month asked for, or the last one that is over."""
        return self.months.get(self.data.get("mes", ""), shown_months()[-1])
