"""Many names at once: who in the registry is called nearly so. For comparing a list with it.

A page looks for one name with patience (`candidates`); here each word may be one letter off or
sound alike, and what is looked for are persons who have three of the words together, or all of a
shorter name. Two statements, however many the names.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest
from itertools import combinations, product
from math import prod
from operator import itemgetter
from typing import Any

from django.db import connection

from arraigo.people.search import keys
from arraigo.people.search.candidates import MOST_TYPED, holders_of, likeliest
from arraigo.people.search.vocabulary import LIKELY, Slot, array, words_near
from arraigo.people.search.words import ONE_LETTER, clues, words_of

VARIANTS = 4  # words of the registry tried for each word of a name
KEYS = 24  # keys tried of each name, the likeliest
REACH = 200  # persons looked at for each name
MOST = 10  # persons returned for each name

_BY_NAMES = """
SELECT sought.place, found.person_id, found.words
FROM unnest(%s::text[], %s::int[]) AS sought(keys, place)
CROSS JOIN LATERAL people_with_keys(sought.keys::int[], %s::int[], %s) AS found
"""


def namesakes_of(names: Sequence[str], *, user: Any) -> list[list[uuid.UUID]]:
    """Return, for each name, the ids of persons that `user` may see and who are called nearly so.

    At most `MOST` of each, best first. The ids promise nothing: fetch the persons and compare.
    """
    words = [words_of(name)[:MOST_TYPED] for name in names]
    spellings = {word: clues(word, farthest=ONE_LETTER) for name in words for word in name}
    near = {word: _alike(slot) for word, slot in words_near(spellings, VARIANTS).items()}
    slots = [[near[word] for word in name if near[word]] for name in words]
    sought = {place: array(found) for place, name in enumerate(slots) if (found := _keys(name))}
    having: dict[int, dict[uuid.UUID, list[int]]] = defaultdict(dict)
    if sought:
        places, arrays = list(sought), list(sought.values())
        with connection.cursor() as cursor:
            cursor.execute(_BY_NAMES, (arrays, places, holders_of(user), REACH))
            for place, person_id, of_person in cursor.fetchall():
                having[place][person_id] = of_person
    return [
        likeliest(having[place], [name])[:MOST] if having[place] else []
        for place, name in enumerate(slots)
    ]


def _alike(slot: Slot) -> Slot:
    return [variant for variant in slot if variant.likely >= LIKELY[ONE_LETTER]]


def _keys(slots: Sequence[Slot]) -> set[int]:
    """Return the likeliest keys of a name: of three of its words, or of all of a shorter one."""
    if not slots:
        return set()
    together = (
        (prod(one.likely for one in chosen), tuple(one.word_id for one in chosen))
        for some in combinations(slots, min(len(slots), keys.WORDS_TOGETHER))
        for chosen in product(*some)
    )
    return {keys.key(set(ids)) for _likely, ids in nlargest(KEYS, together, key=itemgetter(0))}
