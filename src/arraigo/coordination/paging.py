"""Pages of activities by key (day and id), latest first: the last page is as fast as the first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from arraigo.coordination.models import Activity
from arraigo.coordination.querysets import ActivityQuerySet

PAGE_SIZE = 25


@dataclass(frozen=True)
class ActivityPage:
    """Some activities, and the key after which the next ones come ('' at the end)."""

    rows: list[Activity]
    after: str


def page_of(activities: ActivityQuerySet, after: str) -> ActivityPage:
    """Return the page after the key `after`; an unreadable key gives the first page."""
    day, _, ident = after.partition("_")
    try:
        edge = date.fromisoformat(day), uuid.UUID(ident)
    except ValueError:
        pass
    else:
        same_day = Q(occurred_on=edge[0], id__lt=edge[1])
        activities = activities.filter(Q(occurred_on__lt=edge[0]) | same_day)
    rows = list(activities.order_by("-occurred_on", "-id")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    more = len(rows) > PAGE_SIZE
    return ActivityPage(shown, f"{shown[-1].occurred_on}_{shown[-1].pk}" if more else "")
