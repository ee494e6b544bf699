"""Reads of trainings and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arraigo.casework.querysets import CaseFactQuerySet
from arraigo.learning.enums import CertificateKind

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.learning.models import Certificate, Completion, Enrolment  # noqa: F401 -- in bases

LATEST_FIRST = ("-occurred_on", "-recorded_at")


class EnrolmentQuerySet(CaseFactQuerySet["Enrolment"]):
    """Reads of enrolments."""

    def for_case(self, case: Case) -> EnrolmentQuerySet:
        """Return the case's enrolments with what a list shows, latest first."""
        found = self.filter(case=case).select_related("service", "organization")
        return found.order_by(*LATEST_FIRST)


class CompletionQuerySet(CaseFactQuerySet["Completion"]):
    """Reads of completions."""


class LearntCertificateQuerySet(CaseFactQuerySet["Certificate"]):
    """Reads of certificates."""

    def counted(self) -> LearntCertificateQuerySet:
        """Return those of indicator 2: standing, by an authorised body, no attendance diploma."""
        apart = CertificateKind.ATTENDANCE
        return self.standing().filter(issuer_authorised=True).exclude(kind=apart)

    def for_case(self, case: Case) -> LearntCertificateQuerySet:
        """Return the case's certificates with what a list shows, latest first."""
        return self.filter(case=case).select_related("issuer").order_by(*LATEST_FIRST)
