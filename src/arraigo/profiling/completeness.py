"""Sections of the interview, and what a complete profile needs (protocol, step 1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.profiling.enums import Language
from arraigo.profiling.models import Profile


@dataclass(frozen=True)
class Section:
    """A page of the interview: one topic and its questions."""

    slug: str
    title: str | Promise
    questions: tuple[str, ...]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question that still needs its answer, and the section that asks it."""

    name: str
    label: str | Promise
    section: str


SECTIONS = (
    Section(
        "estudios",
        _("Estudios"),
        ("literate", "education", "last_grade", "education_country", "education_document"),
        ("literate", "education"),
    ),
    Section(
        "oficio",
        _("Oficio y experiencia"),
        ("occupation_words", "main_occupation", "experience_years", "country_abroad",
         "years_abroad"),
        ("occupation_words", "experience_years"),
    ),
    Section("trabajos", _("Otros trabajos que ha hecho"), ("experiences",)),
    Section(
        "idiomas",
        _("Idiomas"),
        ("preferred_language", "needs_interpreter", "english"),
        ("preferred_language", "needs_interpreter", "english"),
    ),
    Section(
        "metas",
        _("Lo que quiere"),
        ("wants", "priority"),
        ("wants", "priority"),
    ),
)  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}


def missing(profile: Profile | None) -> list[Question]:
    """Return the questions that a complete profile needs and this one does not answer."""
    profile = profile or Profile()
    return [
        Question(name, _label(name), section.slug)
        for section in SECTIONS
        for name in section.required
        if not _is_answered(profile, name)
    ]


def _label(name: str) -> str | Promise:
    return Profile._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _is_answered(profile: Profile, name: str) -> bool:
    """Tell whether the profile answers the question, or need not.

    Nobody without experience is asked for a trade, nor who speaks Spanish for an interpreter.
    """
    if name == "occupation_words":
        has_trade = bool(profile.occupation_words or profile.main_occupation_id)
        return has_trade or profile.experience_years == 0
    if name == "needs_interpreter" and profile.preferred_language in ("", Language.SPANISH):
        return True
    return getattr(profile, name) not in (None, "", [])
