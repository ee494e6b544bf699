"""A server that dies: each child serves until it is killed at a point drawn by chance.

`python -m tests.openrosa.server PORT SEED RATE LOG [naive]`. The parent has everything loaded and
forks a child for every life, so that a death costs a hundredth of a second. A point is before or
after a statement, a commit, or a file; or after the commit, before the answer. Each death is
written to LOG first, as its point's name.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

#: Statements of one delivery among which the point of death is drawn.
STATEMENTS = 70


class Fate:
    """When the present life ends."""

    def __init__(self, rate: float, log: Path) -> None:
        self.rate, self.log = rate, log
        self.left = -1
        self.kinds: tuple[str, ...] = ()

    def draw(self) -> None:
        """Draw, for one request, whether and where the server dies in it."""
        self.left = -1
        if random.random() < self.rate:
            kind = random.choice(("statement", "statement", "commit", "file", "answer"))
            self.kinds = (kind,)
            most = {"statement": STATEMENTS, "commit": 6, "file": 2, "answer": 1}[kind]
            self.left = random.randrange(most)

    def pass_by(self, kind: str, name: str) -> None:
        """Come to a point; die, if it is the one."""
        if self.left < 0 or kind not in self.kinds:
            return
        if self.left == 0:
            with self.log.open("a") as log:
                log.write(f"{name}\n")
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


@contextmanager
def instrumented(fate: Fate) -> Iterator[None]:
    """Make statements, commits and files points of the fate."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    from arraigo.core import vault

    commit, write = BaseDatabaseWrapper._commit, vault.write

    def committing(self: Any) -> None:
        fate.pass_by("commit", "before a commit")
        commit(self)
        fate.pass_by("commit", "after a commit")

    def writing(path: Any, data: bytes) -> None:
        fate.pass_by("file", "before a file")
        write(path, data)
        fate.pass_by("file", "after a file")

    def executing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        fate.pass_by("statement", "before a statement")
        result = execute(sql, params, many, context)
        fate.pass_by("statement", "after a statement")
        return result

    with (
        mock.patch.object(BaseDatabaseWrapper, "_commit", committing),
        mock.patch.object(vault, "write", writing),
        connection.execute_wrapper(executing),
    ):
        yield


def mortal(app: Callable[..., Any], fate: Fate) -> Callable[..., Any]:
    """Return the application, which may die between its last commit and its answer."""

    def application(environ: Any, start_response: Any) -> Any:
        fate.draw()
        answer = b"".join(app(environ, start_response))
        fate.pass_by("answer", "before the answer")
        return [answer]

    return application


def naive(environ: Any, start_response: Any) -> Any:
    """Do what one would write first: look, act, then note that it came."""
    import uuid

    from django.core.handlers.wsgi import WSGIRequest
    from django.urls import resolve

    from arraigo.casework.actions import record_note
    from arraigo.casework.enums import NoteKind
    from arraigo.casework.inputs import NoteInput
    from arraigo.core import clock
    from arraigo.core.context import SYSTEM, Actor, acting_as
    from arraigo.field.devices.actions import device_by
    from arraigo.field.handlers.base import Interview
    from arraigo.field.openrosa.views import _delivery
    from arraigo.field.submissions.intake import _row
    from arraigo.field.xform.instance import Instance
    from arraigo.people.offices import office_of

    request = WSGIRequest(environ)
    delivery = _delivery(request)
    assert delivery is not None
    instance = Instance(delivery.xml)
    with acting_as(SYSTEM):
        device = device_by(resolve(request.path).kwargs["token"])
        from arraigo.field.models import Submission

        known = Submission.objects.filter(instance_id=instance.instance_id).exists()
    assert device is not None
    if not known:
        row = _row(delivery, instance, instance.instance_id)
        row.sent_by, row.office, row.device = device.user, office_of(device.user), device
        with acting_as(Actor.user(device.user)):
            case = Interview(row, instance).case()
            data = NoteInput(
                id=uuid.uuid4(), case=case, kind=NoteKind.VISIT, text=instance.value("text"),
                occurred_on=clock.today(),
            )  # fmt: skip
            record_note(data=data, user=device.user)
        with acting_as(Actor.user(device.user)):
            row.save(force_insert=True)
    start_response("201 Created", [("Content-Type", "text/xml")])
    return [b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"/>']


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve life after life until the process group is ended."""
    port, seed, rate, log = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])
    listening = socket.create_server(("127.0.0.1", port), backlog=128)
    from arraigo.web.wsgi import application

    app: Callable[..., Any] = naive if "naive" in sys.argv else application
    life = 0
    while True:
        life += 1
        child = os.fork()
        if child == 0:
            random.seed(f"{seed} {life} {port}")
            _serve(listening, app, Fate(rate, log))
        os.waitpid(child, 0)


def _serve(listening: socket.socket, app: Callable[..., Any], fate: Fate) -> None:
    server = WSGIServer(("127.0.0.1", 0), Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = "127.0.0.1", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(mortal(app, fate))
    with instrumented(fate):
        server.serve_forever()


if __name__ == "__main__":
    main()
