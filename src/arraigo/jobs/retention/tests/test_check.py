"""What is noted about a placement: once, in order, taken back, also after the case closed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.actions import certify_closure, request_closure
from arraigo.casework.enums import DueKind, EventKind, EvidenceStatus
from arraigo.casework.models import CaseEvent, CaseState, Due
from arraigo.casework.tests.making import START, case_of, closure, on_day
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.jobs.actions import end_placement, place
from arraigo.jobs.enums import LeftReason, PlacementEvidence, Still
from arraigo.jobs.inputs import PlacementInput
from arraigo.jobs.models import Placement, RetentionCheck
from arraigo.jobs.retention.actions import annul_check, record_check
from arraigo.jobs.tests.making import TYPED, answer
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture
def job(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        told = PlacementInput(case=case, **{**TYPED, "occurred_on": DAY})
        return place(data=told, user=cast.promotora)


def slots(placement):
    dues = Due.objects.of_source(placement, DueKind.RETENTION)
    return {due.slot: due.done_on for due in dues.order_by("slot")}


def works(placement):
    found = Placement.objects.with_checks().get(pk=placement.pk)
    return {mark.days: mark.works for mark in found.marks()}


def test_the_same_form_twice_leaves_one_and_does_what_was_due(cast, job):
    with on_day(cast.promotora, 31):
        told = answer(job, monthly_income=Decimal("3200.50"))
        check = record_check(data=told, user=cast.promotora)
        assert record_check(data=told, user=cast.promotora) == check
        assert slots(job) == {30: clock.today(), 90: None, 180: None}
        assert (check.due.slot, check.evidence_status) == (30, EvidenceStatus.DECLARED)
        assert works(job) == {30: True, 90: None, 180: None}
        events = CaseEvent.objects.filter(source_id=check.pk).values_list("kind", flat=True)
        assert sorted(events) == [EventKind.CONTACT_MADE, EventKind.RETENTION_CHECKED]
        assert CaseState.objects.get(case=job.case_id).last_contact_on == clock.today()
        with pytest.raises(Refused, match="ya está anotada"):
            record_check(data=answer(job), user=cast.promotora)


def test_a_paper_verifies_it_and_is_no_contact(cast, job):
    with on_day(cast.promotora, 31):
        check = record_check(
            data=answer(job, evidence=PlacementEvidence.CONTRACT), user=cast.promotora
        )
        assert check.evidence_status == EvidenceStatus.VERIFIED
        assert not CaseEvent.objects.filter(
            source_id=check.pk, kind=EventKind.CONTACT_MADE
        ).exists()


def test_the_word_of_the_employer_needs_her_permission(cast, job):
    with on_day(cast.promotora, 31):
        told = answer(job, evidence=PlacementEvidence.EMPLOYER)
        with pytest.raises(Refused, match="permiso"):
            record_check(data=told, user=cast.promotora)
        given = ConsentGiven(how=ConsentHow.WITNESS, witness_name="Testigo")
        record_consent(
            person=job.case.person, purpose=ConsentPurpose.EMPLOYER, given=given,
            user=cast.promotora,
        )  # fmt: skip
        record_check(data=told, user=cast.promotora)


def test_left_ends_the_placement_and_annulled_it_goes_on(cast, job):
    with on_day(cast.promotora, 95):
        left = answer(
            job, days=90, still=Still.LEFT, left_on=DAY + timedelta(days=40),
            left_reason=LeftReason.CONTRACT,
        )  # fmt: skip
        check = record_check(data=left, user=cast.promotora)
        job.refresh_from_db()
        assert job.ended_on == DAY + timedelta(days=40)
        assert slots(job) == {90: clock.today()}
        assert works(job) == {30: True, 90: False, 180: False}
    with on_day(cast.promotora, 96):
        annul_check(fact=check, user=cast.promotora, reason="Era de vacaciones")
        job.refresh_from_db()
        assert job.ended_on is None
        assert slots(job) == {90: None, 180: None}
        assert works(job) == {30: None, 90: None, 180: None}
        assert CaseState.objects.get(case=job.case_id).next_due_on == DAY + timedelta(days=90)
        again = answer(job, days=90, still=Still.CHANGED)
        record_check(data=again, user=cast.promotora)
        assert slots(job) == {90: clock.today(), 180: None}


def test_an_end_noted_otherwise_is_not_taken_back(cast, job):
    with on_day(cast.promotora, 31):
        check = record_check(data=answer(job), user=cast.promotora)
        end_placement(placement=job, ended_on=clock.today(), user=cast.promotora)
        annul_check(fact=check, user=cast.promotora, reason="No era ella")
        job.refresh_from_db()
        assert job.ended_on == clock.today()
        assert [slot for slot, done in slots(job).items() if done is None] == []


def test_still_there_later_answers_for_the_days_before(cast, job):
    with on_day(cast.promotora, 90):
        check = record_check(data=answer(job, days=90), user=cast.promotora)
        assert works(job) == {30: True, 90: True, 180: None}
        assert slots(job) == {90: clock.today(), 180: None}
        annul_check(fact=check, user=cast.promotora, reason="Era otra")
        assert slots(job) == {30: None, 90: None, 180: None}


def test_what_could_not_be_known_is_no_yes_and_no_contact(cast, job):
    with on_day(cast.promotora, 35):
        check = record_check(data=answer(job, still=Still.UNKNOWN), user=cast.promotora)
        assert works(job)[30] is None
        assert slots(job)[30] == clock.today()
        kinds = CaseEvent.objects.filter(source_id=check.pk).values_list("kind", flat=True)
        assert list(kinds) == [EventKind.RETENTION_CHECKED]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": 90}, "Todavía no se cumplen"),
        ({"days": 31}, "El protocolo no pregunta"),
        ({"occurred_on": DAY + timedelta(days=36)}, "futura"),
        ({"evidence": ""}, "quién lo confirmó"),
        ({"still": Still.UNKNOWN, "evidence": PlacementEvidence.CALL}, "nadie lo confirmó"),
        ({"still": Still.LEFT, "left_on": None}, "hasta cuándo y por qué"),
        ({"still": Still.LEFT, "left_reason": ""}, "hasta cuándo y por qué"),
        ({"left_on": DAY, "left_reason": LeftReason.OTHER}, "hasta cuándo y por qué"),
        ({"still": Still.LEFT, "left_on": DAY - timedelta(days=1)}, "entre el inicio"),
        ({"still": Still.LEFT, "monthly_income": 1}, "solo si trabaja"),
        ({"monthly_income": -1}, "no es negativo"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast, job, changes, words):
    with on_day(cast.promotora, 35), pytest.raises(Refused, match=words):
        record_check(data=answer(job, **changes), user=cast.promotora)


def test_an_ended_placement_is_known_already(cast, job):
    with on_day(cast.promotora, 35):
        end_placement(placement=job, ended_on=DAY + timedelta(days=10), user=cast.promotora)
        assert works(job) == {30: False, 90: False, 180: False}
        with pytest.raises(Refused, match="Ya está anotado que terminó"):
            record_check(data=answer(job), user=cast.promotora)


def test_after_the_case_closed_it_may_still_be_noted_and_taken_back(cast, job):
    with on_day(cast.promotora, 5):
        asked = request_closure(data=closure(job.case), user=cast.promotora)
    with on_day(cast.supervisora, 6):
        certify_closure(closure=asked, user=cast.supervisora)
    with on_day(cast.promotora, 180):
        check = record_check(data=answer(job, days=180), user=cast.promotora)
        assert (check.due, works(job)) == (None, {30: True, 90: True, 180: True})
        annul_check(fact=check, user=cast.promotora, reason="Era otra")
        assert slots(job) == {}
        state = CaseState.objects.get(case=job.case_id)
        assert (state.step, state.next_due_on) == (5, None)


def test_another_office_records_nothing(cast, job):
    with on_day(cast.promotora_esq, 31), pytest.raises(Refused):
        record_check(data=answer(job), user=cast.promotora_esq)


def test_the_table_refuses_what_the_words_do(cast, job):
    with on_day(cast.promotora, 95):
        check = record_check(data=answer(job), user=cast.promotora)
        rows = RetentionCheck.objects.filter(pk=check.pk)
        for columns in (
            {"still": "tal vez"}, {"evidence": ""}, {"left_on": DAY}, {"ended_it": True},
            {"still": "no"}, {"monthly_income": -1}, {"still": "sin_dato"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**columns)
        other = record_check(data=answer(job, days=90), user=cast.promotora)
        with pytest.raises(IntegrityError), transaction.atomic():
            RetentionCheck.objects.filter(pk=other.pk).update(days=30)


def test_the_web_sees_no_check_of_another_office(cast, job):
    with on_day(cast.promotora, 31):
        record_check(data=answer(job), user=cast.promotora)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert not RetentionCheck.objects.exists()
