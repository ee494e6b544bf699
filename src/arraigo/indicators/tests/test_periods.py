from datetime import date

import pytest

from arraigo.indicators.periods import Period


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "1999-01", "2026-10-01", "x"])
def test_a_month_written_otherwise_is_none(text):
    assert Period.from_text(text) is None


def test_months():
    february = Period.from_text("2028-02")
    assert february == Period(date(2028, 2, 1), date(2028, 2, 29))
    assert february.is_month
    assert february.key == "2028-02"
    assert february.label == "febrero de 2028"
    assert Period.of_month(2026, 1).before() == Period.of_month(2025, 12)


def test_a_slice_of_a_contract_is_named_by_its_dates():
    part = Period(date(2026, 9, 15), date(2026, 10, 14))
    assert not part.is_month
    assert part.label == "del 15/09/2026 al 14/10/2026"
