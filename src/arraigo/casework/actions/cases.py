"""Opening a case, and giving it to another manager."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import write_event
from arraigo.casework.codes import next_code
from arraigo.casework.enums import EventKind, Source
from arraigo.casework.models import BestInterests, Case, CaseAssignment
from arraigo.casework.planners import plan_anew
from arraigo.core import clock
from arraigo.core.models import field_id
from arraigo.core.transitions import Refused
from arraigo.people.actions import give_scope
from arraigo.people.consent import guardian_of
from arraigo.people.enums import ConsentPurpose, ScopeReason
from arraigo.people.merging.aliases import canonical
from arraigo.people.minors import may_be_minor, refusal
from arraigo.people.models import Consent, Person
from arraigo.territory.models import Office


@transaction.atomic
def open_case(
    *, person: Person, office: Office, source: Source, user: Any, manager: Any = None,
    best_interests: str = "", case_id: uuid.UUID | None = None,
    opened_on: date | None = None,
) -> Case:  # fmt: skip
    """Open the person's case with the next code of the office, and assign its manager.

    The manager is who opens it unless another is named; `case_id` and `opened_on` are
    those a phone gave it before it was delivered. Asked twice, or by two at once, it
    returns the case already open; a file absorbed in a merge opens that of the other. Raises
    `Refused` without a valid consent, for a child, and for who may be under 18 without her
    guardian or without what serves her best (`best_interests`, domain: privacy, NNA).
    """
    person = Person.objects.get(pk=canonical(person.pk))
    if Consent.objects.current(person.pk, ConsentPurpose.SERVICE) is None:
        raise Refused(_("Falta el consentimiento de la persona para atenderle."))
    young = may_be_minor(person.birth_year)
    if why := refusal(person.birth_year, guardian_of(person)):
        raise Refused(why)
    if young and not best_interests.strip():
        raise Refused(_("Puede ser menor de 18 años: escriba por qué es lo que más le conviene."))
    try:
        with transaction.atomic():
            case = Case.objects.create(
                id=case_id or field_id(),
                person=person,
                office=office,
                source=source,
                opened_by=user,
                code=next_code(office),
                opened_on=opened_on or clock.today(),
            )
    except IntegrityError:
        return Case.objects.open().get(person=person)
    give_scope(person=person, reason=ScopeReason.CASE, office=office)
    CaseAssignment.objects.create(
        case=case, person=person, manager=manager or user, assigned_by=user
    )
    if young:
        BestInterests.objects.create(
            case=case, person=person, text=best_interests.strip(), recorded_by=user
        )
    write_event(case=case, kind=EventKind.CASE_OPENED, source=case, user=user)
    plan_anew(case)
    return case
