"""Synthetic persons with the names of Guatemala, and how people misspell them.

Names follow the weights of `data/` (source in the files), with a long tail of rare ones, as
every real register has: syllables put together, a tenth of the surnames and a twentieth of the
given names. A few are written as a clerk heard them. Nobody real is meant.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from arraigo.people.search.words import words_of

DATA = Path(__file__).with_name("data")
RARE_SURNAMES, RARE_GIVEN = 16_000, 6_000
SHARE_RARE_SURNAME, SHARE_RARE_GIVEN, SHARE_AS_HEARD = 0.10, 0.05, 0.03
SHARE_MARRIED = 0.06
FEW = 10  # persons a query may mean at most: no more fit on the page

_STARTS = ("b", "c", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "qu", "r", "s", "t", "tz", "v",
           "x", "y", "z", "k", "h", "cr", "tr", "gr", "br")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ia", "ue")
_INNER_ENDS = ("", "", "n", "r")
_ENDS = ("", "", "", "n", "l", "r", "s", "z", "c", "j", "m", "x", "ch")
_SLIPS = ("change", "drop", "add", "swap")
_HEARD = (
    ("v", "b"), ("b", "v"), ("z", "s"), ("s", "z"), ("ce", "se"), ("ci", "si"), ("h", ""),
    ("ll", "y"), ("y", "ll"), ("qu", "k"), ("c", "k"), ("x", "sh"), ("x", "s"), ("j", "x"),
    ("ge", "je"), ("gi", "ji"), ("tz", "ts"), ("tz", "s"), ("k", "q"), ("w", "gu"), ("ch", "sh"),
    ("n", "m"), ("rr", "r"), ("i", "y"),
)  # fmt: skip
_NEAR_A_TO_Z = (
    "sqz vgn xvd sfe wrd dgr fhv gjn uok hkm jli kop njk bmh ipl ol wa etf adw ryg yij cb qes "
    "zcs tu xas"
)
_NEAR = dict(zip("abcdefghijklmnopqrstuvwxyz", _NEAR_A_TO_Z.split(), strict=True))


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


def heard(word: str, dice: random.Random) -> str:
    """Return a folded word with one sound written in another way, if it has such a sound."""
    fitting = [(old, new) for old, new in _HEARD if old in word]
    if not fitting:
        return typed_wrong(word, dice)
    old, new = dice.choice(fitting)
    places = [match.start() for match in re.finditer(old, word)]
    place = dice.choice(places)
    changed = word[:place] + new + word[place + len(old) :]
    return changed if len(changed) > 1 else word


def typed_wrong(word: str, dice: random.Random) -> str:
    """Return a folded word with one slip of the fingers."""
    slip = dice.choice(_SLIPS)
    place = dice.randrange(len(word))
    if slip == "drop" and len(word) > 2:
        return word[:place] + word[place + 1 :]
    if slip == "swap" and len(word) > 2 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    letter = dice.choice(_NEAR.get(word[place], "aeiou"))
    if slip == "add":
        return word[: place + 1] + letter + word[place + 1 :]
    return word[:place] + letter + word[place + 1 :]


def wrong(word: str, dice: random.Random) -> str:
    """Return a word with one error: half the time of the ear, half of the fingers."""
    return heard(word, dice) if dice.random() < 0.5 else typed_wrong(word, dice)


class Searcher:
    """Types the names of registered persons wrongly, but never so that more than ten fit."""

    def __init__(self, people: Sequence[Synthetic], seed: int) -> None:
        self.dice = random.Random(seed)
        self.words = [frozenset(person.words) for person in people]
        self.ordered = [person.words for person in people]
        self.having: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self.words):
            for word in words:
                self.having[word].append(place)
        self.refused = 0

    def easy(self, place: int) -> str | None:
        """Return the whole name with one or two errors; None when more than ten are called so."""
        words = list(self.ordered[place])
        if self._too_many(words, ""):
            self.refused += 1
            return None
        for _ in range(self.dice.choice((1, 2))):
            at = self.dice.randrange(len(words))
            words[at] = wrong(words[at], self.dice)
        return self._written(words)

    def hard(self, place: int) -> str | None:
        """Return a name with a missing part, an initial, joined words or two errors in a word.

        Usually two of these at once. None when more than ten persons have what was kept of it.
        """
        words = list(self.ordered[place])
        troubles = self.dice.sample(("missing", "initial", "joined", "double"), 2)
        if "missing" in troubles and len(words) > 2:
            for _ in range(self.dice.choice((1, 1, 2))):
                if len(words) > 2:
                    words.pop(self.dice.randrange(len(words)))
        initial = ""
        if "initial" in troubles and len(words) > 2:
            initial = words.pop(self.dice.randrange(len(words) - 1))[0]
        if self._too_many(words, initial):
            self.refused += 1
            return None
        if "joined" in troubles and len(words) > 1:
            at = self.dice.randrange(len(words) - 1)
            words[at : at + 2] = [words[at] + words[at + 1]]
        if "double" in troubles or self.dice.random() < 0.5:
            at = max(range(len(words)), key=lambda at: (len(words[at]) > 4, self.dice.random()))
            for _ in range(2 if "double" in troubles and len(words[at]) > 4 else 1):
                words[at] = wrong(words[at], self.dice)
        return self._written([initial, *words] if initial else words)

    def _too_many(self, words: Sequence[str], initial: str) -> bool:
        kept = frozenset(words)
        fitting = 0
        for place in min((self.having[word] for word in kept), key=len):
            if kept <= self.words[place] and (
                not initial or any(word[0] == initial for word in self.words[place] - kept)
            ):
                fitting += 1
                if fitting > FEW:
                    return True
        return False

    def _written(self, words: list[str]) -> str:
        """Return the words as somebody types them: swapped at times, in some case."""
        if self.dice.random() < 0.3:
            half = len(words) // 2
            words = words[half:] + words[:half]
        text = " ".join(words)
        return self.dice.choice((text, text.title(), text.upper()))
