"""Reads of applications and placements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Func

from arraigo.casework.querysets import CaseFactQuerySet

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.jobs.models import Application, Placement  # noqa: F401 -- in bases

LATEST_FIRST = ("-occurred_on", "-recorded_at")


class ApplicationQuerySet(CaseFactQuerySet["Application"]):
    """Reads of applications."""

    def for_case(self, case: Case) -> ApplicationQuerySet:
        """Return the case's applications, latest first."""
        return self.filter(case=case).order_by(*LATEST_FIRST)


class PlacementQuerySet(CaseFactQuerySet["Placement"]):
    """Reads of placements."""

    def with_occasional(self) -> PlacementQuerySet:
        """Return the same rows with `is_occasional`, by the threshold of the day each began.

        The rule is the SQL function `jobs_is_occasional`, which the indicators use as well.
        """
        rule = Func(
            F("kind"), F("hours_per_week"), F("expected_months"), F("first_sale_on"),
            F("occurred_on"),
            function="jobs_is_occasional", output_field=models.BooleanField(),
        )  # fmt: skip
        return self.annotate(is_occasional=rule)

    def for_case(self, case: Case) -> PlacementQuerySet:
        """Return the case's placements with what a list shows, latest first."""
        return self.filter(case=case).with_occasional().order_by(*LATEST_FIRST)
