"""Saving the answers of a profile."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Refused
from arraigo.profiling.actions import ProfileOutdated, save_profile
from arraigo.profiling.inputs import Experience
from arraigo.profiling.models import Occupation, Profile, WorkExperience
from arraigo.profiling.tests.making import again, completed, saved

pytestmark = pytest.mark.django_db


def test_a_part_is_kept_as_a_draft_and_the_rest_stays(cast, case):
    first = saved(case, cast.promotora, english="B1")
    assert (first.version, first.is_complete, first.person_id) == (1, False, case.person_id)
    saved(case, cast.promotor, version=1, literate="si", occupation_words="  yardero ")
    profile = again(case)
    assert (profile.english, profile.literate, profile.occupation_words) == ("B1", "si", "yardero")
    assert (profile.version, profile.updated_by) == (2, cast.promotor)


def test_twice_is_once(cast, case):
    saved(case, cast.promotora, english="B1")
    assert saved(case, cast.promotora, english="B1").version == 1
    with acting_as(SYSTEM):
        assert History.objects.filter(table_name="profiling_profile").count() == 1


def test_the_second_of_two_sees_both_values(cast, case):
    saved(case, cast.promotora, english="B1", wants=["empleo"])
    with pytest.raises(ProfileOutdated) as caught:
        saved(case, cast.promotor, version=0, english="C1", wants=["empleo"])
    assert caught.value.saved.english == "B1"
    assert caught.value.differing == ["english"]
    assert again(case).english == "B1"
    assert saved(case, cast.promotor, version=1, english="C1").english == "C1"


def test_two_who_answer_different_questions_do_not_disturb_each_other(cast, case):
    saved(case, cast.promotora, english="B1")
    saved(case, cast.promotora, version=1, literate="si")
    assert saved(case, cast.promotor, version=1, priority="baja").version == 3


def test_a_grade_goes_with_its_level(cast, case):
    assert saved(case, cast.promotora, education="maestria", last_grade=3).last_grade is None
    with pytest.raises(Refused, match="no es de ese nivel"):
        saved(case, cast.promotora, version=1, education="basico", last_grade=6)
    profile = again(case)
    refused = pytest.raises(IntegrityError, match="grade_of_its_level")
    with acting_as(SYSTEM), refused, transaction.atomic():
        Profile.objects.filter(pk=profile.pk).update(education="primaria", last_grade=7)


def test_works_are_replaced_whole_and_their_history_stays(cast, case):
    roofer = Occupation.objects.get(pk="7121")
    told = [Experience("rufero", "US", 4, roofer), Experience("milpa", "GT", 10)]
    saved(case, cast.promotora, experiences=told)
    assert saved(case, cast.promotora, experiences=told).version == 1
    saved(case, cast.promotora, version=1, experiences=told[1:])
    with acting_as(SYSTEM):
        row = WorkExperience.objects.get()
        assert (row.words, row.place, row.person_id) == ("milpa", 1, case.person_id)
        kept = History.objects.filter(table_name="profiling_workexperience", operation="DELETE")
        assert kept.count() == 2


def test_too_many_works_are_refused(cast, case):
    with pytest.raises(Refused, match="12 trabajos"):
        saved(case, cast.promotora, experiences=[Experience("x", "GT", 1)] * 13)


def test_the_priority_reaches_the_case(cast, case):
    saved(case, cast.promotora, priority="alta")
    with acting_as(SYSTEM):
        case.refresh_from_db()
    assert case.priority == "alta"


def test_another_office_and_a_closed_case_are_refused(cast, case):
    with pytest.raises(Refused, match="no está en su oficina"):
        saved(case, cast.promotora_esq)
    with acting_as(SYSTEM):
        case.closed_on = clock.today()
        case.save()
    with pytest.raises(Refused, match="cerrado"):
        saved(case, cast.promotora)


def test_a_complete_profile_keeps_the_answers_it_needs(cast, case):
    saved(case, cast.promotora)
    completed(case, cast.promotora)
    with pytest.raises(Refused, match="no puede perder"):
        saved(case, cast.promotora, version=1, english="")
    assert saved(case, cast.promotora, version=1, english="B2").english == "B2"


def test_who_sees_it(cast, case):
    saved(case, cast.promotora, experiences=[Experience("x", "GT", 1)])
    other = opened_case(cast.promotora_esq)
    saved(other, cast.promotora_esq)
    for user, seen in [
        (cast.promotora, 1), (cast.supervisora, 1), (cast.promotora_esq, 1), (cast.oficial, 2),
        (cast.socia, 0), (cast.administra, 0),
    ]:  # fmt: skip
        with acting_as(Actor.user(user)):
            assert Profile.objects.visible_to(user).count() == seen
            assert Profile.objects.count() == seen  # the database's own wall
    with acting_as(Actor.user(cast.promotora_esq)):
        assert not WorkExperience.objects.exists()


def test_the_lock_is_the_case(cast, case):
    """Two saves come one after the other: each locks the case before it looks."""
    with acting_as(Actor.user(cast.promotora)), CaptureQueriesContext(connection) as queries:
        save_profile(case=case, answers={"english": "B1"}, version=0, user=cast.promotora)
    reads = [query["sql"] for query in queries if "profiling_profile" in query["sql"]]
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert "casework_case" in locks[0]
    statements = [query["sql"] for query in queries]
    assert statements.index(locks[0]) < statements.index(reads[0])
