"""Qué falta para mi pago: the steps between a month's work and its pay, and who has the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership
from arraigo.contracts.models import ContractMonth, PaymentCertificate
from arraigo.contracts.progress import MonthProgress, progress_of
from arraigo.core import clock
from arraigo.reports.enums import ReportState
from arraigo.reports.models import MonthlyReport


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done on a day, or in somebody's hands since one."""

    title: str | Promise
    done_on: date | None = None
    is_done: bool = False
    is_next: bool = False
    who: str = ""
    since: date | None = None
    note: str = ""
    url: str = ""

    @property
    def status(self) -> tuple[str, str]:
        """Return how it is marked and in which words."""
        if self.is_done:
            if self.done_on is None:
                return "ok", gettext("Hecho")
            return "ok", gettext("Hecho el %(day)s") % {"day": _day(self.done_on)}
        return ("warn", gettext("Ahora")) if self.is_next else ("wait", gettext("Después"))

    @property
    def hint(self) -> str:
        """Return who has it and since when, and what stands against it, while it is next."""
        if not self.is_next:
            return ""
        said = {"who": self.who, "day": _day(self.since)}
        if self.since is not None and self.since > clock.today():
            return self.note
        held = gettext("Lo tiene %(who)s desde el %(day)s.") % said
        return f"{held} {self.note}".strip()


@dataclass(frozen=True, slots=True)
class MonthMissing:
    """A month that is not paid yet, with its steps in order."""

    progress: MonthProgress
    steps: list[Step]


def _day(day: date | None) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT")) if day else ""


def _date(moment: datetime | None) -> date | None:
    return localtime(moment).date() if moment else None


def missing_of(user: Any) -> list[MonthMissing]:
    """Return the consultant's own months that began and are not paid, the oldest first."""
    own = ContractMonth.objects.filter(contract__consultant=user).to_be_paid().with_names()
    months = list(own.order_by("starts_on", "pk"))
    leads = _leads_of({month.contract.office_id for month in months}, user)
    return [
        MonthMissing(row, _steps(row, leads.get(row.month.contract.office_id, "")))
        for row in progress_of(months, user)
    ]


def _leads_of(offices: set[int], user: Any) -> dict[int, str]:
    """Return the names of who approves in each office, never the author herself."""
    leads = Membership.objects.in_force().filter(
        role=Role.PROJECT_LEAD, office__in=offices, user__is_active=True
    )
    names: dict[int, list[str]] = {}
    for membership in leads.exclude(user=user).select_related("user").order_by("pk"):
        names.setdefault(membership.office_id or 0, []).append(str(membership.user))
    return {office: ", ".join(found) for office, found in names.items()}


def _steps(row: MonthProgress, leads: str) -> list[Step]:
    """Return the steps in order, the first that is not done marked as the next."""
    steps = [*_of_report(row.month, row.report, leads), *_of_payment(row.certificate, row.report)]
    current = next((number for number, step in enumerate(steps) if not step["is_done"]), None)
    return [Step(**step, is_next=number == current) for number, step in enumerate(steps)]


def _of_report(
    month: ContractMonth, report: MonthlyReport | None, leads: str
) -> list[dict[str, Any]]:
    url = report.get_absolute_url() if report else ""
    is_sent = report is not None and not report.is_open
    returned = report is not None and report.state == ReportState.RETURNED
    return [
        {
            "title": _("Escribir el informe"),
            "is_done": is_sent or (report is not None and not report.missing_narratives),
            "who": gettext("usted"),
            "since": _date(report.started_at) if report else month.starts_on,
            "url": reverse("reports:edit", args=[report.pk]) if report and not is_sent else url,
        },
        {
            "title": _("Enviar el informe a revisión"),
            "is_done": is_sent,
            "done_on": _date(report.submitted_at) if report and is_sent else None,
            "who": gettext("usted"),
            "since": _date(report.decided_at) if report and returned else month.ends_on,
            "note": _note(month, returned),
            "url": url,
        },
        {
            "title": _("Aprobación del informe"),
            "is_done": report is not None and report.is_approved,
            "done_on": _date(report.decided_at) if report and report.is_approved else None,
            "who": leads or gettext("quien supervisa la oficina"),
            "since": _date(report.submitted_at) if report else None,
            "url": url,
        },
    ]


def _note(month: ContractMonth, returned: bool) -> str:
    if returned:
        return gettext("Se lo devolvieron para corregir.")
    if clock.today() < month.ends_on:
        return gettext("Podrá enviarlo desde el %(day)s.") % {"day": _day(month.ends_on)}
    return ""


def _of_payment(
    certificate: PaymentCertificate | None, report: MonthlyReport | None
) -> list[dict[str, Any]]:
    url = certificate.get_absolute_url() if certificate else ""
    certified_on = _date(certificate.certified_at) if certificate else None
    finance = gettext("Finanzas")
    return [
        {
            "title": _("Certificado de pago emitido"),
            "is_done": certificate is not None,
            "done_on": _date(certificate.issued_at) if certificate else None,
            "who": finance,
            "since": _date(report.decided_at) if report else None,
            "url": url,
        },
        {
            "title": _("Certificado por una segunda persona"),
            "is_done": certified_on is not None,
            "done_on": certified_on,
            "who": gettext("la persona oficial nacional"),
            "since": _date(certificate.issued_at) if certificate else None,
            "url": url,
        },
        {
            "title": _("Pago"),
            "is_done": False,  # a paid month is not missing anything
            "who": finance,
            "since": certified_on,
            "url": url,
        },
    ]
