"""The sections of the interview: one topic a page, at most six questions each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import CasePriority
from arraigo.profiling import catalogue, rows
from arraigo.profiling.actions import EXPERIENCES, MOST_EXPERIENCES, answer_of
from arraigo.profiling.completeness import BY_SLUG, Section, missing
from arraigo.profiling.enums import (
    GRADES,
    Country,
    Education,
    English,
    Language,
    StudyDocument,
    Want,
    YesNo,
)
from arraigo.profiling.inputs import Answers, Experience
from arraigo.profiling.models import LONGEST_LIFE_OF_WORK, Occupation, Profile
from arraigo.ui import forms as ui

_NOTHING = [("", _("Sin respuesta"))]


def _years(label: Any, help_text: Any = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=LONGEST_LIFE_OF_WORK,
        required=required,
        widget=ui.DigitsInput(attrs={"maxlength": 2}),
    )


def _radios(label: Any, choices: type[Any], help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices.choices, help_text=help_text, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


def _select(label: Any, choices: type[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*_NOTHING, *choices.choices], required=False)


class SectionForm(ui.Form):
    """A section of the profile. While the profile is a draft, every answer may wait.

    `version` is the one the page was opened at; `saved_beside` holds, after a conflict, what
    somebody else saved.
    """

    mark_optional = False
    section: Section

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        initial = {name: answer_of(profile, name) for name in self.section.questions}
        super().__init__(*args, initial={**initial, "version": profile.version}, **kwargs)
        self.profile = profile
        self.saved_beside: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        """Ask a completed profile for the answers it needs."""
        data = super().clean() or self.cleaned_data
        if self.profile.is_complete:
            names = [name for name in self.section.questions if name != EXPERIENCES]
            told = {name: data.get(name, getattr(self.profile, name)) for name in names}
            for question in missing(Profile(**told)):
                if question.section == self.section.slug and question.name not in self.errors:
                    text = _("Falta responder: %(label)s") % {"label": question.label}
                    self.add_error(question.name, text)
        return data

    def answers(self) -> Answers:
        """Return the typed answers of a valid form."""
        return {  # type: ignore[return-value]
            name: self.cleaned_data[name] for name in self.section.questions
        }

    def show_saved(self, saved: Profile, differing: list[str]) -> None:
        """Keep what was typed, show beside it what somebody saved, and build on that version."""
        sent: Any = self.data
        typed = sent.copy()
        typed["version"] = str(saved.version)
        self.data = typed
        self.saved_beside = {name: shown(saved, name) for name in differing}

    def pairs(self) -> list[tuple[forms.BoundField, str]]:
        """Return each question with what somebody else answered meanwhile, if anything."""
        return [(field, self.saved_beside.get(field.name, "")) for field in self.visible_fields()]


def shown(profile: Profile, name: str) -> str:
    """Return an answer of the profile in words, for people to read."""
    value = answer_of(profile, name)
    if name == EXPERIENCES:
        return experiences_in_words(value)
    if name == "wants":
        return ", ".join(profile.want_labels)
    display = getattr(profile, f"get_{name}_display", None)
    text = display() if display else value
    return str(_("Sin respuesta") if text in (None, "", []) else text)


def experiences_in_words(experiences: Iterable[Experience]) -> str:
    """Return what somebody has worked in, for people to read."""
    places = dict(Country.choices)
    told = (f"{row.words}, {places[row.country]}, {row.years}" for row in experiences)
    return "; ".join(told) or str(_("Sin respuesta"))


class StudiesForm(SectionForm):
    """What the person has studied and can prove."""

    section = BY_SLUG["estudios"]

    literate = _radios(_("¿Sabe leer y escribir?"), YesNo)
    education = _select(_("¿Hasta qué nivel estudió?"), Education)
    last_grade = forms.TypedChoiceField(
        label=_("Último grado que ganó"),
        help_text=_("Solo si estudió primaria, básico o diversificado."),
        choices=[*_NOTHING, *((number, f"{number}.º") for number in range(1, 8))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    education_country = _select(_("¿En qué país estudió?"), Country)
    education_document = _radios(_("¿Tiene el diploma o certificado?"), StudyDocument)

    def clean(self) -> dict[str, Any]:
        """Check that the grade is one of the level."""
        data = super().clean()
        grade, level = data.get("last_grade"), data.get("education", "")
        if grade is not None and level in GRADES and grade not in GRADES[level]:
            self.add_error("last_grade", _("Ese grado no es de ese nivel."))
        return data


class OccupationField(forms.ChoiceField):
    """An occupation by its code; the few that fit are offered, any is accepted."""

    def valid_value(self, value: Any) -> bool:
        """Tell whether the catalogue has the code."""
        return Occupation.objects.coded(str(value)).exists()


class TradeForm(SectionForm):
    """The person's trade, in her own words and by the catalogue, and her years abroad."""

    section = BY_SLUG["oficio"]

    occupation_words = forms.CharField(
        label=_("¿En qué trabajó más? Con sus palabras"),
        help_text=_("Por ejemplo: tablayesero, rufero, yardero, busboy."),
        max_length=80,
        required=False,
    )
    main_occupation = OccupationField(label=_("¿Cuál se parece más?"), required=False)
    experience_years = _years(
        _("¿Cuántos años trabajó en eso?"), _("Menos de un año es 0. Si nunca trabajó, 0.")
    )
    country_abroad = _select(_("¿En qué país vivió antes de retornar?"), Country)
    years_abroad = _years(_("¿Cuántos años vivió fuera?"), _("Menos de un año es 0."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["main_occupation"] = self.profile.main_occupation_id or ""
        source = self.data if self.is_bound else self.initial
        self.offer(source.get("occupation_words", ""), source.get("main_occupation", ""))

    def offer(self, words: str, chosen: str = "") -> None:
        """Offer the occupations that fit the words and the one chosen; all, if none fits."""
        field = self.fields["main_occupation"]
        few = catalogue.offered(words)
        if chosen and chosen not in {occupation.pk for occupation in few}:
            few += list(Occupation.objects.coded(chosen).with_words())
        if few:
            field.widget = forms.RadioSelect()
            field.choices = [  # type: ignore[attr-defined]
                *catalogue.choices(few), ("", _("Ninguna de estas"))
            ]  # fmt: skip
            if len(few) == 1 and not self.is_bound and not chosen:
                self.initial["main_occupation"] = few[0].pk
        else:
            field.widget = forms.Select()
            field.choices = catalogue.all_choices()  # type: ignore[attr-defined]

    def clean_main_occupation(self) -> Occupation | None:
        """Return the occupation chosen, else the only one called exactly as was typed."""
        code = self.cleaned_data["main_occupation"]
        if not code:
            return Occupation.objects.named(self.cleaned_data.get("occupation_words", ""))
        return Occupation.objects.get(pk=code)


class ExperienceForm(ui.Form):
    """One row: a work, where and how long."""

    mark_optional = False
    use_required_attribute = False

    words = forms.CharField(
        label=_("Trabajo"), max_length=80, widget=forms.TextInput(attrs={"list": "oficios"})
    )
    country = forms.ChoiceField(label=_("País"), choices=Country.choices)
    years = _years(_("Años"), _("Menos de un año es 0."), required=True)

    def experience(self) -> Experience:
        """Return the typed row of a valid form."""
        data = self.cleaned_data
        known = Occupation.objects.named(data["words"])
        return Experience(data["words"], data["country"], data["years"], known)


class ExperiencesForm(SectionForm):
    """Other works, in rows that a button adds and removes."""

    section = BY_SLUG["trabajos"]
    prefix_of_rows = "trabajo"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.show_rows([vars(row) for row in self.initial[EXPERIENCES]] or [{}])
            return
        self.rows = [
            ExperienceForm(self.data, prefix=prefix, empty_permitted=True, initial=_BLANK)
            for prefix in self._prefixes()
        ]

    def _prefixes(self) -> list[str]:
        sent: Any = self.data
        count = rows.total(sent, self.prefix_of_rows, MOST_EXPERIENCES)
        return [f"{self.prefix_of_rows}-{number}" for number in range(count)]

    def show_rows(self, told: list[dict[str, Any]]) -> None:
        """Show these rows, unchecked."""
        self.rows = [
            ExperienceForm(initial=row, prefix=f"{self.prefix_of_rows}-{number}")
            for number, row in enumerate(told)
        ]

    @classmethod
    def pressed(cls, data: QueryDict, profile: Profile) -> ExperiencesForm:
        """Return the form after a row was added or removed, with all that was typed."""
        form = cls(profile=profile)
        form.initial["version"] = data.get("version", profile.version)
        count = rows.total(data, cls.prefix_of_rows, MOST_EXPERIENCES)
        told = [
            rows.typed(ExperienceForm, data, f"{cls.prefix_of_rows}-{number}")
            for number in range(count)
        ]
        form.show_rows(rows.rearranged(told, data, cls.prefix_of_rows, {})[:MOST_EXPERIENCES])
        return form

    def clean(self) -> dict[str, Any]:
        """Check every row that has an answer; the empty ones are left out."""
        data = super().clean()
        if not all(row.is_valid() for row in self.rows):
            raise ValidationError(_("Revise los trabajos marcados."))
        data[EXPERIENCES] = [row.experience() for row in self.rows if row.has_changed()]
        return data

    @property
    def parts(self) -> list[forms.BaseForm]:
        """Return the form and its rows, for the summary of errors."""
        return [self, *self.rows]

    @property
    def may_add(self) -> bool:
        """Tell whether one more row fits."""
        return len(self.rows) < MOST_EXPERIENCES


_BLANK = {"country": Country.GUATEMALA.value}


class LanguagesForm(SectionForm):
    """In what language to speak with the person, and her English."""

    section = BY_SLUG["idiomas"]

    preferred_language = _select(_("¿En qué idioma prefiere hablar?"), Language)
    needs_interpreter = _radios(
        _("¿Requiere intérprete?"), YesNo, _("Solo si prefiere otro idioma que el español.")
    )
    english = _radios(_("¿Cuánto inglés habla?"), English)


class WantsForm(SectionForm):
    """What the person wants, and how soon her case needs attention."""

    section = BY_SLUG["metas"]

    wants = forms.MultipleChoiceField(
        label=_("¿Qué quiere hacer?"),
        help_text=_("Todo lo que diga la persona."),
        choices=Want.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority = _radios(
        _("Prioridad del caso"),
        CasePriority,
        _("La decide usted según lo que vio: a mayor prioridad, seguimientos más seguidos."),
    )


FORMS: dict[str, type[SectionForm]] = {
    form.section.slug: form
    for form in (StudiesForm, TradeForm, ExperiencesForm, LanguagesForm, WantsForm)
}
