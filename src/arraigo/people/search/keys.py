"""From words to integers that say nothing: what the key tables hold.

A word becomes an HMAC under `SEARCH_KEY`, and the number of its row; one, two or three words of
one name become one small integer. Without `SEARCH_KEY` nobody can tell which names are in the
tables; a rare collision costs one comparison more.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from struct import Struct
from zlib import crc32

from django.conf import settings

from arraigo.people.cui import LENGTH

SCHEME = 2  # raise it when keys are made otherwise; `arraigo reindex` then makes them anew
WORDS_TOGETHER = 3
MOST_WORDS = 8  # of one name; a longer one is found by its first eight

PHONE_DIGITS = 8
PHONE_WINDOW, CUI_WINDOW = 4, 5
CUI_BEGINNING = 4

_packed = {size: Struct(f">{size}i").pack for size in range(1, WORDS_TOGETHER + 1)}


def secret(text: str, size: int = 8) -> int:
    """Return the HMAC of `text`, in this scheme, as a signed integer of `size` bytes."""
    digest = hmac.digest(settings.SEARCH_KEY, f"{SCHEME}:{text}".encode(), "sha256")
    return int.from_bytes(digest[:size], "big", signed=True)


def word_key(word: str) -> int:
    """Return the key of a folded word of a name."""
    return secret(f"word:{word}")


@lru_cache(maxsize=120_000)  # all there are of four and five digits
def _fragment(kind: str, part: str) -> int:
    return secret(f"{kind}:{part}", 4)


def office_holder(office_id: int) -> int:
    """Return the number that stands for an office among those who may see a person."""
    return 2 * office_id


def organization_holder(organization_id: int) -> int:
    """Return the number that stands for an organisation among those who may see a person."""
    return 2 * organization_id + 1


def key(word_ids: Iterable[int]) -> int:
    """Return the key of one, two or three words of a name, whatever their order."""
    ordered = sorted(word_ids)
    return crc32(_packed[len(ordered)](*ordered)) - 0x8000_0000


def keys_of_name(word_ids: Sequence[int]) -> set[int]:
    """Return every key that a person is found by: her words alone, by two and by three."""
    kept = list(dict.fromkeys(word_ids))[:MOST_WORDS]
    return {
        key(together)
        for size in range(1, WORDS_TOGETHER + 1)
        for together in combinations(kept, size)
    }


def _windows(number: str, size: int) -> Iterator[str]:
    return (number[start : start + size] for start in range(len(number) - size + 1))


def _phone_fragments(number: str) -> set[int]:
    local = number[-PHONE_DIGITS:]
    return {_fragment("phone", part) for part in _windows(local, PHONE_WINDOW)}


def _cui_fragments(number: str) -> set[int]:
    return {_fragment("cui", part) for part in _windows(number, CUI_WINDOW)}


def fragments_of(phones: Iterable[str], cui: str) -> set[int]:
    """Return the keys of every run of digits that a person's phones and CUI are found by."""
    fragments = {key for phone in phones for key in _phone_fragments(phone)}
    if cui:
        fragments |= _cui_fragments(cui) | {_fragment("cui begins", cui[:CUI_BEGINNING])}
    return fragments


def fragments_sought(number: str) -> list[list[int]]:
    """Return sets of keys for digits that were typed; a person who has one whole set may match.

    Four digits are enough for a phone or the beginning of a CUI, five for any part of a CUI.
    """
    sought = []
    if PHONE_WINDOW <= len(number) < LENGTH:
        sought.append(list(_phone_fragments(number)))
    if len(number) == CUI_BEGINNING:
        sought.append([_fragment("cui begins", number)])
    elif CUI_WINDOW <= len(number) <= LENGTH:
        sought.append(list(_cui_fragments(number)))
    return sought
