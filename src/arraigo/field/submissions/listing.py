"""Pages of deliveries, latest first. The address holds the last one's id."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from arraigo.core.ids import ids_in
from arraigo.field.models import Submission
from arraigo.field.querysets import SubmissionQuerySet

PAGE = 25


@dataclass(frozen=True)
class SubmissionPage:
    """One page of deliveries, and where the next begins (empty: nowhere)."""

    rows: list[Submission]
    after: str


def page_of_submissions(found: SubmissionQuerySet, after: str) -> SubmissionPage:
    """Return the page of `found` after the delivery with the id `after` (none: the first)."""
    last = found.filter(pk__in=ids_in([after])).only("received_at").first()
    if last is not None:
        found = found.filter(
            Q(received_at__lt=last.received_at)
            | Q(received_at=last.received_at, pk__gt=last.pk)
        )  # fmt: skip
    named = found.select_related("version__form", "sent_by", "person", "case")
    heavy = ("sealed", "wrapped", "answers", "version__xml", "version__sheets")
    light = named.defer(*heavy)
    rows = list(light.order_by("-received_at", "pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return SubmissionPage(rows, str(rows[-1].pk) if more else "")
