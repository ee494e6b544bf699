"""Recording an assessment, what it leaves, and what follows of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from tests.factories import opened_case

from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, CaseEvent, Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.indicators.tests.recording import WHOLE
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.profiling.assessments.actions import all_answers, annul_assessment
from arraigo.profiling.assessments.agenda import decline_assessment, follow_switch
from arraigo.profiling.assessments.enums import Round
from arraigo.profiling.assessments.models import Assessment, SealedAnswers
from arraigo.profiling.assessments.reading import suggested_goals
from arraigo.profiling.assessments.tests.making import (
    RSS,
    VULNERABILITY,
    answers_of,
    assessed,
    fresh,
    turned,
)

pytestmark = pytest.mark.django_db

GUARDED = {"p26", "p27", "p28", "p29"}


def dues(case, *, is_open=True):
    with acting_as(SYSTEM):
        found = Due.objects.filter(case=case, kind=DueKind.ASSESSMENT).order_by("due_on")
        return [(each.title, each.due_on) for each in (found.open() if is_open else found)]


def profiled(user, case, **changes):
    with acting_as(Actor.user(user)):
        save_profile(case=case, answers={**WHOLE, **changes}, version=0, user=user)
        return complete_profile(case=case, user=user)


class TestRecording:
    def test_it_is_scored_and_told_in_the_timeline(self, cast):
        case = opened_case(cast.promotora)
        found = fresh(assessed(cast.promotora, case))
        score = found.shown_score
        assert (score.composite, score.reading) == (Decimal("1.0000"), "alta")
        assert score.by_dimension == dict.fromkeys(
            ("economica", "social", "psicosocial"), Decimal("1.0000")
        )
        assert score.scheme.is_official is False
        assert "puntaje provisional" in str(score.scheme)
        assert found.recorded_by == cast.promotora
        with acting_as(SYSTEM):
            event = CaseEvent.objects.get(case=case, kind=EventKind.ASSESSMENT_DONE)
            assert event.summary == "Encuesta de sostenibilidad (RSS) · Línea de base"

    def test_answers_of_class_c_are_sealed_and_no_user_reads_them(self, cast):
        case = opened_case(cast.promotora)
        found = assessed(cast.promotora, case)
        assert not GUARDED & found.answers.keys()
        assert "e01" in found.answers
        with acting_as(Actor.user(cast.promotora)):
            assert not SealedAnswers.objects.exists()
        with acting_as(Actor.job("x")):
            assert all_answers(found).items() >= {"e01": "mucho", "p28": "nunca"}.items()
            assert b"siempre" not in bytes(found.sealed.sealed)

    def test_of_vulnerability_no_dimension_of_class_c_is_kept(self, cast):
        found = assessed(cast.promotora, opened_case(cast.promotora), VULNERABILITY)
        score = fresh(found).shown_score
        assert list(score.by_dimension) == ["necesidades", "apoyo"]
        assert score.dimensions.keys() == score.by_dimension.keys()
        assert score.level == "Vulnerabilidad baja"

    @pytest.mark.parametrize("code", ["danger_now", "hurt_by_somebody", "threatened"])
    def test_danger_makes_the_vulnerability_high_whatever_the_mean(self, cast, code):
        answers = answers_of(VULNERABILITY, **{code: "si"})
        found = assessed(
            cast.promotora, opened_case(cast.promotora), VULNERABILITY, answers=answers
        )
        score = fresh(found).shown_score
        assert (score.reading, score.status) == ("alta", "warn")
        assert score.composite > Decimal("0.9")

    def test_the_same_form_twice_leaves_one(self, cast):
        case, ident = opened_case(cast.promotora), uuid.uuid4()
        one, two = (assessed(cast.promotora, case, id=ident) for _ in range(2))
        assert one == two
        with acting_as(SYSTEM):
            assert Assessment.objects.count() == SealedAnswers.objects.count() == 1

    def test_a_form_of_another_case_is_refused(self, cast):
        ident = uuid.uuid4()
        assessed(cast.promotora, opened_case(cast.promotora), id=ident)
        with pytest.raises(Refused, match="ya se usó"):
            assessed(cast.promotora, opened_case(cast.promotora), id=ident)

    def test_a_round_is_there_once_and_after_annulling_again(self, cast):
        case = opened_case(cast.promotora)
        first = assessed(cast.promotora, case)
        with pytest.raises(Refused, match="ya está anotada"):
            assessed(cast.promotora, case)
        for _twice in range(2):
            assessed(cast.promotora, case, round=Round.OTHER)
        with acting_as(Actor.user(cast.promotora)):
            annul_assessment(fact=first, user=cast.promotora, reason="Era otra persona")
            with pytest.raises(ValidationError):
                annul_assessment(fact=first, user=cast.promotora, reason="Otra vez")
        assessed(cast.promotora, case)

    def test_what_cannot_be_is_refused(self, cast):
        case = opened_case(cast.promotora)
        tomorrow = clock.today() + timedelta(days=1)
        with pytest.raises(Refused):
            assessed(cast.promotora, case, day=tomorrow)
        with pytest.raises(Refused, match="respuesta"):
            assessed(cast.promotora, case, answers=answers_of(RSS, e01="inventada"))
        with pytest.raises(Refused, match="oficina"):
            assessed(cast.promotora_esq, case)

    def test_answers_never_change(self, cast):
        found = assessed(cast.promotora, opened_case(cast.promotora))
        with (
            acting_as(SYSTEM),
            pytest.raises(DatabaseError, match="recorded anew"),
            transaction.atomic(),
        ):
            Assessment.objects.filter(pk=found.pk).update(answers={"e01": "nada"})
        with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("UPDATE profiling_assessmentscore SET composite = 0")

    def test_an_answer_to_what_was_not_to_be_asked_is_left_out(self, cast):
        answers = answers_of(RSS, e09="no", e10="ganar_mas")
        found = assessed(cast.promotora, opened_case(cast.promotora), answers=answers)
        assert "e10" not in found.answers


class TestAgenda:
    def test_a_positive_screening_asks_for_the_full_assessment_in_a_week(self, cast):
        case = opened_case(cast.promotora)
        profiled(cast.promotora, case, priority="alta")
        week = clock.today() + timedelta(days=7)
        assert dues(case) == [("Evaluación de vulnerabilidad", week)]
        found = assessed(cast.promotora, case, VULNERABILITY)
        assert dues(case) == []
        with acting_as(Actor.user(cast.promotora)):
            annul_assessment(fact=found, user=cast.promotora, reason="Era otra persona")
        assert dues(case) == [("Evaluación de vulnerabilidad", week)]

    def test_a_lower_priority_asks_for_nothing_until_it_rises(self, cast):
        case = opened_case(cast.promotora)
        profile = profiled(cast.promotora, case, priority="media")
        assert dues(case) == []
        with acting_as(Actor.user(cast.promotora)):
            answers = {"priority": "alta"}
            for _twice in range(2):
                save_profile(
                    case=case, answers=answers, version=profile.version, user=cast.promotora
                )
        assert len(dues(case)) == 1

    def test_who_was_assessed_before_is_not_asked_again(self, cast):
        case = opened_case(cast.promotora)
        assessed(cast.promotora, case, VULNERABILITY)
        profiled(cast.promotora, case, priority="alta")
        assert dues(case, is_open=False) == []

    def test_who_declines_is_asked_no_more_and_nothing_is_kept(self, cast):
        case = opened_case(cast.promotora)
        profiled(cast.promotora, case, priority="alta")
        with acting_as(Actor.user(cast.promotora)):
            for _twice in range(2):
                decline_assessment(
                    case=case, kind=VULNERABILITY, round=Round.NONE, user=cast.promotora
                )
        assert dues(case) == []
        with acting_as(SYSTEM):
            assert not Assessment.objects.exists()

    def test_the_survey_is_off_until_it_is_turned_on(self, cast):
        case = opened_case(cast.promotora)
        profiled(cast.promotora, case, priority="media")
        assessed(cast.promotora, case)
        assert dues(case, is_open=False) == []

    def test_its_rounds_follow_the_first_and_the_switch(self, cast):
        turned(RSS, on=True)
        case = opened_case(cast.promotora)
        profiled(cast.promotora, case, priority="media")
        [(title, day)] = dues(case)
        assert (title, day) == (
            "Encuesta de sostenibilidad (RSS) · Línea de base", clock.today() + timedelta(days=14)
        )  # fmt: skip
        first = assessed(cast.promotora, case)
        planned = [
            (f"Encuesta de sostenibilidad (RSS) · A los {months} meses",
             clock.anniversary(first.occurred_on, months)) for months in (6, 12)
        ]  # fmt: skip
        assert dues(case) == planned
        turned(RSS, on=False)
        assert follow_switch() == 1
        assert dues(case) == []
        turned(RSS, on=True)
        for _twice in range(2):
            follow_switch()
            assert dues(case) == planned
        assessed(cast.promotora, case, round=Round.SIX_MONTHS)
        assert dues(case) == planned[1:]
        with acting_as(Actor.user(cast.promotora)):
            annul_assessment(fact=first, user=cast.promotora, reason="Era otra persona")
        assert [title for title, _day in dues(case)] == [
            "Encuesta de sostenibilidad (RSS) · Línea de base"
        ]


class TestSuggestions:
    def test_a_low_dimension_suggests_a_goal_and_a_better_one_takes_it_back(self, cast):
        case = opened_case(cast.promotora)
        bad = {code: answer for code, answer in answers_of(RSS, best=False).items() if code < "f"}
        assessed(cast.promotora, case, answers={**answers_of(RSS), **bad})
        with acting_as(Actor.user(cast.promotora)):
            case = Case.objects.get(pk=case.pk)
            [found] = suggested_goals(case, cast.promotora)
        assert (found.code, found.is_provisional) == ("rss.economica", True)
        assessed(cast.promotora, case, round=Round.OTHER)
        with acting_as(Actor.user(cast.promotora)):
            assert suggested_goals(case, cast.promotora) == []
