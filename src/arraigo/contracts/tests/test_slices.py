"""Months of contracts: dates without gaps, amounts without lost centavos."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.contracts.slices import slices_of, total_of
from arraigo.core.clock import anniversary


@given(
    starts_on=st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    halves=st.integers(1, 60),
    fee=st.decimals(Decimal("1.00"), Decimal("999999.99"), places=2),
)
def test_no_day_and_no_centavo_is_lost_or_paid_twice(starts_on, halves, fee):
    months = Decimal(halves) / 2
    slices = slices_of(starts_on, months, fee)
    assert slices[0].starts_on == starts_on
    for before, after in pairwise(slices):
        assert after.starts_on == before.ends_on + timedelta(days=1)
    assert all(part.starts_on <= part.ends_on for part in slices)
    assert sum(part.amount for part in slices) == total_of(fee, months)
    assert sum(part.share for part in slices) == months
    assert [part.amount for part in slices if part.share == 1] == [fee] * int(months)
    if (fee * 100) % 2 == 0:
        assert total_of(fee, months) == fee * months


def test_the_contract_of_the_notice():
    slices = slices_of(date(2026, 9, 15), Decimal("3.5"), Decimal("11000.00"))
    assert [(part.starts_on, part.ends_on, part.amount) for part in slices] == [
        (date(2026, 9, 15), date(2026, 10, 14), Decimal("11000.00")),
        (date(2026, 10, 15), date(2026, 11, 14), Decimal("11000.00")),
        (date(2026, 11, 15), date(2026, 12, 14), Decimal("11000.00")),
        (date(2026, 12, 15), date(2026, 12, 29), Decimal("5500.00")),
    ]
    assert sum(part.amount for part in slices) == Decimal("38500.00")


def test_a_contract_from_the_31st():
    slices = slices_of(date(2026, 12, 31), Decimal(3), Decimal(1000))
    assert [part.starts_on for part in slices] == [
        date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    ]  # fmt: skip
    assert slices[-1].ends_on == date(2027, 3, 30)
    assert anniversary(date(2028, 1, 31), 1) == date(2028, 2, 29)


@pytest.mark.parametrize("months", [Decimal(0), Decimal(-1), Decimal("0.3"), Decimal("1.25")])
def test_only_halves_of_months(months):
    with pytest.raises(ValueError, match="half months"):
        slices_of(date(2026, 1, 1), months, Decimal(1000))
