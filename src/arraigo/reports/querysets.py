"""Reads of reports. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from arraigo.accounts.enums import Role
from arraigo.reports.enums import ReportState

if TYPE_CHECKING:
    from arraigo.reports.models import MonthlyReport  # noqa: F401 -- named in the base


class ReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Reads of monthly reports."""

    def visible_to(self, user: Any) -> ReportQuerySet:
        """Return the user's own reports and those his role reviews.

        The lead sees what the promotores of her offices have sent, the official what anybody
        has sent, finance what is approved; a draft is its author's only.
        """
        sent = ~Q(state=ReportState.DRAFT)
        seen = Q(author=user) | (sent & Q(office__in=user.led_office_ids))
        if Role.NATIONAL_OFFICER in user.roles:
            seen |= sent
        if Role.FINANCE in user.roles:
            seen |= Q(state=ReportState.APPROVED)
        return self.filter(seen)

    def with_names(self) -> ReportQuerySet:
        """Return the same reports with the names a page shows."""
        return self.select_related("author", "office", "decided_by")

    def approved(self) -> ReportQuerySet:
        """Return those whose content is frozen."""
        return self.filter(state=ReportState.APPROVED)

    def awaiting_review(self) -> ReportQuerySet:
        """Return those somebody has to approve or return."""
        return self.filter(state=ReportState.SUBMITTED)

    def waiting_for(self, user: Any) -> ReportQuerySet:
        """Return those `user` has to review, and her own that were returned to her."""
        to_review = Q(state=ReportState.SUBMITTED, office__in=user.led_office_ids) & ~Q(author=user)
        return self.filter(to_review | Q(state=ReportState.RETURNED, author=user))
