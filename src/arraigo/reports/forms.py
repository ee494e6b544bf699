"""What a report asks for: its texts from the author, a comment from who returns it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.reports.actions import Narrative
from arraigo.reports.models import NARRATIVES, MonthlyReport
from arraigo.ui import forms as ui

LONGEST = 10_000


def _text(label: Any, help_text: Any, *, rows: int = 8) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NarrativeForm(ui.Form):
    """The three texts and the version they were opened at.

    A draft may be saved unfinished; to send it, the first two are needed.
    """

    mark_optional = False

    good_practices = _text(
        _("Buenas prácticas"), _("Qué funcionó bien y por qué. Sin nombres de personas.")
    )
    challenges = _text(
        _("Desafíos operativos"), _("Qué le costó y qué haría falta. Sin nombres de personas.")
    )
    results = _text(
        _("Resultados alcanzados (opcional)"), _("Lo que las cifras no cuentan."), rows=5
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, report: MonthlyReport) -> NarrativeForm:
        """Return the form with the report's texts."""
        return cls(initial={name: getattr(report, name) for name in (*NARRATIVES, "version")})

    @property
    def narrative(self) -> Narrative:
        """Return the texts typed."""
        return Narrative(**{name: self.cleaned_data[name] for name in NARRATIVES})

    def require_narratives(self) -> bool:
        """Add an error to each needed text that is missing; tell whether none is."""
        if not self.cleaned_data.get("good_practices"):
            self.add_error("good_practices", _("Para enviar, escriba las buenas prácticas."))
        if not self.cleaned_data.get("challenges"):
            self.add_error("challenges", _("Para enviar, escriba los desafíos."))
        return not self.errors

    def show_saved(self, saved: MonthlyReport) -> None:
        """Keep what was typed, show beside it what somebody saved, and build on that version."""
        typed = {name: self.data.get(name, "") for name in NARRATIVES}
        self.data = {**typed, "version": str(saved.version)}
        for name in NARRATIVES:
            self.fields[name].saved = (  # type: ignore[attr-defined]
                getattr(saved, name) if getattr(saved, name) != self.cleaned_data[name] else ""
            )


class ReturnForm(ui.Form):
    """What the author has to correct."""

    comment = forms.CharField(
        label=_("Qué hay que corregir"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Escriba qué hay que corregir.")},
    )


class SendForm(ui.Form):
    """Nothing to fill in: the button says it all."""


class ApproveForm(ui.Form):
    """The fingerprint of the figures on the screen: what is approved is what was seen."""

    seen = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
