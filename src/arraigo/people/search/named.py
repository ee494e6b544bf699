"""Whom a text names: persons of an office who have two of its words in their name, as written."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import connection

from arraigo.people.search import keys
from arraigo.people.search.index import known_words
from arraigo.people.search.vocabulary import array

MOST = 5000  # persons returned, however many have such words

_HAVING = "SELECT person_id FROM people_with_keys(%s, %s, %s)"


def persons_with_both(pairs: Collection[tuple[str, str]], *, office_id: int) -> list[uuid.UUID]:
    """Return the ids of persons of the office who have both words of any of `pairs`.

    The words are folded, and differ. At most `MOST` ids. They promise nothing: fetch the
    persons under their policy and compare. Two statements.
    """
    ids = known_words({word for pair in pairs for word in pair})
    sought = {
        keys.key((ids[one], ids[other])) for one, other in pairs if one in ids and other in ids
    }
    if not sought:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HAVING, [array(sought), array([keys.office_holder(office_id)]), MOST])
        return [person_id for (person_id,) in cursor.fetchall()]
