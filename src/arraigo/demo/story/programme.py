"""The programme around the training persons: contracts, monthly reports, payment certificates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from arraigo.contracts.actions import certify, issue_certificate, sign_contract
from arraigo.contracts.models import Contract, ContractMonth
from arraigo.core.clock import anniversary
from arraigo.demo.agenda import later, working_hour
from arraigo.demo.cast import START
from arraigo.demo.story.world import World, acting
from arraigo.reports.actions import (
    Narrative,
    approve_report,
    return_report,
    save_narrative,
    start_report,
    submit_report,
)
from arraigo.reports.models import MonthlyReport

#: The posts of the notice: two positions in Escuintla and one in Esquipulas.
POSITIONS = (("promotora", "ESC"), ("promotor", "ESC"), ("promotora.esq", "ESQ"))
FEE = Decimal("11000.00")
#: Whole months told before the present one.
WHOLE_MONTHS = 6
#: The notice offers 3.5 months, with an extension. Here the first contract lasts three and the
#: extension four and a half, so that the months told are calendar months (assumption).
FIRST_MONTHS, EXTENSION_MONTHS = 3, Decimal("4.5")

NARRATIVES = (
    Narrative(
        good_practices="Llamar a la institución el mismo día que se envía la boleta (ficticio).",
        challenges="Varias personas no tienen señal en su aldea (ficticio).",
        results="Las personas recibieron los servicios que muestran las cifras (ficticio).",
    ),
    Narrative(
        good_practices="Ir en grupo a la evaluación, por oficio, dio confianza (ficticio).",
        challenges="El pasaje impide terminar los cursos a quien vive lejos (ficticio).",
        results="Más personas terminaron su curso que el mes anterior (ficticio).",
    ),
    Narrative(
        good_practices="Revisar la hoja de vida con la persona antes de la feria (ficticio).",
        challenges="Las instituciones tardan en contestar las boletas (ficticio).",
        results="Se firmaron planes y se dio seguimiento a los anteriores (ficticio).",
    ),
)
DAYS_TO_DECIDE = (1, 3)


def first_day(today: date) -> date:
    """Return the first day of the story: some whole months before the present one.

    Not before the training fund, whose first day is that of the definitions of indicators.
    """
    month = today.replace(day=1)
    for _month in range(WHOLE_MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
    return max(month, START)


def plan(world: World, random: Random) -> None:
    """Plan every contract with its extension, and what each of their months brings."""
    extension = anniversary(world.begin, FIRST_MONTHS)
    for number, (key, office) in enumerate(POSITIONS, start=1):
        Post(world, random, key, office).plan(number, world.begin, Decimal(FIRST_MONTHS))
        Post(world, random, key, office).plan(number + 3, extension, EXTENSION_MONTHS)


class Post:
    """One consultant's post: contract, reports, approvals and payments."""

    def __init__(self, world: World, random: Random, key: str, office: str) -> None:
        self.world, self.random, self.key = world, random, key
        self.consultant = world.users[key]
        self.office = world.offices[office]
        self.lead = world.lead_of(self.office)

    def plan(self, number: int, starts_on: date, months: Decimal) -> None:
        """Plan the signature of the contract on its first day."""

        def sign(at: datetime) -> None:
            for month in self._sign(at, number, starts_on, months):
                self._plan_month(month)

        self.world.agenda.plan(working_hour(self.random, starts_on), sign)

    def _sign(
        self, at: datetime, number: int, starts_on: date, months: Decimal
    ) -> list[ContractMonth]:
        with acting(self.world.users["oficial"], at):
            contract: Contract = sign_contract(
                number=f"CAP-{starts_on.year}-{number:02d}",
                consultant=self.consultant,
                position="Promotor/a de gestión de casos",
                office=self.office,
                award=self.world.offered.awards["CAP-US-01"],
                monthly_fee=FEE,
                months=months,
                starts_on=starts_on,
                is_training=True,
            )
            return list(contract.contract_months.order_by("number"))

    def _plan_month(self, month: ContractMonth) -> None:
        """Plan that the month's report is begun in the month; it is sent once that has ended."""
        begun = working_hour(self.random, month.starts_on + timedelta(days=2))
        self.world.agenda.plan(begun, lambda at: self._begin(at, month))

    def _begin(self, at: datetime, month: ContractMonth) -> None:
        told = self.random.choice(NARRATIVES)
        with acting(self.consultant, at):
            report = start_report(
                author=self.consultant,
                office=self.office,
                starts_on=month.starts_on,
                ends_on=month.ends_on,
            )
            report = self._tell(report, Narrative(good_practices=told.good_practices))
        sent = later(self.random, working_hour(self.random, month.ends_on), (1, 2))
        self.world.agenda.plan(sent, lambda then: self._send(then, month, report, told))

    def _tell(self, report: MonthlyReport, told: Narrative) -> MonthlyReport:
        return save_narrative(
            report=report, user=self.consultant, version=report.version, narrative=told
        )

    def _send(
        self, at: datetime, month: ContractMonth, report: MonthlyReport, told: Narrative
    ) -> None:
        with acting(self.consultant, at):
            sent = submit_report(report=self._tell(report, told), user=self.consultant)
        decide = self._decision(month)
        self.world.agenda.plan(
            later(self.random, at, DAYS_TO_DECIDE), lambda then: decide(then, sent, month)
        )

    def _decision(
        self, month: ContractMonth
    ) -> Callable[[datetime, MonthlyReport, ContractMonth], None]:
        """Of the last whole month one report awaits review and one was returned, to practise."""
        if self._is_last(month):
            return {"promotor": _wait, "promotora.esq": self.send_back}.get(self.key, self.approve)
        return self.approve

    def _is_last(self, month: ContractMonth) -> bool:
        this_month = self.world.agenda.until.date().replace(day=1)
        return month.ends_on == this_month - timedelta(days=1)

    def send_back(self, at: datetime, report: MonthlyReport, _month: ContractMonth) -> None:
        """Let the Project Lead return the report, for the author to practise."""
        with acting(self.lead, at):
            return_report(
                report=MonthlyReport.objects.get(pk=report.pk),
                user=self.lead,
                comment="Cuente un desafío más y cómo lo resolvió (ficticio).",
            )

    def approve(self, at: datetime, report: MonthlyReport, month: ContractMonth) -> None:
        """Let the Project Lead approve, and finance issue what is owed for the month."""
        with acting(self.lead, at):
            approve_report(report=MonthlyReport.objects.get(pk=report.pk), user=self.lead)
        self.world.agenda.plan(
            later(self.random, at, DAYS_TO_DECIDE), lambda then: self._issue(then, month)
        )

    def _issue(self, at: datetime, month: ContractMonth) -> None:
        """Let finance issue the certificate; the last one is left for the officer to certify."""
        finance, officer = self.world.users["finanzas"], self.world.users["oficial"]
        with acting(finance, at):
            certificate = issue_certificate(contract_month=month, user=finance)
        if self._is_last(month):
            return

        def sign(then: datetime) -> None:
            with acting(officer, then):
                certify(certificate=certificate, user=officer)

        self.world.agenda.plan(later(self.random, at, DAYS_TO_DECIDE), sign)


def _wait(_at: datetime, _report: MonthlyReport, _month: ContractMonth) -> None:
    """Leave the report awaiting review, for the Project Lead to practise."""
