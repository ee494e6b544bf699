"""Members of a household, and the links to those who have a file of their own."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import ConsentHow, MergeRule, Sex
from arraigo.people.fields import PersonForeignKey


class HouseholdQuerySet(models.QuerySet["HouseholdMember"]):
    """Reads of households."""

    def living(self) -> Self:
        """Return those who live with the person now, in the order they were told."""
        return self.filter(left_at=None).order_by("added_at", "id")


class HouseholdMember(Tracked):
    """Somebody the person lives with: what she is to her, sex and age band."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="household")
    kinship = models.CharField(_("parentesco"), max_length=12, choices=Kinship.choices)
    sex = models.CharField(_("sexo"), max_length=1, choices=Sex.choices)
    age_band = models.CharField(_("edad"), max_length=6, choices=AgeBand.choices)
    added_by = user_key()
    added_at = models.DateTimeField(default=clock.now, editable=False)
    left_by = user_key(null=True)
    left_at = models.DateTimeField(null=True, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="household_left_whole",
                condition=all_or_none("left_by", "left_at"),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdLink(models.Model):
    """A member has a file of her own and agreed to be named here.

    Not `Tracked`: the history of a person's rows is readable to who sees her file, and a link must
    not be while either file is reserved. It is made, ended and never changed.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    member = models.ForeignKey(HouseholdMember, models.RESTRICT, related_name="links")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    relative = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    agreed_how = models.CharField(max_length=10, choices=ConsentHow.choices)
    witness_name = models.CharField(max_length=120, blank=True)
    linked_by = user_key()
    linked_at = models.DateTimeField(default=clock.now, editable=False)
    ended_by = user_key(null=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="household_linked_once"
            ),
            models.CheckConstraint(
                name="household_link_of_two", condition=~Q(person=F("relative"))
            ),
            models.CheckConstraint(
                name="household_link_witnessed",
                condition=~Q(agreed_how=ConsentHow.WITNESS) | ~Q(witness_name=""),
            ),
            models.CheckConstraint(
                name="household_link_ended_whole",
                condition=all_or_none("ended_by", "ended_at"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
