"""Cases offered to other offices, for tests."""

from __future__ import annotations

from typing import Any

from arraigo.casework.models import Case, CaseTransfer
from arraigo.casework.transfers.actions import TransferInput, ask_transfer
from arraigo.casework.transfers.enums import TransferReason
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.territory.models import Office

WORDS = "Vuelve con su madre. Falta entregarle la constancia del curso."


def transfer_input(office: Office, **changes: Any) -> TransferInput:
    """Return what is told of a case offered to `office`."""
    values: dict[str, Any] = {
        "reason": TransferReason.MOVED, "words": WORDS, "person_agreed": True,
    }  # fmt: skip
    return TransferInput(to_office=office, **{**values, **changes})


def offered(
    case: Case, user: Any, office: Office, *, at: Any = None, **changes: Any
) -> CaseTransfer:
    """Return the case offered to `office` by `user`, waiting for its answer."""
    with acting_as(Actor.user(user), at=at):
        return ask_transfer(case=case, data=transfer_input(office, **changes), user=user)


def third_office() -> Office:
    """Return an office in which nobody of the cast works."""
    with acting_as(SYSTEM):
        values = {"name": "Oficina de Prueba", "municipality_id": "0101"}
        return Office.objects.get_or_create(code="PRU", defaults=values)[0]
