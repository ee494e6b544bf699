"""Canary words: what only one invented person is called, and how to find it anywhere."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

_LETTERS: Final = "bcdfghjklmnp"

#: Every canary word has this stem, which no token holds by chance in the age of the universe.
_WORD: Final = re.compile(r"kxwq[bcdfghjklmnp]{7}")
#: How a name may be written; each keeps the word whole.
SHAPES: Final = (
    "{}", "Ñandú {}", "{} Tz'unún", "<b>{}</b>", "{} & \"Hijos\"", "De León {}",
    "{} %s {{0}}", "{}\u202e\u200b",
)  # fmt: skip
_SEPARATED: Final = re.compile(r"(?<=\d)[\s().-]+(?=\d)")


def _spelt(number: int) -> str:
    return "".join(_LETTERS[int(digit)] for digit in f"{number:05d}")


@dataclass(frozen=True)
class Words:
    """What the person of one flow is called and reached by; `seed` chooses how it is written."""

    seed: int

    def word(self, place: int) -> str:
        """Return the flow's own word for a place: her name, a note, a witness."""
        return f"Kxwq{_spelt(self.seed)}{_spelt(place)[-2:]}"

    def text(self, place: int) -> str:
        """Return the word in one of the ways people write."""
        return SHAPES[self.seed % len(SHAPES)].format(self.word(place))

    @property
    def cui(self) -> str:
        """Return thirteen digits that no other flow has."""
        return f"7{self.seed:07d}90101"

    @property
    def phone(self) -> str:
        """Return eight digits that no other flow has."""
        return f"57{self.seed:06d}"


def told_in(text: str, words: Words) -> set[str]:
    """Return what of the person stands in a text: words of hers, her phone or her CUI."""
    plain = readable(text)
    found = set(_WORD.findall(plain))
    joined = _SEPARATED.sub("", plain)
    return found | {number for number in (words.cui, words.phone) if number in joined}


def readable(text: str) -> str:
    """Return the text without escapes, accents and capitals, so that a word is found anywhere."""
    plain = unquote_plus(html.unescape(text))
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
