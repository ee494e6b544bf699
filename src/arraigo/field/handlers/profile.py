"""Perfilamiento: the answers of the profile; the other answers stay answers.

A phone may hold an interview for days. What somebody else has answered meanwhile is merged by
question against the version the phone had: only a question that both changed is a clash, which
keeps both answers for a person to decide.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from arraigo.casework.household.actions import MemberInput, add_member
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdMember
from arraigo.casework.models import Case
from arraigo.field.handlers.base import Applied, Clash, Interview, Unfit, checked, posted
from arraigo.people.enums import Sex
from arraigo.people.merging.aliases import ids_of
from arraigo.profiling.actions import (
    EXPERIENCES,
    TIED,
    ProfileOutdated,
    answer_of,
    complete_profile,
    save_profile,
)
from arraigo.profiling.assessments.agenda import ask_for_vulnerability
from arraigo.profiling.completeness import BY_SLUG, missing
from arraigo.profiling.forms import FORMS, ExperienceForm, experiences_in_words, shown
from arraigo.profiling.models import Profile

HOUSEHOLD: Final = "household"
#: The points from which the form suggests a high priority.
HIGH: Final = 3
QUESTIONS: Final = {
    name: form for form in FORMS.values() for name in form.section.questions if name != EXPERIENCES
}
TAKES: Final = frozenset({*QUESTIONS, EXPERIENCES, HOUSEHOLD, "case_id", "profile_version"})


def apply(interview: Interview) -> Applied:
    """Save the answers of the profile, and complete it when nothing is missing any more."""
    case = interview.case()
    if interview.value("interview_agreed") == "no":
        return Applied(case.person_id, case.pk)
    answers = _answers(interview, case)
    clashes = _save(case, answers, _version(interview), interview)
    _note_household(interview, case)
    profile = Profile.objects.of_case(case)
    if profile is not None and not missing(profile):
        complete_profile(case=case, user=interview.user)
        if _suggests_high(interview):
            ask_for_vulnerability(case)
    return Applied(case.person_id, case.pk, tuple(clashes))


def _suggests_high(interview: Interview) -> bool:
    """Tell whether the form's own screening suggested a high priority, whichever was chosen."""
    points = interview.value("screening_points")
    return points.isdecimal() and len(points) < 4 and int(points) >= HIGH


def take(interview: Interview, names: set[str], version: int, user: Any) -> None:
    """Save these answers of the interview over those of a version, as a person has decided.

    Raises `ProfileOutdated` when somebody has changed one of them since that version.
    """
    case = interview.case()
    wanted, answers = _with_tied(names), _answers(interview, case)
    chosen: Any = {name: value for name, value in answers.items() if name in wanted}
    save_profile(case=case, answers=chosen, version=version, user=user)


def _save(case: Case, answers: Any, version: int, interview: Interview) -> list[Clash]:
    try:
        save_profile(case=case, answers=answers, version=version, user=interview.user)
    except ProfileOutdated as outdated:
        both = _with_tied({TIED.get(name, name) for name in outdated.differing})
        alone = {name: value for name, value in answers.items() if name not in both}
        save_profile(case=case, answers=alone, version=version, user=interview.user)  # type: ignore[arg-type]
        sent = Profile(case=case, **{n: v for n, v in answers.items() if n != EXPERIENCES})
        rows = experiences_in_words(answers.get(EXPERIENCES, ()))
        return [
            Clash(name, rows if name == EXPERIENCES else in_words(sent, name))
            for name in sorted(both - TIED.keys())
        ]
    return []


def _with_tied(names: set[str]) -> set[str]:
    return names | {name for name, leader in TIED.items() if leader in names}


def in_words(profile: Profile, name: str) -> str:
    """Return an answer as people read it, with the one that means something only beside it."""
    tied = (each for each, leader in TIED.items() if leader == name and answer_of(profile, each))
    return "; ".join(shown(profile, each) for each in (name, *tied))


def label_of(name: str) -> str:
    """Return what is asked."""
    if name == EXPERIENCES:
        return str(BY_SLUG["trabajos"].title)
    return str(QUESTIONS[name].base_fields[name].label)


def _version(interview: Interview) -> int:
    told = interview.value("profile_version")
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def _answers(interview: Interview, case: Case) -> Any:
    """Return the typed answers given; a question left out says nothing."""
    told = interview.instance.values({EXPERIENCES, HOUSEHOLD})
    answers: dict[str, Any] = {}
    for form in FORMS.values():
        given = {name: told[name] for name in form.section.questions if told.get(name)}
        if given:
            sent = posted({**_as_posted(given), "version": 0})
            page = checked(form(sent, profile=Profile(case=case)))
            answers |= {name: page.cleaned_data[name] for name in given}
            if "occupation_words" in given and page.cleaned_data["main_occupation"]:
                answers["main_occupation"] = page.cleaned_data["main_occupation"]
    if rows := interview.instance.rows(EXPERIENCES):
        answers[EXPERIENCES] = [checked(ExperienceForm(posted(row))).experience() for row in rows]
    return answers


def _as_posted(given: dict[str, str]) -> dict[str, Any]:
    """Return the answers with several choices as the lists a page would send."""
    return {name: text.split() if name == "wants" else text for name, text in given.items()}


def _note_household(interview: Interview, case: Case) -> None:
    """Note with whom she lives, unless her file already says so: nothing is doubled."""
    rows = interview.instance.rows(HOUSEHOLD)
    living = HouseholdMember.objects.living().filter(person__in=ids_of(case.person_id))
    if not rows or living.exists():
        return
    for turn, row in enumerate(rows):
        try:
            member = MemberInput(
                case.person, Kinship(row["kinship"]), Sex(row["sex"]), AgeBand(row["age_band"]),
                uuid.uuid5(interview.id, str(turn)),
            )  # fmt: skip
        except (KeyError, ValueError) as error:
            raise Unfit([(HOUSEHOLD, "")]) from error
        add_member(data=member, user=interview.user)
