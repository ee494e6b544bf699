"""«Quién vio este expediente»: the traces of a person, in words, newest first.

The purpose of a trace is the name of the page or job that showed her. Staff are named with the
role they had that day; an institution that opened a link is named as the institution.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import ActorKind
from arraigo.core.models import Trace
from arraigo.referrals.models import AnswerLink
from arraigo.rights.purposes import Purpose, purpose_of

PAGE = 50


@dataclass(frozen=True)
class Look:
    """Somebody was shown the person: who, in which role, when, and on which page or paper."""

    at: datetime
    who: str | Promise
    role: str | Promise
    purpose: Purpose


@dataclass(frozen=True)
class Looks:
    """One page of looks, and the mark with which the next one begins (empty: none)."""

    rows: list[Look]
    after: str


def looks_at(
    person_ids: Iterable[uuid.UUID], after: str = "", *, knows_protection: bool = False
) -> Looks:
    """Return a page of who was shown the person under any of these ids, newest first.

    `after` is the mark of the page before; one that is no mark gives the first. At most four
    queries, however many rows.
    """
    found = Trace.objects.filter(person_id__in=list(person_ids))
    mark = _read(after)
    if mark is not None:
        at, ident = mark
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=ident))
    traces = list(found.order_by("-at", "-id")[: PAGE + 1])
    more, traces = len(traces) > PAGE, traces[:PAGE]
    after = f"{traces[-1].at.isoformat()}_{traces[-1].id}" if more else ""
    return Looks(_in_words(traces, knows_protection), after)


def _read(mark: str) -> tuple[datetime, int] | None:
    moment, _separator, ident = mark.partition("_")
    try:
        at, number = datetime.fromisoformat(moment), int(ident)
    except ValueError:
        return None
    return (at, number) if at.tzinfo is not None else None


def _in_words(traces: list[Trace], knows_protection: bool) -> list[Look]:
    users = _users(traces)
    links = _institutions(traces)
    roles = _roles(users)
    looks = []
    for trace in traces:
        who, role = _who(trace, users, links, roles)
        purpose = purpose_of(trace.purpose, knows_protection=knows_protection)
        looks.append(Look(trace.at, who, role, purpose))
    return looks


def _who(
    trace: Trace,
    users: dict[int, User],
    links: dict[str, str],
    roles: dict[int, list[Membership]],
) -> tuple[str | Promise, str | Promise]:
    if trace.actor_kind == ActorKind.USER:
        user = users.get(int(trace.actor_id))
        day = trace.at.astimezone(GUATEMALA).date()
        held = [each for each in roles[int(trace.actor_id)] if _in_force(each, day)]
        role = str(Role(held[0].role).label) if held else ""
        return (user.name if user else _("Cuenta que ya no existe")), role
    if trace.actor_kind == ActorKind.LINK:
        return links.get(trace.actor_id, _("Institución")), _("institución, con su enlace")
    return _("Arraigo"), _("tarea automática")


def _in_force(membership: Membership, day: object) -> bool:
    until = membership.valid_until
    return membership.valid_from <= day and (until is None or until >= day)  # type: ignore[operator]


def _users(traces: list[Trace]) -> dict[int, User]:
    return User.objects.in_bulk(
        {int(trace.actor_id) for trace in traces if trace.actor_kind == ActorKind.USER}
    )


def _roles(users: Iterable[int]) -> dict[int, list[Membership]]:
    held: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(user__in=users).order_by("pk"):
        held[membership.user_id].append(membership)
    return held


def _institutions(traces: list[Trace]) -> dict[str, str]:
    ids = {trace.actor_id for trace in traces if trace.actor_kind == ActorKind.LINK}
    links = AnswerLink.objects.filter(pk__in=ids).select_related("organization")
    return {str(link.pk): str(link.organization) for link in links}
