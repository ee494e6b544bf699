"""Opening a case, giving it to others, and why something is taken back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.casework.actions.reassigning import managers_of
from arraigo.casework.enums import (
    Source,
)
from arraigo.casework.models import Case
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
    handover = forms.CharField(
        label=_("¿Qué conviene que sepa?"),
        help_text=_("Queda como nota del caso. Sin violencia, salud ni delitos: eso va protegido."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
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
            self.fields["handover"].label = _("¿Qué conviene que sepa de todos ellos?")


class AnnulForm(ui.Form):
    """Why a fact recorded by mistake is void."""

    reason = forms.CharField(
        label=_("¿Por qué se anula?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class WhyForm(ui.Form):
    """Why a closure goes back, or a case is opened again."""

    reason = forms.CharField(
        label=_("¿Por qué?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
