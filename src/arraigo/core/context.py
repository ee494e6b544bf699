"""The one door to the database: `acting_as`.

Whoever reads or writes personal data does it inside `acting_as(actor)`: requests, jobs,
commands and tests alike. It opens the transaction and tells PostgreSQL who acts, so that the
row-level policies, the field history and the traces all know the same actor and the same clock.
Outside it, a query on personal data raises `NoContext`; it never returns silent zeros.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from arraigo.core import clock

NO_CONTEXT_SQLSTATE = "AR001"


class NoContext(DatabaseError):
    """Personal data was queried outside `acting_as`."""


class ActorKind(StrEnum):
    """Who may act. The values are read by the SQL policies."""

    USER = "user"
    LINK = "link"
    DEVICE = "device"
    JOB = "job"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the kind, the id within it and, for a link, the only person it may reach."""

    kind: ActorKind
    ident: str = ""
    person_id: uuid.UUID | None = None

    @classmethod
    def user(cls, user: Any) -> Self:
        """Return the actor for a saved user."""
        return cls(ActorKind.USER, str(user.pk))

    @classmethod
    def job(cls, name: str) -> Self:
        """Return the actor for a scheduled or queued job."""
        return cls(ActorKind.JOB, name)

    @classmethod
    def link(cls, ident: str, person_id: uuid.UUID) -> Self:
        """Return the actor for an answer link, which reaches one person only."""
        return cls(ActorKind.LINK, ident, person_id)


SYSTEM = Actor(ActorKind.SYSTEM)
ANONYMOUS = Actor(ActorKind.ANONYMOUS)


@dataclass(slots=True)
class Context:
    """What is known while somebody acts; `shown` collects the persons to trace."""

    actor: Actor
    at: datetime | None
    purpose: str
    request_id: uuid.UUID
    shown: dict[uuid.UUID, str] = field(default_factory=dict)
    rollback: bool = False

    def show(self, person_ids: Iterable[uuid.UUID], how: str = "") -> None:
        """Remember that these persons are shown; they are traced before the commit."""
        for person_id in person_ids:
            self.shown.setdefault(person_id, how or self.purpose)

    def undo(self) -> None:
        """Roll everything back when the context is left, as when a view has failed."""
        self.rollback = True


_current: ContextVar[Context | None] = ContextVar("arraigo_context", default=None)

_SET_CONTEXT = """
SELECT set_config('arraigo.actor_kind', %s, true), set_config('arraigo.actor_id', %s, true),
       set_config('arraigo.actor_person', %s, true), set_config('arraigo.now', %s, true),
       set_config('arraigo.request', %s, true)
"""


def current() -> Context:
    """Return the context in force.

    Raises `NoContext` when nobody acts.
    """
    context = _current.get()
    if context is None:
        raise NoContext("arraigo: no context; use core.acting_as(actor)")
    return context


def peek() -> Context | None:
    """Return the context in force, or None when nobody acts."""
    return _current.get()


def _tell_database(context: Context | None) -> None:
    values = ("", "", "", "", "")
    if context is not None:
        values = (
            context.actor.kind.value,
            context.actor.ident,
            str(context.actor.person_id or ""),
            context.at.isoformat() if context.at else "",
            str(context.request_id),
        )
    with connection.cursor() as cursor:
        cursor.execute(_SET_CONTEXT, values)


def _flush_traces(context: Context) -> None:
    if not context.shown:
        return
    from arraigo.core.traces import write_traces

    write_traces(context)


@contextmanager
def acting_as(
    actor: Actor,
    *,
    at: datetime | None = None,
    purpose: str = "",
    request_id: uuid.UUID | None = None,
) -> Iterator[Context]:
    """Open a transaction in which `actor` reads and writes; yield its `Context`.

    `at` fixes the clock (aware datetime), `purpose` says what for (a view's or job's name; it
    goes into the traces). Contexts nest: the inner one inherits the clock and the request, and
    the outer one is in force again afterwards. An exception, or `Context.undo`, rolls back.
    """
    outer = _current.get()
    context = Context(
        actor=actor,
        at=at or (outer.at if outer else None),
        purpose=purpose or (outer.purpose if outer else ""),
        request_id=request_id or (outer.request_id if outer else uuid.uuid4()),
    )
    inside_transaction = connection.in_atomic_block
    token = _current.set(context)
    clock_token = clock._fixed.set(context.at)
    try:
        with transaction.atomic():
            _tell_database(context)
            yield context
            if context.rollback:
                transaction.set_rollback(True)
            else:
                _flush_traces(context)
                if inside_transaction:
                    _tell_database(outer)
    finally:
        clock._fixed.reset(clock_token)
        _current.reset(token)


def _name_missing_context(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == NO_CONTEXT_SQLSTATE:
            raise NoContext(str(error)) from error
        raise


def install_named_error(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Turn the policies' own SQL error into `NoContext` on every new connection."""
    if _name_missing_context not in connection.execute_wrappers:
        connection.execute_wrappers.append(_name_missing_context)
