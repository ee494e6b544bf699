"""The programme around the training persons: contracts, monthly reports, certificates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from arraigo.accounts.models import User
from arraigo.contracts.actions import certify, issue_certificate, sign_contract
from arraigo.contracts.models import Contract, ContractMonth
from arraigo.core.context import Actor, acting_as
from arraigo.demo.story import Step, Story
from arraigo.organizations.models import Award
from arraigo.reports.actions import (
    Narrative,
    approve_report,
    return_report,
    save_narrative,
    start_report,
    submit_report,
)
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office

#: The contracts of the notice: two positions in Escuintla and one in Esquipulas.
POSITIONS = (("promotora", "ESC"), ("promotor", "ESC"), ("promotora.esq", "ESQ"))
LEADS = {"ESC": "supervisora", "ESQ": "supervisor.esq"}
FEE, MONTHS = Decimal("11000.00"), Decimal("3.5")
MONTHS_BEFORE_THIS = 2


def first_month(today: date) -> date:
    """Return the first day of the story: two whole months before the present one."""
    month = today.replace(day=1)
    for _ in range(MONTHS_BEFORE_THIS):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


class Programme:
    """Signs the contracts and lets each month be reported, approved, certified and paid."""

    def __init__(self, story: Story, users: dict[str, User]) -> None:
        self.story, self.users = story, users

    def plan(self, begin: date) -> None:
        """Plan the contracts on the first day and the report of each of their months."""
        for number, (key, office) in enumerate(POSITIONS, start=1):
            contract = self._sign(number, key, office, begin)
            for month in contract.contract_months.order_by("number"):
                at = self.story.later(
                    self.story.working_hour(month.ends_on + timedelta(days=1)), (0, 1)
                )
                self.story.plan(at, self._report_of(month, key, office))

    def _sign(self, number: int, key: str, office: str, begin: date) -> Contract:
        at = self.story.working_hour(begin)
        with acting_as(Actor.user(self.users["oficial"]), at=at, purpose="training"):
            return sign_contract(
                number=f"CAP-{begin.year}-{number:02d}",
                consultant=self.users[key],
                position="Promotor/a de gestión de casos",
                office=Office.objects.get(code=office),
                award=Award.objects.get(code="CAP-US-01"),
                monthly_fee=FEE,
                months=MONTHS,
                starts_on=begin,
                is_training=True,
            )

    def _report_of(self, month: ContractMonth, key: str, office: str) -> Step:
        def write(at: datetime) -> None:
            author = self.users[key]
            with acting_as(Actor.user(author), at=at, purpose="training"):
                report = start_report(
                    author=author,
                    office=Office.objects.get(code=office),
                    starts_on=month.starts_on,
                    ends_on=month.ends_on,
                )
                report = save_narrative(
                    report=report, user=author, version=report.version, narrative=NARRATIVE
                )
                submit_report(report=report, user=author)
            if month.number == LAST_WHOLE and key in LEFT_OPEN:
                self.story.plan(self.story.later(at, (1, 3)), LEFT_OPEN[key](self, report, office))
                return
            self.story.plan(
                self.story.later(at, (1, 3)), lambda then: self.approve(then, report, month, office)
            )

        return write

    def send_back(self, report: MonthlyReport, office: str) -> Step:
        """Let the Project Lead return the report, for the author to practise."""

        def step(at: datetime) -> None:
            lead = self.users[LEADS[office]]
            with acting_as(Actor.user(lead), at=at, purpose="training"):
                return_report(
                    report=MonthlyReport.objects.get(pk=report.pk),
                    user=lead,
                    comment="Cuente un desafío más y cómo lo resolvió (ficticio).",
                )

        return step

    def leave_waiting(self, _report: MonthlyReport, _office: str) -> Step:
        """Leave the report awaiting review, for the Project Lead to practise."""
        return lambda _at: None

    def approve(
        self, at: datetime, report: MonthlyReport, month: ContractMonth, office: str
    ) -> None:
        """Let the Project Lead approve, and finance issue what is owed for the month."""
        lead = self.users[LEADS[office]]
        with acting_as(Actor.user(lead), at=at, purpose="training"):
            approve_report(report=MonthlyReport.objects.get(pk=report.pk), user=lead)
        self.story.plan(self.story.later(at, (1, 3)), lambda then: self.issue(then, month))

    def issue(self, at: datetime, month: ContractMonth) -> None:
        """Let finance issue the certificate and the national officer certify it."""
        with acting_as(Actor.user(self.users["finanzas"]), at=at, purpose="training"):
            certificate = issue_certificate(contract_month=month, user=self.users["finanzas"])

        def sign(then: datetime) -> None:
            with acting_as(Actor.user(self.users["oficial"]), at=then, purpose="training"):
                certify(certificate=certificate, user=self.users["oficial"])

        self.story.plan(self.story.later(at, (1, 3)), sign)


#: Of the last whole month one report awaits review and one was returned.
LAST_WHOLE = MONTHS_BEFORE_THIS
LEFT_OPEN = {"promotor": Programme.leave_waiting, "promotora.esq": Programme.send_back}

NARRATIVE = Narrative(
    good_practices="Llamar a la institución el mismo día que se envía la boleta (ficticio).",
    challenges="Varias personas no tienen señal en su aldea (ficticio).",
    results="Las personas recibieron los servicios que muestran las cifras (ficticio).",
)
