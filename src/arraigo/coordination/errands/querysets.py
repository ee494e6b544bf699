"""Reads of errands. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.coordination.errands.enums import Standing, Verdict, Whose
from arraigo.core import clock
from arraigo.people.querysets import seen_by

if TYPE_CHECKING:
    from arraigo.coordination.errands.models import Errand, ErrandAnswer  # noqa: F401 -- in bases


class ErrandQuerySet(models.QuerySet["Errand"]):
    """Reads of errands."""

    def visible_to(self, user: Any) -> ErrandQuerySet:
        """Return those `user` gave, was given or has, and those of the offices she leads.

        One about a person only to who may see her. The national officer sees all.
        """
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        concerned = Q(given_by=user) | Q(given_to=user) | Q(due__assigned_to=user)
        known = Q(person=None) | Q(seen_by(user, beside_or=True))
        return self.filter(concerned | Q(office__in=user.led_office_ids), known)

    def open(self) -> ErrandQuerySet:
        """Return those still to be done."""
        return self.filter(due__done_at=None, due__cancelled_at=None)

    def open_about(self, case: Any) -> ErrandQuerySet:
        """Return those of the agenda of `case`, soonest first."""
        return self.open().filter(due__case=case).order_by("due_on", "pk")

    def late(self) -> ErrandQuerySet:
        """Return those that should have been done before today, whatever the agenda says."""
        return self.open().filter(due_on__lt=clock.today())

    def done(self) -> ErrandQuerySet:
        """Return those that were done and not returned."""
        return self.filter(due__done_at__isnull=False)

    def had_by(self, user: Any) -> ErrandQuerySet:
        """Return those that `user` has to do, or did."""
        return self.filter(due__assigned_to=user)

    def to_judge_by(self, user: Any) -> ErrandQuerySet:
        """Return those `user` gave that were done, and to which she has not said anything."""
        unanswered = _answers().filter(verdict="").exclude(recorded_by=user)
        return self.done().filter(Exists(unanswered), given_by=user)

    def of(self, user: Any, whose: str, standing: str) -> ErrandQuerySet:
        """Return what a list shows: by who has to do with them, and by where they stand."""
        mine = {Whose.MINE: self.had_by, Whose.GIVEN: self.given_by}
        rows = mine[Whose(whose)](user) if whose in mine else self
        if standing == Standing.WAITING:
            return rows.to_judge_by(user)
        narrowed = {Standing.OPEN: rows.open, Standing.LATE: rows.late, Standing.DONE: rows.done}
        return narrowed[Standing(standing)]() if standing in narrowed else rows

    def given_by(self, user: Any) -> ErrandQuerySet:
        """Return those `user` gave, also to herself."""
        return self.filter(given_by=user)

    def with_names(self) -> ErrandQuerySet:
        """Return the same errands with what a list shows, `is_accepted` included."""
        named = self.select_related("given_by", "due__assigned_to", "office", "case", "person")
        return named.annotate(
            is_accepted=Exists(_answers().filter(verdict=Verdict.ACCEPTED)),
        )


class ErrandAnswerQuerySet(models.QuerySet["ErrandAnswer"]):
    """Reads of what was done about errands."""

    def standing(self) -> ErrandAnswerQuerySet:
        """Return those that were not returned."""
        return self.exclude(verdict=Verdict.RETURNED)


def _answers() -> models.QuerySet[Any]:
    from arraigo.coordination.errands.models import ErrandAnswer

    return ErrandAnswer.objects.filter(errand=OuterRef("pk"))
