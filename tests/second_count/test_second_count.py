"""Every figure of random programmes, as the product counts it and as counted a second time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from arraigo.core.context import SYSTEM, acting_as
from arraigo.indicators.computation import Scope, count, count_by_office
from arraigo.indicators.enums import CASES_ATTENDED
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from tests.second_count.counting import FIGURES, Counts, SecondCount
from tests.second_count.programmes import Programme

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 18, tzinfo=UTC)
JULY = Period.of_month(2026, 7)
PERIODS = [
    Period.of_month(2026, 6), JULY, Period.of_month(2026, 8),
    Period(date(2026, 1, 1), date(2026, 12, 31)),
]  # fmt: skip


def the_eight() -> list[Indicator]:
    """Return the eight indicators with their variants; cases attended have no second count."""
    return list(Indicator.objects.in_force(NOW.date()).exclude(code=CASES_ATTENDED))


def figures(indicator: Indicator, period: Period, authors: set[int]) -> tuple[Counts, Counts]:
    """Return what the product counts of a period, and its whole, with the zeros left out."""
    whole = indicator.denominator_query
    scope, counted = Scope(period), []
    for query in [indicator.query, *([whole] if whole else [])]:
        counts: Counts = {
            ("office" if office else "all", office): value
            for office, value in count_by_office(indicator, scope, query=query).items()
        }
        for author in authors:
            mine = Scope(period, None, author)
            counts["author", author] = count(indicator, mine, query=query)
        counted.append({of: value for of, value in counts.items() if value})
    return counted[0], counted[1] if whole else {}


def differences(cast: Any, seed: str, folder: Path) -> list[str]:
    """Return where the two counts of a random programme differ."""
    found = []
    with acting_as(SYSTEM, at=NOW), transaction.atomic():
        programme = Programme(cast, seed)
        second = SecondCount(folder, NOW.date())
        everybody = {user.pk for workers in programme.workers.values() for user in workers}
        for indicator in the_eight():
            key = (indicator.code, indicator.variant)
            for period in PERIODS:
                authors = everybody if period == JULY else set()
                told = second.count(key, period.starts_on, period.ends_on)
                for name, ours, theirs in zip(
                    ("figure", "whole"), figures(indicator, period, authors), told, strict=True
                ):
                    found += [
                        f"{key} {name} {period} {of}: {ours.get(of, 0)}, {value_of(theirs, of)}"
                        for of in {*ours, *(theirs or {})}
                        if (of[0] != "author" or authors)
                        and of[1] != 0
                        and ours.get(of, 0) != value_of(theirs, of)
                    ]
        transaction.set_rollback(True)
    return sorted(found)


def value_of(counts: Counts | None, of: tuple[str, int | None]) -> int:
    return (counts or {}).get(of, 0)


def test_every_figure_has_its_second_count():
    with acting_as(SYSTEM):
        assert {(row.code, row.variant) for row in the_eight()} == set(FIGURES)


@pytest.mark.parametrize("number", range(5))
def test_both_counts_agree(cast, tmp_path, number):
    assert differences(cast, f"programme {number}", tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(5, 50))
def test_both_counts_agree_in_fifty_programmes(cast, tmp_path, number):
    assert differences(cast, f"programme {number}", tmp_path) == []
