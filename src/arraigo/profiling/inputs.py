"""The typed answers of a profile, built alike by the web form and by an interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from arraigo.profiling.models import Occupation


@dataclass(frozen=True)
class Experience:
    """One thing the person has worked in; `occupation` when the catalogue knows the words."""

    words: str
    country: str
    years: int
    occupation: Occupation | None = None


class Answers(TypedDict, total=False):
    """The answers given now; those left out stay as they are."""

    literate: str
    education: str
    last_grade: int | None
    education_country: str
    education_document: str
    occupation_words: str
    main_occupation: Occupation | None
    experience_years: int | None
    country_abroad: str
    years_abroad: int | None
    preferred_language: str
    needs_interpreter: str
    english: str
    wants: list[str]
    priority: str
    experiences: Sequence[Experience]
