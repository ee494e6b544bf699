"""Loads the training data once, in one transaction, and says what is in it."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from arraigo.accounts.models import User
from arraigo.casework.models import Case, ServiceDelivery
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.demo.story import tell
from arraigo.demo.story.programme import first_day
from arraigo.indicators.computation import compute_in
from arraigo.indicators.lines import Scope
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.people.models import Person
from arraigo.referrals.models import Referral
from arraigo.reports.documents import report_pdf
from arraigo.reports.enums import ReportState
from arraigo.reports.models import MonthlyReport


def load_training(*, seed: int, persons: int) -> bool:
    """Load the training data unless they are there. Return False where real data are.

    A run that is killed leaves nothing half-loaded: all of it is one transaction.
    """
    with acting_as(SYSTEM, purpose="training"):
        if Person.objects.filter(is_training=True).exists():
            return True
        if Person.objects.exists():
            Console(stderr=True).print(
                "Esta instalación ya tiene personas reales: la capacitación va en otra carpeta "
                "(ARRAIGO_HOME)."
            )
            return False
        _tell_everything(seed, persons, datetime.combine(clock.today(), time.min, GUATEMALA))
    return True


def _tell_everything(seed: int, persons: int, until: datetime) -> None:
    """Let the story happen up to `until`, with a bar that tells its days."""
    console = Console()
    console.print(f"{persons} personas ficticias y seis meses: con 300 tarda unos tres minutos.")
    begin = first_day(until.date())
    days = (until.date() - begin).days
    with Progress(
        TextColumn("Datos de capacitación"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("días"),
        console=console,
    ) as progress:
        bar = progress.add_task("", total=days)
        for moment in tell(seed=seed, until=until, persons=persons):
            progress.update(bar, completed=(moment.date() - begin).days)
        progress.update(bar, completed=days)


def summary() -> dict[str, Any]:
    """Return what the installation holds, the figures of the last whole month and its report."""
    with acting_as(SYSTEM, purpose="training"):
        month = Period.this_month().before()
        indicators = Indicator.objects.in_force(month.ends_on)
        return {
            "persons": Person.objects.count(),
            "cases": Case.objects.count(),
            "referrals": Referral.objects.count(),
            "deliveries": ServiceDelivery.objects.standing().count(),
            "month": month.key,
            "figures": {
                f"{indicator.code}{indicator.variant}": compute_in(indicator, Scope(month)).value
                for indicator in indicators
            },
            "report": _print_last_report(),
        }


def _print_last_report() -> str:
    """Write the PDF of the newest approved report beside the data and return its path."""
    report = (
        MonthlyReport.objects.filter(state=ReportState.APPROVED).order_by("-ends_on", "pk").first()
    )
    if report is None:
        return ""
    path = settings.ARRAIGO_HOME / "informe-de-capacitacion.pdf"
    reader = User.objects.get(pk=report.author_id)
    with acting_as(Actor.user(reader), purpose="training"):
        path.write_bytes(report_pdf(report))
    return str(path)


def print_summary() -> None:
    """Print the summary as one line of JSON."""
    print(json.dumps(summary(), ensure_ascii=False))  # noqa: T201 -- the command's answer
