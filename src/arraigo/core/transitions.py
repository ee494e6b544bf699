"""Transitions as data: from, to, who may, what must hold.

One table serves the button, the check and the log: `refusal` says why something cannot be done,
`can` whether it can, and `advance` does it once even when two people press at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock


class Refused(Exception):
    """What was asked cannot be done; `message` says why, in words for the person."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


def refuse_future(day: date) -> None:
    """Raise `Refused` for a day after today in Guatemala."""
    if day > clock.today():
        raise Refused(_("La fecha no puede ser futura."))


class Outdated(Refused):
    """Somebody else acted first."""

    def __init__(self) -> None:
        super().__init__(_("Alguien más ya actuó sobre esto. Revise cómo está ahora."))


#: Says why not, given the row and who acts; None when she may.
Guard = Callable[[Any, Any], str | Promise | None]


@dataclass(frozen=True)
class Transition:
    """One step of a thing from one of `sources` to `target`, open to `roles`."""

    sources: frozenset[str]
    target: str
    roles: frozenset[str] = frozenset()
    guard: Guard | None = None


TransitionTable = dict[str, Transition]


def refusal(
    table: TransitionTable, name: str, obj: Any, actor: Any, roles: Collection[str]
) -> str | Promise | None:
    """Return why `actor` (with `roles`) cannot do `name` on `obj` now, or None if it can.

    Raises KeyError for a name that is not in the table.
    """
    step = table[name]
    if obj.state not in step.sources:
        return _("Esto ya no está en un estado que lo permita.")
    if step.roles and not step.roles & set(roles):
        return _("Su función no permite hacer esto.")
    return step.guard(obj, actor) if step.guard else None


def can(table: TransitionTable, name: str, obj: Any, actor: Any, roles: Collection[str]) -> bool:
    """Tell whether `actor` can do `name` on `obj` now."""
    return refusal(table, name, obj, actor, roles) is None


def advance(
    table: TransitionTable,
    name: str,
    obj: models.Model,
    actor: Any,
    roles: Collection[str],
    **changes: Any,
) -> str:
    """Move `obj` along `name`, writing `changes` with it; return the state it came from.

    Locks the row and looks at its state as it is in the database, so of two simultaneous
    requests one wins. Raises `Refused` with the reason, or `Outdated` to the one that lost.
    """
    manager = type(obj)._default_manager
    locked: Any = manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if locked.state != obj.state:  # type: ignore[attr-defined]
        raise Outdated
    why = refusal(table, name, locked, actor, roles)
    if why is not None:
        raise Refused(why)
    before: str = locked.state
    for attribute, value in {"state": table[name].target, **changes}.items():
        setattr(obj, attribute, value)
    obj.save(update_fields=["state", *changes])
    return before
