"""Occupations, and the profile of a person: schooling, work, languages, and what she wants."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import CasePriority
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.derived import Derived
from arraigo.core.models import Tracked
from arraigo.core.text import fold, sort_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.profiling.assessments.models import (
    Assessment,
    AssessmentScore,
    ScoringScheme,
    SealedAnswers,
)
from arraigo.profiling.enums import (
    Country,
    Education,
    English,
    Language,
    StudyDocument,
    Want,
    YesNo,
)
from arraigo.profiling.querysets import OccupationQuerySet, ProfileQuerySet

__all__ = [
    "Assessment",
    "AssessmentScore",
    "Occupation",
    "OccupationWord",
    "Profile",
    "ScoringScheme",
    "SealedAnswers",
    "WorkExperience",
]

LONGEST_LIFE_OF_WORK = 80


class Occupation(Derived):
    """A unit group of CIUO-08 (ISCO-08), by its four digits."""

    code = models.CharField(_("código CIUO-08"), max_length=4, primary_key=True)
    title = models.CharField(_("título"), max_length=200)
    sort_key = models.CharField(max_length=220, editable=False)
    search_text = models.CharField(max_length=220, editable=False)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ocupación")
        verbose_name_plural = _("ocupaciones")
        ordering: ClassVar[list[str]] = ["sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="occupation_code_of_four_digits",
                condition=Q(code__regex=r"^[0-9]{4}$"),
                violation_error_message=_("El código CIUO-08 tiene cuatro números."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def derive(self) -> dict[str, Any]:
        """Return the key that sorts the title, and the title as it is searched."""
        return {"sort_key": sort_key(self.title), "search_text": fold(self.title)}


class OccupationWord(Derived):
    """A word that returned persons use for an occupation; one word may name several."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="words")
    word = models.CharField(_("palabra"), max_length=60)
    folded = models.CharField(max_length=60, editable=False)

    class Meta:
        verbose_name = _("palabra de un oficio")
        verbose_name_plural = _("palabras de los oficios")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["folded", "occupation"],
                name="occupation_word_once",
                violation_error_message=_("Esa ocupación ya tiene esa palabra."),
            )
        ]

    def __str__(self) -> str:
        return self.word

    def derive(self) -> dict[str, Any]:
        """Return the word as it is searched."""
        return {"folded": fold(self.word)}


def _years(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(LONGEST_LIFE_OF_WORK)]
    )


class Profile(Tracked):
    """What the interview told about the person of a case. Partial until it is completed.

    `version` counts the changes and `changed_at` tells at which of them each answer last
    changed, so that only whoever would undo another's answer is asked to compare.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.RESTRICT, related_name="profile")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="profiles")
    literate = models.CharField(
        _("¿Sabe leer y escribir?"), max_length=2, choices=YesNo.choices, blank=True
    )
    education = models.CharField(
        _("Nivel de estudios"), max_length=16, choices=Education.choices, blank=True
    )
    last_grade = models.PositiveSmallIntegerField(_("Último grado que ganó"), null=True, blank=True)
    education_country = models.CharField(
        _("País donde estudió"), max_length=2, choices=Country.choices, blank=True
    )
    education_document = models.CharField(
        _("¿Tiene el diploma o certificado?"), max_length=12, choices=StudyDocument.choices,
        blank=True,
    )  # fmt: skip
    occupation_words = models.CharField(_("Oficio, en sus palabras"), max_length=80, blank=True)
    main_occupation = models.ForeignKey(
        Occupation, models.RESTRICT, null=True, blank=True, related_name="+",
        verbose_name=_("Ocupación (CIUO-08)"),
    )  # fmt: skip
    experience_years = _years(_("Años en ese oficio"))
    country_abroad = models.CharField(
        _("País donde vivió"), max_length=2, choices=Country.choices, blank=True
    )
    years_abroad = _years(_("Años que vivió fuera"))
    preferred_language = models.CharField(
        _("Idioma en que prefiere hablar"), max_length=3, choices=Language.choices, blank=True
    )
    needs_interpreter = models.CharField(
        _("¿Requiere intérprete?"), max_length=2, choices=YesNo.choices, blank=True
    )
    english = models.CharField(_("Inglés"), max_length=2, choices=English.choices, blank=True)
    wants = ArrayField(
        models.CharField(max_length=12, choices=Want.choices), default=list, blank=True,
        verbose_name=_("Lo que quiere"),
    )  # fmt: skip
    priority = models.CharField(
        _("Prioridad del caso"), max_length=5, choices=CasePriority.choices, blank=True
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.JSONField(default=dict, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, editable=False)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )

    objects = ProfileQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["completed_at"], name="profile_completed")
        ]
        verbose_name = _("perfil")
        verbose_name_plural = _("perfiles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="profile_completed_whole",
                condition=Q(completed_at=None, completed_by=None)
                | Q(completed_at__isnull=False, completed_by__isnull=False,
                    experience_years__isnull=False, wants__len__gt=0)
                & ~Q(literate="") & ~Q(education="") & ~Q(english="") & ~Q(priority="")
                & ~Q(preferred_language="")
                & (Q(main_occupation__isnull=False) | ~Q(occupation_words="")
                   | Q(experience_years=0))
                & (Q(preferred_language=Language.SPANISH) | ~Q(needs_interpreter="")),
                violation_error_message=_("Un perfil completo tiene todas las respuestas."),
            ),
            models.CheckConstraint(
                name="profile_grade_of_its_level",
                condition=Q(last_grade=None)
                | Q(education=Education.PRIMARY, last_grade__range=(1, 6))
                | Q(education=Education.BASIC, last_grade__range=(1, 3))
                | Q(education=Education.DIVERSIFIED, last_grade__range=(4, 7)),
                violation_error_message=_("Ese grado no es de ese nivel."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("profiling:edit", args=[self.case_id])

    @property
    def is_complete(self) -> bool:
        """Tell whether the interview was completed (milestone of step 1)."""
        return self.completed_at is not None

    @property
    def occupation_label(self) -> str:
        """Return the trade in the person's own words, else its title; empty if unknown."""
        return self.occupation_words or (self.main_occupation.title if self.main_occupation else "")

    @property
    def want_labels(self) -> list[str]:
        """Return in words what the person wants."""
        return [str(Want(want).label) for want in self.wants]


class WorkExperience(Tracked):
    """One thing the person has worked in, where and how long. `place` keeps the order told."""

    deletable: ClassVar[bool] = True

    profile = models.ForeignKey(Profile, models.RESTRICT, related_name="experiences")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(_("trabajo"), max_length=80)
    occupation = models.ForeignKey(Occupation, models.RESTRICT, null=True, related_name="+")
    country = models.CharField(_("país"), max_length=2, choices=Country.choices)
    years = models.PositiveSmallIntegerField(
        _("años"), validators=[MaxValueValidator(LONGEST_LIFE_OF_WORK)]
    )

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["profile", "place"],
                name="experience_once_per_place",
                violation_error_message=_("Ya hay un trabajo en ese lugar de la lista."),
            ),
            models.CheckConstraint(
                name="experience_names_its_work",
                condition=~Q(words=""),
                violation_error_message=_("Escriba en qué trabajó."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
