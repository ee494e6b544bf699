"""The lot of a month, the cases it gave, and what was found in each."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.casework.models.case import Case
from arraigo.casework.models.work import CaseFact
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION
from arraigo.casework.quality.enums import (
    TOLD,
    Confirms,
    ItemAnswer,
    Reached,
    Result,
    Unverifiable,
)
from arraigo.casework.quality.lot import drawn_from
from arraigo.casework.quality.policies import LOT
from arraigo.casework.querysets import OfPersonQuerySet
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Fact, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.querysets import seen_by
from arraigo.territory.models import Office


class OfOfficeQuerySet(models.QuerySet[Any]):
    """Reads of what only who supervises an office knows."""

    def visible_to(self, user: Any) -> Self:
        """Return those of the offices `user` leads; the national officer sees all."""
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        return self.filter(office__in=user.led_office_ids)


class QualityDraw(AppendOnly):
    """The lot of one office for one month: its seed and the cases it was drawn from.

    `pool` holds, for each promotor's id, the bare ids of her cases with activity that month.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    month = models.DateField()
    size = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    pool = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(default=clock.now)
    drawn_by = user_key(null=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "month"],
                name="quality_drawn_once",
                violation_error_message=_("El sorteo de ese mes ya se hizo."),
            ),
            models.CheckConstraint(name="quality_draw_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="quality_draw_has_a_seed", condition=Q(seed__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def candidates(self) -> int:
        """Return how many cases could be drawn."""
        return sum(map(len, self.pool.values()))

    def lot(self) -> dict[int, frozenset[uuid.UUID]]:
        """Return the cases that the seed gives, by their promotor: the same each time."""
        return {
            int(manager): drawn_from(self.seed, [uuid.UUID(each) for each in cases], self.size)
            for manager, cases in self.pool.items()
        }

    def verify(self, drawn: Collection[DrawnCase]) -> bool:
        """Tell whether `drawn`, its cases, are those that the seed gives, no more and no less."""
        kept = {(each.manager_id, each.case_id) for each in drawn}
        return kept == {(who, case) for who, cases in self.lot().items() for case in cases}


class DrawnCaseQuerySet(OfOfficeQuerySet):
    """Reads of drawn cases."""

    def pending(self) -> Self:
        """Return those that nobody has answered for."""
        answered = QualityCheck.objects.standing().filter(drawn=OuterRef("pk"))
        return self.filter(~Exists(answered))

    def since(self, month: date) -> Self:
        """Return those drawn for `month` or later."""
        return self.filter(draw__month__gte=month)


class DrawnCase(AppendOnly):
    """A case that the lot gave, and who managed it. Never changed, swapped or removed.

    Not `Tracked`: the history of a person's rows is readable to who sees her file, and her
    promotor is not to know beforehand.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    draw = models.ForeignKey(QualityDraw, models.RESTRICT, related_name="cases")
    case = models.ForeignKey(Case, models.RESTRICT, related_name="+")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    manager = user_key()

    objects = DrawnCaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draw", "case"], name="quality_case_drawn_once")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Trigger(
                name="by_lot", level=pgtrigger.Row, when=pgtrigger.Before,
                operation=pgtrigger.Insert, func=LOT,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address where it is verified."""
        return reverse("quality:verify", args=[self.pk])


class QualityCheckQuerySet(OfPersonQuerySet["QualityCheck"]):
    """Reads of verifications."""

    def visible_to(self, user: Any) -> Self:
        """Return those of the offices `user` leads, of her own work and of the cases she manages.

        A colleague's are nobody else's business. The national officer sees all.
        """
        if Role.NATIONAL_OFFICER in user.roles:
            return self
        hers = Q(manager=user) | Q(case__in=Case.objects.managed_by(user).values("pk"))
        return self.filter(Q(office__in=user.led_office_ids) | hers, seen_by(user))

    def standing(self) -> Self:
        """Return those that are not void."""
        return self.filter(annulled_at=None)


class QualityCheck(CaseFact):
    """What was found in a drawn case; born when it is recorded, so nothing tells of it before."""

    drawn = models.ForeignKey(DrawnCase, models.RESTRICT, related_name="checks")
    month = models.DateField()
    manager = user_key()
    version = models.PositiveSmallIntegerField(default=VERSION)
    answers = models.JSONField(default=dict)
    reached = models.CharField(max_length=10, choices=Reached.choices, blank=True)
    not_tried_because = models.CharField(max_length=300, blank=True)
    confirms = models.CharField(max_length=8, choices=Confirms.choices, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    differs = models.TextField(blank=True)
    result = models.CharField(max_length=14, choices=Result.choices)
    unverifiable = models.CharField(max_length=10, choices=Unverifiable.choices, blank=True)
    observations = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    correct_by = models.DateField(null=True)
    corrected_at = models.DateTimeField(null=True, editable=False)
    corrected_by = user_key(null=True)
    corrected_note = models.CharField(max_length=300, blank=True)

    objects = QualityCheckQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        verbose_name = _("verificación de calidad")
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["manager", "month"], name="quality_of_manager"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["drawn"],
                condition=Q(annulled_at=None),
                name="quality_verified_once",
                violation_error_message=_("Este caso ya está verificado."),
            ),
            models.CheckConstraint(
                name="quality_never_by_its_manager",
                condition=~Q(recorded_by=F("manager")) & Q(recorded_by__isnull=False),
                violation_error_message=_("Quien lleva el caso no lo verifica."),
            ),
            models.CheckConstraint(
                name="quality_not_verified_whole",
                condition=~Q(result=Result.NOT_VERIFIED, unverifiable="")
                & (Q(result=Result.NOT_VERIFIED) | Q(unverifiable="")),
                violation_error_message=_("Diga por qué no se puede verificar."),
            ),
            models.CheckConstraint(
                name="quality_observations_told",
                condition=Q(result__in=[Result.CONFORMS, Result.NOT_VERIFIED])
                | ~Q(observations=""),
                violation_error_message=_("Escriba qué observó."),
            ),
            models.CheckConstraint(
                name="quality_correction_whole",
                condition=Q(correction="", correct_by=None)
                | ~Q(correction="") & Q(correct_by__isnull=False),
                violation_error_message=_("Escriba qué corregir y para cuándo."),
            ),
            models.CheckConstraint(
                name="quality_failing_is_corrected",
                condition=~Q(result=Result.FAILS) | ~Q(correction=""),
                violation_error_message=_("Escriba qué corregir y para cuándo."),
            ),
            models.CheckConstraint(
                name="quality_told_when_reached",
                condition=Q(reached__in=TOLD) & ~Q(confirms="")
                | Q(confirms="", satisfaction=None, differs=""),
                violation_error_message=_("Diga si la persona confirma lo anotado."),
            ),
            models.CheckConstraint(
                name="quality_not_tried_because",
                condition=~Q(reached=Reached.NOT_TRIED) | ~Q(not_tried_because=""),
                violation_error_message=_("Escriba por qué no se intentó."),
            ),
            models.CheckConstraint(
                name="quality_satisfaction_scale",
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)),
                violation_error_message=_("La satisfacción va de 1 a 5."),
            ),
            models.CheckConstraint(
                name="quality_corrected_whole",
                condition=Q(corrected_note="", corrected_at=None)
                & all_or_none("corrected_at", "corrected_by")
                | ~Q(correction="") & all_or_none("corrected_at", "corrected_by"),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("quality:check", args=[self.pk])

    @property
    def is_verified(self) -> bool:
        """Tell whether the case was looked through."""
        return self.result != Result.NOT_VERIFIED

    @property
    def kind(self) -> str:
        """Return the kind of status that the result is shown as."""
        return _KINDS[Result(self.result)]

    @property
    def awaits_correction(self) -> bool:
        """Tell whether there is something to correct that is not corrected yet."""
        return bool(self.correction) and self.corrected_at is None and self.annulled_at is None

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Return the items of its version with their answers, in words."""
        return [
            (item.words, ItemAnswer(self.answers[item.code]).label)
            for item in CHECKLISTS[self.version]
            if item.code in self.answers
        ]

    @property
    def failing(self) -> list[Any]:
        """Return the items answered «no», in words."""
        items = CHECKLISTS[self.version]
        return [item.words for item in items if self.answers.get(item.code) == ItemAnswer.NO]


_KINDS = {
    Result.CONFORMS: "ok",
    Result.OBSERVATIONS: "warn",
    Result.FAILS: "stop",
    Result.NOT_VERIFIED: "info",
}
