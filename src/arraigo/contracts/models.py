"""The consultant's contract, its months, and the certificate that pays each of them."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.contracts.authorisations.models import (  # noqa: F401 -- part of this app
    Authorisation,
    AuthorisationStep,
)
from arraigo.contracts.querysets import CertificateQuerySet, ContractQuerySet, MonthQuerySet
from arraigo.contracts.slices import HALF, total_of
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, days
from arraigo.indicators.periods import Period
from arraigo.organizations.models import Award
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office


class Contract(Tracked):
    """What a consultant was hired for: position, office, fund, fee and time. Money in quetzales."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        _("número"), max_length=40, unique=True,
        error_messages={"unique": _("Ya hay un contrato con ese número.")},
    )  # fmt: skip
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="contracts",
        verbose_name=_("consultor/a"),
    )  # fmt: skip
    position = models.CharField(_("puesto"), max_length=150)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+", verbose_name=_("oficina"))
    award = models.ForeignKey(Award, models.RESTRICT, related_name="+", verbose_name=_("fondo"))
    monthly_fee = models.DecimalField(_("honorarios al mes"), max_digits=12, decimal_places=2)
    months = models.DecimalField(_("meses"), max_digits=4, decimal_places=1)
    starts_on = models.DateField(_("desde"))
    fee_includes_iva = models.BooleanField(_("los honorarios incluyen IVA"), default=True)
    is_training = models.BooleanField(_("dato de capacitación"), default=False)
    signed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("contrato")
        verbose_name_plural = _("contratos")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="contract_fee_positive",
                condition=Q(monthly_fee__gt=0),
                violation_error_message=_("Los honorarios son mayores que cero."),
            ),
            models.CheckConstraint(
                name="contract_months_and_halves",
                condition=Q(months__gt=0)
                & Q(months=Func(F("months") * 2, function="floor") / Value(Decimal(2))),
                violation_error_message=_("El tiempo se cuenta en meses y medios meses."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Decimal:
        """Return the fee of the whole contract, in quetzales."""
        return total_of(self.monthly_fee, self.months)


class ContractMonth(Tracked):
    """One month of a contract, or its last half month, with its dates and its amount."""

    contract = models.ForeignKey(Contract, models.RESTRICT, related_name="contract_months")
    number = models.PositiveSmallIntegerField(_("mes"))
    starts_on = models.DateField(_("desde"))
    ends_on = models.DateField(_("hasta"))
    share = models.DecimalField(_("parte del mes"), max_digits=2, decimal_places=1)
    amount = models.DecimalField(_("monto"), max_digits=12, decimal_places=2)

    objects = MonthQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering: ClassVar[list[str]] = ["contract", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "number"],
                name="contract_month_once",
                violation_error_message=_("Ese mes del contrato ya existe."),
            ),
            ExclusionConstraint(
                name="contract_months_do_not_overlap",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Los meses de un contrato no comparten días."),
            ),
            models.CheckConstraint(
                name="contract_month_whole_or_half",
                condition=Q(share__in=[Decimal(1), HALF]),
                violation_error_message=_("Un mes se paga entero o a la mitad."),
            ),
            models.CheckConstraint(
                name="contract_month_pays",
                condition=Q(amount__gt=0),
                violation_error_message=_("El monto es mayor que cero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"

    @property
    def period(self) -> Period:
        """Return its dates."""
        return Period(self.starts_on, self.ends_on)

    @property
    def is_half(self) -> bool:
        """Tell whether it is a half month."""
        return self.share == HALF


class CertificateCounter(models.Model):
    """The last certificate number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


_CHECK_INSERT = """
IF NOT EXISTS (
    SELECT FROM contracts_contractmonth m
    JOIN contracts_contract c ON c.id = m.contract_id
    JOIN reports_monthlyreport r ON r.id = NEW.report_id
    WHERE m.id = NEW.contract_month_id AND r.state = 'aprobado'
      AND r.author_id = c.consultant_id
      AND r.starts_on = m.starts_on AND r.ends_on = m.ends_on
      AND NEW.amount = m.amount AND NEW.certified_at IS NULL
      AND NEW.issued_by_id NOT IN (r.decided_by_id, r.author_id)
) THEN
    RAISE EXCEPTION 'arraigo: sin informe aprobado de ese mes no hay certificado de pago'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""

_CHECK_UPDATE = """
IF TG_OP = 'DELETE' OR OLD.certified_at IS NOT NULL OR NEW.certified_at IS NULL
   OR to_jsonb(NEW) - 'certified_at' - 'certified_by_id'
      <> to_jsonb(OLD) - 'certified_at' - 'certified_by_id'
   OR EXISTS (SELECT FROM reports_monthlyreport r WHERE r.id = OLD.report_id
              AND NEW.certified_by_id IN (r.decided_by_id, r.author_id)) THEN
    RAISE EXCEPTION 'arraigo: un certificado de pago sólo se certifica, una vez'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class PaymentCertificate(Tracked):
    """Pays one contract month against its approved report; a second person certifies it.

    Triggers refuse one without the approved report of exactly those dates, and any change but
    certifying it once. `sha256` is the fingerprint of what was issued.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        _("número"), max_length=20, unique=True, editable=False,
        error_messages={"unique": _("Ya hay un certificado con ese número.")},
    )  # fmt: skip
    contract_month = models.OneToOneField(
        ContractMonth, models.RESTRICT, related_name="certificate",
        error_messages={"unique": _("Ese mes del contrato ya tiene certificado de pago.")},
    )  # fmt: skip
    report = models.ForeignKey(MonthlyReport, models.RESTRICT, related_name="+")
    amount = models.DecimalField(_("monto"), max_digits=12, decimal_places=2)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+"
    )
    certified_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)

    objects = CertificateQuerySet.as_manager()

    class Meta(Tracked.Meta):
        verbose_name = _("certificado de pago")
        verbose_name_plural = _("certificados de pago")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["issued_at"], name="certificate_to_certify",
                         condition=Q(certified_at=None))
        ]  # fmt: skip
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="paid_against_approved",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_CHECK_INSERT,
            ),
            pgtrigger.Trigger(
                name="certified_once",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_CHECK_UPDATE,
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="certificate_certified_by_another",
                condition=Q(certified_by=None) | ~Q(certified_by=F("issued_by")),
                violation_error_message=_("Quien emite el certificado no lo certifica."),
            ),
            models.CheckConstraint(
                name="certificate_certified_whole",
                condition=all_or_none("certified_by", "certified_at"),
                violation_error_message=_("Falta quién certificó o cuándo."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("contracts:certificate", args=[self.pk])

    @property
    def is_certified(self) -> bool:
        """Tell whether the second person has certified it."""
        return self.certified_at is not None

    @property
    def is_paid(self) -> bool:
        """Tell whether finance has recorded its payment."""
        return hasattr(self, "payment")


_CHECK_PAYMENT = """
IF TG_OP <> 'INSERT' OR NOT EXISTS (
    SELECT FROM contracts_paymentcertificate p
    JOIN reports_monthlyreport r ON r.id = p.report_id
    WHERE p.id = NEW.certificate_id AND p.certified_at IS NOT NULL
      AND NEW.recorded_by_id <> r.author_id
) THEN
    RAISE EXCEPTION 'arraigo: sólo se paga un certificado certificado, una vez'
        USING ERRCODE = '23514';
END IF;
RETURN NEW;
"""


class Payment(Tracked):
    """That a certified month was paid: when, and by which transfer or cheque. Never changed."""

    certificate = models.OneToOneField(
        PaymentCertificate, models.RESTRICT, related_name="payment",
        error_messages={"unique": _("Ese pago ya está anotado.")},
    )  # fmt: skip
    paid_on = models.DateField(_("pagado el"))
    reference = models.CharField(_("transferencia o cheque"), max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Tracked.Meta.triggers,
            pgtrigger.Trigger(
                name="paid_once_certified",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_CHECK_PAYMENT,
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="payment_has_reference",
                condition=~Q(reference=""),
                violation_error_message=_("Escriba el número de la transferencia o del cheque."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.paid_on}"
