"""The states of all cases against their sources: compared, and put right."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from arraigo.casework.actions.events import recompute_state
from arraigo.casework.models import Case

_COMPARE = """
SELECT kase.id, kase.code, array_remove(ARRAY[
    CASE WHEN kept.step IS DISTINCT FROM now_is.step THEN 'step' END,
    CASE WHEN kept.missing::text[] IS DISTINCT FROM now_is.missing THEN 'missing' END,
    CASE WHEN kept.next_due_on IS DISTINCT FROM now_is.next_due_on THEN 'next_due_on' END,
    CASE WHEN kept.last_contact_on IS DISTINCT FROM now_is.last_contact_on
         THEN 'last_contact_on' END,
    CASE WHEN kept.priority IS DISTINCT FROM now_is.priority THEN 'priority' END
], NULL) AS wrong
FROM casework_case kase
CROSS JOIN LATERAL casework_compute_state(kase.id) now_is
LEFT JOIN casework_casestate kept ON kept.case_id = kase.id
WHERE (%(cases)s::uuid[] IS NULL OR kase.id = ANY(%(cases)s)) AND (kept.case_id IS NULL OR
    (kept.step, kept.missing::text[], kept.next_due_on, kept.last_contact_on, kept.priority)
    IS DISTINCT FROM
    (now_is.step, now_is.missing, now_is.next_due_on, now_is.last_contact_on, now_is.priority))
ORDER BY kase.code
"""


@dataclass(frozen=True)
class Difference:
    """A case whose kept state was not what its sources say, and in which columns."""

    code: str
    columns: tuple[str, ...]


def differences(cases: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, Difference]:
    """Return the cases, of these or of all, whose kept state is not what its sources say, by id.

    To be called as the system, which sees every case.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, {"cases": None if cases is None else list(cases)})
        return {ident: Difference(code, tuple(wrong)) for ident, code, wrong in cursor.fetchall()}


def rebuild_states() -> tuple[int, list[Difference]]:
    """Return how many cases there are, and those whose state was wrong; these are put right.

    To be called as the system, which sees every case.
    """
    found = differences()
    for case_id in found:
        recompute_state(case_id)
    return Case.objects.count(), list(found.values())
