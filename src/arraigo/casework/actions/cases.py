"""Opening a case."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import write_event
from arraigo.casework.codes import next_code
from arraigo.casework.enums import EventKind, Source
from arraigo.casework.models import Case, CaseAssignment
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.people.actions import give_scope
from arraigo.people.enums import ConsentPurpose, ScopeReason
from arraigo.people.models import Consent, Person
from arraigo.territory.models import Office


@transaction.atomic
def open_case(
    *, person: Person, office: Office, source: Source, user: Any, manager: Any = None
) -> Case:
    """Open the person's case with the next code of the office, and assign its manager.

    The manager is who opens it unless another is named. Asked twice, or by two at once, it
    returns the case already open. Raises `Refused` without a valid consent.
    """
    if Consent.objects.current(person.pk, ConsentPurpose.SERVICE) is None:
        raise Refused(_("Falta el consentimiento de la persona para atenderle."))
    try:
        with transaction.atomic():
            case = Case.objects.create(
                person=person,
                office=office,
                source=source,
                opened_by=user,
                code=next_code(office),
                opened_on=clock.today(),
            )
    except IntegrityError:
        return Case.objects.open().get(person=person)
    give_scope(person=person, reason=ScopeReason.CASE, office=office)
    CaseAssignment.objects.create(
        case=case, person=person, manager=manager or user, assigned_by=user
    )
    write_event(case=case, kind=EventKind.CASE_OPENED, source=case, user=user)
    return case
