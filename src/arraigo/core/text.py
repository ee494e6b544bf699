"""Spanish text for searching and sorting.

The database sorts by bytes (C collation), the same on every machine, so what is sorted or
searched by name is stored beside the name in the forms made here.
"""

from __future__ import annotations

import unicodedata

# The apostrophes, and the NUL that PostgreSQL takes in no text.
_LEFT_OUT = dict.fromkeys(map(ord, "'’‘‛ʼʻ`´′ꞌꞋʔ\0"))
_AFTER_EVERY_LETTER = "~"


def fold(text: str) -> str:
    """Return `text` in lower case without accents or apostrophes, ñ as n, spaces collapsed.

    Two spellings of one name ("K'iche'", "Kiche"; "José", "JOSE") fold to the same text.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_LEFT_OUT).lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.split())


def sort_key(text: str) -> str:
    """Return `text` folded, but with ñ after every other n, as the Spanish alphabet sorts it."""
    composed = unicodedata.normalize("NFC", text).lower()
    return fold(composed.replace("ñ", "n" + _AFTER_EVERY_LETTER))
