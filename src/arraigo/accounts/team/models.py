"""A role asked for, until another person has decided."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.core import clock
from arraigo.core.models import Tracked, user_key
from arraigo.organizations.models import Organization
from arraigo.territory.models import Office

#: A request that nobody has decided by then has to be made again.
LASTS = timedelta(days=7)


class RoleRequestState(models.TextChoices):
    """Where a request stands."""

    REQUESTED = "requested", _("Por confirmar")
    CONFIRMED = "confirmed", _("Confirmada")
    REFUSED = "refused", _("Negada")
    EXPIRED = "expired", _("Vencida")


class RoleRequestQuerySet(models.QuerySet["RoleRequest"]):
    """Reads of requests."""

    def waiting(self) -> Self:
        """Return those that may still be decided, the oldest first."""
        standing = self.filter(state=RoleRequestState.REQUESTED, expires_at__gt=clock.now())
        return standing.order_by("requested_at", "id")

    def overdue(self) -> Self:
        """Return those whose week has passed without a decision."""
        return self.filter(state=RoleRequestState.REQUESTED, expires_at__lte=clock.now())

    def with_names(self) -> Self:
        """Return them with whom and what they name."""
        return self.select_related("user", "office", "organization", "requested_by", "decided_by")


class RoleRequest(Tracked):
    """Somebody should have a role: who asks for whom, why, until when, and who decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = user_key(related_name="role_requests")
    role = models.CharField(_("función"), max_length=20, choices=Role.choices)
    office: models.ForeignKey[Any, Any] = models.ForeignKey(
        Office, models.RESTRICT, null=True, blank=True, related_name="+"
    )
    organization: models.ForeignKey[Any, Any] = models.ForeignKey(
        Organization, models.RESTRICT, null=True, blank=True, related_name="+"
    )
    valid_until = models.DateField(_("hasta"), null=True, blank=True)
    reason = models.CharField(_("por qué"), max_length=300)
    requested_by = user_key()
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    state = models.CharField(
        max_length=10, choices=RoleRequestState.choices, default=RoleRequestState.REQUESTED
    )
    decided_by = user_key(null=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = RoleRequestQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="role_request_four_eyes",
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("requested_by")) & ~Q(decided_by=F("user")),
                violation_error_message=_("La confirma una persona distinta."),
            ),
            models.CheckConstraint(
                name="role_request_decided_whole",
                condition=Q(
                    state__in=[RoleRequestState.REQUESTED, RoleRequestState.EXPIRED],
                    decided_by=None, decided_at=None,
                )
                | Q(
                    state__in=[RoleRequestState.CONFIRMED, RoleRequestState.REFUSED],
                    decided_by__isnull=False, decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="role_request_in_a_week",
                condition=Q(expires_at__lte=F("requested_at") + LASTS)
                & (Q(decided_at=None) | Q(decided_at__lte=F("expires_at"))),
            ),
            models.CheckConstraint(
                name="role_request_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Escriba por qué."),
            ),
            models.CheckConstraint(
                name="role_request_has_office",
                condition=~Q(role__in=[str(role) for role in OFFICE_ROLES])
                | Q(office__isnull=False),
                violation_error_message=_("Esta función necesita una oficina."),
            ),
            models.CheckConstraint(
                name="role_request_has_organization",
                condition=~Q(role=Role.PARTNER_MANAGER) | Q(organization__isnull=False),
                violation_error_message=_("Esta función necesita una organización."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office", "organization"],
                name="role_request_once",
                condition=Q(state=RoleRequestState.REQUESTED),
                nulls_distinct=False,
                violation_error_message=_("Esa función ya está pedida."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_waiting(self) -> bool:
        """Tell whether it may still be decided."""
        return self.state == RoleRequestState.REQUESTED and clock.now() < self.expires_at


#: What a membership may not become without two people. The command line acts as the system.
GIVEN_BY_TWO = """
IF coalesce(current_setting('arraigo.actor_kind', true), '') = 'system' THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' AND (OLD.user_id, OLD.role, OLD.office_id, OLD.organization_id,
                         OLD.valid_from, OLD.granted_by_id)
       IS NOT DISTINCT FROM (NEW.user_id, NEW.role, NEW.office_id, NEW.organization_id,
                             NEW.valid_from, NEW.granted_by_id)
   AND coalesce(NEW.valid_until, 'infinity') <= coalesce(OLD.valid_until, 'infinity') THEN
    RETURN NEW;
END IF;
IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM accounts_delegation lent WHERE lent.id = NEW.delegation_id
    AND lent.revoked_at IS NULL AND NEW.role = 'project_lead'
    AND (lent.delegate_id, lent.office_id, lent.starts_on, lent.ends_on)
        = (NEW.user_id, NEW.office_id, NEW.valid_from, NEW.valid_until)) THEN
    RETURN NEW;
END IF;
IF TG_OP = 'UPDATE' OR NOT EXISTS (
    SELECT FROM accounts_rolerequest asked WHERE asked.id = NEW.granted_by_id
    AND asked.state = 'confirmed' AND asked.decided_by_id <> asked.requested_by_id
    AND (asked.user_id, asked.role, asked.office_id, asked.organization_id, asked.valid_until)
        IS NOT DISTINCT FROM (NEW.user_id, NEW.role, NEW.office_id, NEW.organization_id,
                              NEW.valid_until)) THEN
    RAISE EXCEPTION 'arraigo: a role is given by two people'
        USING ERRCODE = '23514', CONSTRAINT = 'membership_given_by_two';
END IF;
RETURN NEW;
"""
