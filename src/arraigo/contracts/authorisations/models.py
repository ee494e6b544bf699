"""An authorisation and the log of its steps. Money in quetzales."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.contracts.authorisations.enums import (
    STATE_KINDS,
    AuthorisationKind,
    AuthorisationState,
    Step,
)
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, field_id
from arraigo.territory.models import Office

#: How long an answer stands on the page of who asked; what was returned, until it is corrected.
ANSWER_SHOWN = timedelta(days=3)


def _to_decide(user: Any) -> Q:
    open_ones = Q(state=AuthorisationState.REQUESTED, office__in=user.led_office_ids)
    return open_ones & ~Q(requested_by=user)


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    """Reads of authorisations."""

    def visible_to(self, user: Any) -> AuthorisationQuerySet:
        """Return the user's own and those of the offices she leads; the official sees all."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(Q(requested_by=user) | Q(office__in=user.led_office_ids))

    def awaiting(self, user: Any) -> AuthorisationQuerySet:
        """Return those `user` has to decide, the most urgent first."""
        return self.filter(_to_decide(user)).order_by("starts_on", "id")

    def waiting_for(self, user: Any) -> AuthorisationQuerySet:
        """Return those `user` has to decide, and her own: returned, or answered these days."""
        lately = Q(decided_at__gte=clock.now() - ANSWER_SHOWN)
        answered = Q(requested_by=user) & (Q(state=AuthorisationState.RETURNED) | lately)
        return self.filter(_to_decide(user) | answered)

    def with_names(self) -> AuthorisationQuerySet:
        """Return the same rows with the names a page shows."""
        return self.select_related("requested_by", "office", "decided_by")


class Authorisation(Tracked):
    """Leave to travel, meet, hold an event, spend or be absent, decided by somebody else."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    kind = models.CharField(_("tipo"), max_length=16, choices=AuthorisationKind.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="authorisations"
    )
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"))
    reason = models.CharField(_("para qué"), max_length=400)
    amount = models.DecimalField(_("monto"), max_digits=12, decimal_places=2, null=True)
    state = models.CharField(
        _("estado"), max_length=12, choices=AuthorisationState.choices,
        default=AuthorisationState.REQUESTED,
    )  # fmt: skip
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = AuthorisationQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("autorización")
        verbose_name_plural = _("autorizaciones")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "state", "starts_on"], name="authorisation_waiting"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="authorisation_kind_known",
                condition=Q(kind__in=AuthorisationKind.values),
                violation_error_message=_("Escoja el tipo de la lista."),
            ),
            models.CheckConstraint(
                name="authorisation_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("La fecha final es anterior a la inicial."),
            ),
            models.CheckConstraint(
                name="authorisation_amount_positive",
                condition=Q(amount=None) | Q(amount__gt=0),
                violation_error_message=_("El monto es mayor que cero."),
            ),
            models.CheckConstraint(
                name="authorisation_expense_has_amount",
                condition=~Q(kind=AuthorisationKind.EXPENSE) | Q(amount__isnull=False),
                violation_error_message=_("Un gasto dice cuánto."),
            ),
            models.CheckConstraint(
                name="authorisation_decided_whole",
                condition=Q(state=AuthorisationState.REQUESTED, decided_by=None, decided_at=None)
                | ~Q(state=AuthorisationState.REQUESTED)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("Falta quién decidió o cuándo."),
            ),
            models.CheckConstraint(
                name="authorisation_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                violation_error_message=_("Nadie se autoriza a sí mismo."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("authorisations:detail", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, warn, stop or wait."""
        return STATE_KINDS[AuthorisationState(self.state)]


class AuthorisationStep(AppendOnly):
    """One step of an authorisation: what was done, by whom, with what comment. A ledger."""

    id = models.BigAutoField(primary_key=True)
    authorisation = models.ForeignKey(Authorisation, models.RESTRICT, related_name="steps")
    name = models.CharField(max_length=12, choices=Step.choices)
    comment = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="authorisation_refusal_has_comment",
                condition=~Q(name__in=["devolver", "denegar"]) | ~Q(comment=""),
                violation_error_message=_("Escriba por qué."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"
