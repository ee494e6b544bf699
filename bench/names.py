"""Names of Guatemala by weight, and a long tail of rare ones.

Names follow the weights of `data/` (source in the files). Those lists end after some hundred names
and a real register does not: of 17.6 million people (INE's projection for 2023) the weights of the
surnames cover 12.8 million and those of the given names 8.0. So a fifth of each, less than is
missing, comes from a tail of syllables put together, each rarer than the one before. Nobody real
is meant.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

DATA = Path(__file__).with_name("data")
RARE_SURNAMES, RARE_GIVEN = 16_000, 6_000
SHARE_RARE_SURNAME, SHARE_RARE_GIVEN = 0.2, 0.2

_STARTS = ("b", "c", "ch", "d", "f", "g", "j", "l", "m", "n", "p", "qu", "r", "s", "t", "tz", "v",
           "x", "y", "z", "k", "h", "cr", "tr", "gr", "br")  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ia", "ue")
_INNER_ENDS = ("", "", "n", "r")
_ENDS = ("", "", "", "n", "l", "r", "s", "z", "c", "j", "m", "x", "ch")


def rows(file: str) -> list[dict[str, str]]:
    """Return the lines of one of the files of names, by column."""
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def rare(size: int, dice: random.Random) -> dict[str, float]:
    """Return `size` rare names, each with its weight among them."""
    made: dict[str, float] = {}
    while len(made) < size:
        syllables = [_syllable(_INNER_ENDS, dice) for _ in range(dice.choice((0, 1, 1, 2)))]
        name = "".join([*syllables, _syllable(_ENDS, dice)]).capitalize()
        made.setdefault(name, 1 / (len(made) + 20))
    return made


def _syllable(ends: tuple[str, ...], dice: random.Random) -> str:
    return "".join(dice.choice(part) for part in (_STARTS, _VOWELS, ends))
