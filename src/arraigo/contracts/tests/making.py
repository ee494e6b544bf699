"""Contracts for the tests of payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from arraigo.contracts.actions import issue_certificate, sign_contract
from arraigo.contracts.models import Contract, ContractMonth, PaymentCertificate
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.tests.making import us_award
from arraigo.reports.tests.making import WORKDAY, approved
from arraigo.territory.models import Office


def signed(consultant: Any, **changes: Any) -> Contract:
    """Return the consultant's contract: 3.5 months of Q11,000 from 1 July 2026 in Escuintla."""
    terms = {
        "number": "CON-2026-014",
        "position": "Promotora de gestión de casos",
        "office": Office.objects.get(code="ESC"),
        "award": us_award(),
        "monthly_fee": Decimal("11000.00"),
        "months": Decimal("3.5"),
        "starts_on": date(2026, 7, 1),
    }
    with acting_as(SYSTEM):
        return sign_contract(consultant=consultant, **{**terms, **changes})


def ready_month(consultant: Any, lead: Any, **changes: Any) -> ContractMonth:
    """Return the first month of a new contract, its report approved by the lead."""
    month = signed(consultant, **changes).contract_months.get(number=1)
    approved(consultant, lead, month.period)
    return month


def issued(cast: Any) -> PaymentCertificate:
    """Return the certificate of the promotora's July, issued and not certified."""
    month = ready_month(cast.promotora, cast.supervisora)
    with acting_as(Actor.user(cast.finanzas), at=WORKDAY):
        return issue_certificate(contract_month=month, user=cast.finanzas)
