"""Every figure of random programmes, as the product counts it and as counted a second time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from arraigo.core.context import SYSTEM, acting_as
from arraigo.indicators.computation import counts
from arraigo.indicators.lines import Line, Scope, lines_of
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


def figures(period: Period, authors: set[int]) -> dict[Line, Counts]:
    """Return what the product counts of a period, each line with its zeros left out."""
    lines = lines_of(Indicator.objects.in_force(NOW.date()))
    found: dict[Line, Counts] = {
        line: {("office" if office else "all", office): value for office, value in values.items()}
        for line, values in counts(lines, Scope(period)).items()
    }
    for author in authors:
        for line, values in counts(lines, Scope(period, None, author)).items():
            found[line]["author", author] = values[None]
    return {
        line: {of: value for of, value in values.items() if value} for line, values in found.items()
    }


def differences(cast: Any, seed: str, folder: Path) -> list[str]:
    """Return where the two counts of a random programme differ."""
    found = []
    with acting_as(SYSTEM, at=NOW), transaction.atomic():
        programme = Programme(cast, seed)
        second = SecondCount(folder, NOW.date())
        everybody = {user.pk for workers in programme.workers.values() for user in workers}
        for period in PERIODS:
            authors = everybody if period == JULY else set()
            for line, ours in figures(period, authors).items():
                *key, whole = line.key
                theirs = second.count((key[0], key[1]), whole, period.starts_on, period.ends_on)
                found += [
                    f"{line.key} {period} {of}: {ours.get(of, 0)}, {theirs.get(of, 0)}"
                    for of in {*ours, *theirs}
                    if (of[0] != "author" or authors)
                    and of[1] != 0
                    and ours.get(of, 0) != theirs.get(of, 0)
                ]
        transaction.set_rollback(True)
    return sorted(found)


def test_every_figure_has_its_second_count():
    with acting_as(SYSTEM):
        in_force = Indicator.objects.in_force(NOW.date())
        assert {(row.code, row.variant) for row in in_force} == set(FIGURES)


@pytest.mark.parametrize("number", range(5))
def test_both_counts_agree(cast, tmp_path, number):
    assert differences(cast, f"programme {number}", tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(5, 50))
def test_both_counts_agree_in_fifty_programmes(cast, tmp_path, number):
    assert differences(cast, f"programme {number}", tmp_path) == []
