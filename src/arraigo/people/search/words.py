"""The words of a name, and the spellings each may be found by.

Everything here is text to text; what is kept in the database are HMACs of it (`keys`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations

from arraigo.core.text import fold

PARTICLES = frozenset({"de", "del", "la", "las", "los", "y"})
BEGINNING = 3  # letters of a name that are enough
ONE_DELETION, TWO_DELETIONS = 3, 5  # letters a word needs for so many of them to be left out

#: How far a clue lies from the word as written. The farther of two clues that meet is the
#: distance of their words.
WRITTEN, SPOKEN, ONE_LETTER, BEGINS, TWO_LETTERS = range(5)

_APOSTROPHES = "'’‘‛ʼʻ`´′ꞌꞋʔ"
_WORD = re.compile(
    rf"[^\W\d_](?:[^\W\d_\u0300-\u036f]|[\u0300-\u036f]|[{_APOSTROPHES}]+(?=[^\W\d_]))*"
)

# Sounds that people in Guatemala write in several ways: h is silent; x, sh, z and soft c are one s
# for most ears; ll and y; b and v; Maya k, q, c, w and tz.
_SPOKEN = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ph", "f"), (r"sch|sh", "s"), (r"ch", "C"), (r"h", ""), (r"qu(?=[ei])|[qk]", "k"),
        (r"c(?=[eiy])|[xz]", "s"), (r"c", "k"), (r"ts", "s"), (r"g(?=[eiy])", "j"),
        (r"gu(?=[ei])", "g"), (r"v", "b"), (r"w", "u"), (r"ll|y", "i"), (r"m(?=[bpf])", "n"),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"(?<=.)[aeiou]")


def written_words(text: str) -> list[tuple[str, str]]:
    """Return the words of a name, folded and as written, without particles and digits.

    A name that has nothing but particles keeps them.
    """
    found = [(_folded(word), word) for word in _WORD.findall(text)]
    words = [(folded, word) for folded, word in found if folded]
    return [pair for pair in words if pair[0] not in PARTICLES] or words


def words_of(text: str) -> list[str]:
    """Return the folded words of a name, without particles and digits."""
    return [folded for folded, _written in written_words(text)]


_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=20_000)
def spoken(word: str) -> str:
    """Return a folded word as it sounds (Vásquez, Básques → baskes); Ch stays a sound apart."""
    for pattern, replacement in _SPOKEN:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return the consonants one hears, and a first vowel: the coarsest code (Vásquez → bsks)."""
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", spoken(fold(word)).replace("C", "s")))


def _without(word: str, letters: int) -> set[str]:
    """Return `word` with so many letters left out, in every way."""
    return {"".join(kept) for kept in combinations(word, len(word) - letters)}


def clues(word: str, *, farthest: int = TWO_LETTERS) -> dict[str, int]:
    """Return the spellings that lead to `word`, each with its distance, none above `farthest`.

    Two words within one edit (a letter left out, added, changed, or two swapped) share a clue,
    because leaving out a letter of both makes them equal; longer words within two edits too.
    """
    found: dict[str, int] = {}
    heard = spoken(word)
    for form, nearest in ((word, WRITTEN), (heard, SPOKEN)):
        if nearest <= farthest:
            found.setdefault(form, nearest)
    for form, nearest in ((word, ONE_LETTER), (heard, BEGINS)):
        if nearest <= farthest and len(form) >= ONE_DELETION:
            for shorter in _without(form, 1):
                found.setdefault(shorter, nearest)
    if farthest >= TWO_LETTERS:
        if len(word) >= TWO_DELETIONS:
            for shorter in _without(word, 2):
                found.setdefault(shorter, TWO_LETTERS)
        if len(code := sound(word)) >= BEGINNING:
            found.setdefault(f"~{code}", TWO_LETTERS)
    return found


def beginnings(word: str) -> dict[str, int]:
    """Return the clues of the first letters by which a kept word is found."""
    forms = (word, spoken(word))
    sizes = {form: range(BEGINNING, len(form)) for form in forms}
    return {f"{form[:size]}…": BEGINS for form in forms for size in sizes[form]}


def beginning(word: str) -> dict[str, int]:
    """Return the clues of a typed word that may be just the first letters of one."""
    return {f"{form}…": BEGINS for form in (word, spoken(word)) if len(form) >= BEGINNING}
