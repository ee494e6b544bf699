"""An assessment, the scheme that scores it, and what it came to under each scheme."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models.work import CaseFact
from arraigo.core import clock
from arraigo.core.models import AppendOnly, Tracked, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.profiling.assessments.enums import (
    LEVELS,
    ONCE,
    WORRYING,
    AssessmentKind,
    Reading,
    Round,
)
from arraigo.profiling.assessments.instruments import Instrument, in_language, instrument_of
from arraigo.profiling.assessments.querysets import AssessmentQuerySet, SchemeQuerySet
from arraigo.profiling.assessments.scoring import Scale

_SAID = ("kind", "round", "answers", "delivery_id", "occurred_on", "recorded_at", "recorded_by_id")


def _stands() -> pgtrigger.Trigger:
    """Return the trigger that refuses any change of what was answered; erasure sets it aside."""
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _SAID)
    refuse = (
        "RAISE EXCEPTION 'arraigo: an assessment is annulled and recorded anew'"
        " USING ERRCODE = '23514';"
    )
    return pgtrigger.Trigger(
        name="stands",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN {refuse} END IF; RETURN NEW;",
    )


class ScoringScheme(Tracked):
    """A version of the weights and scores of one kind of assessment.

    Until it is published it is a draft that counts nothing. What is not `is_official` is called
    provisional wherever one of its figures is shown.
    """

    code = models.CharField(_("evaluación"), max_length=16, choices=AssessmentKind.choices)
    version = models.CharField(_("versión"), max_length=20)
    source = models.CharField(_("fuente"), max_length=300)
    is_official = models.BooleanField(_("oficial"), default=False)
    valid_from = models.DateField(_("vigente desde"))
    document = models.JSONField(_("documento"))
    created_by = user_key(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_by = user_key(null=True)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("esquema de puntaje")
        verbose_name_plural = _("esquemas de puntaje")
        ordering: ClassVar[list[str]] = ["code", "-published_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code", "version"],
                condition=Q(published_at__isnull=False),
                name="scheme_version_once",
                violation_error_message=_("Esa versión ya está publicada: cambie el número."),
            ),
            models.CheckConstraint(
                name="scheme_has_items",
                condition=Q(document__has_keys=["dimensions", "items", "readings"]),
                violation_error_message=_("Al esquema le faltan las preguntas."),
            ),
        ]

    def __str__(self) -> str:
        told = f"{self.get_code_display()}, {self.version}"
        return told if self.is_official else f"{told} ({gettext('puntaje provisional')})"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("assessments:scheme", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Tell whether it counts nothing yet."""
        return self.published_at is None

    @cached_property
    def scale(self) -> Scale:
        """Return its document, ready to count with."""
        return Scale.of(self.document)


class Assessment(CaseFact):
    """What a person answered, on a day. The answers never change; a correction is another one.

    `answers` are the open ones by code, several of one question with spaces between. Those of
    class C lie sealed: with the delivery they came in (`delivery_id`), else in `SealedAnswers`.
    """

    kind = models.CharField(_("evaluación"), max_length=16, choices=AssessmentKind.choices)
    round = models.CharField(_("ronda"), max_length=10, choices=Round.choices, blank=True)
    answers = models.JSONField(_("respuestas"), default=dict)
    delivery_id = models.UUIDField(null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        verbose_name = _("evaluación")
        verbose_name_plural = _("evaluaciones")
        triggers: ClassVar[list[pgtrigger.Trigger]] = [*CaseFact.Meta.triggers, _stands()]
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["person", "kind", "-occurred_on"], name="assessment_person"),
            models.Index(fields=["kind", "id"], name="assessment_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CaseFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "kind", "round"],
                condition=Q(annulled_at=None, round__in=ONCE),
                name="assessment_round_once",
                violation_error_message=_("Esa ronda ya está anotada en este caso."),
            ),
            models.CheckConstraint(
                name="assessment_round_of_survey",
                condition=Q(kind=AssessmentKind.RSS) & ~Q(round=Round.NONE)
                | ~Q(kind=AssessmentKind.RSS) & Q(round=Round.NONE),
                violation_error_message=_("Diga cuál ronda de la encuesta es."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("assessments:detail", args=[self.pk])

    @property
    def title(self) -> str:
        """Return what it is, with its round: "Encuesta de sostenibilidad (RSS) · Línea de base"."""
        kind = str(self.get_kind_display())
        return f"{kind} · {self.get_round_display()}" if self.round else kind

    @property
    def instrument(self) -> Instrument | None:
        """Return what was asked."""
        return instrument_of(self.kind)

    @property
    def shown_score(self) -> AssessmentScore | None:
        """Return its score under the scheme last in force among those that have scored it."""
        today = clock.today()
        found = [each for each in self.scores.all() if each.scheme.valid_from <= today]
        return max(found, key=lambda each: (each.scheme.published_at, each.scheme_id), default=None)

    def answers_in_words(self) -> str:
        """Return the open answers as her copy prints them: a question and its answer a line."""
        if self.instrument is None:
            return ""
        return "\n".join(f"{question} {answer}" for question, answer in self.told())

    def told(self) -> list[tuple[str, str]]:
        """Return the open answers in words, in the order they were asked."""
        questions = self.instrument.questions if self.instrument else ()
        return [
            (in_language(each.words), each.in_words(self.answers[each.code]))
            for each in questions if each.code in self.answers
        ]  # fmt: skip


class SealedAnswers(AppendOnly):
    """The answers of class C that were given on a page, sealed with a key of their own.

    Only what counts them anew opens them: a policy keeps everybody else out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, models.RESTRICT, related_name="sealed")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    wrapped = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class AssessmentScore(AppendOnly):
    """What an assessment comes to under one scheme: kept when another scheme follows.

    `dimensions` holds a decimal with four places by code, or nothing where too few were answered;
    not those that the scheme reserves.
    """

    assessment = models.ForeignKey(Assessment, models.RESTRICT, related_name="scores")
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    scheme = models.ForeignKey(ScoringScheme, models.RESTRICT, related_name="scores")
    computed_at = models.DateTimeField(default=clock.now)
    dimensions = models.JSONField(_("por dimensión"), default=dict)
    composite = models.DecimalField(
        _("puntaje"), max_digits=5, decimal_places=4, null=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    reading = models.CharField(_("nivel"), max_length=5, choices=Reading.choices, blank=True)
    answered = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "scheme"], name="score_once_per_scheme"),
            models.CheckConstraint(
                name="score_from_zero_to_one",
                condition=Q(composite=None) | Q(composite__range=(0, 1)),
                violation_error_message=_("El puntaje va de 0 a 1."),
            ),
            models.CheckConstraint(
                name="score_answers_among_asked",
                condition=Q(answered__lte=models.F("asked")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def level(self) -> str:
        """Return the reading in words, of what it is the level."""
        return level_of(self.assessment.kind, self.reading)

    @property
    def short_level(self) -> str:
        """Return the reading in a word, where a title tells of what it is the level."""
        if self.reading and self.assessment.kind not in LEVELS:
            return str(Reading(self.reading).label)
        return self.level

    @property
    def status(self) -> str:
        """Return how the level is marked on screen."""
        if not self.reading:
            return "wait"
        return "warn" if WORRYING.get(self.assessment.kind) == self.reading else "info"

    @property
    def by_dimension(self) -> Mapping[str, Decimal | None]:
        """Return the score of each dimension that is shown, in the scheme's order."""
        told = self.dimensions
        return {
            each.code: None if told[each.code] is None else Decimal(told[each.code])
            for each in self.scheme.scale.dimensions if each.code in told
        }  # fmt: skip

    def dimensions_in_words(self) -> str:
        """Return the scores as her copy prints them."""
        names = {each.code: each.label for each in self.scheme.scale.dimensions}
        return "\n".join(
            f"{names[code]}: {gettext('sin puntaje') if value is None else value}"
            for code, value in self.by_dimension.items()
        )


def level_of(kind: str, reading: str) -> str:
    """Return a reading in words: «Vulnerabilidad alta»; «Sin nivel» where too little was told."""
    if not reading:
        return gettext("Sin nivel: faltan respuestas")
    if kind in LEVELS:
        return str(LEVELS[kind][reading])
    word = str(Reading(reading).label).lower()
    if kind == AssessmentKind.VULNERABILITY:
        return gettext("Vulnerabilidad %(level)s") % {"level": word}
    if kind == AssessmentKind.RSS:
        return gettext("Sostenibilidad %(level)s") % {"level": word}
    return str(Reading(reading).label)
