"""User and Membership. A returned person is not a user."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.models import DelegatedAct, Delegation
from arraigo.accounts.enums import OFFICE_ROLES, SECOND_FACTOR_ROLES, Role
from arraigo.accounts.harvest.models import LookAlert, LookLimit
from arraigo.accounts.sessions.models import AccountEvent, Session
from arraigo.accounts.team.models import GIVEN_BY_TWO, RoleRequest
from arraigo.core import clock
from arraigo.core.models import Tracked
from arraigo.organizations.models import Award, Organization
from arraigo.territory.models import Office

__all__ = [
    "AccountEvent",
    "DelegatedAct",
    "Delegation",
    "LookAlert",
    "LookLimit",
    "Membership",
    "RoleRequest",
    "Session",
    "User",
]
#: A lead who leads no more delegates no more.
_ENDS_DELEGATIONS = """
UPDATE accounts_membership delegated SET valid_until = NEW.valid_until
FROM accounts_delegation delegation
WHERE delegated.delegation_id = delegation.id AND delegation.lead_id = NEW.user_id
AND delegation.office_id = NEW.office_id AND delegated.valid_until > NEW.valid_until;
RETURN NULL;
"""


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and return an active user with this address and password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this address, whatever its letter case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with Arraigo. Deactivated, never deleted."""

    email = models.EmailField(_("correo electrónico"), unique=True)
    name = models.CharField(_("nombre"), max_length=150)
    phone = models.CharField(_("teléfono"), max_length=20, blank=True)
    is_active = models.BooleanField(_("activo"), default=True)
    is_training = models.BooleanField(_("cuenta de capacitación"), default=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Ya hay una cuenta con ese correo."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name shown in pages and papers."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Tell Django's admin who may enter: administrators only."""
        return Role.ADMINISTRATOR in self.roles

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """Return the memberships in force today, one's own first, with office and award."""
        held = self.memberships.in_force().order_by(
            models.F("delegation").asc(nulls_first=True), "pk"
        )
        return list(held.select_related("office", "organization", "default_award"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the codes of the roles in force today."""
        return frozenset(membership.role for membership in self.active_memberships)

    @cached_property
    def office_ids(self) -> list[int]:
        """Return the ids of the offices whose files this user works with."""
        return [
            membership.office_id
            for membership in self.active_memberships
            if membership.office_id and membership.role in OFFICE_ROLES
        ]

    @cached_property
    def led_office_ids(self) -> frozenset[int]:
        """Return the ids of the offices whose Project Lead this user is today, delegated or not."""
        return frozenset(
            membership.office_id
            for membership in self.active_memberships
            if membership.office_id and membership.role == Role.PROJECT_LEAD
        )

    @cached_property
    def organization_ids(self) -> list[int]:
        """Return the ids of the partner organisations whose referrals this user works with."""
        return [
            membership.organization_id
            for membership in self.active_memberships
            if membership.organization_id and membership.role == Role.PARTNER_MANAGER
        ]

    def award_for(self, office_id: int) -> Award | None:
        """Return the fund of the user's contract, of this office if there are several.

        Domain: indicators, the default award comes from the promotor's contract.
        """
        paid = [each for each in self.active_memberships if each.default_award is not None]
        paid.sort(key=lambda membership: membership.office_id != office_id)
        return paid[0].default_award if paid else None

    @property
    def needs_second_factor(self) -> bool:
        """Tell whether one of the roles demands a second factor."""
        return bool(self.roles & set(SECOND_FACTOR_ROLES))

    @property
    def position(self) -> str:
        """Return the role's name as papers print it, the first one in force."""
        memberships = self.active_memberships
        return str(memberships[0].get_role_display()) if memberships else ""


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def in_force(self) -> MembershipQuerySet:
        """Return those valid today (Guatemala)."""
        today = clock.today()
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=today), valid_from__lte=today
        )

    def reviewers_of(self, user: User) -> MembershipQuerySet:
        """Return those, of others, that review what `user` did: of data protection and her leads.

        Her leads are of the offices where she works today.
        """
        offices = Membership.objects.in_force().filter(user=user, office__isnull=False)
        lead = models.Q(role=Role.PROJECT_LEAD, office__in=offices.values("office"))
        reviewing = models.Q(role=Role.DATA_PROTECTION) | lead
        return self.in_force().filter(reviewing).exclude(user=user)

    def colleagues_led_by(self, user: User) -> MembershipQuerySet:
        """Return those in force in the offices that `user` leads."""
        return self.in_force().filter(office__in=user.led_office_ids)

    def addresses(self) -> list[str]:
        """Return the mail addresses of who holds them and may enter, each once, in order."""
        able = self.filter(user__is_active=True)
        return sorted(set(able.values_list("user__email", flat=True)))


class Membership(Tracked):
    """A role of a user in an office or an organisation, for a time.

    One that comes of a `delegation` is somebody else's, lent; revoked, it ended the day before.
    """

    user = models.ForeignKey(User, models.RESTRICT, related_name="memberships")
    role = models.CharField(_("función"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        Office, models.RESTRICT, null=True, blank=True, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization, models.RESTRICT, null=True, blank=True, related_name="memberships"
    )
    default_award = models.ForeignKey(
        Award,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fondo por defecto"),
    )
    valid_from = models.DateField(_("desde"), default=clock.today)
    valid_until = models.DateField(_("hasta"), null=True, blank=True)
    granted_by = models.OneToOneField(
        RoleRequest, models.RESTRICT, null=True, editable=False, related_name="membership"
    )
    delegation = models.OneToOneField(
        Delegation, models.RESTRICT, null=True, editable=False, related_name="membership"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="given_by_two", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update, func=GIVEN_BY_TWO,
            ),
            pgtrigger.Trigger(
                name="ends_delegations",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("valid_until"),
                condition=pgtrigger.Q(
                    new__role=Role.PROJECT_LEAD.value,
                    new__delegation__isnull=True,
                    new__valid_until__isnull=False,
                ),
                func=_ENDS_DELEGATIONS,
            ),
        ]  # fmt: skip
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="membership_office_role_has_office",
                condition=~models.Q(role__in=[str(role) for role in OFFICE_ROLES])
                | models.Q(office__isnull=False),
                violation_error_message=_("Esta función necesita una oficina."),
            ),
            models.CheckConstraint(
                name="membership_partner_has_organization",
                condition=~models.Q(role=Role.PARTNER_MANAGER)
                | models.Q(organization__isnull=False),
                violation_error_message=_("Esta función necesita una organización."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from"))
                | models.Q(delegation__isnull=False),
                violation_error_message=_("La fecha final es anterior a la inicial."),
            ),
            models.CheckConstraint(
                name="membership_delegated_leads_for_a_time",
                condition=models.Q(delegation=None)
                | models.Q(role=Role.PROJECT_LEAD, valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
