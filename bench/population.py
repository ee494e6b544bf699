"""Synthetic persons with the names of Guatemala.

Names by weight and a tail of rare ones (`names`). A few are written as a clerk heard them. Nobody
real is meant.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from arraigo.people.search.words import words_of
from bench.names import (
    RARE_GIVEN,
    RARE_SURNAMES,
    SHARE_RARE_GIVEN,
    SHARE_RARE_SURNAME,
    rare,
    rows,
)
from bench.slips import heard

SHARE_AS_HEARD, SHARE_MARRIED = 0.03, 0.06


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A person who does not exist."""

    given_names: str
    surnames: str
    sex: str
    phone: str
    cui: str

    @property
    def words(self) -> list[str]:
        return words_of(f"{self.given_names} {self.surnames}")


class Weighted:
    """Names drawn by weight, or from a tail of rare ones that a few share."""

    def __init__(
        self, names: Iterable[tuple[str, int]], rare: Mapping[str, float], share: float
    ) -> None:
        chosen = list(names)
        self.names = [name for name, _weight in chosen]
        self.weights = list(accumulate(weight for _name, weight in chosen))
        self.rare, self.share = list(rare), share
        self.rare_weights = list(accumulate(rare.values()))

    def draw(self, dice: random.Random) -> str:
        """Return one name."""
        if dice.random() < self.share:
            return dice.choices(self.rare, cum_weights=self.rare_weights)[0]
        return dice.choices(self.names, cum_weights=self.weights)[0]


class Population:
    """Draws persons one after the other; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        rare_surnames, rare_given = rare(RARE_SURNAMES, self.dice), rare(RARE_GIVEN, self.dice)
        surnames = [(row["surname"], int(row["weight"])) for row in rows("surnames.csv")]
        self.surnames = Weighted(surnames, rare_surnames, SHARE_RARE_SURNAME)
        self.given = {sex: self._given(sex, rare_given) for sex in ("f", "m")}

    def _given(self, sex: str, rare: Mapping[str, float]) -> Weighted:
        names = [
            (row["name"], int(row["weight"]))
            for row in rows("given_names.csv")
            if row["sex"] == sex
        ]
        return Weighted(names, rare, SHARE_RARE_GIVEN)

    def draw(self) -> Synthetic:
        """Return the next person."""
        dice = self.dice
        sex = "f" if dice.random() < 0.3 else "m"
        given = self._distinct(self.given[sex], dice.choices((1, 2, 3), (25, 68, 7))[0])
        surnames = self._distinct(self.surnames, 1 if dice.random() < 0.07 else 2)
        text = " ".join(surnames)
        if sex == "f" and len(surnames) == 2 and dice.random() < SHARE_MARRIED / 0.3:
            text += f" de {self.surnames.draw(dice)}"
        return Synthetic(
            " ".join(given), text, sex, f"+502{dice.choice('345')}{dice.randrange(10**7):07d}",
            f"{dice.randrange(10**9):09d}{dice.randrange(1, 23):02d}{dice.randrange(1, 18):02d}"
            if dice.random() < 0.6 else "",
        )  # fmt: skip

    def _distinct(self, source: Weighted, count: int) -> list[str]:
        drawn: dict[str, None] = {}
        while len(drawn) < count:
            name = source.draw(self.dice)
            if self.dice.random() < SHARE_AS_HEARD:
                name = heard(name.lower(), self.dice).capitalize()
            drawn[name] = None
        return list(drawn)
