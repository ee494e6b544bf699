"""Amounts in figures and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arraigo.core.money import amount_in_words, format_amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "cero quetzales exactos"),
        ("0.05", "cero quetzales con 05/100"),
        ("1", "un quetzal exacto"),
        ("1.50", "un quetzal con 50/100"),
        ("16", "dieciséis quetzales exactos"),
        ("21", "veintiún quetzales exactos"),
        ("31", "treinta y un quetzales exactos"),
        ("100", "cien quetzales exactos"),
        ("101", "ciento un quetzales exactos"),
        ("1000", "mil quetzales exactos"),
        ("5500.25", "cinco mil quinientos quetzales con 25/100"),
        ("9821.43", "nueve mil ochocientos veintiún quetzales con 43/100"),
        ("11000.00", "once mil quetzales exactos"),
        ("21001", "veintiún mil un quetzales exactos"),
        ("38500", "treinta y ocho mil quinientos quetzales exactos"),
        ("100000", "cien mil quetzales exactos"),
        ("1000000", "un millón de quetzales exactos"),
        ("1000001", "un millón un quetzales exactos"),
        ("2000000.10", "dos millones de quetzales con 10/100"),
        (
            "999999999.99",
            "novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos "
            "noventa y nueve quetzales con 99/100",
        ),
    ],
)
def test_amount_in_words(amount: str, words: str) -> None:
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-0.01", "1000000000", "0.001", "NaN", "Infinity"])
def test_amount_that_no_paper_carries(amount: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        amount_in_words(Decimal(amount))


def test_format_amount() -> None:
    assert format_amount(Decimal("11000")) == "Q11,000.00"
    assert format_amount(Decimal("-1.5")) == "-Q1.50"
    assert format_amount(Decimal("1234567.89")) == "Q1,234,567.89"
