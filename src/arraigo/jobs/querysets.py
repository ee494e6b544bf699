"""Reads of applications and placements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Func, Prefetch, Q

from arraigo.casework.querysets import CaseFactQuerySet

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.jobs.models import (  # noqa: F401 -- in bases
        Application,
        Placement,
        RetentionCheck,
    )

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
        shown = self.filter(case=case).with_occasional().with_checks()
        return shown.order_by(*LATEST_FIRST)

    def told_in(self, case: Case) -> PlacementQuerySet:
        """Return the standing placements of a case and of those it continues."""
        return self.standing().filter(Q(case=case) | Q(case__continued_in=case))

    def with_checks(self) -> PlacementQuerySet:
        """Return the same rows with what `Placement.marks` reads: one query more."""
        from arraigo.jobs.models import RetentionCheck

        checks = RetentionCheck.objects.standing()
        standing = Prefetch("checks", queryset=checks, to_attr="standing_checks")
        return self.select_related("case__protocol").prefetch_related(standing)


class RetentionCheckQuerySet(CaseFactQuerySet["RetentionCheck"]):
    """Reads of what was asked about placements."""
