"""Writes about profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import set_priority, write_event
from arraigo.casework.actions.events import lock_open_case
from arraigo.casework.enums import CasePriority, EventKind
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused
from arraigo.profiling.assessments.agenda import ask_for_base, ask_for_vulnerability
from arraigo.profiling.completeness import missing
from arraigo.profiling.enums import GRADES
from arraigo.profiling.inputs import Answers, Experience
from arraigo.profiling.models import Profile, WorkExperience

EXPERIENCES = "experiences"
MOST_EXPERIENCES = 12
#: Answers that mean something only beside another: whoever answers that one answers both.
TIED = {"last_grade": "education", "main_occupation": "occupation_words"}


class ProfileOutdated(Outdated):
    """Somebody changed some of the same answers; `saved` is the profile as it stands now.

    `differing` names the answers that differ from what was to be saved.
    """

    def __init__(self, saved: Profile, differing: list[str]) -> None:
        super().__init__()
        self.saved, self.differing = saved, differing


@transaction.atomic
def save_profile(*, case: Case, answers: Answers, version: int, user: Any) -> Profile:
    """Save the answers of an interview opened at `version` (0: none yet); return the profile.

    The rest stays as it is, so an interview may be left and resumed. The same answers saved
    twice are saved once. Raises `ProfileOutdated` when somebody else changed one of the same
    answers meanwhile, and `Refused` when the case is not open to `user`, or when a completed
    profile would lose an answer it needs.
    """
    locked = lock_open_case(case, user)
    profile = Profile.objects.of_case(locked) or Profile(case=locked, person_id=locked.person_id)
    wanted = _tidied(answers, profile)
    changed = [name for name, value in wanted.items() if value != answer_of(profile, name)]
    if not changed:
        return profile
    overtaken = [name for name in changed if profile.changed_at.get(name, 0) > version]
    if overtaken:
        raise ProfileOutdated(profile, overtaken)
    _write(profile, {name: wanted[name] for name in changed}, user)
    return profile


def _tidied(answers: Answers, profile: Profile) -> dict[str, Any]:
    """Return the answers without what does not go with the others, nor with what stood."""
    tidy: dict[str, Any] = dict(answers)
    for name, value in tidy.items():
        if isinstance(value, str):
            tidy[name] = value.strip()
    for name, leader in TIED.items():
        if leader in tidy and tidy[leader] != getattr(profile, leader):
            tidy.setdefault(name, None)  # what stood was said of another answer
    if "education" in tidy and tidy["education"] not in GRADES:
        tidy["last_grade"] = None  # only primaria, básico and diversificado have grades
    if EXPERIENCES in tidy:
        tidy[EXPERIENCES] = list(tidy[EXPERIENCES])
        if len(tidy[EXPERIENCES]) > MOST_EXPERIENCES:
            raise Refused(_("Anote como mucho 12 trabajos: los más importantes."))
    return tidy


def answer_of(profile: Profile, name: str) -> Any:
    """Return an answer of the profile in the form of `Answers`."""
    if name != EXPERIENCES:
        return getattr(profile, name)
    if profile._state.adding:
        return []
    rows = profile.experiences.all()
    return [Experience(row.words, row.country, row.years, row.occupation) for row in rows]


def _write(profile: Profile, changed: dict[str, Any], user: Any) -> None:
    profile.version += 1
    profile.changed_at = {**profile.changed_at, **dict.fromkeys(changed, profile.version)}
    profile.updated_at, profile.updated_by = clock.now(), user
    experiences = changed.pop(EXPERIENCES, None)
    for name, value in changed.items():
        setattr(profile, name, value)
    if profile.last_grade is not None and profile.last_grade not in GRADES.get(
        profile.education, ()
    ):
        raise Refused(_("Ese grado no es de ese nivel."))
    if profile.is_complete and missing(profile):
        raise Refused(_("El perfil ya está completo: no puede perder una respuesta necesaria."))
    profile.save()
    if experiences is not None:
        _replace_experiences(profile, experiences)
    if changed.get("priority"):
        set_priority(case=profile.case, priority=CasePriority(changed["priority"]), user=user)
        _ask_for_more(profile)


def _ask_for_more(profile: Profile) -> None:
    """Ask for the full assessment that a positive rapid screening calls for (Handbook §2.2)."""
    if profile.is_complete and profile.priority == CasePriority.HIGH:
        ask_for_vulnerability(profile.case)


def _replace_experiences(profile: Profile, experiences: Sequence[Experience]) -> None:
    """Put the rows as they were told now; the field history keeps the earlier ones."""
    profile.experiences.all().delete()
    WorkExperience.objects.bulk_create(
        WorkExperience(
            profile=profile,
            person_id=profile.person_id,
            place=place,
            words=row.words.strip(),
            occupation=row.occupation,
            country=row.country,
            years=row.years,
        )
        for place, row in enumerate(experiences, start=1)
    )
    # What was prefetched before is no longer so.
    profile.__dict__.pop("_prefetched_objects_cache", None)


@transaction.atomic
def complete_profile(*, case: Case, user: Any) -> Profile:
    """Complete the case's profile, once it has every answer it needs, and return it.

    Leaves the milestone that ends step 1 of the protocol. Twice, or by two at once, is once.
    Raises `Refused` naming what is missing, or when the case is not open to `user`.
    """
    locked = lock_open_case(case, user)
    profile = Profile.objects.of_case(locked)
    if profile is None:
        raise Refused(_("Todavía no hay ninguna respuesta."))
    if profile.is_complete:
        return profile
    lacking = missing(profile)
    if lacking:
        names = ", ".join(str(question.label) for question in lacking)
        raise Refused(_("Falta responder: %(label)s") % {"label": names})
    profile.completed_at, profile.completed_by = clock.now(), user
    profile.save(update_fields=["completed_at", "completed_by"])
    write_event(
        case=locked,
        kind=EventKind.PROFILE_COMPLETED,
        source=profile,
        summary=profile.occupation_label,
        user=user,
    )
    _ask_for_more(profile)
    ask_for_base(locked)
    return profile
