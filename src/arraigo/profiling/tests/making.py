"""Profiles for tests, made through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.profiling.inputs import Answers
from arraigo.profiling.models import Profile

WHOLE: Answers = {
    "literate": "si",
    "education": "primaria",
    "last_grade": 6,
    "occupation_words": "tablayesero",
    "experience_years": 7,
    "preferred_language": "es",
    "english": "A2",
    "wants": ["empleo", "certificado"],
    "priority": "alta",
}

#: What a promotor posts in each section of a whole profile.
POSTED: dict[str, dict[str, Any]] = {
    "estudios": {
        "literate": "si", "education": "primaria", "last_grade": "6",
        "education_country": "GT", "education_document": "no",
    },
    "oficio": {
        "occupation_words": "rufero", "main_occupation": "7121", "experience_years": "7",
        "country_abroad": "US", "years_abroad": "9",
    },
    "trabajos": {
        "trabajo-total": "2",
        "trabajo-0-words": "busboy", "trabajo-0-country": "US", "trabajo-0-years": "2",
        "trabajo-1-words": "", "trabajo-1-country": "GT", "trabajo-1-years": "",
    },
    "idiomas": {"preferred_language": "es", "needs_interpreter": "", "english": "A2"},
    "metas": {"wants": ["empleo", "negocio"], "priority": "alta"},
}  # fmt: skip


def saved(case: Case, user: Any, *, version: int = 0, **answers: Any) -> Profile:
    """Save these answers, or a whole profile, as `user`."""
    with acting_as(Actor.user(user)):
        return save_profile(case=case, answers=answers or WHOLE, version=version, user=user)


def completed(case: Case, user: Any) -> Profile:
    """Complete the case's profile as `user`."""
    with acting_as(Actor.user(user)):
        return complete_profile(case=case, user=user)


def again(case: Case) -> Profile:
    """Return the case's profile as the database has it now."""
    with acting_as(SYSTEM):
        profile = Profile.objects.of_case(case)
        assert profile is not None
        return profile
