"""Reads of cases, of what is due in them and of what was done. All start from `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from arraigo.accounts.enums import Role
from arraigo.casework.enums import ClosureState, DueKind
from arraigo.core import clock
from arraigo.people.querysets import seen_by

if TYPE_CHECKING:
    from arraigo.casework.models import (  # noqa: F401 -- named in the bases
        Case,
        Closure,
        CounsellingSession,
        Due,
        FollowUp,
        ServiceDelivery,
    )

Row = TypeVar("Row", bound=models.Model)


class OfPersonQuerySet(models.QuerySet[Row]):
    """Reads of rows that carry a person."""

    def visible_to(self, user: Any) -> Self:
        """Return the rows of the persons `user` may see."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(seen_by(user))


class CaseQuerySet(OfPersonQuerySet["Case"]):
    """Reads of cases."""

    def open(self) -> CaseQuerySet:
        """Return the cases that are not closed."""
        return self.filter(closed_on=None)

    def worked_by(self, user: Any) -> CaseQuerySet:
        """Return those of the offices of `user`: what she works with, not all she may read."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(office__in=user.office_ids)

    def managed_by(self, user: Any) -> CaseQuerySet:
        """Return the cases that `user` manages now."""
        assigned = {"assignments__manager": user, "assignments__until": None}
        return self.filter(**assigned)

    def following_another(self, version_id: int, office_id: int | None = None) -> CaseQuerySet:
        """Return the open cases of other versions of the protocol, of one office or of all."""
        cases = self.open().exclude(protocol=version_id)
        return cases if office_id is None else cases.filter(office=office_id)

    def told_in(self, case_id: Any) -> CaseQuerySet:
        """Return a case and those it continues: what its page tells of."""
        return self.filter(Q(pk=case_id) | Q(continued_in=case_id))

    def to_change(self) -> CaseQuerySet:
        """Return the cases as they stand, with their protocol, locked when they are read."""
        return self.select_for_update(of=("self",), no_key=True).select_related("protocol")


class DeliveryQuerySet(OfPersonQuerySet["ServiceDelivery"]):
    """Reads of delivered services."""

    def standing(self) -> DeliveryQuerySet:
        """Return those that are not annulled."""
        return self.filter(annulled_at=None)


class CaseFactQuerySet(OfPersonQuerySet[Row]):
    """Reads of facts of cases."""

    def standing(self) -> Self:
        """Return those that are not annulled."""
        return self.filter(annulled_at=None)


class FollowUpQuerySet(CaseFactQuerySet["FollowUp"]):
    """Reads of follow-ups."""

    def latest_of(self, case_id: Any) -> FollowUp | None:
        """Return the last standing follow-up of a case, or None."""
        done = self.standing().filter(case=case_id)
        return done.order_by("-occurred_on", "-recorded_at").first()

    def on_time(self, days: int) -> FollowUpQuerySet:
        """Return those done at most `days` before or after the first date they were due."""
        return self.filter(
            due__original_on__range=(
                F("occurred_on") - models.Value(days, output_field=models.IntegerField()),
                F("occurred_on") + models.Value(days, output_field=models.IntegerField()),
            )
        )


class SessionQuerySet(CaseFactQuerySet["CounsellingSession"]):
    """Reads of counselling sessions."""

    def to_ask_about(self, case_id: Any) -> CounsellingSession | None:
        """Return the last standing session, if something was agreed and nobody asked about it."""
        last = self.standing().filter(case=case_id).order_by("-occurred_on", "-recorded_at").first()
        if last is None or not (last.agreements or last.next_step):
            return None
        return None if self.standing().filter(earlier=last).exists() else last


class DueQuerySet(models.QuerySet["Due"]):
    """Reads of the agenda."""

    def visible_to(self, user: Any) -> DueQuerySet:
        """Return what is due with the persons `user` may see, or in her offices with nobody.

        An errand with nobody is only of who has it and of who leads the office.
        """
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        concerned = Q(assigned_to=user) | Q(office__in=user.led_office_ids)
        of_office = Q(person=None, office__in=user.office_ids)
        of_office &= ~Q(kind=DueKind.ERRAND) | concerned
        return self.filter(of_office | Q(seen_by(user, beside_or=True)))

    def open(self) -> DueQuerySet:
        """Return what is still to be done."""
        return self.filter(done_at=None, cancelled_at=None)

    def of_the_plan(self) -> DueQuerySet:
        """Return the follow-ups that a case's calendar asks for, done or not."""
        source = {"source_table": "casework_case", "source_id": F("case")}
        return self.filter(kind=DueKind.FOLLOW_UP, cancelled_at=None, **source)

    def of_source(self, source: models.Model, kind: DueKind) -> DueQuerySet:
        """Return what a row asks for on the agenda, done or not; what was cancelled left out."""
        table, key = source._meta.db_table, source.pk
        return self.filter(source_table=table, source_id=key, kind=kind, cancelled_at=None)

    def on_desk_of(self, user: Any) -> DueQuerySet:
        """Return a promotor's own; to who supervises, all of these."""
        return self.filter(assigned_to=user) if user.roles == {str(Role.PROMOTOR)} else self

    def movable_by(self, user: Any) -> DueQuerySet:
        """Return what `user` may put off; an errand only who has it, on her own agenda."""
        return self.filter(~Q(kind=DueKind.ERRAND) | Q(assigned_to=user))

    def until(self, day: date) -> DueQuerySet:
        """Return what is due on `day` or before."""
        return self.filter(due_on__lte=day)

    def overdue(self) -> DueQuerySet:
        """Return what should have been done before today."""
        return self.open().filter(due_on__lt=clock.today())


class ClosureQuerySet(OfPersonQuerySet["Closure"]):
    """Reads of closures."""

    def to_certify_by(self, user: Any) -> ClosureQuerySet:
        """Return those that await the certification of `user`, who leads their office."""
        waiting = self.filter(state=ClosureState.REQUESTED, office__in=user.led_office_ids)
        return waiting.exclude(requested_by=user.pk)
