"""A protection note, and who may read it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models.case import Case, CaseAssignment
from arraigo.casework.protection.enums import Void
from arraigo.core.models import Fact
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.merging.aliases import standing_id
from arraigo.people.querysets import LookedUp, seen_by
from arraigo.territory.models import Office

# Whoever lets files part seals a note anew, as a job; else what was written stands.
_STANDS = """
IF (NEW.sealed, NEW.occurred_on, NEW.recorded_at, NEW.recorded_by_id, NEW.corrects_id)
    IS DISTINCT FROM
   (OLD.sealed, OLD.occurred_on, OLD.recorded_at, OLD.recorded_by_id, OLD.corrects_id)
   AND core_actor_kind() <> 'job' THEN
    RAISE EXCEPTION 'arraigo: a protection note is corrected by a newer one or made void'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class ProtectionNoteQuerySet(models.QuerySet["ProtectionNote"]):
    """Reads of protection notes."""

    def visible_to(self, user: Any) -> Self:
        """Return the notes that `user` wrote, or of cases she manages or whose office she leads.

        That is the case a note was written in, or the one the person has open now; and only of
        persons whose file she may see: whoever left the office reads nothing more.
        """
        managed = CaseAssignment.objects.filter(case=OuterRef("pk"), until=None, manager=user.pk)
        hers = Case.objects.filter(Q(office__in=user.led_office_ids) | Q(LookedUp(managed)))
        written_in = hers.filter(pk=OuterRef("case_id"))
        open_now = hers.filter(person=standing_id(OuterRef("person_id")), closed_on=None)
        answers = Q(recorded_by=user.pk) | Q(LookedUp(written_in)) | Q(LookedUp(open_now))
        return self.filter(seen_by(user, beside_or=True), answers)

    def standing(self) -> Self:
        """Return those that are neither void nor corrected by a newer one."""
        return self.filter(annulled_at=None, newer=None)

    def of_case(self, case: Case) -> Self:
        """Return those of a case and of the cases it continues."""
        return self.filter(case__in=Case.objects.told_in(case.pk).values("pk"))


class ProtectionNote(Fact):
    """What was told, sealed with the key of the person its row names.

    A correction is a newer note that names the one it corrects. `sealed` holds what it tells of
    and the text; nothing else of the row says more than that there is one, and since when.
    """

    case = models.ForeignKey(Case, models.RESTRICT, related_name="+")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    corrects = models.OneToOneField(
        "self", models.RESTRICT, null=True, editable=False, related_name="newer"
    )
    sealed = models.BinaryField()
    annulled_reason = models.CharField(
        max_length=10, choices=Void.choices, blank=True, editable=False
    )

    objects = ProtectionNoteQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("nota de protección")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Fact.Meta.triggers,
            pgtrigger.Trigger(
                name="stands", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Update, func=_STANDS,
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="protection_corrects_another",
                condition=Q(corrects=None) | ~Q(corrects=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page, for who may read it."""
        return reverse("casework:protection_note", args=[self.pk])
