"""A delegation, and what was decided under it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, all_or_none, days, field_id, user_key
from arraigo.territory.models import Office

_COVERED = """
IF NOT EXISTS (
    SELECT FROM accounts_membership WHERE user_id = NEW.lead_id AND role = 'project_lead'
    AND office_id = NEW.office_id AND delegation_id IS NULL AND valid_from <= NEW.starts_on
    AND (valid_until IS NULL OR valid_until >= NEW.ends_on)
) THEN
    RAISE EXCEPTION 'arraigo: nobody delegates more than she leads herself'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""

_STANDS = """
IF (NEW.lead_id, NEW.delegate_id, NEW.office_id, NEW.starts_on, NEW.ends_on, NEW.made_by_id)
    IS DISTINCT FROM
   (OLD.lead_id, OLD.delegate_id, OLD.office_id, OLD.starts_on, OLD.ends_on, OLD.made_by_id)
   OR OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'arraigo: a delegation is revoked once and else never changes'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Reads of delegations."""

    def visible_to(self, user: Any) -> Self:
        """Return those one gave, got or made; the national officer sees all."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(Q(lead=user) | Q(delegate=user) | Q(made_by=user))

    def in_force(self) -> Self:
        """Return those that stand today."""
        today = clock.today()
        return self.filter(revoked_at=None, starts_on__lte=today, ends_on__gte=today)


class Delegation(Tracked):
    """The lead of an office is absent: somebody leads it for her, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    lead = user_key(verbose_name=_("quién se ausenta"))
    delegate = user_key(verbose_name=_("quién queda a cargo"))
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+", verbose_name=_("oficina"))
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"))
    made_by = user_key(verbose_name=_("la hizo"))
    made_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_by = user_key(verbose_name=_("la quitó"), null=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="covered", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Insert, func=_COVERED,
            ),
            pgtrigger.Trigger(
                name="stands", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Update, func=_STANDS,
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~Q(lead=F("delegate")),
                violation_error_message=_("Nadie se delega a sí misma."),
            ),
            models.CheckConstraint(
                name="delegation_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fecha final es anterior a la inicial."),
            ),
            models.CheckConstraint(
                name="delegation_revoked_whole",
                condition=all_or_none("revoked_by", "revoked_at"),
            ),
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    ("lead", "="), ("office", "="), (days("starts_on", "ends_on"), "&&")
                ],
                condition=Q(revoked_at=None),
                violation_error_message=_("En esos días ya hay otra persona a cargo."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("delegations:detail", args=[self.pk])

    @property
    def stands(self) -> bool:
        """Tell whether it stands today, or will."""
        return self.revoked_at is None and self.ends_on >= clock.today()

    @property
    def status(self) -> tuple[str, Any]:
        """Return how it is marked: its kind and its words."""
        if self.revoked_at is not None:
            return "stop", _("Quitada")
        if self.ends_on < clock.today():
            return "info", _("Terminó")
        if self.starts_on > clock.today():
            return "wait", _("Todavía no empieza")
        return "ok", _("Vigente")


class DelegatedAct(AppendOnly):
    """Something a delegate decided for the lead: what it was, by its row, and when. A ledger."""

    id = models.BigAutoField(primary_key=True)
    delegation = models.ForeignKey(Delegation, models.RESTRICT, related_name="acts")
    name = models.CharField(max_length=60)
    source_table = models.CharField(max_length=63)
    source_id = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source_table", "source_id"], name="delegated_act_source")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"
