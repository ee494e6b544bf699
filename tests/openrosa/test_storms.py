"""Deliveries in bad weather: repeated, out of order, cut off; and a server that is killed.

Nothing acknowledged is lost, nothing is doubled, everybody gets her receipt. As many as
`ARRAIGO_DELIVERIES` and `ARRAIGO_DEATHS` say (10,000 and 3,000 are the whole of it; CI does fewer).
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from arraigo.casework.models import Case, FollowUp, Note
from arraigo.core import vault
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.tests.pictures import photo
from arraigo.field.enums import SubmissionState
from arraigo.field.models import Submission, SubmissionFile
from arraigo.field.models.submissions import receipt_of
from arraigo.field.submissions import storing
from arraigo.field.tests.interviews import follow_up, note, registration
from arraigo.people.models import Person
from tests.factories import opened_case
from tests.openrosa.collect import Collect, Reply, multipart
from tests.openrosa.through_django import phone_of
from tests.ports import free_port
from tests.test_races import committed  # noqa: F401 -- a fixture

DELIVERIES = int(os.environ.get("ARRAIGO_DELIVERIES", "300"))
DEATHS = int(os.environ.get("ARRAIGO_DEATHS", "60"))
SENDERS = 16
REPEATED = 0.3
#: Of the requests in the storm whose answer the phone never sees.
DROPPED = 0.1
#: A server is killed about once a second.
PATIENCE = timedelta(minutes=5, seconds=3 * DEATHS)


@dataclass
class Parcel:
    """An interview to be delivered, and what it makes."""

    form: str
    ident: str
    xml: bytes
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def parcels(phone: Collect, case: Any, number: int, *, photos: bool = False) -> list[Parcel]:
    """Return registrations, each with a note and a follow-up about the case it makes."""
    made: list[Parcel] = []
    while len(made) < number:
        case_id = str(uuid.uuid4())
        answers = registration()
        made.append(
            Parcel("registro_minimo", case_id,
                   phone.fill("registro_minimo", answers, entity=(case_id, "Persona Ficticia")))
        )  # fmt: skip
        for form, told in (("nota_visita", note(case_id)), ("seguimiento", follow_up(case_id))):
            name = str(uuid.uuid4())
            made.append(Parcel(form, name, phone.fill(form, told, instance_id=f"uuid:{name}")))
    for parcel in made[1::90] if photos else ():
        told = note(case.pk, photo="foto.jpg")
        parcel.xml = phone.fill("nota_visita", told, instance_id=f"uuid:{parcel.ident}")
        parcel.files = {"foto.jpg": ("image/jpeg", photo())}
    return made[:number]


def check(made: list[Parcel], receipts: dict[str, set[str]]) -> None:
    """Look that each is there once, has done its work once, and has its own receipt."""
    with acting_as(SYSTEM):
        rows = list(Submission.objects.values_list("sha256", "state", "problem"))
        assert len(rows) == len(made)
        assert Counter(state for _sha, state, _problem in rows) == {SubmissionState.DONE: len(made)}
        told = {receipt_of(sha) for sha, _state, _problem in rows}
        assert {receipt for each in receipts.values() for receipt in each} == told
        assert all(len(receipts[parcel.ident]) == 1 for parcel in made)
        for form, model in (
            ("registro_minimo", Case), ("nota_visita", Note), ("seguimiento", FollowUp),
        ):  # fmt: skip
            wanted = {uuid.UUID(each.ident) for each in made if each.form == form}
            found = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
            assert found == wanted, (form, len(wanted - found))
        persons = sum(parcel.form == "registro_minimo" for parcel in made)
        assert Person.objects.count() == persons + 1  # and the one with the first case
        assert Note.objects.count() + FollowUp.objects.count() == len(made) - persons


def receipt_in(body: bytes) -> str:
    """Return the receipt that an answer tells."""
    return body.decode().rpartition("es ")[2][:9]


def settle() -> None:
    """Do what the hourly job does, until nothing waits any more."""
    from arraigo.field.submissions.settling import settle_waiting

    with connection.cursor():
        settle_waiting()


def test_twenty_interviews_sent_eight_times_at_once(committed):  # noqa: F811
    case = opened_case(committed.promotora)
    phone = phone_of(committed.promotora, Client())
    address = phone.submission_path
    sent = [phone.fill("nota_visita", note(case.pk)) for _ in range(20)]

    def post(xml: bytes) -> tuple[int, bytes]:
        body, boundary = multipart(xml, {})
        kind = f"multipart/form-data; boundary={boundary}"
        try:
            answer: Any = Client().post(address, body, content_type=kind)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        answers = [list(threads.map(post, [xml] * 8)) for xml in sent]
    assert [status for each in answers for status, _body in each] == [201] * 160
    assert all(len({body for _status, body in each}) == 1 for each in answers)
    with acting_as(SYSTEM):
        assert Submission.objects.count() == 20
        assert Note.objects.count() == 20


@pytest.mark.sweep
def test_repeated_shuffled_and_cut_off(committed):  # noqa: F811
    case = opened_case(committed.promotora)
    phone = phone_of(committed.promotora, Client())
    made = parcels(phone, case, DELIVERIES)
    seed = random.Random(4)
    sending = made + seed.sample(made, int(REPEATED * len(made)))
    seed.shuffle(sending)
    receipts: dict[str, set[str]] = {parcel.ident: set() for parcel in made}
    address = phone.submission_path
    draw, lock = random.Random(5), threading.Lock()

    def send(parcel: Parcel) -> None:
        body, boundary = multipart(parcel.xml, parcel.files)
        kind = f"multipart/form-data; boundary={boundary}"
        while True:
            answer: Any = Client().post(address, body, content_type=kind)
            assert answer.status_code == 201, answer.content
            with lock:
                if draw.random() >= DROPPED:
                    receipts[parcel.ident].add(receipt_in(answer.content))
                    break
        connections.close_all()

    with ThreadPoolExecutor(SENDERS) as threads:
        list(threads.map(send, sending))
    settle()
    check(made, receipts)


class Killed:
    """Two servers that die again and again, on two ports."""

    def __init__(self, environment: dict[str, str], log: Path, rate: float, *more: str) -> None:
        self.log, self.ports = log, [free_port(), free_port()]
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.openrosa.server", str(port), "7", str(rate),
                 str(log), *more],
                env=environment, start_new_session=True,
            )
            for port in self.ports
        ]  # fmt: skip
        for port in self.ports:
            self._wait_for(port)

    def _wait_for(self, port: int) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not start")

    @property
    def deaths(self) -> Counter[str]:
        """Return how often it died at which point."""
        return Counter(self.log.read_text().splitlines()) if self.log.exists() else Counter()

    def deliver(
        self, address: str, parcel: Parcel, *, tries: int = 200, patient: bool = False
    ) -> str:
        """Send an interview until it is acknowledged; return the receipt.

        A failure of the server itself (5xx) is one of the test, unless one is `patient`.
        """
        body, boundary = multipart(parcel.xml, parcel.files)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Host": "127.0.0.1"}
        for attempt in range(tries):
            reply = self._try(self.ports[attempt % 2], address, body, headers)
            if reply is not None and reply.status == 201:
                return receipt_in(reply.body)
            assert patient or reply is None or reply.status < 500, reply
        raise AssertionError("never acknowledged")

    def _try(self, port: int, address: str, body: bytes, headers: dict[str, str]) -> Reply | None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            asking.request("POST", address, body, headers)
            answer = asking.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            asking.close()

    def stop(self) -> None:
        """End both servers and whatever child serves."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def killed(
    committed: Any,  # noqa: F811
    database_address: Any,
    settings: Any,
    tmp_path: Path,
) -> Iterator[Callable[..., Killed]]:
    """Start servers that die, and end them with the test."""
    started: list[Killed] = []
    settings.FILES_ROOT = Path(database_address.home) / "files"
    environment = database_address.environment(connection.settings_dict["NAME"])

    def start(rate: float, *more: str) -> Killed:
        started.append(Killed(environment, tmp_path / f"deaths-{len(started)}", rate, *more))
        return started[-1]

    yield start
    for each in started:
        each.stop()


@pytest.mark.sweep
def test_a_server_that_is_killed_loses_and_doubles_nothing(committed, killed):  # noqa: F811
    case = opened_case(committed.promotora)
    phone = phone_of(committed.promotora, Client())
    address = phone.submission_path
    servers = killed(0.6)
    made: list[Parcel] = []
    receipts: dict[str, set[str]] = {}
    until = time.monotonic() + PATIENCE.total_seconds()
    with ThreadPoolExecutor(4) as threads:
        while sum(servers.deaths.values()) < DEATHS:
            assert time.monotonic() < until, servers.deaths
            batch = parcels(phone, case, 60, photos=True)
            random.Random(len(made)).shuffle(batch)
            told = threads.map(lambda parcel: servers.deliver(address, parcel), batch)
            receipts |= {parcel.ident: {each} for parcel, each in zip(batch, told, strict=True)}
            made += batch
    settle()
    check(made, receipts)
    deaths = servers.deaths
    assert set(deaths) >= {
        "before a statement", "after a statement", "before a commit", "after a commit",
        "before the answer",
    }, deaths  # fmt: skip
    _files_are_whole()


def _files_are_whole() -> None:
    """Every row has its file; what has no row is swept, and nothing else."""
    with acting_as(SYSTEM):
        rows = list(SubmissionFile.objects.select_related("submission"))
        assert all(storing.read(row) == photo() for row in rows)
        known = {str(row.pk) for row in rows}
        there = {path.name for path in vault.older_than(timedelta(0), storing.ROOM)}
        assert known <= there
        assert storing.sweep_orphans(timedelta(0)) == len(there - known)
        left = {path.name for path in Path(settings.FILES_ROOT, storing.ROOM).glob("*/*")}
        assert left == known


@pytest.mark.sweep
def test_a_naive_server_fails_the_same_test(committed, killed):  # noqa: F811
    case = opened_case(committed.promotora)
    phone = phone_of(committed.promotora, Client())
    address = phone.submission_path
    servers = killed(0.5, "naive")
    sent = [str(uuid.uuid4()) for _ in range(40)]
    for ident in sent:
        xml = phone.fill("nota_visita", note(case.pk), instance_id=f"uuid:{ident}")
        servers.deliver(address, Parcel("nota_visita", ident, xml))
    with acting_as(SYSTEM):
        assert Note.objects.count() > len(sent), servers.deaths
