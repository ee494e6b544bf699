"""Asking for the closure of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.documents.actions import DocumentInput
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.documents.forms import PhotoForm
from arraigo.casework.forms.work import CaseForm
from arraigo.casework.inputs import (
    ClosureInput,
)
from arraigo.casework.models import Case, Closure


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
