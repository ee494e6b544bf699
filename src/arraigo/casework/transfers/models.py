"""A case offered to another office. Until that office receives it, it tells who nobody is."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.casework.enums import CasePriority
from arraigo.casework.models.case import Case
from arraigo.casework.transfers.enums import ANSWERED, STATE_KINDS, TransferReason, TransferState
from arraigo.core import clock
from arraigo.core.models import Tracked, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.querysets import seen_by
from arraigo.territory.models import Municipality, Office


class CaseTransferQuerySet(models.QuerySet["CaseTransfer"]):
    """Reads of transfers."""

    def visible_to(self, user: Any) -> Self:
        """Return those of the persons `user` may see, and those that offices she leads may get."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        offered = Q(to_office__in=user.led_office_ids)
        return self.filter(offered | Q(seen_by(user, beside_or=True)))

    def pending(self) -> Self:
        """Return those that the other office has not answered."""
        return self.filter(state=TransferState.REQUESTED)

    def unsettled(self) -> Self:
        """Return those that wait for an answer, or came back and nobody put away."""
        came_back = Q(state=TransferState.DECLINED, seen_at=None)
        return self.filter(Q(state=TransferState.REQUESTED) | came_back).order_by("-requested_at")

    def received(self) -> Self:
        """Return those the other office received."""
        return self.filter(state=TransferState.ACCEPTED)

    def waiting_for(self, user: Any) -> Self:
        """Return those `user` may answer, and her own that came back and she has not seen."""
        to_answer = Q(state=TransferState.REQUESTED, to_office__in=user.led_office_ids)
        came_back = Q(state=TransferState.DECLINED, requested_by=user, seen_at=None)
        return self.filter((to_answer & ~Q(requested_by=user)) | came_back)

    def with_names(self) -> Self:
        """Return them as a list shows them."""
        return self.select_related("from_office", "to_office", "municipality", "requested_by")

    def end_with(self, case: Case) -> int:
        """End what the closing of its case leaves without an object; return how many ended."""
        ended = {"state": TransferState.ENDED, "answered_at": clock.now()}
        return self.pending().filter(case=case).update(**ended)


class CaseTransfer(Tracked):
    """A case offered to another office, and what that office answered.

    It carries what the other office needs to decide and no more: code, step, priority and place as
    they stood. Who the person is it learns by receiving her. The code never changes.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="transfers")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    from_office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    to_office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    code = models.CharField(max_length=24, editable=False)
    step_name = models.CharField(max_length=80, editable=False)
    priority = models.CharField(
        max_length=8, choices=CasePriority.choices, blank=True, editable=False
    )
    municipality = models.ForeignKey(Municipality, models.RESTRICT, related_name="+")
    opened_on = models.DateField(editable=False)
    reason = models.CharField(_("por qué"), max_length=12, choices=TransferReason.choices)
    words = models.CharField(_("qué conviene que sepan"), max_length=1000)
    person_agreed = models.BooleanField(_("la persona está de acuerdo"))
    requested_by = user_key()
    asked_on = models.DateField(default=clock.today, editable=False)
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    state = models.CharField(
        max_length=12, choices=TransferState.choices, default=TransferState.REQUESTED,
        editable=False,
    )  # fmt: skip
    answered_by = user_key(null=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    manager = user_key(null=True)
    received_on = models.DateField(_("recibido el"), null=True, editable=False)
    comment = models.CharField(_("por qué se devuelve"), max_length=500, blank=True)
    seen_at = models.DateTimeField(null=True, editable=False)

    objects = CaseTransferQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["to_office"],
                name="transfer_to_answer",
                condition=Q(state=TransferState.REQUESTED),
            ),
            models.Index(fields=["-asked_on", "-id"], name="transfer_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=TransferState.REQUESTED),
                name="one_pending_transfer_per_case",
                violation_error_message=_("Este caso ya espera la respuesta de otra oficina."),
            ),
            models.CheckConstraint(
                name="transfer_to_another_office",
                condition=~Q(to_office=F("from_office")),
                violation_error_message=_("Escoja otra oficina."),
            ),
            models.CheckConstraint(
                name="transfer_person_agreed",
                condition=Q(person_agreed=True),
                violation_error_message=_("La persona debe saberlo y estar de acuerdo."),
            ),
            models.CheckConstraint(
                name="transfer_says_what",
                condition=~Q(words=""),
                violation_error_message=_("Escriba qué conviene que sepan."),
            ),
            models.CheckConstraint(
                name="transfer_decided_by_another",
                condition=~Q(state__in=ANSWERED) | ~Q(answered_by=F("requested_by")),
                violation_error_message=_("Quien pidió el traslado no puede responderlo."),
            ),
            models.CheckConstraint(
                name="transfer_answered_whole",
                condition=Q(state=TransferState.REQUESTED, answered_by=None, answered_at=None)
                | Q(state=TransferState.ENDED, answered_at__isnull=False)
                | ~Q(state__in=[TransferState.REQUESTED, TransferState.ENDED])
                & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_received_by_somebody",
                condition=Q(
                    state=TransferState.ACCEPTED, manager__isnull=False, received_on__isnull=False
                )
                | ~Q(state=TransferState.ACCEPTED) & Q(manager=None, received_on=None),
            ),
            models.CheckConstraint(
                name="transfer_declined_with_words",
                condition=Q(state=TransferState.DECLINED) & ~Q(comment="")
                | ~Q(state=TransferState.DECLINED) & Q(comment="", seen_at=None),
                violation_error_message=_("Escriba por qué se devuelve."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("transfers:detail", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        """Tell whether it waits for the other office."""
        return self.state == TransferState.REQUESTED

    @property
    def can_be_put_away(self) -> bool:
        """Tell whether who asked may still take it back, or put away that it came back."""
        came_back = self.state == TransferState.DECLINED and self.seen_at is None
        return self.is_pending or came_back

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, warn, stop, wait or info."""
        return STATE_KINDS[self.state]
