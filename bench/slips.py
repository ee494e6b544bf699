"""How people misspell names: by ear, as Guatemala writes its sounds, and with their fingers."""

from __future__ import annotations

import random
import re

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
