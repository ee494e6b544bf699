"""Reads of contracts, their months and certificates. Everything starts from `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.reports.enums import ReportState
from arraigo.reports.models import MonthlyReport

if TYPE_CHECKING:
    from arraigo.contracts.models import Contract, ContractMonth, PaymentCertificate  # noqa: F401 -- in bases

#: Roles that see every contract; a consultant sees her own.
PAYERS = frozenset({str(Role.FINANCE), str(Role.NATIONAL_OFFICER)})


class ContractQuerySet(models.QuerySet["Contract"]):
    """Reads of contracts."""

    def visible_to(self, user: Any) -> ContractQuerySet:
        """Return the user's own contracts, or all for those who pay and certify."""
        return self if PAYERS & user.roles else self.filter(consultant=user)


class MonthQuerySet(models.QuerySet["ContractMonth"]):
    """Reads of the months of contracts."""

    def visible_to(self, user: Any) -> MonthQuerySet:
        """Return the months of the contracts the user may see."""
        return self if PAYERS & user.roles else self.filter(contract__consultant=user)

    def ready_to_issue(self) -> MonthQuerySet:
        """Return the months with an approved report of exactly their dates, not certified yet."""
        approved = MonthlyReport.objects.filter(
            author=OuterRef("contract__consultant"),
            starts_on=OuterRef("starts_on"),
            ends_on=OuterRef("ends_on"),
            state=ReportState.APPROVED,
        )
        return self.filter(Exists(approved), certificate=None)

    def to_be_paid(self) -> MonthQuerySet:
        """Return those that have begun and are not paid yet."""
        return self.filter(starts_on__lte=clock.today(), certificate__payment=None)

    def with_names(self) -> MonthQuerySet:
        """Return the same months with what a page shows."""
        return self.select_related(
            "contract__consultant", "contract__office", "certificate__payment"
        ).order_by("contract__starts_on", "contract_id", "number")


class CertificateQuerySet(models.QuerySet["PaymentCertificate"]):
    """Reads of payment certificates."""

    def visible_to(self, user: Any) -> CertificateQuerySet:
        """Return the certificates of the contracts the user may see."""
        if PAYERS & user.roles:
            return self
        return self.filter(contract_month__contract__consultant=user)

    def to_certify(self) -> CertificateQuerySet:
        """Return those issued that still need the second person, the oldest first."""
        return self.filter(certified_at=None).order_by("issued_at", "id")

    def certified(self) -> CertificateQuerySet:
        """Return those that the second person has certified."""
        return self.filter(certified_at__isnull=False)

    def with_names(self) -> CertificateQuerySet:
        """Return the same certificates with what a page shows, and their period's start."""
        return self.select_related(
            "contract_month__contract__consultant", "contract_month__contract__office",
            "contract_month__contract__award__funder", "report__decided_by", "report__author",
            "issued_by", "certified_by", "payment",
        ).annotate(starts_on=F("contract_month__starts_on"))  # fmt: skip


def reports_of(months: list[ContractMonth]) -> dict[int, MonthlyReport]:
    """Return the report of each month that has one, by the month's id: one query for all."""
    authors = {month.contract.consultant_id for month in months}
    wanted = Q(author__in=authors, starts_on__in={month.starts_on for month in months})
    found = {
        (report.author_id, report.starts_on, report.ends_on): report
        for report in MonthlyReport.objects.filter(wanted).with_names()
    }
    keys = {
        month.pk: (month.contract.consultant_id, month.starts_on, month.ends_on) for month in months
    }
    return {pk: found[key] for pk, key in keys.items() if key in found}
