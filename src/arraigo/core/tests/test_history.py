"""Field history and partitions."""

from datetime import date

import pytest
from django.db import connection
from tests.factories import registered_person

from arraigo.core.context import Actor, acting_as
from arraigo.core.models import History
from arraigo.core.tasks import ensure_partitions
from arraigo.people.models import Person

pytestmark = pytest.mark.django_db


def test_a_change_keeps_both_values_and_who(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotor)) as context:
        person.given_names = "Corregida"
        person.save()
        row = History.objects.filter(table_name="people_person", operation="UPDATE").get()
    assert row.before["given_names"] == "Persona"
    assert row.after["given_names"] == "Corregida"
    assert set(row.before) == {"given_names", "sort_key"}
    assert (row.person_id, row.actor_id) == (person.pk, str(cast.promotor.pk))
    assert row.request_id == context.request_id


def test_saving_without_a_change_writes_nothing(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        before = History.objects.count()
        person.save()
        assert History.objects.count() == before


def test_the_history_of_a_person_is_closed_to_other_offices(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert not History.objects.filter(person_id=person.pk).exists()


def test_every_tracked_table_has_its_trigger():
    from django.apps import apps

    from arraigo.core.models import Tracked

    tracked = {model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE"
            " 'pgtrigger_history%'"
        )
        triggered = {name for (name,) in cursor.fetchall()}
    assert tracked - triggered == set()
    assert Person._meta.db_table in tracked


def test_months_get_their_partitions_once():
    assert ensure_partitions(date(2031, 1, 15), date(2031, 2, 15)) == 4
    assert ensure_partitions(date(2031, 1, 15), date(2031, 2, 15)) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'core_trace_2031_01', 'SELECT')")
        assert cursor.fetchone() == (False,)
