"""Synthetic persons with the names of Guatemala.

Names follow the weights of `data/` (source in the files), with a long tail of rare ones, as
every real register has: syllables put together, a tenth of the surnames and a twentieth of the
given names. A few are written as a clerk heard them. Nobody real is meant.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from arraigo.people.search.words import words_of
from bench.slips import heard

DATA = Path(__file__).with_name("data")
RARE_SURNAMES, RARE_GIVEN = 16_000, 6_000
SHARE_RARE_SURNAME, SHARE_RARE_GIVEN, SHARE_AS_HEARD = 0.10, 0.05, 0.03
SHARE_MARRIED = 0.06

_STARTS = ("b", "c", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "qu", "r", "s", "t", "tz", "v",
           "x", "y", "z", "k", "h", "cr", "tr", "gr", "br")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ia", "ue")
_INNER_ENDS = ("", "", "n", "r")
_ENDS = ("", "", "", "n", "l", "r", "s", "z", "c", "j", "m", "x", "ch")


def _rows(file: str) -> list[dict[str, str]]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


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

    def __init__(self, names: Iterable[tuple[str, int]], rare: Sequence[str], share: float) -> None:
        chosen = list(names)
        self.names = [name for name, _weight in chosen]
        self.weights = list(accumulate(weight for _name, weight in chosen))
        self.rare, self.share = rare, share
        self.rare_weights = list(accumulate(1 / (place + 20) for place in range(len(rare))))

    def draw(self, dice: random.Random) -> str:
        """Return one name."""
        if dice.random() < self.share:
            return dice.choices(self.rare, cum_weights=self.rare_weights)[0]
        return dice.choices(self.names, cum_weights=self.weights)[0]


class Population:
    """Draws persons one after the other; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        rare_surnames, rare_given = self._tail(RARE_SURNAMES), self._tail(RARE_GIVEN)
        surnames = [(row["surname"], int(row["weight"])) for row in _rows("surnames.csv")]
        self.surnames = Weighted(surnames, rare_surnames, SHARE_RARE_SURNAME)
        self.given = {sex: self._given(sex, rare_given) for sex in ("f", "m")}

    def _given(self, sex: str, rare: Sequence[str]) -> Weighted:
        rows = (row for row in _rows("given_names.csv") if row["sex"] == sex)
        return Weighted(((row["name"], int(row["weight"])) for row in rows), rare, SHARE_RARE_GIVEN)

    def _tail(self, size: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < size:
            syllables = [self._syllable(_INNER_ENDS) for _ in range(self.dice.choice((0, 1, 1, 2)))]
            made["".join([*syllables, self._syllable(_ENDS)]).capitalize()] = None
        return list(made)

    def _syllable(self, ends: Sequence[str]) -> str:
        return "".join(self.dice.choice(part) for part in (_STARTS, _VOWELS, ends))

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
