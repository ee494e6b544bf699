"""Dates and numbers as they are written in Guatemala, in either language of the pages."""

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
NOON = datetime.datetime(2026, 11, 2, 14, 30)  # noqa: DTZ001 -- only written, never compared
SPANISH = ("2 de noviembre de 2026", "noviembre de 2026", "2 de noviembre")
ENGLISH = ("2 November 2026", "November 2026", "2 November")


@pytest.fixture(autouse=True, params=["es-gt", "es", "en", "en-us", "en-gb"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with override(request.param):
        yield request.param


def test_short_dates_have_the_day_first() -> None:
    assert date_format(DAY, "SHORT_DATE_FORMAT") == "02/11/2026"
    assert date_format(NOON, "SHORT_DATETIME_FORMAT") == "02/11/2026 14:30"


def test_long_dates(language: str) -> None:
    day, month, anniversary = ENGLISH if language.startswith("en") else SPANISH
    assert localize(DAY) == date_format(DAY, "DATE_FORMAT") == day
    assert localize(NOON) == f"{day}, 14:30"
    assert date_format(DAY, "YEAR_MONTH_FORMAT") == month
    assert date_format(DAY, "MONTH_DAY_FORMAT") == anniversary


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
    assert localize(1234567) == "1,234,567"
    assert localize(Decimal("1234.5")) == "1,234.5"
    assert number(1234567) == "1,234,567"
    assert number(Decimal("9.09"), 1) == "9.1"


def test_filters_in_a_template() -> None:
    template = Template("{% load ui %}{{ amount|money }} {{ amount|number }}")
    assert template.render(Context({"amount": 5000})) == "Q5,000.00 5,000"
