"""The printed payment certificate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import override

from arraigo.accounts.delegations.actions import as_acted
from arraigo.accounts.enums import Role
from arraigo.contracts.models import Contract, ContractMonth, PaymentCertificate
from arraigo.core.documents import render_pdf
from arraigo.core.money import amount_in_words, format_amount

TEMPLATE = "contracts/documents/payment_certificate.typ"


def certificate_pdf(certificate: PaymentCertificate) -> bytes:
    """Return the certificate's paper, in Spanish; as it stands it always prints the same bytes."""
    with override("es-gt"):
        return render_pdf(
            TEMPLATE,
            _data(certificate),
            title=f"Certificado de pago {certificate.number}",
            created_at=certificate.certified_at or certificate.issued_at,
        )


def _data(certificate: PaymentCertificate) -> dict[str, Any]:
    month = certificate.contract_month
    report = certificate.report
    return {
        "number": certificate.number,
        "contract": _contract(month.contract),
        "month": _month(month),
        "amount": format_amount(certificate.amount),
        "amount_words": amount_in_words(certificate.amount),
        "report": {
            "title": report.title,
            "approved_by": as_acted(report.decided_by, report),
            "approved_on": _day(report.decided_at),
            "sha256": report.sha256,
        },
        "issued": _signed(certificate.issued_by, Role.FINANCE, certificate.issued_at),
        "certified": _signed(
            certificate.certified_by, Role.NATIONAL_OFFICER, certificate.certified_at
        ),
        "training": settings.TRAINING_MODE or month.contract.is_training,
    }


def _contract(contract: Contract) -> dict[str, str]:
    return {
        "no": contract.number,
        "position": contract.position,
        "office": contract.office.name,
        "consultant": str(contract.consultant),
        "award": str(contract.award),
    }


def _month(month: ContractMonth) -> dict[str, Any]:
    return {
        "number": month.number,
        "of": f"{month.contract.months.normalize():f}",
        "starts_on": _day(month.starts_on),
        "ends_on": _day(month.ends_on),
        "half": month.is_half,
    }


def _signed(user: Any, role: Role, at: datetime | None) -> dict[str, str] | None:
    if user is None or at is None:
        return None
    return {"by": str(user), "position": capfirst(str(role.label)), "on": _day(at)}


def _day(moment: date | datetime | None) -> str:
    day = localtime(moment).date() if isinstance(moment, datetime) else moment
    return str(date_format(day, "SHORT_DATE_FORMAT")) if day else ""
