"""What may stand in the way, as the person has told already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from arraigo.casework.models import Case
from arraigo.people.merging.aliases import ids_of
from arraigo.plans.enums import Barrier
from arraigo.profiling.assessments.models import Assessment
from arraigo.profiling.enums import YesNo
from arraigo.profiling.models import Profile

#: The answers of the assessments that tell of a barrier: {question: (answers, barrier)}. Only open
#: ones: what was told of class C never comes out of its seal into a plan.
TELLING: Final[Mapping[str, tuple[frozenset[str], Barrier]]] = {
    "debt_now": (frozenset({"cuesta", "no_puede"}), Barrier.DEBTS),
    "has_identity_paper": (frozenset({"no"}), Barrier.DOCUMENTS),
    "cares_for_others": (frozenset({"si"}), Barrier.CHILDCARE),
}


def known_barriers(case: Case, user: Any) -> list[Barrier]:
    """Return what the interviews that `user` may see tell may stand in the way, as in the list.

    The last answer to each question counts.
    """
    found = set()
    profile = Profile.objects.of_case(case)
    if profile is not None and profile.needs_interpreter == YesNo.YES:
        found.add(Barrier.LANGUAGE)
    answers = _last_answers(case, user)
    for question, (telling, barrier) in TELLING.items():
        if answers.get(question) in telling:
            found.add(barrier)
    return [barrier for barrier in Barrier if barrier in found]


def _last_answers(case: Case, user: Any) -> dict[str, str]:
    told = Assessment.objects.visible_to(user).of_person(ids_of(case.person_id))
    answers: dict[str, str] = {}
    for each in told.values_list("answers", flat=True):
        answers |= each
    return answers
