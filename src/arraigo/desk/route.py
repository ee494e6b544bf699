"""The route of a day: whom to see or call, by municipality, to be printed and carried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.models import Membership, User
from arraigo.casework.models import CounsellingSession, Due, FollowUp
from arraigo.core import clock
from arraigo.desk.agenda import current_phones
from arraigo.desk.filters import Filter
from arraigo.people.models import Person

DAYS_AHEAD = 7
MOST = 60  # lines of an agenda: more than anybody does in a day


@dataclass(frozen=True)
class Agreed:
    """What was agreed with the person the last time something was, and when."""

    occurred_on: date
    words: str


@dataclass(frozen=True)
class Stop:
    """Somebody to see or call: what is due with her, and what was agreed last."""

    person: Person
    dues: list[Due]
    agreed: Agreed | None


@dataclass(frozen=True)
class Town:
    """The stops of one municipality, by surname."""

    name: str
    stops: list[Stop]


class RouteFilter(Filter):
    """Until which day, and whose: one's own, or that of somebody whose office one leads."""

    dia = forms.ChoiceField(label=_("¿Hasta qué día?"), required=False)
    quien = forms.ChoiceField(label=_("¿De quién?"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        today = clock.today()
        days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
        self._choose("dia", [(day.isoformat(), _named(day, today)) for day in days])
        colleagues = Membership.objects.colleagues_led_by(user).filter(role__in=OFFICE_ROLES)
        others = User.objects.filter(pk__in=colleagues.values("user")).exclude(pk=user.pk)
        if user.led_office_ids:
            people = [(str(one.pk), one.name) for one in others.order_by("name")]
            self._choose("quien", [("", _("Lo mío")), *people])
        else:
            del self.fields["quien"]

    def day(self) -> date:
        """Return the chosen day, or today."""
        chosen = self.chosen().get("dia")
        return date.fromisoformat(chosen) if chosen else clock.today()

    def whose(self) -> User:
        """Return whose agenda was chosen, or the user."""
        chosen = self.chosen().get("quien")
        found: User = User.objects.get(pk=chosen) if chosen else self.user
        return found


def _named(day: date, today: date) -> str:
    words = {0: _t("hoy"), 1: _t("mañana")}.get((day - today).days)
    named = date_format(day, "l j")
    return capfirst(f"{words}, {named}" if words else named)


def dues_until(day: date, *, of: User, user: Any) -> list[Due]:
    """Return what is due with persons up to `day` in the agenda of `of`, as far as `user` sees.

    At most 60, the oldest first; two queries.
    """
    dues = Due.objects.visible_to(user).open().until(day).filter(assigned_to=of)
    shown = dues.exclude(person=None).select_related("person__municipality")
    return list(shown.prefetch_related(current_phones()).order_by("due_on", "pk")[:MOST])


def route(dues: Iterable[Due]) -> list[Town]:
    """Return the stops of these dues by municipality, then by surname. Two queries."""

    def place(due: Due) -> tuple[str, ...]:
        town = due.person.municipality  # type: ignore[union-attr]
        return town.sort_key, town.name, due.person.sort_key, str(due.person_id)  # type: ignore[union-attr]

    dues = sorted(dues, key=lambda due: (place(due), due.due_on))
    agreed = agreed_last({due.case_id for due in dues})
    by_person = groupby(dues, attrgetter("person"))
    stops = [_stop(person, list(group), agreed) for person, group in by_person]
    by_town = groupby(stops, lambda stop: stop.person.municipality.name)
    return [Town(name, list(group)) for name, group in by_town]


def _stop(person: Person, dues: list[Due], agreed: Mapping[Any, Agreed]) -> Stop:
    told = [agreed[due.case_id] for due in dues if due.case_id in agreed]
    return Stop(person, dues, max(told, key=attrgetter("occurred_on"), default=None))


def agreed_last(case_ids: Iterable[Any]) -> dict[UUID, Agreed]:
    """Return what was agreed last in each case, at a follow-up or in counselling.

    Cases without any are left out. Two queries.
    """
    told: dict[UUID, Agreed] = {}
    found = [(one.case_id, one.occurred_on, one.agreed_actions) for one in _follow_ups(case_ids)]
    found += [(one.case_id, one.occurred_on, _words(one)) for one in _sessions(case_ids)]
    for case_id, day, words in found:
        if case_id not in told or told[case_id].occurred_on < day:
            told[case_id] = Agreed(day, words)
    return told


def _follow_ups(case_ids: Iterable[Any]) -> Iterable[FollowUp]:
    told = FollowUp.objects.standing().filter(case__in=case_ids).exclude(agreed_actions="")
    return told.order_by("case", "-occurred_on", "-recorded_at").distinct("case")


def _sessions(case_ids: Iterable[Any]) -> Iterable[CounsellingSession]:
    told = CounsellingSession.objects.standing().filter(case__in=case_ids)
    told = told.exclude(Q(agreements="") & Q(next_step=""))
    return told.order_by("case", "-occurred_on", "-recorded_at").distinct("case")


def _words(session: CounsellingSession) -> str:
    return " · ".join(words for words in (session.agreements, session.next_step) if words)
