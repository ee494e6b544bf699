"""The month that the programme reports and pays, once all its facts are in."""

from __future__ import annotations

from arraigo.accounts.models import User
from arraigo.contracts.actions import issue_certificate
from arraigo.contracts.models import ContractMonth
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.demo.cast import LOGINS
from arraigo.demo.story.programme import NARRATIVES
from arraigo.reports.actions import approve_report, save_narrative, start_report, submit_report
from bench.seed import TEAM


def report_first_month() -> None:
    """Report each contract's first month; the second promotor's still awaits review."""
    users = {login.key: User.objects.get(email=login.email) for login in LOGINS}
    with acting_as(SYSTEM, purpose="bench"):
        for promotor, lead in TEAM:
            _report(users[promotor], users[lead], users["finanzas"])


def _report(author: User, lead: User, finance: User) -> None:
    month = ContractMonth.objects.select_related("contract__office").get(
        contract__consultant=author, number=1
    )
    with acting_as(Actor.user(author)):
        report = start_report(
            author=author, office=month.contract.office,
            starts_on=month.starts_on, ends_on=month.ends_on,
        )  # fmt: skip
        version = report.version
        report = save_narrative(
            report=report, user=author, version=version, narrative=NARRATIVES[0]
        )
        report = submit_report(report=report, user=author)
    if author.email.startswith(TEAM[1][0] + "@"):
        return
    with acting_as(Actor.user(lead)):
        approve_report(report=report, user=lead)
    with acting_as(Actor.user(finance)):
        issue_certificate(contract_month=month, user=finance)
