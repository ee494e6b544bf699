"""The one door to the database."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from arraigo.core import clock
from arraigo.core.context import ANONYMOUS, SYSTEM, Actor, NoContext, acting_as, current
from arraigo.core.models import History, Trace
from arraigo.people.models import Person

pytestmark = pytest.mark.django_db


def test_without_a_context_a_query_fails_by_name_even_on_an_empty_table():
    with pytest.raises(NoContext), transaction.atomic():
        Person.objects.count()
    with pytest.raises(NoContext), transaction.atomic():
        Person.objects.filter(pk=uuid.uuid4()).first()
    with pytest.raises(NoContext), transaction.atomic():
        list(Trace.objects.all())
    with pytest.raises(NoContext):
        current()


def test_the_database_forgets_the_actor_afterwards():
    with acting_as(SYSTEM):
        assert Person.objects.count() == 0
    with pytest.raises(NoContext), transaction.atomic():
        Person.objects.count()


def test_contexts_nest_and_the_outer_one_is_in_force_again():
    with acting_as(SYSTEM, purpose="outside"):
        with acting_as(ANONYMOUS) as inner:
            assert inner.purpose == "outside"
            assert _database_actor() == "anonymous"
        assert _database_actor() == "system"
        with pytest.raises(ZeroDivisionError), acting_as(ANONYMOUS):
            _ = 1 / 0
        assert _database_actor() == "system"


def test_the_clock_is_the_contexts():
    moment = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)  # still February in Guatemala
    with acting_as(SYSTEM, at=moment):
        assert clock.now() == moment
        assert clock.today() == date(2026, 2, 28)
        with connection.cursor() as cursor:
            cursor.execute("SELECT core_now(), core_today()")
            assert cursor.fetchone() == (moment, date(2026, 2, 28))


def test_undo_rolls_everything_back_and_leaves_no_trace():
    with acting_as(SYSTEM) as context:
        context.show([uuid.uuid4()], "test")
        context.undo()
    with acting_as(SYSTEM):
        assert Trace.objects.count() == 0


def test_one_trace_for_each_person_shown_with_actor_and_purpose():
    shown = {uuid.uuid4(), uuid.uuid4()}
    with acting_as(Actor.job("nightly"), purpose="list") as context:
        context.show(shown)
        context.show(shown)
    with acting_as(SYSTEM):
        traces = Trace.objects.all()
        assert {trace.person_id for trace in traces} == shown
        assert {(trace.actor_kind, trace.actor_id, trace.purpose) for trace in traces} == {
            ("job", "nightly", "list")
        }


@pytest.mark.parametrize("ledger", [Trace, History])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET actor_id = ''", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_webs_role_cannot_rewrite_a_ledger(ledger, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_as(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(ledger._meta.db_table))


def test_partitions_are_closed_to_the_webs_role():
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_as(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM core_trace_default")


def _database_actor() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_actor_kind()")
        return cursor.fetchone()[0]
