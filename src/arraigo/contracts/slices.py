"""The months of a contract, by calendar anniversary without gaps or overlaps, and their pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from arraigo.core.clock import anniversary

CENT = Decimal("0.01")
WHOLE, HALF = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Slice:
    """One month, or the last half month, of a contract."""

    number: int
    starts_on: date
    ends_on: date
    share: Decimal
    amount: Decimal


def total_of(monthly_fee: Decimal, months: Decimal) -> Decimal:
    """Return the fee of the whole contract in quetzales: fee × months, to the centavo."""
    return (monthly_fee * months).quantize(CENT, ROUND_HALF_UP)


def slices_of(starts_on: date, months: Decimal, monthly_fee: Decimal) -> list[Slice]:
    """Return the slices of a contract; their amounts add up to `total_of` exactly.

    A half month comes last, is paid half the fee (source notice: a half month is prorated) and
    lasts half the days of the month it begins, rounded down. Raises ValueError unless `months`
    is a positive number of half months.
    """
    if months <= 0 or months % HALF:
        raise ValueError(f"not a number of half months: {months}")
    whole = int(months)
    slices = [
        Slice(
            number=number + 1,
            starts_on=anniversary(starts_on, number),
            ends_on=anniversary(starts_on, number + 1) - timedelta(days=1),
            share=WHOLE,
            amount=monthly_fee,
        )
        for number in range(whole)
    ]
    if months % 1:
        first = anniversary(starts_on, whole)
        days = (anniversary(starts_on, whole + 1) - first).days // 2
        amount = total_of(monthly_fee, months) - monthly_fee * whole
        slices.append(Slice(whole + 1, first, first + timedelta(days=days - 1), HALF, amount))
    return slices
