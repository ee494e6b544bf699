"""An errand, and what its receiver says was done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case, Due
from arraigo.coordination.errands.enums import STATE_KINDS, ErrandState, Verdict
from arraigo.coordination.errands.querysets import ErrandAnswerQuerySet, ErrandQuerySet
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office


class Errand(Tracked):
    """Something that one user asks another, or herself, to do by a day.

    Who has it now, and whether it is still to be done, is what the agenda says (`due`): there it
    follows a case to its new manager, and leaves with the case that closes. `due_on` is the day
    it was asked for; its receiver may move her agenda, not that day.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    lot = models.UUIDField(editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="errands")
    given_by = user_key()
    given_to = user_key()
    given_at = models.DateTimeField(default=clock.now, editable=False)
    title = models.CharField(_("qué hay que hacer"), max_length=200)
    detail = models.CharField(_("detalle"), max_length=1000, blank=True)
    due_on = models.DateField(_("para cuándo"))
    case = models.ForeignKey(Case, models.RESTRICT, null=True, related_name="errands")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, null=True, related_name="+")
    due = models.OneToOneField(Due, models.RESTRICT, editable=False, related_name="errand")
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = user_key(null=True)
    taken_back_reason = models.CharField(_("por qué se retiró"), max_length=300, blank=True)

    #: `with_names` tells it.
    is_accepted: bool = False

    objects = ErrandQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("encargo")
        verbose_name_plural = _("encargos")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "due_on", "id"], name="errand_of_office"),
            models.Index(fields=["given_by", "due_on", "id"], name="errand_of_giver"),
            models.Index(fields=["due_on", "id"], name="errand_soonest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["given_by", "lot", "given_to"],
                name="errand_once_per_form",
                violation_error_message=_("Ese encargo ya está dado."),
            ),
            models.CheckConstraint(
                name="errand_says_what",
                condition=~Q(title=""),
                violation_error_message=_("Escriba qué hay que hacer."),
            ),
            models.CheckConstraint(
                name="errand_person_with_case",
                condition=all_or_none("case", "person"),
                violation_error_message=_("Un encargo sobre alguien es sobre su caso."),
            ),
            models.CheckConstraint(
                name="errand_taken_back_whole",
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False)
                & ~Q(taken_back_reason=""),
                violation_error_message=_("Para retirarlo hay que decir por qué."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("errands:detail", args=[self.pk])

    @property
    def is_own(self) -> bool:
        """Tell whether somebody gave it to herself."""
        return self.given_by_id == self.given_to_id

    @property
    def state(self) -> ErrandState:
        """Return where it stands; `is_accepted` must have been read (`with_names`)."""
        if self.taken_back_at is not None:
            return ErrandState.TAKEN_BACK
        if self.due.done_at is not None:
            return ErrandState.ACCEPTED if self.is_accepted else ErrandState.DONE
        if self.due.cancelled_at is not None:
            return ErrandState.ENDED
        return ErrandState.LATE if self.due_on < clock.today() else ErrandState.OPEN

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, warn, stop, wait or info."""
        return STATE_KINDS[self.state]


class ErrandAnswer(Tracked):
    """What was done about an errand and on which day; accepted or returned by who gave it.

    One stands at a time: a returned one stays readable, and the errand is due again.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    errand = models.ForeignKey(Errand, models.RESTRICT, related_name="answers")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, null=True, related_name="+")
    occurred_on = models.DateField(_("qué día"))
    words = models.CharField(_("qué se hizo"), max_length=1000)
    recorded_by = user_key()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    verdict = models.CharField(
        _("respuesta"), max_length=8, choices=Verdict.choices, blank=True, editable=False
    )
    comment = models.CharField(_("comentario"), max_length=500, blank=True)
    new_due_on = models.DateField(_("nueva fecha"), null=True, editable=False)
    decided_by = user_key(null=True)
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = ErrandAnswerQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recorded_by", "occurred_on"], name="errand_answer_of_user"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["errand"],
                condition=~Q(verdict=Verdict.RETURNED),
                name="errand_one_standing_answer",
                violation_error_message=_("Este encargo ya está cumplido."),
            ),
            models.CheckConstraint(
                name="errand_answer_says_what",
                condition=~Q(words=""),
                violation_error_message=_("Escriba qué se hizo."),
            ),
            models.CheckConstraint(
                name="errand_answer_decided_whole",
                condition=Q(
                    verdict="", comment="", new_due_on=None, decided_by=None, decided_at=None
                )
                | Q(verdict=Verdict.ACCEPTED, new_due_on=None)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(verdict=Verdict.RETURNED, new_due_on__isnull=False)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(comment=""),
                violation_error_message=_("Para devolverlo hay que decir qué falta y para cuándo."),
            ),
            models.CheckConstraint(
                name="errand_answer_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                violation_error_message=_("Nadie revisa lo que hizo por su cuenta."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_returned(self) -> bool:
        """Tell whether it was not enough."""
        return self.verdict == Verdict.RETURNED
