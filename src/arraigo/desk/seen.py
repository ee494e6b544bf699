"""«Vistos últimamente»: the cases that one opened last, as the traces of doing so tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import ActorKind
from arraigo.core.models import Trace
from arraigo.people.merging.aliases import canonicals

KEPT = 20
ON_TODAY = 5
LOOKED_BACK = timedelta(days=30)
OPENINGS = 200  # read at most: somebody opens the same few cases again and again


def seen_lately(user: Any, number: int = KEPT) -> list[Case]:
    """Return the cases that `user` opened last, the latest first, as far as she still sees them.

    Of each person one case: the open one, else the newest. Three queries, however many.
    """
    opened = Trace.objects.filter(
        actor_kind=ActorKind.USER,
        actor_id=str(user.pk),
        purpose="desk:case",
        at__gte=clock.now() - LOOKED_BACK,
    )
    ids = list(opened.order_by("-at").values_list("person_id", flat=True)[:OPENINGS])
    standing = canonicals(set(ids))
    people = list(dict.fromkeys(standing[ident] for ident in ids))
    cases = Case.objects.visible_to(user).filter(person__in=people)
    newest = cases.order_by("person", F("closed_on").desc(nulls_first=True), "-opened_on")
    by_person = {
        case.person_id: case
        for case in newest.distinct("person").select_related("person__municipality")
    }
    return [by_person[ident] for ident in people if ident in by_person][:number]
