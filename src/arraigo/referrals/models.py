"""Referral, what happened to it, and the links an institution answers with."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber, to_python

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import ActorKind
from arraigo.core.models import AppendOnly, Tracked
from arraigo.directory.models import Service
from arraigo.organizations.models import Organization
from arraigo.people.enums import ConsentPurpose, MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.models import Consent
from arraigo.referrals.enums import (
    AWAITING_STATES,
    CLOSED_STATES,
    STATE_KINDS,
    Channel,
    DisclosedField,
    LinkKind,
    Priority,
    RejectionReason,
    State,
)
from arraigo.referrals.querysets import ReferralQuerySet
from arraigo.territory.models import Office


class Referral(Tracked):
    """A person sent to a service, with her consent, and what came of it.

    `organization` is the one of the time: a service may change hands later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="referrals")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="referrals")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    service = models.ForeignKey(Service, models.RESTRICT, related_name="referrals")
    organization = models.ForeignKey(Organization, models.RESTRICT, related_name="referrals")
    need = models.CharField(_("necesidad"), max_length=200)
    priority = models.CharField(_("prioridad"), max_length=12, choices=Priority.choices)
    deadline = models.DateTimeField(_("respuesta a más tardar"))
    state = models.CharField(_("estado"), max_length=16, choices=State.choices, default=State.DRAFT)
    message = models.TextField(_("mensaje para la institución"), blank=True)
    consent = models.ForeignKey(Consent, models.RESTRICT, related_name="+")
    disclosed_fields = ArrayField(
        models.CharField(max_length=40, choices=DisclosedField.choices), default=list
    )
    sent_at = models.DateTimeField(default=clock.now)
    occurred_on = models.DateField(_("fecha de envío"), default=clock.today)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-sent_at"], name="referral_case"),
            models.Index(fields=["office", "state", "deadline"], name="referral_agenda"),
            models.Index(fields=["occurred_on"], name="referral_date"),
            models.Index(
                fields=["deadline", "id"],
                name="referral_awaiting",
                condition=Q(state__in=AWAITING_STATES),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="referral_state_known",
                condition=Q(state__in=State.values),
                violation_error_message=_("El estado no existe."),
            ),
            models.CheckConstraint(
                name="referral_priority_known",
                condition=Q(priority__in=Priority.values),
                violation_error_message=_("Escoja la prioridad de la lista."),
            ),
            models.CheckConstraint(
                name="referral_names_its_need",
                condition=~Q(need=""),
                violation_error_message=_("Escriba a qué necesidad de la persona responde."),
            ),
            models.CheckConstraint(
                name="referral_closed_has_moment",
                condition=Q(state__in=CLOSED_STATES, closed_at__isnull=False)
                | ~Q(state__in=CLOSED_STATES) & Q(closed_at=None),
                violation_error_message=_("Una referencia cerrada dice cuándo se cerró."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("referrals:detail", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info, warn, stop or wait."""
        return STATE_KINDS.get(State(self.state), "info")

    @property
    def is_overdue(self) -> bool:
        """Tell whether the deadline has passed without any answer."""
        return self.state in AWAITING_STATES and self.deadline < clock.now()

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more may be answered and its links are dead."""
        return self.closed_at is not None

    @property
    def sender_phone(self) -> str:
        """Return the telephone of whoever sent it, as people write it here; empty if none."""
        phone = to_python(self.created_by.phone)
        return phone.as_national if isinstance(phone, PhoneNumber) and phone.is_valid() else ""

    def may_disclose(self) -> bool:
        """Tell whether the person's consent for this institution stands today."""
        consent = Consent.objects.current(
            self.person_id, ConsentPurpose.PARTNER, self.organization_id
        )
        return consent is not None

    def disclosed_labels(self) -> list[str]:
        """Return in words the data that the person agreed to hand over."""
        return [str(DisclosedField(name).label) for name in self.disclosed_fields]


class ReferralEvent(AppendOnly):
    """One step of a referral, as it was told. A ledger."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(Referral, models.RESTRICT, related_name="events")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    from_state = models.CharField(max_length=16, choices=State.choices)
    to_state = models.CharField(max_length=16, choices=State.choices)
    name = models.CharField(max_length=24)
    occurred_on = models.DateField(default=clock.today)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    actor_kind = models.CharField(max_length=12, choices=[(k, k) for k in ActorKind])
    channel = models.CharField(max_length=16, choices=Channel.choices)
    answered_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=16, choices=RejectionReason.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "-id"], name="referral_event_latest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="referral_rejection_has_reason",
                condition=~Q(to_state=State.REJECTED) | ~Q(reason=""),
                violation_error_message=_("Diga qué requisito no cumple."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.name}"


class AnswerLink(models.Model):
    """A link that answers one referral without an account. Only hashes of its secrets are kept.

    A slip's link works until the referral closes and shows no personal data; a message's works
    for 14 days and shows the agreed data after a code sent to the registered contact. Without
    a person's column it needs no policy: whoever opens it acts as the link from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.RESTRICT, related_name="links")
    organization = models.ForeignKey(Organization, models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    codes_asked_at = ArrayField(models.DateTimeField(), default=list)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="answer_message_expires",
                condition=~Q(kind=LinkKind.MESSAGE) | Q(expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def works_at(self, moment: datetime) -> bool:
        """Tell whether the link itself is neither revoked nor expired at `moment`."""
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)
