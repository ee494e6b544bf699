"""What is done with a person: notes, counselling, follow-ups and attempts to reach her."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import (
    AttemptResult,
    ContactMode,
    DataClass,
    Employment,
    IncomeChange,
    Kept,
    NoteKind,
)
from arraigo.casework.models.agenda import Due
from arraigo.casework.models.case import Case
from arraigo.casework.querysets import CaseFactQuerySet, FollowUpQuerySet, SessionQuerySet
from arraigo.core.models import Fact
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.territory.models import Office

LONGEST_MINUTES = 600


class CaseFact(Fact):
    """A fact of one case; its person and office are those of the case on that day."""

    case = models.ForeignKey(Case, models.RESTRICT, related_name="+")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")

    class Meta(Fact.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-occurred_on"], name="%(class)s_case"),
            models.Index(fields=["office", "occurred_on"], name="%(class)s_office"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Note(CaseFact):
    """A note or visit. Its marks gather it into the monthly report's narrative."""

    kind = models.CharField(_("tipo"), max_length=10, choices=NoteKind.choices)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duración en minutos"), null=True, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )
    text = models.TextField(_("texto"))
    is_good_practice = models.BooleanField(_("buena práctica"), default=False)
    is_challenge = models.BooleanField(_("desafío"), default=False)
    data_class = models.CharField(
        max_length=1, choices=DataClass.choices, default=DataClass.PERSONAL, editable=False
    )

    objects = CaseFactQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="note_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Escriba la nota."),
            ),
        ]


class CounsellingSession(CaseFact):
    """A counselling session: what was talked about, what was agreed and what comes next.

    `kept` tells what became of what was agreed in an `earlier` one, asked once.
    """

    mode = models.CharField(_("cómo fue"), max_length=10, choices=ContactMode.choices)
    topics = ArrayField(models.CharField(max_length=30), verbose_name=_("temas"))
    agreements = models.TextField(_("acuerdos"), blank=True)
    next_step = models.CharField(_("siguiente paso"), max_length=200, blank=True)
    next_on = models.DateField(_("fecha del siguiente paso"), null=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duración en minutos"), null=True, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )

    earlier = models.ForeignKey("self", models.RESTRICT, null=True, related_name="asked_in")
    kept = models.CharField(
        _("qué pasó con lo acordado"), max_length=8, choices=Kept.choices, blank=True
    )
    kept_words = models.CharField(_("qué pasó"), max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["earlier"],
                condition=Q(annulled_at=None, earlier__isnull=False),
                name="session_asked_once",
                violation_error_message=_("Ya se anotó qué pasó con esos acuerdos."),
            ),
            models.CheckConstraint(
                name="session_kept_of_an_earlier",
                condition=Q(earlier=None, kept="", kept_words="")
                | Q(earlier__isnull=False) & ~Q(kept=""),
                violation_error_message=_("Diga qué pasó con lo acordado."),
            ),
            models.CheckConstraint(
                name="session_has_topics",
                condition=~Q(topics=[]),
                violation_error_message=_("Marque de qué se habló."),
            ),
            models.CheckConstraint(
                name="session_next_after",
                condition=Q(next_on=None) | Q(next_on__gte=models.F("occurred_on")),
                violation_error_message=_("El siguiente paso es después de la sesión."),
            ),
        ]


class FollowUp(CaseFact):
    """A follow-up in which the person was reached. Whether it was on time is computed."""

    due = models.ForeignKey(Due, models.RESTRICT, null=True, related_name="follow_ups")
    mode = models.CharField(_("cómo fue"), max_length=10, choices=ContactMode.choices)
    employment = models.CharField(
        _("situación de trabajo"), max_length=14, choices=Employment.choices
    )
    income_change = models.CharField(
        _("cambio de ingreso"), max_length=8, choices=IncomeChange.choices, blank=True
    )
    services_received = models.TextField(_("servicios recibidos"), blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfacción"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    difficulties = models.TextField(_("dificultades"), blank=True)
    agreed_actions = models.TextField(_("acciones acordadas"), blank=True)
    next_on = models.DateField(_("próxima fecha"), null=True)
    outcomes = ArrayField(models.CharField(max_length=30), default=list, verbose_name=_("logros"))
    unchanged_since = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="followup_satisfaction_scale",
                condition=Q(satisfaction=None) | Q(satisfaction__range=(1, 5)),
                violation_error_message=_("La satisfacción va de 1 a 5."),
            ),
            models.UniqueConstraint(
                fields=["due"],
                condition=Q(annulled_at=None, due__isnull=False),
                name="one_followup_per_due",
                violation_error_message=_("Este seguimiento ya está registrado."),
            ),
        ]

    def is_on_time(self) -> bool | None:
        """Tell whether it was done near its first date; None when none was due."""
        if self.due is None:
            return None
        return abs(self.occurred_on - self.due.original_on) <= self.case.protocol.on_time


class ContactAttempt(CaseFact):
    """An attempt to reach the person, and what came of it."""

    due = models.ForeignKey(Due, models.RESTRICT, null=True, related_name="attempts")
    mode = models.CharField(_("cómo fue"), max_length=10, choices=ContactMode.choices)
    result = models.CharField(_("qué pasó"), max_length=14, choices=AttemptResult.choices)

    objects = CaseFactQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [*Fact.Meta.constraints]
