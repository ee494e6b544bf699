"""PostgreSQL falls again and again under load: whatever was acknowledged is there afterwards."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from arraigo.accounts.models import User
from arraigo.core.context import SYSTEM, acting_as
from arraigo.demo.cast import LOGINS
from arraigo.field.models import Submission
from arraigo.field.models.submissions import receipt_of
from arraigo.field.tests.interviews import note
from arraigo.web.settings import _database
from tests.database import TEMPLATE, Address, TestServer, in_database
from tests.factories import opened_case
from tests.openrosa.test_storms import Killed, Parcel
from tests.openrosa.through_django import phone_of

FALLS = int(os.environ.get("ARRAIGO_FALLS", "50"))
#: Deliveries acknowledged between one fall and the next.
BETWEEN = 4
DURABLE = {"fsync": "on", "synchronous_commit": "on"}

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.long,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="stops the embedded server"),
]


@pytest.fixture
def durable(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A server that writes what it acknowledges to the disk, and its cast."""
    server = TestServer(DURABLE)
    address = server.start()
    usual = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        connections.close_all()
        connections["default"].settings_dict.update(
            _database(in_database(address.web_url, TEMPLATE))
        )
        users = {user.email: user for user in User.objects.all()}
        cast = {login.key.replace(".", "_"): users[login.email] for login in LOGINS}
        yield SimpleNamespace(server=server, address=address, **cast)
        connections.close_all()
        connections["default"].settings_dict.clear()
        connections["default"].settings_dict.update(usual)
    server.stop()


def _fall(server: TestServer) -> None:
    """Stop PostgreSQL as a power cut would, and start it again."""
    postgres = server.server
    assert postgres is not None
    assert postgres.process is not None
    pid = int((postgres.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGQUIT)  # pg_ctl stop -m immediate
    postgres.process.wait(30)
    postgres.start()


def test_what_was_acknowledged_survives_every_fall(durable: Any, tmp_path: Path) -> None:
    address: Address = durable.address
    case = opened_case(durable.promotora)
    phone = phone_of(durable.promotora, Client())
    where = phone.submission_path
    waiting = [phone.fill("nota_visita", note(case.pk)) for _ in range(FALLS * BETWEEN * 8)]
    connection.close()
    acknowledged: list[str] = []
    progress, stop = threading.Semaphore(0), threading.Event()
    servers = Killed(address.environment(TEMPLATE), tmp_path / "deaths", 0)

    def send(xml: bytes) -> None:
        if not stop.is_set():
            receipt = servers.deliver(
                where, Parcel("nota_visita", "", xml), tries=2000, patient=True
            )
            acknowledged.append(receipt)
            progress.release()

    try:
        with ThreadPoolExecutor(4) as threads:
            sending = [threads.submit(send, xml) for xml in waiting]
            for _fall_number in range(FALLS):
                for _each in range(BETWEEN):
                    assert progress.acquire(timeout=120)
                _fall(durable.server)
            stop.set()
            for each in sending:
                each.result()
    finally:
        servers.stop()
    with acting_as(SYSTEM):
        kept = {receipt_of(sha) for sha in Submission.objects.values_list("sha256", flat=True)}
    assert set(acknowledged) <= kept
    assert len(acknowledged) >= FALLS * BETWEEN
