"""Dates and numbers as they are written in Guatemala."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils.formats import date_format, localize
from django.utils.translation import override

from arraigo.ui.templatetags.ui import money, number

DAY = datetime.date(2026, 11, 2)


@pytest.fixture(autouse=True, params=["es-gt", "es"])
def _spanish(request: pytest.FixtureRequest) -> Iterator[None]:
    with override(request.param):
        yield


def test_dates() -> None:
    assert date_format(DAY, "SHORT_DATE_FORMAT") == "02/11/2026"
    assert localize(DAY) == "2 de noviembre de 2026"


@pytest.mark.parametrize("typed", ["02/11/2026", "2/11/2026", "2026-11-02", "02-11-2026"])
def test_dates_are_understood_as_hands_and_pickers_write_them(typed: str) -> None:
    assert forms.DateField().clean(typed) == DAY


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234.56"), "Q1,234.56"),
        (0, "Q0.00"),
        (Decimal("-1234567.5"), "-Q1,234,567.50"),
        ("12.345", "Q12.35"),
        (None, ""),
        ("nada", ""),
        (float("nan"), ""),
    ],
)
def test_money(amount: object, written: str) -> None:
    assert money(amount) == written


def test_numbers() -> None:
    assert number(1234567) == "1,234,567"
    assert number(Decimal("9.09"), 1) == "9.1"


def test_filters_in_a_template() -> None:
    template = Template("{% load ui %}{{ amount|money }} {{ amount|number }}")
    assert template.render(Context({"amount": 5000})) == "Q5,000.00 5,000"
