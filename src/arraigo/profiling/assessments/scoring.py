"""What answers are worth under a scheme. Nothing here reads or writes the database.

An item's score is that of the option chosen, or the highest of several chosen (domain: RSS). What
has no score ("no desea responder") is left out, and the weights of the others stand for it. A
dimension with fewer than half of its items scored has no score, and then there is no composite:
it would not compare with another. Figures are exact until they are rounded to four decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from arraigo.profiling.assessments.instruments import Answers, Words, in_language

PLACES: Final = 4


@dataclass(frozen=True)
class Item:
    """A question as it is counted: {option: score or None}."""

    code: str
    dimension: str
    in_dimension: Fraction
    in_composite: Fraction
    options: Mapping[str, Fraction | None]

    @property
    def counts(self) -> bool:
        """Tell whether any answer to it has a score."""
        return any(score is not None for score in self.options.values())

    def score(self, answers: Answers) -> Fraction | None:
        """Return what was answered to it is worth; None for nothing that counts."""
        chosen = [self.options.get(each) for each in answers.get(self.code, "").split()]
        return max((score for score in chosen if score is not None), default=None)


@dataclass(frozen=True)
class Dimension:
    """A part of the composite. What a reserved one comes to is neither kept nor shown by itself."""

    code: str
    name: Words
    goal: Words | None = None
    is_reserved: bool = False

    @property
    def label(self) -> str:
        """Return its name in the language of the page."""
        return in_language(self.name)


@dataclass(frozen=True)
class Scale:
    """A scheme's document, ready to count with."""

    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    readings: tuple[tuple[Fraction, str], ...]
    low: Fraction
    decisive: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Scale:
        """Return the scale a document tells."""
        items = tuple(
            Item(
                each["code"], each["dimension"], Fraction(each["weight_dimension"]),
                Fraction(each["weight_composite"]),
                {code: None if score is None else Fraction(score)
                 for code, score in each["options"].items()},
            )
            for each in document["items"]
        )  # fmt: skip
        readings = ((Fraction(each["from"]), each["code"]) for each in document["readings"])
        return cls(
            tuple(Dimension(**each) for each in document["dimensions"]), items,
            tuple(sorted(readings, reverse=True)), Fraction(document["low"]),
            document["decisive"],
        )  # fmt: skip

    def counted(self, dimension: str) -> list[Item]:
        """Return the items of a dimension to which some answer has a score."""
        return [each for each in self.items if each.dimension == dimension and each.counts]


@dataclass(frozen=True)
class Scored:
    """What answers came to: 0 to 1, higher is better. None is no score."""

    dimensions: Mapping[str, Decimal | None]
    composite: Decimal | None
    reading: str
    answered: int
    asked: int


def score(scale: Scale, answers: Answers) -> Scored:
    """Return what the answers are worth under a scale.

    An answer that decides by itself (somebody's life is in danger) sets the reading, whatever
    the mean.
    """
    worth = {each.code: each.score(answers) for each in scale.items}
    means = {each.code: _mean(scale.counted(each.code), worth) for each in scale.dimensions}
    counted = [each for each in scale.items if each.counts]
    whole = None if None in means.values() else _weighted(counted, worth, "in_composite")
    return Scored(
        {code: rounded(mean) for code, mean in means.items()},
        rounded(whole),
        _decided(scale, answers) or _read(scale, whole),
        sum(worth[each.code] is not None for each in counted),
        len(counted),
    )


def _mean(items: list[Item], worth: Mapping[str, Fraction | None]) -> Fraction | None:
    scored = [each for each in items if worth[each.code] is not None]
    if 2 * len(scored) < len(items):
        return None
    return _weighted(items, worth, "in_dimension")


def _weighted(
    items: list[Item], worth: Mapping[str, Fraction | None], weight: str
) -> Fraction | None:
    """Return the mean of what has a score, each by its weight; None where nothing weighs."""
    total = mean = Fraction(0)
    for each in items:
        points = worth[each.code]
        if points is not None:
            total += getattr(each, weight)
            mean += getattr(each, weight) * points
    return mean / total if total else None


def rounded(value: Fraction | None) -> Decimal | None:
    """Return a figure with four decimals, half to even."""
    return None if value is None else Decimal(round(value * 10**PLACES)).scaleb(-PLACES)


def _decided(scale: Scale, answers: Answers) -> str:
    for code, readings in scale.decisive.items():
        for chosen in answers.get(code, "").split():
            if chosen in readings:
                return readings[chosen]
    return ""


def _read(scale: Scale, whole: Fraction | None) -> str:
    if whole is None:
        return ""
    return next((code for least, code in scale.readings if whole >= least), "")
