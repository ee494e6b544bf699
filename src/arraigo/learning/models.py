"""Enrolment in a training, its completion, and certificates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import Directness, EvidenceStatus
from arraigo.casework.models import CaseFact
from arraigo.core.models import Fact
from arraigo.directory.models import Service
from arraigo.learning.enums import (
    OPEN_STATES,
    STATE_KINDS,
    CertificateKind,
    LanguageLevel,
    Recognition,
    TrainingState,
)
from arraigo.learning.querysets import (
    CompletionQuerySet,
    EnrolmentQuerySet,
    LearntCertificateQuerySet,
)
from arraigo.organizations.models import Award, Organization


class Enrolment(CaseFact):
    """The person has a place in a training; `occurred_on` is the day she enrolled.

    `organization` is the one of the time: a service may change hands later.
    """

    service = models.ForeignKey(Service, models.RESTRICT, related_name="enrolments")
    organization = models.ForeignKey(Organization, models.RESTRICT, related_name="+")
    award = models.ForeignKey(
        Award, models.RESTRICT, null=True, related_name="+", verbose_name=_("fondo")
    )
    directness = models.CharField(
        _("forma"), max_length=12, choices=Directness.choices, default=Directness.FACILITATED
    )
    starts_on = models.DateField(_("empieza el"))
    expected_end_on = models.DateField(_("termina el"), null=True)
    state = models.CharField(
        _("estado"), max_length=10, choices=TrainingState.choices, default=TrainingState.ENROLLED
    )
    dropped_on = models.DateField(_("la dejó el"), null=True, editable=False)
    dropped_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="enrolment_state_known",
                condition=Q(state__in=TrainingState.values),
                violation_error_message=_("El estado no existe."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_start",
                condition=Q(expected_end_on=None) | Q(expected_end_on__gte=F("starts_on")),
                violation_error_message=_("No puede terminar antes de empezar."),
            ),
            models.CheckConstraint(
                name="enrolment_dropped_whole",
                condition=Q(state=TrainingState.DROPPED, dropped_on__isnull=False)
                & ~Q(dropped_reason="")
                | ~Q(state=TrainingState.DROPPED) & Q(dropped_on=None, dropped_reason=""),
                violation_error_message=_("Diga cuándo y por qué la dejó."),
            ),
            models.UniqueConstraint(
                fields=["case", "service"],
                condition=Q(annulled_at=None, state__in=[str(state) for state in OPEN_STATES]),
                name="one_open_enrolment_per_service",
                violation_error_message=_("La persona ya está inscrita en esa formación."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("learning:enrolment", args=[self.pk])

    @property
    def state_kind(self) -> str:
        """Return how the state is marked: ok, info, warn or wait."""
        return STATE_KINDS[TrainingState(self.state)]


class Completion(CaseFact):
    """The person finished the training of an enrolment; the cohort of indicator 6."""

    enrolment = models.ForeignKey(Enrolment, models.RESTRICT, related_name="completions")
    evidence_status = models.CharField(
        max_length=10, choices=EvidenceStatus.choices, default=EvidenceStatus.DECLARED
    )
    evidence_note = models.CharField(_("constancia o prueba"), max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["person", "occurred_on"], name="completion_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="completion_evidence_known",
                condition=Q(evidence_status__in=EvidenceStatus.values),
                violation_error_message=_("Diga si se vio la constancia."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(annulled_at=None),
                name="one_completion_per_enrolment",
                violation_error_message=_("Esta formación ya se anotó como terminada."),
            ),
        ]


class Certificate(CaseFact):
    """A certificate of what the person knows; `occurred_on` is the day it was issued.

    Indicator 2 counts those issued by an authorised body; an attendance diploma is kept apart
    and never counts.
    """

    kind = models.CharField(_("tipo"), max_length=12, choices=CertificateKind.choices)
    recognition = models.CharField(
        _("qué reconoce"), max_length=16, choices=Recognition.choices, blank=True
    )
    title = models.CharField(_("qué certifica"), max_length=160)
    issuer = models.ForeignKey(
        Organization, models.RESTRICT, related_name="+", verbose_name=_("quién lo emite")
    )
    issuer_authorised = models.BooleanField(_("institución autorizada"), default=False)
    number = models.CharField(_("número"), max_length=60, blank=True)
    level = models.CharField(_("nivel"), max_length=2, choices=LanguageLevel.choices, blank=True)
    evidence_status = models.CharField(
        max_length=10, choices=EvidenceStatus.choices, default=EvidenceStatus.DECLARED
    )
    evidence_note = models.CharField(_("constancia o prueba"), max_length=200, blank=True)

    objects = LearntCertificateQuerySet.as_manager()

    class Meta(CaseFact.Meta):
        indexes: ClassVar[list[models.Index]] = [
            *CaseFact.Meta.indexes,
            models.Index(fields=["person", "occurred_on"], name="certificate_person"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                name="certificate_kind_known",
                condition=Q(kind__in=CertificateKind.values),
                violation_error_message=_("Escoja el tipo de la lista."),
            ),
            models.CheckConstraint(
                name="certificate_counts_or_is_attendance",
                condition=Q(kind=CertificateKind.ATTENDANCE, recognition="")
                | ~Q(kind=CertificateKind.ATTENDANCE) & Q(recognition__in=Recognition.values),
                violation_error_message=_(
                    "Diga qué reconoce; un diploma de asistencia no reconoce nada."
                ),
            ),
            models.CheckConstraint(
                name="certificate_issuer_authorised",
                condition=Q(kind=CertificateKind.ATTENDANCE) | Q(issuer_authorised=True),
                violation_error_message=_(
                    "Solo una institución autorizada certifica. Si no lo es, anótelo como "
                    "diploma de participación."
                ),
            ),
            models.CheckConstraint(
                name="certificate_language_has_level",
                condition=Q(
                    kind=CertificateKind.LANGUAGE,
                    level__in=LanguageLevel.values,
                    recognition=Recognition.RECOGNITION,
                )
                | ~Q(kind=CertificateKind.LANGUAGE) & Q(level=""),
                violation_error_message=_("Diga el nivel del idioma, de A1 a C2."),
            ),
            models.CheckConstraint(
                name="certificate_verified_has_number",
                condition=Q(evidence_status=EvidenceStatus.DECLARED)
                | Q(kind=CertificateKind.ATTENDANCE)
                | ~Q(number=""),
                violation_error_message=_("Un certificado verificado tiene su número."),
            ),
            models.UniqueConstraint(
                fields=["person", "issuer", "number"],
                condition=Q(annulled_at=None) & ~Q(number=""),
                name="certificate_once",
                violation_error_message=_("Ese certificado ya está registrado."),
            ),
        ]

    @property
    def counts(self) -> bool:
        """Tell whether it is of those that indicator 2 counts."""
        return (
            self.annulled_at is None
            and self.issuer_authorised
            and self.kind != CertificateKind.ATTENDANCE
        )
