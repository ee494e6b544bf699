"""What may happen to a report, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.transitions import Transition, TransitionTable
from arraigo.reports.enums import OPEN_STATES, DecisionName, ReportState

if TYPE_CHECKING:
    from arraigo.reports.models import MonthlyReport


def _only_the_author(report: MonthlyReport, user: Any) -> str | Promise | None:
    if report.author_id != user.pk:
        return _("Sólo quien escribe el informe puede enviarlo.")
    if clock.today() < report.ends_on:
        return _("El periodo termina el %(day)s: podrá enviarlo desde ese día.") % {
            "day": date_format(report.ends_on, "SHORT_DATE_FORMAT")
        }
    if report.missing_narratives:
        return _("Faltan las buenas prácticas o los desafíos.")
    return None


def _the_lead_but_never_the_author(report: MonthlyReport, user: Any) -> str | Promise | None:
    if report.author_id == user.pk:
        return _("Nadie revisa su propio informe.")
    if report.office_id not in user.led_office_ids:
        return _("Sólo quien supervisa esa oficina puede revisar el informe.")
    return None


_LEADS = frozenset({str(Role.PROJECT_LEAD)})
_SUBMITTED = frozenset({str(ReportState.SUBMITTED)})

TRANSITIONS: TransitionTable = {
    str(DecisionName.SUBMIT): Transition(
        frozenset(map(str, OPEN_STATES)), str(ReportState.SUBMITTED), guard=_only_the_author
    ),
    str(DecisionName.RETURN): Transition(
        _SUBMITTED, str(ReportState.RETURNED), _LEADS, _the_lead_but_never_the_author
    ),
    str(DecisionName.APPROVE): Transition(
        _SUBMITTED, str(ReportState.APPROVED), _LEADS, _the_lead_but_never_the_author
    ),
}
