"""A flow's stage: who is there, what they ask for, and what is broken before it works."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from arraigo.core import context
from tests import client as watched_persons
from tests.canaries.watching import Watch
from tests.client import WatchfulClient, remember_authentication

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _wrapping(after: Callable[[HttpRequest, HttpResponse], Any]) -> Any:
    """Return a patch: `after` is called when a view has answered, in its transaction."""
    make_atomic = BaseHandler.make_view_atomic

    def make(handler: BaseHandler, view: Any) -> Any:
        real = make_atomic(handler, view)

        def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return after(request, real(request, *args, **kwargs))

        return broken

    return mock.patch.object(BaseHandler, "make_view_atomic", make)


def _told(request: HttpRequest, response: HttpResponse) -> str:
    """Return all that was typed and all that would have been shown."""
    if hasattr(response, "render"):
        response.render()
    return f"{dict(request.POST.lists())} {response.content.decode(errors='ignore')}"


def _raise_with_everything(request: HttpRequest, response: HttpResponse) -> Any:
    raise ValueError(f"no se pudo: {_told(request, response)}")


def _ask_the_database_nonsense(request: HttpRequest, response: HttpResponse) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [_told(request, response)[:2000]])


def _store_it_twice(request: HttpRequest, response: HttpResponse) -> Any:
    text = _told(request, response)[:100].replace("\x00", "")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = %s, email = 'x@x' WHERE id > 0", [text])


def _flush_no_trace(shown: context.Context) -> None:
    raise RuntimeError(f"no se pudo anotar a {shown.shown}")


#: Ways in which a request breaks after its view has read and written all it does.
BREAKAGES: tuple[Callable[[], Any], ...] = (
    lambda: _wrapping(_raise_with_everything),
    lambda: _wrapping(_ask_the_database_nonsense),
    lambda: _wrapping(_store_it_twice),
    lambda: mock.patch.object(context, "_flush_traces", _flush_no_trace),
)


#: Answers that no view gives: there is nothing to break.
WITHOUT_VIEW = {301, 403, 404, 405}


class Stage:
    """Asks for pages as the cast; one request in `pace` first breaks, in one of the ways."""

    def __init__(self, cast: SimpleNamespace, watch: Watch, *, pace: int = 1) -> None:
        self.cast, self.watch, self.words = cast, watch, watch.words
        self.breaking = True
        self.pace, self.requests, self.broken, self.jobs = pace, 0, 0, 0
        self._clients: dict[str, WatchfulClient] = {}
        self._ways = itertools.cycle(BREAKAGES)
        self._done: set[int] = set()

    def client(self, who: str) -> WatchfulClient:
        """Return the browser of one of the cast, or of nobody (`""`)."""
        if who not in self._clients:
            made = WatchfulClient(raise_request_exception=False)
            if who:
                made.force_login(getattr(self.cast, who), backend=BACKEND)
                remember_authentication(made)
            self._clients[who] = made
        return self._clients[who]

    @contextmanager
    def unbroken(self) -> Iterator[None]:
        """Ask once only, as when what a step needs is being made."""
        before, self.breaking = self.breaking, False
        yield
        self.breaking = before

    def get(self, who: str, path: str, status: int = 200, **data: Any) -> HttpResponse:
        """Open a page."""
        return self._ask(who, "get", path, data, status)

    def post(
        self, who: str, path: str, data: dict[str, Any] | None = None, status: int = 302
    ) -> HttpResponse:
        """Send a form."""
        return self._ask(who, "post", path, data or {}, status)

    def _ask(
        self, who: str, method: str, path: str, data: dict[str, Any], status: int
    ) -> HttpResponse:
        if self.breaking and status not in WITHOUT_VIEW and not self.requests % self.pace:
            with next(self._ways)():
                response = self._once(who, method, path, data)
            self.broken += 1
            assert response.status_code == 500, (path, response.status_code)
        response = self._once(who, method, path, data)
        self.requests += 1
        assert response.status_code == status, _fault(method, path, response)
        return response

    def _once(self, who: str, method: str, path: str, data: dict[str, Any]) -> HttpResponse:
        for value in data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        response = getattr(self.client(who), method)(path, data)
        self.watch.answer(method, path, response)
        return response

    def run_jobs(self, *, failing: bool = False) -> None:
        """Run what is queued, as the worker does; a failure is logged as the worker logs it."""
        waiting = ProcrastinateJob.objects.filter(status="todo").order_by("id")
        told = waiting.values_list("id", "task_name", "args")
        while jobs := list(told.exclude(pk__in=self._done)):
            for pk, name, arguments in jobs:
                self._done.add(pk)
                self.jobs += 1
                if not failing:
                    app.tasks[name](**arguments)
                    continue
                self._run_badly(name, arguments)

    def _run_badly(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            with mock.patch.object(context, "_flush_traces", _flush_no_trace):
                app.tasks[name](**arguments)
        except RuntimeError:
            logging.getLogger("procrastinate.worker").exception("Job %s(%s)", name, arguments)

    def watch_person(self, person_id: Any) -> None:
        """Let every page that shows her name prove that it leaves a trace."""
        watched_persons.canaries[str(person_id)] = self.words.word(2)


def id_in(address: str) -> str:
    """Return the last id in an address."""
    return _UUID.findall(address)[-1]


def _fault(method: str, path: str, response: HttpResponse) -> str:
    text = response.content.decode(errors="ignore")
    form = (response.context or {}).get("form") if response.context else None
    return f"{method} {path}: {response.status_code} {form.errors if form else text[:300]}"
