"""Whom a request shows is whom it traces: pages, lists, search, papers, sheets and links.

Every address is asked as each role, and each paper is printed; the persons whose surnames or
codes stand in the answer are compared with those in the traces of the same request. Nobody more,
nobody less; and so it is while the queue of jobs is dead.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from arraigo.casework.tests.making import calendar_of
from arraigo.core.context import SYSTEM, acting_as
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import message_token, slip_token
from tests.access.addresses import PLAIN, SCOPED, address
from tests.access.asking import client_for
from tests.access.shown import Look, Marks, look, marks_of_everybody
from tests.access.test_matrix import opens
from tests.database import in_database
from tests.openrosa.through_django import secret_of
from tests.test_access_table import PUBLIC, TABLE

pytestmark = pytest.mark.xdist_group("traces")

KEYS = ("promotora", "supervisora", "oficial", "datos", "finanzas", "peas", "promotora_esq")
FEW = ("promotora", "datos")
#: Answers that show somebody: a page or a paper, or a form that comes back.
TOLD = {200, 422, 429}
#: Traced although neither her name nor her code stands on the page, and what of her does.
SHOWN_OTHERWISE = {
    "public:slip": "her initials",
    "casework:document_file": "a photo of hers",
    "field:submission_file": "a photo that came with her interview",
    "people:register_from_lead": "the boxes as they were sent, here empty",
}
#: Shown without a trace: what this user has typed herself stands in the box where she typed it.
TYPED = {"people:register_from_search", "leads:found"}


@dataclass
class Sum:
    """How many answers were compared, how many showed somebody, and which were not even."""

    answers: int = 0
    showing: int = 0
    shown: int = 0
    uneven: list[Any] = field(default_factory=list)

    def note(self, name: str, who: str, method: str, found: Look) -> None:
        """Compare one answer."""
        if found.status not in TOLD:
            return
        self.answers += 1
        self.showing += bool(found.shown)
        self.shown += len(found.shown)
        untraced, unshown = found.shown - found.traced, found.traced - found.shown
        if (untraced and name not in TYPED) or (unshown and name not in SHOWN_OTHERWISE):
            self.uneven.append((name, who, method, found.status, len(untraced), len(unshown)))


def papers(ids: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what leaves as paper or file, with the form that prints it."""
    person = ids["person"]
    for kind in ("pdf", "json"):
        told = {"id": str(uuid.uuid4()), "identified_how": "dpi", "format": kind}
        yield "rights:copy", reverse("rights:copy", args=[person]), told
    yield "referrals:slip", reverse("referrals:slip", args=[ids["referral"]]), {}


def compare(offices: SimpleNamespace, marks: Marks, keys: tuple[str, ...], method: str) -> Sum:
    """Ask every address as these users for the rows of three worlds; print the papers."""
    told = Sum()
    worlds = [offices.worlds[scope] for scope in ("own", "same office", "other office")]
    for who in keys:
        client = client_for(getattr(offices.cast, who))
        pages = [(name, address(name, {})) for name in PLAIN]
        pages += [
            (name, address(name, {argument: world.ids[kind] for argument, kind in kinds.items()}))
            for world in worlds
            for name, kinds in SCOPED.items()
            if set(kinds.values()) <= world.ids.keys()
        ]
        for name, path in pages:
            if opens(who, name):
                told.note(name, who, method, look(client, method, path, marks))
        for world in worlds:
            for name, path, data in papers(world.ids):
                if opens(who, name):
                    told.note(name, who, "print", look(client, "post", path, marks, data))
    return told


def by_links(offices: SimpleNamespace, marks: Marks) -> Sum:
    """Open the public pages, and a slip's and a message's link, as nobody."""
    told, visitor = Sum(), Client(raise_request_exception=False)
    with acting_as(SYSTEM):
        referral = Referral.objects.get(pk=offices.worlds["own"].ids["referral"])
    links = {
        "public:slip": reverse("public:slip", args=[slip_token(referral)]),
        "public:message": reverse("public:message", args=[message_token(referral)]),
    }
    phone = secret_of(offices.cast.promotora)
    links |= {name: reverse(name, args=[phone]) for name in ("openrosa:forms", "openrosa:cases",
                                                             "openrosa:integrity")}  # fmt: skip
    links["calendar:feed"] = reverse("calendar:feed", args=[calendar_of(offices.cast.promotora)])
    plain = {name: reverse(name) for name, row in TABLE.items() if row == PUBLIC and ":" in name
             and not name.startswith(("public:", "openrosa:", "calendar:"))}  # fmt: skip
    for name, path in (links | plain).items():
        told.note(name, "", "get", look(visitor, "get", path, marks))
    return told


@contextmanager
def dead_queue(owner_url: str) -> Iterator[None]:
    """Hold the queue's tables, as a worker that hangs would; who waits for them fails soon."""
    with psycopg.connect(owner_url) as owner:
        tables = owner.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'procrastinate%' AND relkind = 'r'"
        ).fetchall()
        for (name,) in tables:
            owner.execute(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        yield
        owner.rollback()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")


@pytest.fixture(scope="module")
def marks(offices: SimpleNamespace) -> Marks:
    """Everybody there is, once the worlds are made."""
    assert all(offices.worlds[scope] for scope in ("own", "same office", "other office"))
    return marks_of_everybody()


def counted(told: Sum, record: Any) -> Sum:
    """Tell the counts to whoever reads the run."""
    for name in ("answers", "showing", "shown"):
        record(name, getattr(told, name))
    return told


def test_whom_a_page_or_paper_shows_is_whom_it_traces(offices, marks, record_property):
    told = counted(compare(offices, marks, FEW, "get"), record_property)
    assert told.uneven == []
    assert told.showing > 60


@pytest.mark.sweep
@pytest.mark.long
@pytest.mark.parametrize("method", ["get", "post"])
def test_so_it_is_for_everybody_and_when_a_form_comes_back(offices, marks, method, record_property):
    told = counted(compare(offices, marks, KEYS, method), record_property)
    assert told.uneven == []


def test_a_link_traces_whom_it_shows(offices, marks):
    told = by_links(offices, marks)
    assert told.uneven == []
    assert told.answers >= 3


def test_and_with_the_queue_of_jobs_dead(offices, marks, database_address, record_property):
    with dead_queue(in_database(database_address.owner_url, offices.name)):
        told = counted(compare(offices, marks, FEW[:1], "get"), record_property)
    assert told.uneven == []
    assert told.showing > 50
