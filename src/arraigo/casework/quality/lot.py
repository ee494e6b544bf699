"""The lot: from a seed and the cases it was drawn from, always the same ones.

Each case gets a ticket, SHA-256 of the seed and its id, and the lowest tickets are drawn. Nobody
can aim at a case without the seed, which is made after the cases are known; whoever has both can
draw again, with any tool (the database does: `policies.LOT`).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Collection
from typing import Final

#: Cases of each promotor a month (product: quality sample; Handbook §5.3 leaves the number open).
CASES_A_MONTH: Final = 5


def new_seed() -> str:
    """Return a seed that nobody can foresee: 256 bits, in hexadecimal."""
    return secrets.token_hex(32)


def ticket(seed: str, case_id: uuid.UUID) -> str:
    """Return the ticket of a case: SHA-256 of "seed:id", in hexadecimal."""
    return hashlib.sha256(f"{seed}:{case_id}".encode()).hexdigest()


def drawn_from(
    seed: str, cases: Collection[uuid.UUID], size: int = CASES_A_MONTH
) -> frozenset[uuid.UUID]:
    """Return the `size` cases with the lowest tickets, or all if they are fewer."""
    return frozenset(sorted(set(cases), key=lambda case_id: ticket(seed, case_id))[:size])
