"""Writes about contracts and payments."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.contracts.models import Contract, ContractMonth, Payment, PaymentCertificate
from arraigo.contracts.rules import refusal_to_certify, refusal_to_issue, refusal_to_pay
from arraigo.contracts.slices import CENT, HALF, slices_of
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused
from arraigo.organizations.models import Award
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office

_NEXT = """
INSERT INTO contracts_certificatecounter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = contracts_certificatecounter.last + 1 RETURNING last
"""


@transaction.atomic
def sign_contract(
    *,
    number: str,
    consultant: Any,
    position: str,
    office: Office,
    award: Award,
    monthly_fee: Decimal,
    months: Decimal,
    starts_on: date,
    fee_includes_iva: bool = True,
    is_training: bool = False,
) -> Contract:
    """Record a contract with its months, and return it.

    The fund becomes the default of the consultant's work in that office, so that nobody fills
    it in on each delivery. The same contract signed twice is recorded once. Raises `Refused`
    when the number belongs to another contract, the amounts make no sense, the months share
    days with another contract of hers, or she has no post as promotor/a in the office.
    """
    User.objects.select_for_update().get(pk=consultant.pk)
    terms = {
        "consultant": consultant,
        "position": position,
        "office": office,
        "award": award,
        "monthly_fee": monthly_fee,
        "months": months,
        "starts_on": starts_on,
        "fee_includes_iva": fee_includes_iva,
        "is_training": is_training,
    }
    known = Contract.objects.filter(number=number).first()
    if known is not None:
        if any(getattr(known, name) != value for name, value in terms.items()):
            raise Refused(_("Ya hay un contrato con ese número."))
        return known
    if monthly_fee <= 0 or monthly_fee % CENT or months <= 0 or months % HALF:
        raise Refused(_("Revise los honorarios y el tiempo: meses y medios meses."))
    parts = slices_of(starts_on, months, monthly_fee)
    _refuse_overlap(consultant, parts[0].starts_on, parts[-1].ends_on)
    contract = Contract.objects.create(number=number, **terms)
    ContractMonth.objects.bulk_create(
        ContractMonth(
            contract=contract, number=part.number, starts_on=part.starts_on,
            ends_on=part.ends_on, share=part.share, amount=part.amount,
        )
        for part in parts
    )  # fmt: skip
    _write_award_down(contract)
    return contract


def _refuse_overlap(consultant: Any, first: date, last: date) -> None:
    others = ContractMonth.objects.filter(contract__consultant=consultant)
    if others.filter(starts_on__lte=last, ends_on__gte=first).exists():
        raise Refused(_("La consultora ya tiene otro contrato en esas fechas."))


def _write_award_down(contract: Contract) -> None:
    """Make the contract's fund the default of the consultant's memberships in its office."""
    posts = Membership.objects.filter(
        user=contract.consultant, office=contract.office, role=Role.PROMOTOR
    )
    if not posts.update(default_award=contract.award):
        raise Refused(_("La consultora no tiene función de promotor/a en esa oficina."))


def report_for(month: ContractMonth) -> MonthlyReport | None:
    """Return the consultant's report of exactly the month's dates, or None."""
    return (
        MonthlyReport.objects.filter(
            author=month.contract.consultant_id, starts_on=month.starts_on, ends_on=month.ends_on
        )
        .with_names()
        .first()
    )


@transaction.atomic
def issue_certificate(*, contract_month: ContractMonth, user: Any) -> PaymentCertificate:
    """Issue the payment certificate of a month against its approved report, and return it.

    Asked twice, or by two at once, it returns the one there is. Raises `Refused` with the
    reason: the role, no approved report, or four eyes.
    """
    months = ContractMonth.objects.select_for_update(of=("self",)).select_related("contract")
    month = months.get(pk=contract_month.pk)
    report = report_for(month)
    why = refusal_to_issue(month, report, user)
    if why is not None or report is None:
        raise Refused(why or "")
    issued = PaymentCertificate.objects.filter(contract_month=month).first()
    if issued is not None:
        return issued
    certificate = PaymentCertificate(
        number=_next_number(),
        contract_month=month,
        report=report,
        amount=month.amount,
        issued_by=user,
        issued_at=clock.now(),
    )
    certificate.sha256 = fingerprint(certificate)
    certificate.save(force_insert=True)
    return certificate


def _next_number() -> str:
    """Return the year's next number, such as CP-2026-0031. Two at once get two; none is skipped."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        (number,) = cursor.fetchone()
    return f"CP-{year}-{number:04d}"


def fingerprint(certificate: PaymentCertificate) -> str:
    """Return the SHA-256 of what the certificate pays, to whom and against which report."""
    month = certificate.contract_month
    content = {
        "number": certificate.number,
        "contract": month.contract.number,
        "consultant": month.contract.consultant_id,
        "month": month.number,
        "starts_on": month.starts_on.isoformat(),
        "ends_on": month.ends_on.isoformat(),
        "amount": f"{certificate.amount:.2f}",
        "report": str(certificate.report_id),
        "report_sha256": certificate.report.sha256,
        "issued_by": certificate.issued_by_id,
        "issued_at": certificate.issued_at.isoformat(),
    }
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


@transaction.atomic
def certify(*, certificate: PaymentCertificate, user: Any) -> PaymentCertificate:
    """Certify a payment as the second person, and return it.

    The same person asking twice certifies once. Raises `Refused` with the reason: the role or
    four eyes; `Outdated` when somebody else has certified it.
    """
    locked = (
        PaymentCertificate.objects.select_for_update(of=("self",))
        .select_related("contract_month__contract", "report")
        .get(pk=certificate.pk)
    )
    if locked.certified_by_id == user.pk:
        return locked
    if locked.is_certified and not certificate.is_certified:
        raise Outdated
    why = refusal_to_certify(locked, user)
    if why is not None:
        raise Refused(why)
    locked.certified_by, locked.certified_at = user, clock.now()
    locked.save(update_fields=["certified_by", "certified_at"])
    return locked


@transaction.atomic
def record_payment(
    *, certificate: PaymentCertificate, paid_on: date, reference: str, user: Any
) -> Payment:
    """Record that the certified month was paid, and return the payment.

    The same payment recorded twice is recorded once. Raises `Refused` with the reason: the
    role, not certified, already paid otherwise, or a day before its certification or to come.
    """
    locked = (
        PaymentCertificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contract_month__contract")
        .get(pk=certificate.pk)
    )
    reference = reference.strip()
    if not reference:
        raise Refused(_("Escriba el número de la transferencia o del cheque."))
    known = Payment.objects.filter(certificate=locked).first()
    if known is not None and (known.paid_on, known.reference) == (paid_on, reference):
        return known
    why = refusal_to_pay(locked, user)
    if why is not None:
        raise Refused(why)
    certified_on = localtime(locked.certified_at).date()
    if not certified_on <= paid_on <= clock.today():
        raise Refused(_("La fecha va desde el día en que se certificó hasta hoy."))
    return Payment.objects.create(
        certificate=locked, paid_on=paid_on, reference=reference, recorded_by=user
    )
