"""From words to integers that say nothing: what the key tables hold.

A word becomes an HMAC under `SEARCH_KEY`, and the number of its row; one, two or three words of
one name, together with who may see the person, become one small integer. Without the key nobody
can tell which names are in the tables; a rare collision costs one comparison more.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from struct import Struct
from zlib import crc32

from django.conf import settings

from arraigo.people.cui import LENGTH

SCHEME = 1  # raise it when keys are made otherwise; `arraigo reindex` then makes them anew
WORDS_TOGETHER = 3
MOST_WORDS = 8  # of one name; a longer one is found by its first eight
EVERYBODY = 0  # the holder whose keys reach every person

PHONE_DIGITS = 8
PHONE_WINDOW, CUI_WINDOW = 4, 5
CUI_BEGINNING = 4

_packed = {size: Struct(f">{size + 1}i").pack for size in range(1, WORDS_TOGETHER + 1)}


def secret(text: str, size: int = 8) -> int:
    """Return the HMAC of `text`, in this scheme, as a signed integer of `size` bytes."""
    digest = hmac.digest(settings.SEARCH_KEY, f"{SCHEME}:{text}".encode(), "sha256")
    return int.from_bytes(digest[:size], "big", signed=True)


def office_holder(office_id: int) -> int:
    """Return the number that stands for an office among those who may see a person."""
    return 2 * office_id


def organization_holder(organization_id: int) -> int:
    """Return the number that stands for an organisation among those who may see a person."""
    return 2 * organization_id + 1


def key(holder: int, word_ids: Iterable[int]) -> int:
    """Return the key of one to three words, whatever their order, within what `holder` sees."""
    ordered = sorted(word_ids)
    return crc32(_packed[len(ordered)](holder, *ordered)) - 0x8000_0000


def keys_of_name(word_ids: Sequence[int], holders: Iterable[int]) -> set[int]:
    """Return every key that a person is found by: her words alone, by two and by three."""
    kept = list(dict.fromkeys(word_ids))[:MOST_WORDS]
    return {
        key(holder, together)
        for size in range(1, WORDS_TOGETHER + 1)
        for together in combinations(kept, size)
        for holder in holders
    }


def _windows(number: str, size: int) -> Iterator[str]:
    return (number[start : start + size] for start in range(len(number) - size + 1))


def _phone_fragments(number: str) -> set[int]:
    local = number[-PHONE_DIGITS:]
    return {secret(f"phone:{part}", 4) for part in _windows(local, PHONE_WINDOW)}


def _cui_fragments(number: str) -> set[int]:
    return {secret(f"cui:{part}", 4) for part in _windows(number, CUI_WINDOW)}


def fragments_of(phones: Iterable[str], cui: str) -> set[int]:
    """Return the keys of every run of digits that a person's phones and CUI are found by."""
    fragments = {key for phone in phones for key in _phone_fragments(phone)}
    if cui:
        fragments |= _cui_fragments(cui) | {secret(f"cui begins:{cui[:CUI_BEGINNING]}", 4)}
    return fragments


def fragments_sought(number: str) -> list[list[int]]:
    """Return sets of keys for digits that were typed; a person who has one whole set may match.

    Four digits are enough for a phone or the beginning of a CUI, five for any part of a CUI.
    """
    sought = []
    if PHONE_WINDOW <= len(number) < LENGTH:
        sought.append(list(_phone_fragments(number)))
    if len(number) == CUI_BEGINNING:
        sought.append([secret(f"cui begins:{number}", 4)])
    elif CUI_WINDOW <= len(number) <= LENGTH:
        sought.append(list(_cui_fragments(number)))
    return sought
