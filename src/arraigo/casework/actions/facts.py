"""What recording a fact of a case has in common, in every room."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import lock_visible_case
from arraigo.casework.models import Case, CaseFact, CaseTransfer
from arraigo.core.transitions import Refused, refuse_future
from arraigo.people.consent import check_not_withdrawn

AnyFact = TypeVar("AnyFact", bound=CaseFact)


def case_to_record_in(case: Case, *, user: Any, day: date) -> Case:
    """Return the case, locked, if `user` may record in it something that happened on `day`.

    Raises `Refused` when the case is not visible, or `day` is to come, after its closure or
    after the person withdrew: what is learnt late about an open time may still be told.
    """
    found = lock_visible_case(case, user)
    refuse_future(day)
    if found.closed_on is not None and day > found.closed_on:
        raise Refused(_("El caso ya estaba cerrado en esa fecha. Para seguir, hay que reabrirlo."))
    check_not_withdrawn(found.person_id, day)
    return found


def check_day(case: Case, day: date) -> None:
    """Raise `Refused` for a closed case, or a day after today or before the case."""
    if case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    refuse_future(day)
    if day < case.opened_on:
        raise Refused(_("La fecha es anterior a la apertura del caso."))


def sent_before(model: type[AnyFact], ident: uuid.UUID, case: Case) -> AnyFact | None:
    """Return the fact that the same form has left before, or None the first time.

    Raises `Refused` when the form's id belongs to another case.
    """
    found = model._default_manager.filter(pk=ident).first()
    if found is not None and found.case_id != case.pk:
        raise Refused(_("Este formulario ya se usó. Ábralo de nuevo."))
    return found


def office_on(case: Case, day: date) -> int:
    """Return the id of the office that had the case on `day`: a late fact counts there."""
    if case.in_office_since is None or day >= case.in_office_since:
        return case.office_id
    since = CaseTransfer.objects.received().filter(case=case, received_on__gt=day)
    first = since.order_by("received_on", "answered_at").first()
    return case.office_id if first is None else first.from_office_id


def common(case: Case, *, day: date, user: Any) -> dict[str, Any]:
    """Return the columns that every fact of the case carries."""
    return {
        "person_id": case.person_id,
        "case": case,
        "office_id": office_on(case, day),
        "occurred_on": day,
        "recorded_by": user,
    }
