"""Whose time has come, on whatever day it is asked: the database agrees with the plainest rule."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.factories import registered_person

from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import Case
from arraigo.core.clock import GUATEMALA, anniversary
from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.rights.retention.due import due_people
from arraigo.rights.retention.enums import Deed, Kind, Unit
from arraigo.rights.retention.holds import place_hold
from arraigo.rights.retention.models import RetentionRule

pytestmark = pytest.mark.django_db

days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
lives = st.lists(st.one_of(st.none(), days), max_size=3)


def rule(kind, amount, unit=Unit.MONTHS):
    return RetentionRule(kind=kind, amount=amount, unit=unit, deed=Deed.ANONYMISE)


def is_due(closings, registered, kind, months, today):
    """Tell by hand whether the time has come: every case closed, and so many months gone by."""
    if kind == Kind.NO_CASE:
        return not closings and anniversary(registered, months) <= today
    if not closings or None in closings:
        return False
    return anniversary(max(closings), months) <= today


def lived(user, closings, registered):
    """Return a person with cases closed on these days; None is one that is open."""
    person = registered_person(user)
    with acting_as(SYSTEM):
        for closed_on in closings:
            case = open_case(
                person=person, office=office_of(user), source=Source.SPONTANEOUS, user=user
            )
            Case.objects.filter(pk=case.pk).update(
                opened_on=closed_on or registered, closed_on=closed_on
            )
        at = datetime.combine(registered, time(12), GUATEMALA)
        Person.objects.filter(pk=person.pk).update(registered_at=at)
    return person


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(closings=lives, registered=days, months=st.integers(1, 60), today=days, held=st.booleans())
def test_due_when_and_only_when_the_time_has_come(cast, closings, registered, months, today, held):
    if closings.count(None) > 1:
        return
    closings = sorted((day for day in closings if day), key=str) + [
        day for day in closings if day is None
    ]
    with transaction.atomic():
        person = lived(cast.promotora, closings, registered)
        with acting_as(SYSTEM):
            if held:
                place_hold(person_id=person.pk, reason="Juicio", user=cast.datos)
            for kind in (Kind.FILE, Kind.NO_CASE):
                found = due_people(rule(kind, months), today, person.pk)
                expected = is_due(closings, registered, kind, months, today)
                assert bool(found) == expected, kind
                assert all(one.held == held and one.since <= today for one in found)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("closed", "months", "due_on"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
    ],
)
def test_a_short_month_ends_on_its_last_day(cast, closed, months, due_on):
    person = lived(cast.promotora, [closed], closed)
    with acting_as(SYSTEM):
        wanted = rule(Kind.FILE, months)
        assert not due_people(wanted, due_on - timedelta(days=1), person.pk)
        (found,) = due_people(wanted, due_on, person.pk)
        assert found.since == due_on


def test_a_rule_of_a_version_counts_from_its_day(as_system):
    today = date(2026, 11, 22)
    first = RetentionRule.objects.in_force(today)[Kind.FILE]
    RetentionRule.objects.create(
        kind=Kind.FILE, version=first.version + 1, data_class="b", amount=3, unit=Unit.MONTHS,
        deed=Deed.ANONYMISE, source="Prueba", valid_from=today + timedelta(days=1),
    )  # fmt: skip
    assert RetentionRule.objects.in_force(today)[Kind.FILE] == first
    assert RetentionRule.objects.in_force(today + timedelta(days=1))[Kind.FILE].amount == 3
