"""Writes about authorisations."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.contracts.authorisations.models import Authorisation, AuthorisationStep
from arraigo.contracts.authorisations.transitions import TRANSITIONS
from arraigo.core import clock
from arraigo.core.transitions import Refused, advance
from arraigo.territory.models import Office

DECISIONS = frozenset({Step.AUTHORISE, Step.RETURN, Step.DENY})


@dataclass(frozen=True)
class AuthorisationInput:
    """What is asked for; an expense says how much, in quetzales."""

    kind: AuthorisationKind
    starts_on: date
    ends_on: date
    reason: str
    amount: Decimal | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def _checked(data: AuthorisationInput) -> dict[str, Any]:
    """Return the columns of what is asked; refuse in words what the constraints refuse."""
    if data.ends_on < data.starts_on:
        raise Refused(_("La fecha final es anterior a la inicial."))
    if not data.reason.strip():
        raise Refused(_("Escriba para qué."))
    if data.amount is not None and data.amount <= 0:
        raise Refused(_("El monto es mayor que cero."))
    if data.kind == AuthorisationKind.EXPENSE and data.amount is None:
        raise Refused(_("Un gasto dice cuánto."))
    columns = asdict(data)
    del columns["id"]
    return {**columns, "reason": data.reason.strip()}


@transaction.atomic
def request_authorisation(*, data: AuthorisationInput, office: Office, user: Any) -> Authorisation:
    """Ask for an authorisation and return it.

    The same form sent twice, or by two at once, asks once. Raises `Refused` for another office
    and for dates, reason or amount that make no sense.
    """
    if office.pk not in user.office_ids:
        raise Refused(_("Esa no es su oficina."))
    columns = _checked(data)
    own = Authorisation.objects.filter(pk=data.id, requested_by=user)
    try:
        with transaction.atomic():
            earlier = own.first()
            if earlier is not None:
                return earlier
            asked = Authorisation.objects.create(
                id=data.id, office=office, requested_by=user, **columns
            )
    except IntegrityError as error:
        sent = own.first()
        if sent is None:
            raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error
        return sent
    _log(asked, Step.REQUEST, user)
    return asked


@transaction.atomic
def resubmit(*, asked: Authorisation, data: AuthorisationInput, user: Any) -> Authorisation:
    """Send a returned authorisation again, corrected.

    Raises `Refused` to anybody but who asked, and unless it was returned.
    """
    advance(
        TRANSITIONS, Step.RESUBMIT, asked, user, user.roles,
        **_checked(data), decided_by=None, decided_at=None,
    )  # fmt: skip
    _log(asked, Step.RESUBMIT, user)
    return asked


@transaction.atomic
def decide(*, asked: Authorisation, step: Step, comment: str, user: Any) -> Authorisation:
    """Authorise, return or deny, and return the authorisation. The same decision twice is one.

    Only the Project Lead of the office, never who asked (four eyes). Raises `Refused` with the
    reason, also without a comment when it is not authorised; `Outdated` to who came second.
    """
    if step not in DECISIONS:
        raise Refused(_("Escoja qué decide."))
    if step != Step.AUTHORISE and not comment.strip():
        raise Refused(_("Escriba por qué."))
    if asked.state == TRANSITIONS[step].target and asked.decided_by_id == user.pk:
        return asked
    advance(TRANSITIONS, step, asked, user, user.roles, decided_by=user, decided_at=clock.now())
    _log(asked, step, user, comment.strip())
    note_act(user=user, office_id=asked.office_id, source=asked, name=_("Decidió un permiso"))
    return asked


def _log(asked: Authorisation, step: Step, user: Any, comment: str = "") -> None:
    AuthorisationStep.objects.create(authorisation=asked, name=step, by=user, comment=comment)
