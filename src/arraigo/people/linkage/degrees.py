"""Tests on a pair of records, said once and read twice: as SQL by Splink, as Python at the desk.

A record is a mapping of column to text or number; a column that is missing makes every test
false, as NULL does in SQL. The string measures are those of rapidfuzz on both sides (DuckDB
carries the same library).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

Record = Mapping[str, Any]


class Dialect(Protocol):
    """The names an engine gives to the string measures (Splink's dialects have them)."""

    @property
    def jaro_winkler_function_name(self) -> str:
        """Jaro–Winkler similarity, 0–1."""

    @property
    def damerau_levenshtein_function_name(self) -> str:
        """Damerau–Levenshtein distance, in edits."""


class Test(Protocol):
    """A yes or no question about two records."""

    def sql(self, dialect: Dialect) -> str:
        """Return the condition on the columns `<name>_l` and `<name>_r`."""

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""


@dataclass(frozen=True)
class Missing:
    """One of the two does not have `column`."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return f"{self.column}_l IS NULL OR {self.column}_r IS NULL"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        return left[self.column] is None or right[self.column] is None


@dataclass(frozen=True)
class BothMissing:
    """Neither has `column`."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return f"{self.column}_l IS NULL AND {self.column}_r IS NULL"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        return left[self.column] is None and right[self.column] is None


@dataclass(frozen=True)
class Same:
    """`column` of the one equals `other` (default: the same column) of the other."""

    column: str
    other: str = ""

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return f"{self.column}_l = {self.other or self.column}_r"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        value = left[self.column]
        return value is not None and bool(value == right[self.other or self.column])


@dataclass(frozen=True)
class Close:
    """Jaro–Winkler similarity of two texts is `at_least` (0–1)."""

    column: str
    at_least: float
    other: str = ""

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        measure = dialect.jaro_winkler_function_name
        return f"{measure}({self.column}_l, {self.other or self.column}_r) >= {self.at_least}"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        one, two = left[self.column], right[self.other or self.column]
        if one is None or two is None:
            return False
        return bool(JaroWinkler.similarity(one, two) >= self.at_least)


@dataclass(frozen=True)
class Edits:
    """Two texts differ `at_most` by so many letters typed, lost, changed or swapped."""

    column: str
    at_most: int

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        measure = dialect.damerau_levenshtein_function_name
        return f"{measure}({self.column}_l, {self.column}_r) <= {self.at_most}"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        one, two = left[self.column], right[self.column]
        if one is None or two is None:
            return False
        return bool(DamerauLevenshtein.distance(one, two) <= self.at_most)


@dataclass(frozen=True)
class Within:
    """Two numbers differ `at_most` by so much."""

    column: str
    at_most: int

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return f"abs({self.column}_l - {self.column}_r) <= {self.at_most}"

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        one, two = left[self.column], right[self.column]
        return one is not None and two is not None and bool(abs(one - two) <= self.at_most)


@dataclass(frozen=True)
class All:
    """Every one of `tests` holds."""

    tests: tuple[Test, ...]

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return " AND ".join(f"({test.sql(dialect)})" for test in self.tests)

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        return all(test.holds(left, right) for test in self.tests)


@dataclass(frozen=True)
class Any_:
    """One of `tests` holds."""

    tests: tuple[Test, ...]

    def sql(self, dialect: Dialect) -> str:
        """Return the condition."""
        return " OR ".join(f"({test.sql(dialect)})" for test in self.tests)

    def holds(self, left: Record, right: Record) -> bool:
        """Tell whether it is so."""
        return any(test.holds(left, right) for test in self.tests)


def both(*tests: Test) -> Test:
    """Return the test that every one of `tests` holds."""
    return All(tests)


def either(*tests: Test) -> Test:
    """Return the test that one of `tests` holds."""
    return Any_(tests)
