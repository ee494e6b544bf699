"""Counting rules that hold across indicators (the whole list: docs/counting.md)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from arraigo.casework.actions import open_case, request_closure
from arraigo.casework.enums import Source
from arraigo.casework.inputs import ClosureInput
from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.directory.models import Service
from arraigo.indicators.computation import count, count_whole
from arraigo.indicators.lines import Scope
from arraigo.indicators.models import Indicator
from arraigo.indicators.tests.making import JULY, case_on, delivered, indicator, noon, referred
from arraigo.indicators.tests.recording import (
    applied,
    attended,
    certified,
    due_on,
    followed_up,
    placed,
    profiled,
    trained,
)
from arraigo.people.models import ReturnEvent
from arraigo.profiling.models import Profile
from arraigo.referrals.enums import State
from arraigo.referrals.models import ReferralEvent
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)


def value(code, variant=""):
    with acting_as(SYSTEM):
        return count(indicator(code, variant), Scope(JULY))


def test_relatives_do_not_count(cast):
    """Whoever has not returned is a relative: she is served, and counts in no figure."""
    user, case = cast.promotora, case_on(cast.promotora, date(2026, 7, 1))
    referred(user, case, DAY)
    certified(user, case, DAY)
    profiled(user, case, DAY)
    followed_up(user, case, DAY, due_on(user, case, DAY), "empleo")
    trained(user, case, DAY)
    applied(user, case, DAY + timedelta(days=1))
    delivered(user, case, DAY)
    placed(user, case, DAY + timedelta(days=2))

    def figures():
        with acting_as(SYSTEM):
            rows = Indicator.objects.in_force(DAY).main().exclude(code="5")
            return {
                row.code: (count(row, Scope(JULY)), count_whole(row, Scope(JULY))) for row in rows
            }

    assert {number for number, _whole in figures().values()} == {1}
    with acting_as(SYSTEM):
        ReturnEvent.objects.filter(person=case.person_id).update(
            person=case_on(user).person_id, returned_on=date(2025, 1, 1)
        )
    assert set(figures().values()) == {(0, None), (0, 0)}


@pytest.mark.parametrize(("read", "counted"), [(State.RECEIVED, 1), (State.EXPIRED, 0)])
def test_1_a_referral_declined_counts_if_it_had_been_read(cast, read, counted):
    referral = referred(cast.promotora, case_on(cast.promotora), DAY, State.DECLINED)
    with acting_as(SYSTEM):
        ReferralEvent.objects.create(
            referral=referral, person_id=referral.person_id, from_state=State.SENT, to_state=read,
            name="x", actor_kind="link", channel="enlace_boleta",
        )  # fmt: skip
    assert value("1") == counted


@pytest.mark.parametrize("state", [State.REJECTED, State.CLOSED])
def test_1b_leaves_out_who_does_not_meet_the_requirements(cast, state):
    referral = referred(cast.promotora, case_on(cast.promotora), DAY, state)
    assert (value("1"), value("1", "admisibles")) == (1, int(state == State.CLOSED))
    with acting_as(SYSTEM):
        ReferralEvent.objects.create(
            referral=referral, person_id=referral.person_id, from_state=State.SENT,
            to_state=State.REJECTED, name="x", actor_kind="link", channel="enlace_boleta",
            reason="edad",
        )  # fmt: skip
    assert (value("1"), value("1", "admisibles")) == (1, 0)


@pytest.mark.parametrize(
    ("given", "covered", "counted"),
    [(None, [], 1), (1, [], 1), (1, [1], 0), (0, [1], 1), (1, [0, 1], 1), (None, [1], 0)],
)
def test_1b_leaves_out_whom_the_service_does_not_reach(cast, given, covered, counted):
    """Places by number: hers is 0. Without coverage a service is of the whole country."""
    case = case_on(cast.promotora)
    referral = referred(cast.promotora, case, DAY)
    with acting_as(SYSTEM):
        hers = Municipality.objects.get(pk=case.person.municipality_id)
        places = [hers, Municipality.objects.exclude(pk=hers.pk).first()]
        service = referral.service
        service.municipality = None if given is None else places[given]
        service.save()
        service.coverage.set([places[number] for number in covered])
        reaches = Service.objects.reaching(hers).filter(pk=service.pk).exists()
    assert (value("1"), value("1", "admisibles")) == (1, counted)
    assert reaches is bool(counted)


@pytest.mark.parametrize(("second", "counted"), [(0, 1), (1, 0)])
def test_3_midnight_is_guatemalas(cast, second, counted):
    """Midnight in Guatemala is six in the morning of UTC."""
    case = case_on(cast.promotora)
    profiled(cast.promotora, case, DAY)
    last = datetime(2026, 8, 1, 5, 59, 59, tzinfo=UTC) + timedelta(seconds=second)
    with acting_as(SYSTEM):
        Profile.objects.filter(case=case).update(completed_at=last)
    assert value("3") == counted


def test_4_who_died_is_apart_in_all_her_cases(cast):
    user, first = cast.promotora, case_on(cast.promotora)
    due_on(user, first, DAY)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=first.pk).update(closed_on=date(2026, 7, 16))
    with acting_as(Actor.user(user), at=noon(date(2026, 7, 20))):
        second = open_case(
            person=first.person, office=first.office, source=Source.PARTNER, user=user
        )
        request_closure(
            data=ClosureInput(
                case=second,
                reason="fallecimiento",
                outcome="desconocido",
                evidence="La familia",
            ),
            user=user,
        )
    with acting_as(SYSTEM):
        assert count_whole(indicator("4"), Scope(JULY)) == 0
    assert value("4", "fallecidas") == 1


def test_6_a_referral_alone_is_no_completion(cast):
    case = case_on(cast.promotora)
    referred(cast.promotora, case, DAY, State.CLOSED)
    applied(cast.promotora, case, DAY + timedelta(days=1))
    with acting_as(SYSTEM):
        assert count_whole(indicator("6"), Scope(JULY)) == 0
    assert value("6") == 0


def test_8_a_profile_a_talk_or_a_referral_is_no_assistance(cast):
    case = case_on(cast.promotora)
    profiled(cast.promotora, case, DAY)
    attended(cast.promotora, DAY)
    referred(cast.promotora, case, DAY)
    assert value("8") == value("8", "facilitadas") == 0
    delivered(cast.promotora, case, DAY, kind="consejeria")
    assert value("8") == 1
