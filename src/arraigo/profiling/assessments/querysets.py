"""Reads of assessments and schemes. What is somebody's starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from arraigo.casework.querysets import CaseFactQuerySet
from arraigo.core import clock

if TYPE_CHECKING:
    from arraigo.profiling.assessments.models import (  # noqa: F401 -- named in the bases
        Assessment,
        ScoringScheme,
    )


class SchemeQuerySet(models.QuerySet["ScoringScheme"]):
    """Reads of schemes."""

    def published(self) -> SchemeQuerySet:
        """Return those that are no drafts."""
        return self.filter(published_at__isnull=False)

    def in_force(self, kind: str) -> ScoringScheme | None:
        """Return the scheme that scores a kind today: the last published whose day has come."""
        valid = self.published().filter(code=kind, valid_from__lte=clock.today())
        return valid.order_by("-published_at", "-pk").first()


class AssessmentQuerySet(CaseFactQuerySet["Assessment"]):
    """Reads of assessments."""

    def of_person(self, person_ids: Iterable[Any]) -> AssessmentQuerySet:
        """Return the standing ones of a person, in whichever of her cases, the oldest first."""
        return self.standing().filter(person__in=person_ids).order_by("occurred_on", "recorded_at")

    def with_scores(self) -> AssessmentQuerySet:
        """Return the same with their scores, in two queries more."""
        from arraigo.profiling.assessments.models import AssessmentScore

        scores = AssessmentScore.objects.select_related("scheme")
        return self.select_related("recorded_by").prefetch_related(Prefetch("scores", scores))

    def not_scored_by(self, scheme: ScoringScheme) -> AssessmentQuerySet:
        """Return the standing ones that a scheme should score and has not."""
        done = scheme.scores.filter(assessment=OuterRef("pk"))
        return self.standing().filter(~Exists(done), kind=scheme.code)
