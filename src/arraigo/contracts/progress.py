"""How far each contract month has come: report, approval, certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.contracts.models import ContractMonth, PaymentCertificate
from arraigo.contracts.querysets import reports_of
from arraigo.contracts.rules import refusal_to_issue
from arraigo.core import clock
from arraigo.reports.models import MonthlyReport


@dataclass(frozen=True, slots=True)
class MonthProgress:
    """A month with its report and certificate, and what the user may do next."""

    month: ContractMonth
    report: MonthlyReport | None
    certificate: PaymentCertificate | None
    may_start: bool
    refusal_to_issue: str | Promise | None

    @property
    def payment(self) -> tuple[str, str | Promise]:
        """Return how the payment stands: how it is marked and in which words."""
        if self.certificate is None:
            if self.report is not None and self.report.is_approved:
                return "wait", _("Por emitir")
            return "info", _("Falta el informe")
        if not self.certificate.is_certified:
            return "wait", _("Emitido, por certificar")
        if not self.certificate.is_paid:
            return "wait", _("Certificado, por pagar")
        return "ok", _("Pagado")


def progress_of(months: list[ContractMonth], user: Any) -> list[MonthProgress]:
    """Return the progress of each month, with one query for all their reports."""
    reports, today = reports_of(months), clock.today()
    return [_progress(month, reports.get(month.pk), user, today) for month in months]


def _progress(
    month: ContractMonth, report: MonthlyReport | None, user: Any, today: date
) -> MonthProgress:
    own = month.contract.consultant_id == user.pk
    return MonthProgress(
        month=month,
        report=report,
        certificate=getattr(month, "certificate", None),
        may_start=own and report is None and month.starts_on <= today,
        refusal_to_issue=refusal_to_issue(month, report, user),
    )
