"""Asking for the closure of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.documents.actions import DocumentInput
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.forms import PhotoForm
from arraigo.casework.forms.work import CaseForm
from arraigo.casework.household.cases import HouseholdCase
from arraigo.casework.inputs import (
    ClosureInput,
)
from arraigo.casework.models import Case, Closure


class ClosureForm(PhotoForm, CaseForm):
    """Why a case ends and with what result, apart, how one knows, and perhaps a photo of it."""

    needs_photo = False
    field_order = ("id", "reason", "outcome", "evidence", "to_review", "camera", "gallery")

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

    to_review = forms.MultipleChoiceField(
        label=_("¿Siguen los otros casos de su hogar?"),
        help_text=_("Marque los que haya que revisar; se le recuerda a quien los lleva."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, case: Case, household: Sequence[HouseholdCase] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.others = {str(one.case.pk): one.case for one in household if not one.case.closed_on}
        self._ask_about(household)
        self.fields["reason"].choices = case.protocol.choices("reasons")  # type: ignore[attr-defined]
        self.fields["outcome"].choices = case.protocol.choices("results")  # type: ignore[attr-defined]

    def _ask_about(self, household: Sequence[HouseholdCase]) -> None:
        """Ask about the open cases of the household, by code; of none, ask nothing."""
        if not self.others:
            del self.fields["to_review"]
            return
        self.fields["to_review"].choices = [  # type: ignore[attr-defined]
            (str(one.case.pk), f"{one.member.get_kinship_display()}, {one.case.code}")
            for one in household
            if str(one.case.pk) in self.others
        ]

    def cases_to_review(self) -> list[Case]:
        """Return the cases of the household that somebody is to look at again."""
        return [self.others[key] for key in self.cleaned_data.get("to_review", ())]

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
