"""Aliases, decisions about probable duplicates, merges with their ledger, and separations."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, field_id, history_trigger
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.merging.enums import (
    OPEN_VERDICTS,
    STATE_KINDS,
    MergeState,
    Moved,
    SeparationState,
    Verdict,
)

#: How long two merged files can be separated again.
SEPARABLE_FOR = timedelta(days=90)


def _user(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+", null=null
    )


def _decided_whole(requested: str, taken_back: str) -> Q:
    """Return that a request has who decided and when, neither, or (taken back) only when."""
    return (
        Q(state=requested, decided_by=None, decided_at=None)
        | Q(state=taken_back, decided_by=None, decided_at__isnull=False)
        | ~Q(state__in=[requested, taken_back])
        & Q(decided_by__isnull=False, decided_at__isnull=False)
    )


class PersonAlias(models.Model):
    """The id of an absorbed file, and the one that stands for it: always one step away.

    Two bare ids, which tell nothing of anybody, so that policies can read them.
    """

    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    survivor = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], name="alias_once"),
            models.CheckConstraint(name="alias_of_another", condition=~Q(person=F("survivor"))),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.survivor_id}"


class MatchDecision(AppendOnly):
    """What one person decided about a pair of files; each decides once, when sure.

    Who takes back what she had said may decide again, in her next turn.
    """

    candidate = models.ForeignKey(
        "people.MatchCandidate", models.RESTRICT, related_name="decisions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    turn = models.PositiveSmallIntegerField(default=1)
    decided_by = _user()
    decided_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["candidate", "decided_by", "turn"],
                condition=~Q(verdict__in=OPEN_VERDICTS),
                name="match_decided_once_each",
                violation_error_message=_("Usted ya decidió sobre esta pareja."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.verdict}"


class MatchSettlement(AppendOnly):
    """The end of the question: two different people decided alike. It is never asked again."""

    candidate = models.OneToOneField(
        "people.MatchCandidate", models.RESTRICT, related_name="settlement"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    first_by = _user()
    second_by = _user()
    settled_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="match_settled_by_two",
                condition=~Q(first_by=F("second_by")),
                violation_error_message=_("Lo deciden dos personas."),
            ),
            models.CheckConstraint(
                name="match_settled_with_verdict", condition=~Q(verdict__in=OPEN_VERDICTS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.verdict}"


class MatchOpening(AppendOnly):
    """The office of the older file agreed that both offices compare the two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.OneToOneField(
        "people.MatchCandidate", models.RESTRICT, related_name="opening"
    )
    accepted_by = _user()
    accepted_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class Merge(Tracked):
    """Two files of one person become one: requested by somebody, confirmed by somebody else.

    `kept` names the fields in which the absorbed file's value is kept; `continuing_case` the
    open case that goes on where both had one; `own_rows` the rows the surviving file had of its
    own, by table, so that what is born later can be told from them.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    survivor = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    absorbed = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    candidate = models.ForeignKey(
        "people.MatchCandidate", models.RESTRICT, null=True, related_name="merges"
    )
    state = models.CharField(
        max_length=12, choices=MergeState.choices, default=MergeState.REQUESTED, editable=False
    )
    reason = models.CharField(_("por qué"), max_length=400)
    kept = models.JSONField(default=list)
    continuing_case = models.UUIDField(null=True)
    requested_by = _user()
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = _user(null=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.CharField(max_length=400, blank=True)
    own_rows = models.JSONField(default=dict, editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("unión de expedientes")
        verbose_name_plural = _("uniones de expedientes")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [history_trigger("survivor_id")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="merge_of_two",
                condition=~Q(survivor=F("absorbed")),
                violation_error_message=_("Son el mismo expediente."),
            ),
            models.CheckConstraint(
                name="merge_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                violation_error_message=_("La confirma una persona distinta de quien la pidió."),
            ),
            models.CheckConstraint(
                name="merge_decided_whole",
                condition=_decided_whole(MergeState.REQUESTED, MergeState.TAKEN_BACK),
            ),
            models.CheckConstraint(name="merge_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                Least("survivor", "absorbed"),
                Greatest("survivor", "absorbed"),
                condition=Q(state__in=[MergeState.REQUESTED, MergeState.CONFIRMED]),
                name="merge_pair_once",
                violation_error_message=_("Estos dos expedientes ya tienen una unión en curso."),
            ),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state=MergeState.CONFIRMED),
                name="merge_absorbs_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("merging:merge", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info or wait."""
        return STATE_KINDS[self.state]

    @property
    def separable_until(self) -> datetime | None:
        """Return the last moment at which it can be undone; None if it never was confirmed."""
        return self.decided_at + SEPARABLE_FOR if self.decided_at else None


class MergeMove(AppendOnly):
    """What a merge did with one column of one row, before and after. Undoing reads only this."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, models.RESTRICT, related_name="moves")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    kind = models.CharField(max_length=8, choices=Moved.choices)
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    column_name = models.CharField(max_length=63)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["merge", "table_name"], name="merge_move_table")
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}: {self.kind}"


class Separation(Tracked):
    """A request to undo a merge: requested by somebody, confirmed by somebody else.

    `values` says, by ledger line, which changed values go back to what they were; `rows` which
    rows born since go to the absorbed file, by the key of their group.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    merge = models.ForeignKey(Merge, models.RESTRICT, related_name="separations")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=SeparationState.choices,
        default=SeparationState.REQUESTED,
        editable=False,
    )
    reason = models.CharField(_("por qué"), max_length=400)
    values = models.JSONField(default=list)
    rows = models.JSONField(default=dict)
    requested_by = _user()
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = _user(null=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_reason = models.CharField(max_length=400, blank=True)

    class Meta(Tracked.Meta):
        verbose_name = _("separación de expedientes")
        verbose_name_plural = _("separaciones de expedientes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="separation_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                violation_error_message=_("La confirma una persona distinta de quien la pidió."),
            ),
            models.CheckConstraint(
                name="separation_decided_whole",
                condition=_decided_whole(SeparationState.REQUESTED, SeparationState.TAKEN_BACK),
            ),
            models.CheckConstraint(name="separation_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["merge"],
                condition=Q(state__in=[SeparationState.REQUESTED, SeparationState.CONFIRMED]),
                name="separation_once",
                violation_error_message=_("Esta unión ya tiene una separación en curso."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("merging:separation", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info or wait."""
        return STATE_KINDS[self.state]
