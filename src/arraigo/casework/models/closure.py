"""The end of a case: its reason and its outcome, apart; requested by one, certified by another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import ClosureState
from arraigo.casework.models.case import Case
from arraigo.casework.models.work import FollowUp
from arraigo.casework.querysets import ClosureQuerySet
from arraigo.core import clock
from arraigo.core.models import Tracked, field_id
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office

LIVE_STATES = (ClosureState.REQUESTED, ClosureState.CERTIFIED)


class Closure(Tracked):
    """A request to close a case, and what became of it. Codes are of the case's protocol."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="closures")
    person = PersonForeignKey(on_merge=MergeRule.RULE, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ClosureState.choices, default=ClosureState.REQUESTED
    )
    reason = models.CharField(_("motivo"), max_length=30)
    outcome = models.CharField(_("resultado"), max_length=20)
    evidence = models.TextField(_("evidencia"))
    last_follow_up = models.ForeignKey(FollowUp, models.RESTRICT, null=True, related_name="+")
    requested_on = models.DateField(default=clock.today)
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    certified_at = models.DateTimeField(null=True, editable=False)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    ended_reason = models.CharField(max_length=300, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["office", "requested_at"],
                name="closure_to_certify",
                condition=Q(state=ClosureState.REQUESTED),
            ),
            models.Index(
                fields=["case"],
                name="closure_by_death",
                condition=Q(reason="fallecimiento", state__in=LIVE_STATES),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=LIVE_STATES),
                name="one_live_closure_per_case",
                violation_error_message=_("Este caso ya tiene un cierre en curso."),
            ),
            models.CheckConstraint(
                name="closure_four_eyes",
                condition=Q(certified_by=None) | ~Q(certified_by=F("requested_by")),
                violation_error_message=_("Nadie certifica el cierre que solicitó."),
            ),
            models.CheckConstraint(
                name="closure_certified_whole",
                condition=Q(
                    state__in=[ClosureState.CERTIFIED, ClosureState.REOPENED],
                    certified_at__isnull=False,
                    certified_by__isnull=False,
                )
                | Q(
                    state__in=[ClosureState.REQUESTED, ClosureState.RETURNED],
                    certified_at=None,
                    certified_by=None,
                ),
                violation_error_message=_("Para certificar hay que decir quién y cuándo."),
            ),
            models.CheckConstraint(
                name="closure_ended_whole",
                condition=Q(state__in=LIVE_STATES, ended_at=None, ended_by=None, ended_reason="")
                | Q(
                    state__in=[ClosureState.RETURNED, ClosureState.REOPENED],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                )
                & ~Q(ended_reason=""),
                violation_error_message=_("Escriba por qué."),
            ),
            models.CheckConstraint(
                name="closure_has_evidence",
                condition=~Q(evidence=""),
                violation_error_message=_("Escriba la evidencia del resultado."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reason_label(self) -> str:
        """Return the reason in the protocol's words."""
        return self.case.protocol.label("reasons", self.reason)

    @property
    def outcome_label(self) -> str:
        """Return the outcome in the protocol's words."""
        return self.case.protocol.label("results", self.outcome)
