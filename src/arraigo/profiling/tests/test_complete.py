"""Completing a profile."""

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.profiling.completeness import missing
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import WHOLE, again, completed, saved

pytestmark = pytest.mark.django_db


def milestones(case):
    with acting_as(SYSTEM):
        return CaseEvent.objects.filter(case=case, kind=EventKind.PROFILE_COMPLETED).count()


def test_twice_is_once_and_leaves_one_milestone(cast, case):
    saved(case, cast.promotora)
    first, second = completed(case, cast.promotora), completed(case, cast.promotor)
    assert first.completed_at == second.completed_at
    assert second.completed_by == cast.promotora
    assert milestones(case) == 1


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "last_grade"])
def test_every_needed_answer_is_needed(cast, case, name):
    without = {name, "last_grade"}
    answers = {key: value for key, value in WHOLE.items() if key not in without}
    saved(case, cast.promotora, **answers)
    assert [question.name for question in missing(again(case))] == [name]
    with pytest.raises(Refused, match="Falta responder"):
        completed(case, cast.promotora)
    assert milestones(case) == 0


def test_what_does_not_apply_is_not_needed(cast, case):
    answers = {**WHOLE, "occupation_words": "", "experience_years": 0}
    saved(case, cast.promotora, **answers)
    assert missing(again(case)) == []
    saved(case, cast.promotora, version=1, preferred_language="caa")
    assert [question.name for question in missing(again(case))] == ["needs_interpreter"]


def test_nothing_answered_or_a_foreign_case_is_refused(cast, case):
    with pytest.raises(Refused, match="ninguna respuesta"):
        completed(case, cast.promotora)
    saved(case, cast.promotora)
    with pytest.raises(Refused, match="no está en su oficina"):
        completed(case, cast.promotora_esq)


def test_the_database_refuses_a_complete_profile_with_a_hole(cast, case):
    saved(case, cast.promotora)
    completed(case, cast.promotora)
    for hole in ({"english": ""}, {"wants": []}, {"experience_years": None}, {"priority": ""}):
        refused = pytest.raises(IntegrityError, match="completed_whole")
        with acting_as(SYSTEM), refused, transaction.atomic():
            Profile.objects.filter(case=case).update(**hole)
