"""What a person is found by, in one place: the keys of the search and those of the comparison.

Both are written in the transaction that changes her names, birth, place, numbers or returns, so
that from then on she is found as she is now and no longer as she was.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.linkage.keys import write_keys
from arraigo.people.linkage.records import records_of
from arraigo.people.models import Person
from arraigo.people.search.index import index_people


def write_found_by(person_ids: Collection[uuid.UUID]) -> None:
    """Write anew what these persons are found by.

    Written as the system: what leads to a person does not depend on who changed her, nor on
    whether he still sees her afterwards, as when two files are separated.
    """
    with acting_as(SYSTEM):
        index_people(list(Person.objects.filter(pk__in=person_ids)))
        write_keys(records_of(person_ids).values())
