"""«Vistos últimamente»: one's own, the latest first, and no longer what one may not see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case, registered_person

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.desk import seen
from arraigo.desk.seen import seen_lately
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.models import PersonScope
from arraigo.people.search.models import StoredSearch

pytestmark = pytest.mark.django_db


def lately(user, **more):
    with acting_as(Actor.user(user)):
        return [case.pk for case in seen_lately(user, **more)]


def opened(client, *cases):
    for case in cases:
        assert client.get(f"/casos/{case.pk}/").status_code == 200


def test_the_latest_first_each_once_and_nobody_elses(cast, client_of):
    one, two, three = (opened_case(cast.promotora) for _ in range(3))
    opened(client_of(cast.promotora), one, two, one)
    opened(client_of(cast.promotor), three)
    assert lately(cast.promotora) == [one.pk, two.pk]
    assert lately(cast.promotor) == [three.pk]
    assert lately(cast.supervisora) == []


def test_a_name_in_a_list_is_no_case_opened(cast, client_of):
    case, client = opened_case(cast.promotora), client_of(cast.promotora)
    client.get("/casos/")
    client.get(f"/casos/{case.pk}/nota/")
    assert lately(cast.promotora) == []


def test_the_list_is_a_tap_away_and_hoy_shows_the_first(cast, client_of):
    first, *others = (opened_case(cast.promotora) for _ in range(7))
    client = client_of(cast.promotora)
    assert "En estos días no abrió ningún caso" in client.get("/casos/vistos/").content.decode()
    opened(client, first, *others)
    page = client.get("/casos/vistos/").content.decode()
    assert all(str(case.pk) in page for case in (first, *others))
    stored = StoredSearch.objects.create(user=cast.promotora, text="nadie así")
    for path in ("/casos/", "/casos/?abiertos=on", "/hoy/", f"/buscar/{stored.pk}/"):
        assert 'href="/casos/vistos/"' in client.get(path).content.decode()
    page = client.get("/hoy/").content.decode()
    card = page[page.index("Vistos últimamente") :]
    assert [str(case.pk) in card for case in (first, *others)] == [False, False] + [True] * 5


def test_what_one_may_see_no_longer_is_left_out(cast, client_of):
    gone, kept = opened_case(cast.promotora), opened_case(cast.promotora)
    opened(client_of(cast.promotora), gone, kept)
    with acting_as(SYSTEM):
        PersonScope.objects.filter(person=gone.person_id).update(
            until=clock.now() - timedelta(hours=1)
        )
    assert lately(cast.promotora) == [kept.pk]


def test_a_file_that_was_merged_is_found_as_the_other(cast, client_of):
    absorbed, survivor = opened_case(cast.promotora), registered_person(cast.promotora)
    opened(client_of(cast.promotora), absorbed)
    with acting_as(Actor.user(cast.promotora)):
        asked = request_merge(
            survivor=survivor, absorbed=absorbed.person, reason="Mismo DPI", user=cast.promotora
        )
    with acting_as(Actor.user(cast.supervisora)):
        confirm_merge(merge=asked, user=cast.supervisora)
    assert lately(cast.promotora) == [absorbed.pk]


def test_only_the_last_month_and_only_so_many(cast, client_of, monkeypatch):
    cases = [opened_case(cast.promotora) for _ in range(3)]
    opened(client_of(cast.promotora), *cases)
    assert lately(cast.promotora, number=2) == [cases[2].pk, cases[1].pk]
    monkeypatch.setattr(seen, "OPENINGS", 1)
    assert lately(cast.promotora) == [cases[2].pk]
    with acting_as(Actor.user(cast.promotora), at=clock.now() + timedelta(days=31)):
        assert seen_lately(cast.promotora) == []


def test_it_costs_the_same_however_many(cast, client_of):
    client = client_of(cast.promotora)
    opened(client, opened_case(cast.promotora))
    for path in ("/casos/vistos/", "/hoy/"):
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        opened(client, *(opened_case(cast.promotora) for _ in range(4)))
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == len(few)


def test_the_index_of_traces_by_actor_serves_it(cast):
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        told = str(
            Trace.objects.filter(
                actor_kind="user", actor_id="1", purpose="desk:case", at__gte=clock.now()
            ).order_by("-at").values("person_id")[:200].explain()
        )  # fmt: skip
    assert "actor_id" in told
    assert "Index" in told
    assert "Sort Key" not in told or "Merge Append" in told
