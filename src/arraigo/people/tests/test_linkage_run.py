"""The bulk comparison on some 500 persons: what it finds, and that it goes on where it was cut."""

import random
import stat
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.enums import MatchSource, ScopeReason
from arraigo.people.linkage import run as running
from arraigo.people.linkage.engine import Linkage, TooFewPairs
from arraigo.people.linkage.models import LinkageKey, LinkageModel, LinkageRun, RunState
from arraigo.people.linkage.run import folder_of, interrupted, purge, start_linkage, take_step
from arraigo.people.linkage.versions import model_in_force
from arraigo.people.models import ContactPoint, MatchCandidate, Person, PersonScope, ReturnEvent
from arraigo.people.offices import office_of
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db
ORIGINALS, TWICE = 450, 50
GIVEN = [
    "José",
    "Juan",
    "María",
    "Ana",
    "Rosa",
    "Pedro",
    "Mateo",
    "Tomás",
    "Elena",
    "Glenda",
    "Byron",
]
SURNAMES = [
    "López",
    "García",
    "Caal",
    "Choc",
    "Xol",
    "Tzul",
    "Pérez",
    "Ramírez",
    "Vásquez",
    "Ical",
    "Sub",
]


@pytest.fixture
def home(tmp_path, settings):
    settings.ARRAIGO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def registry(cast):
    """500 files, of which the last 50 are of persons who are there already."""
    chance, towns = random.Random(5), list(Municipality.objects.order_by("pk")[:30])
    people = []
    for number in range(ORIGINALS):
        people.append(
            Person(
                given_names=f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
                surnames=f"{chance.choice(SURNAMES)} {chance.choice(SURNAMES)}",
                sex=chance.choice("fm"),
                birth_year=chance.randint(1960, 2004),
                municipality=chance.choice(towns),
                cui=f"{chance.randrange(10**12, 10**13)}" if number % 2 else "",
                registered_by=cast.promotora,
            )
        )
    phones = [f"+5025{chance.randrange(10**6, 10**7)}" for _person in people]
    for first in range(TWICE):
        again = people[first]
        people.append(
            Person(
                given_names=again.given_names.split()[0],
                surnames=again.surnames.replace("z", "s").upper(),
                sex=again.sex,
                birth_year=again.birth_year,
                municipality=again.municipality,
                cui=again.cui,
                registered_by=cast.promotora,
            )
        )
        phones.append(phones[first])
    with acting_as(SYSTEM):
        for person in people:
            for field, value in person.derive().items():
                setattr(person, field, value)
        offices = [office_of(cast.promotora), office_of(cast.promotora_esq)]
        PersonScope.objects.bulk_create(
            PersonScope(person_id=one.pk, office=offices[n % 7 == 0], reason=ScopeReason.REGISTERED)
            for n, one in enumerate(people)
        )
        Person.objects.bulk_create(people)
        ContactPoint.objects.bulk_create(
            ContactPoint(person=one, phone=phone) for one, phone in zip(people, phones, strict=True)
        )
        ReturnEvent.objects.bulk_create(
            ReturnEvent(person=one, returned_on=date(2025, 1 + n % 12, 1 + n % 28), country="US")
            for n, one in enumerate(people)
        )
    return people


def finish(run, limit=40):
    for _step in range(limit):
        if not take_step(run.pk):
            return
    raise AssertionError("the comparison does not end")


def found():
    with acting_as(SYSTEM):
        return {(pair.person_id, pair.other_id) for pair in MatchCandidate.objects.all()}


def expected(registry):
    return {frozenset((registry[n].pk, registry[ORIGINALS + n].pk)) for n in range(TWICE)}


def test_the_whole_registry_is_compared_and_its_pairs_wait_for_two_people(
    cast, registry, home, monkeypatch
):
    monkeypatch.setattr(running, "PART", 200)
    run = start_linkage(user=cast.oficial)
    finish(run)
    run.refresh_from_db()
    assert (run.state, run.records, run.parts, run.parts_done) == (RunState.DONE, 500, 3, 3)
    assert run.progress == 100
    pairs = {frozenset(pair) for pair in found()}
    assert len(pairs & expected(registry)) >= 0.95 * TWICE
    assert len(pairs & expected(registry)) >= 0.95 * len(pairs)
    with acting_as(SYSTEM):
        pair = MatchCandidate.objects.first()
        assert (pair.source, bool(pair.model_version)) == (MatchSource.MODEL, True)
        assert 0.5 <= pair.probability <= 1
        assert LinkageKey.objects.values("person_id").distinct().count() == 500
    assert run.proposed == len(pairs)
    assert list((home / "linkage").iterdir()) == []


class Killed(BaseException):
    """The process is gone: nothing after it runs, as after a kill -9."""


def test_cut_at_any_moment_it_goes_on_where_it_was(cast, registry, home, monkeypatch):
    monkeypatch.setattr(running, "PART", 200)
    survives = Path.replace
    deaths = 0
    run = start_linkage(user=cast.oficial)

    def dies_once(path, target):
        nonlocal deaths
        if target not in died:
            died.add(target)
            deaths += 1
            raise Killed
        return survives(path, target)

    died = set()
    monkeypatch.setattr(Path, "replace", dies_once)
    for _attempt in range(40):
        try:
            if not take_step(run.pk):
                break
        except Killed:
            folder = folder_of(run)
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    run.refresh_from_db()
    assert deaths == 5  # the records, the model, three parts
    assert run.state == RunState.DONE
    assert len({frozenset(pair) for pair in found()} & expected(registry)) >= 0.95 * TWICE
    assert list((home / "linkage").iterdir()) == []


def test_while_it_queues_a_death_queues_nothing_twice(cast, registry, home, monkeypatch):
    monkeypatch.setattr(running, "QUEUED_AT_ONCE", 10)
    run = start_linkage(user=cast.oficial)
    for _step in range(4):
        take_step(run.pk)
    run.refresh_from_db()
    assert run.pairs_done == 10
    noted = running._note
    monkeypatch.setattr(running, "_note", lambda *_fields: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        take_step(run.pk)
    monkeypatch.setattr(running, "_note", noted)
    run.refresh_from_db()
    assert run.pairs_done == 10
    finish(run)
    run.refresh_from_db()
    assert run.proposed == len(found())


def test_a_large_registry_teaches_its_own_parameters(cast, registry, home, monkeypatch):
    taught = replace(model_in_force(), version="taught here", records=500)
    monkeypatch.setattr(running, "ENOUGH_TO_LEARN", 400)
    monkeypatch.setattr(Linkage, "learn", lambda _self, **_given: taught)
    run = start_linkage(user=cast.oficial)
    finish(run)
    run.refresh_from_db()
    learnt = LinkageModel.objects.get()
    assert run.state == RunState.DONE
    assert run.model_version == learnt.version
    assert learnt.records == 500
    assert model_in_force() == taught


def test_too_few_pairs_teach_nothing_and_it_goes_on(cast, registry, home, monkeypatch):
    def learn(_self, **_given):
        raise TooFewPairs

    monkeypatch.setattr(running, "ENOUGH_TO_LEARN", 400)
    monkeypatch.setattr(Linkage, "learn", learn)
    run = start_linkage(user=cast.oficial)
    finish(run)
    run.refresh_from_db()
    assert (run.state, run.model_version) == (RunState.DONE, model_in_force().version)


def test_only_one_at_a_time(cast, home):
    start_linkage(user=cast.oficial)
    with pytest.raises(Refused, match="Ya hay una comparación en marcha"):
        start_linkage(user=cast.oficial)


def test_what_fails_says_so_and_leaves_nothing_behind(cast, registry, home, monkeypatch):
    run = start_linkage(user=cast.oficial)
    take_step(run.pk)
    monkeypatch.setattr(running, "_learn", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_step(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "ZeroDivisionError")
    assert list((home / "linkage").iterdir()) == []
    assert not take_step(run.pk)


def test_folders_that_no_run_owns_are_purged(home):
    orphan = home / "linkage" / str(uuid.uuid4())
    orphan.mkdir(parents=True)
    (orphan / "records.parquet").write_bytes(b"personal")
    purge()
    assert not orphan.exists()


def test_a_run_nobody_touches_is_taken_up_again(cast, home):
    run = start_linkage(user=cast.oficial)
    assert interrupted() == []
    LinkageRun.objects.update(touched_at=run.touched_at - 2 * running.QUIET)
    assert interrupted() == [run.pk]


@pytest.mark.parametrize("key", ["oficial", "datos"])
def test_the_page_starts_it_and_shows_how_far_it_is(cast, client_of, home, key):
    client = client_of(getattr(cast, key))
    answer = client.post(reverse("people:linkage_start"), follow=True)
    page = answer.content.decode()
    assert "La comparación comenzó" in page
    assert "Leyendo el registro." in page
    assert 'value="0"' in page
    again = client.post(reverse("people:linkage_start"), follow=True).content.decode()
    assert "Ya hay una comparación en marcha." in again
    LinkageRun.objects.update(records=500, parts=4, parts_done=2)
    assert "50 % hecho" in client.get(reverse("people:linkage")).content.decode()
    LinkageRun.objects.update(state=RunState.DONE, proposed=7)
    page = client.get(reverse("people:linkage")).content.decode()
    assert "Comenzar la comparación" in page
    assert "Terminada" in page
