"""Who may issue and certify: the same rule serves the button and the check (four eyes)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role

if TYPE_CHECKING:
    from arraigo.contracts.models import ContractMonth, PaymentCertificate
    from arraigo.reports.models import MonthlyReport


def refusal_to_issue(
    month: ContractMonth, report: MonthlyReport | None, user: Any
) -> str | Promise | None:
    """Return why `user` cannot issue the month's certificate now, or None if he can."""
    if Role.FINANCE not in user.roles:
        return _("Sólo finanzas emite certificados de pago.")
    if report is None or not report.is_approved:
        return _("El informe de ese mes todavía no está aprobado.")
    if user.pk == month.contract.consultant_id:
        return _("Nadie emite su propio pago.")
    if user.pk == report.decided_by_id:
        return _("Quien aprobó el informe no emite el pago.")
    return None


def refusal_to_certify(certificate: PaymentCertificate, user: Any) -> str | Promise | None:
    """Return why `user` cannot certify the certificate now, or None if he can."""
    if Role.NATIONAL_OFFICER not in user.roles:
        return _("Sólo la persona oficial nacional certifica pagos.")
    if certificate.is_certified:
        return _("Este pago ya está certificado.")
    if user.pk == certificate.issued_by_id:
        return _("Quien emite el certificado no lo certifica.")
    if user.pk == certificate.report.decided_by_id:
        return _("Quien aprobó el informe no certifica el pago.")
    if user.pk == certificate.contract_month.contract.consultant_id:
        return _("Nadie certifica su propio pago.")
    return None


def refusal_to_pay(certificate: PaymentCertificate, user: Any) -> str | Promise | None:
    """Return why `user` cannot record the payment of the certificate now, or None if he can."""
    if Role.FINANCE not in user.roles:
        return _("Sólo finanzas anota los pagos.")
    if not certificate.is_certified:
        return _("El pago todavía no está certificado.")
    if certificate.is_paid:
        return _("Ese pago ya está anotado.")
    if user.pk == certificate.contract_month.contract.consultant_id:
        return _("Nadie anota su propio pago.")
    return None
