"""Forms of assessments: the interview, page by page, and a scheme brought as a sheet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.people.leads.forms import FileForm, SpreadsheetField
from arraigo.profiling.assessments.enums import AssessmentKind, Round
from arraigo.profiling.assessments.importing import RowError, document_of, read_sheet
from arraigo.profiling.assessments.inputs import AssessmentInput, SchemeInput
from arraigo.profiling.assessments.instruments import (
    Instrument,
    Question,
    in_language,
    instrument_of,
)
from arraigo.profiling.assessments.models import ScoringScheme
from arraigo.ui import forms as ui

#: The questions of ours before those of the instrument.
OPENING: Final = ("occurred_on", "round", "in_private", "agreed")
_YES_NO: Final = [("si", _("Sí")), ("no", _("No"))]


def _radio(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


class AssessmentForm(ui.Form):
    """Everything that an assessment asks; a page of it at a time is shown by `Interview`.

    With `partial`, as a phone delivers it, a question that its form did not ask is no error.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    occurred_on = ui.DateField(label=_("¿Qué día es la evaluación?"), validators=[not_in_future])

    def __init__(
        self, *args: Any, case: Case, instrument: Instrument, partial: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.instrument = case, instrument
        self.fields["id"].initial = uuid.uuid4
        self.fields["occurred_on"].initial = clock.today
        if instrument.kind == AssessmentKind.RSS:
            rounds = [each for each in Round.choices if each[0]]
            self.fields["round"] = _radio(_("¿Cuál encuesta es?"), rounds)
        if instrument.in_private:
            self.fields["in_private"] = _radio(
                _("¿Están a solas, sin que nadie les oiga?"), _YES_NO,
                help_text=_("Tampoco deben oír la pareja ni la familia."),
            )  # fmt: skip
        self.fields["agreed"] = _radio(_("¿Está de acuerdo la persona en que empecemos?"), _YES_NO)
        for question in instrument.questions:
            self.fields[question.code] = _field_of(question, required=not partial)
        self.mind_manners()

    def clean(self) -> dict[str, Any]:
        """Ask what was to be asked, by what was answered before."""
        told = super().clean() or self.cleaned_data
        answers = self.answers
        for question in self.instrument.questions:
            asked = question.only_if is not None and question.applies(answers)
            given = answers.get(question.code)
            if asked and not given and question.code in told:
                self.add_error(question.code, self.fields[question.code].error_messages["required"])
            elif given and not question.knows(given):
                self.add_error(
                    question.code, _("Esa respuesta va sola: quite las otras o quite esa.")
                )
        return told

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers by code, as a phone would send them."""
        codes = (each.code for each in self.instrument.questions)
        told = {code: self.cleaned_data.get(code) or "" for code in codes}
        return {
            code: " ".join(answer) if isinstance(answer, list) else answer
            for code, answer in told.items()
        }

    @property
    def is_refused(self) -> bool:
        """Tell whether the person did not want it, or it was no place for it."""
        return "no" in (self.cleaned_data.get("agreed"), self.cleaned_data.get("in_private"))

    @property
    def round(self) -> Round:
        """Return which round it is."""
        return Round(self.cleaned_data.get("round") or Round.NONE)

    def assessment(self, delivery_id: uuid.UUID | None = None) -> AssessmentInput:
        """Return what a valid form tells."""
        return AssessmentInput(
            case=self.case, kind=self.instrument.kind, answers=self.answers, round=self.round,
            occurred_on=self.cleaned_data["occurred_on"], id=self.cleaned_data["id"],
            delivery_id=delivery_id,
        )  # fmt: skip


def _field_of(question: Question, *, required: bool) -> forms.Field:
    kind = forms.MultipleChoiceField if question.several else forms.ChoiceField
    return kind(
        label=in_language(question.words),
        help_text=in_language(question.hint),
        choices=[(code, in_language(words)) for code, words in question.choices.items()],
        widget=forms.CheckboxSelectMultiple if question.several else forms.RadioSelect,
        required=required and question.only_if is None,
    )


@dataclass(frozen=True)
class Page:
    """A page of an interview: the questions it shows and what to mind."""

    title: str
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Interview:
    """An assessment on the screen, a few questions at a time.

    What earlier pages were told travels with the form and is kept nowhere until the end: it may
    be of class C.
    """

    def __init__(self, case: Case, instrument: Instrument, data: QueryDict | None = None) -> None:
        self.case, self.instrument, self.data = case, instrument, data
        blank = AssessmentForm(case=case, instrument=instrument)
        opening = tuple(name for name in OPENING if name in blank.fields)
        notes = tuple(in_language(each) for each in instrument.closing)
        self.pages = [Page(in_language(instrument.title), opening)]
        self.pages += [
            Page(in_language(each.title), tuple(asked.code for asked in each.questions),
                 tuple(in_language(note) for note in each.notes))
            for each in instrument.sections
        ]  # fmt: skip
        last = self.pages[-1]
        self.pages[-1] = Page(last.title, last.names, (*last.notes, *notes))
        self.number = self._number(data)
        self.form = blank
        if data is not None:
            self.form = AssessmentForm(data, case=case, instrument=instrument)

    def _number(self, data: QueryDict | None) -> int:
        told = data.get("pagina", "") if data else ""
        known = told.isascii() and told.isdigit() and len(told) < 4
        return min(int(told), len(self.pages) - 1) if known else 0

    @property
    def page(self) -> Page:
        """Return the page that is shown."""
        return self.pages[self.number]

    @property
    def shown(self) -> list[forms.BoundField]:
        """Return the questions of the page."""
        return [self.form[name] for name in self.page.names]

    @property
    def carried(self) -> Iterator[tuple[str, str]]:
        """Return what the other pages were told, to travel along."""
        yield "id", str(self.form["id"].value())
        for name in self.form.fields:
            if name not in self.page.names and name != "id" and self.data is not None:
                yield from ((name, each) for each in self.data.getlist(name))

    @property
    def is_last(self) -> bool:
        """Tell whether what follows is to keep it."""
        return self.number == len(self.pages) - 1

    def move(self) -> bool:
        """Go on, or back; tell whether every page is right and it may be kept.

        Nobody goes on from a page that lacks something; in the end the first page that does is
        shown. A person who does not want it is asked nothing more.
        """
        if self.data is None:
            return False
        if "atras" in self.data:
            self._show(max(self.number - 1, 0))
            return False
        wrong = self._wrong(self.number)
        if not wrong and self.form.is_refused:
            return True
        if wrong or not self.is_last:
            self._only(self.number) if wrong else self._show(self.number + 1)
            return False
        first = next((each for each in range(len(self.pages)) if self._wrong(each)), None)
        if first is not None or self.form.errors:
            self.number = first or 0
            self._only(self.number)
            return False
        return True

    def _wrong(self, number: int) -> list[str]:
        return [name for name in self.pages[number].names if name in self.form.errors]

    def _only(self, number: int) -> None:
        """Show the errors of one page; the others were not asked yet."""
        kept = {*self.pages[number].names, "id", "__all__"}
        for name in [each for each in self.form.errors if each not in kept]:
            del self.form.errors[name]

    def _show(self, number: int) -> None:
        """Show another page as it was left, unchecked."""
        self.number = number
        told: Mapping[str, Any] = {
            name: field.widget.value_from_datadict(self.data, {}, name)
            for name, field in self.form.fields.items()
        }
        given = {name: value for name, value in told.items() if value not in (None, "", [])}
        self.form = AssessmentForm(initial=given, case=self.case, instrument=self.instrument)


class SchemeForm(FileForm):
    """A scheme as a sheet, with where it comes from; it is looked through when it is checked."""

    mark_optional = False

    code = _radio(
        _("¿De qué evaluación es?"),
        [(each.value, each.label) for each in AssessmentKind if instrument_of(each)],
    )
    version = forms.CharField(
        label=_("Versión"), max_length=20, help_text=_("Por ejemplo: anexo-4-2017.")
    )
    source = forms.CharField(
        label=_("¿De dónde vienen los pesos?"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    is_official = forms.BooleanField(
        label=_("Es el puntaje oficial"), required=False,
        help_text=_("Si no lo es, cada puntaje dirá «puntaje provisional»."),
    )  # fmt: skip
    valid_from = ui.DateField(label=_("Se usa desde"), initial=clock.today)
    high = forms.DecimalField(
        label=_("Desde qué puntaje se lee el nivel más favorable"),
        min_value=0, max_value=1, decimal_places=4, initial=Decimal("0.66"),
    )  # fmt: skip
    low = forms.DecimalField(
        label=_("Desde qué puntaje se lee el nivel medio"),
        min_value=0, max_value=1, decimal_places=4, initial=Decimal("0.33"),
    )  # fmt: skip
    file = SpreadsheetField(
        help_text=_("Excel (.xlsx) o CSV. Descargue el esquema vigente y cambie sus números.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_errors: list[RowError] = []
        self.items: list[dict[str, Any]] = []

    def clean(self) -> dict[str, Any]:
        """Look through the sheet; its errors are shown in a table, counted here."""
        told = super().clean() or self.cleaned_data
        high, low = told.get("high"), told.get("low")
        if high is not None and low is not None and not 0 < low < high:
            self.add_error("low", _("El nivel medio empieza debajo del más favorable."))
        if told.get("code") and told.get("file"):
            self._read(told)
        return told

    def _base(self, code: str) -> ScoringScheme:
        found = ScoringScheme.objects.in_force(code)
        if found is None:
            raise ValidationError(_("No hay un esquema vigente de esa evaluación."))
        return found

    def _read(self, told: dict[str, Any]) -> None:
        read = read_sheet(told["file"].table, self._base(told["code"]))
        self.items, self.row_errors = read.items, read.errors
        if number := len(read.errors):
            text = ngettext(
                "Hay %(number)s cosa que arreglar. Corríjala y súbalo de nuevo.",
                "Hay %(number)s cosas que arreglar. Corríjalas y súbalo de nuevo.",
                number,
            )
            self.add_error("file", text % {"number": number})

    def scheme(self) -> SchemeInput:
        """Return what a valid form tells."""
        told = self.cleaned_data
        base = self._base(told["code"])
        return SchemeInput(
            code=AssessmentKind(told["code"]), version=told["version"], source=told["source"],
            is_official=told["is_official"], valid_from=told["valid_from"],
            document=document_of(base, self.items, told["high"], told["low"]),
        )  # fmt: skip
