"""Opening a case, and giving it to another manager."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.actions.events import lock_case, write_event
from arraigo.casework.codes import next_code
from arraigo.casework.enums import EventKind, Source
from arraigo.casework.models import BestInterests, Case, CaseAssignment
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
    return case


@transaction.atomic
def reassign_case(*, case: Case, manager: User, user: Any) -> CaseAssignment:
    """Give the case to another manager, with what is open of it, and return the assignment.

    What its agenda gave to somebody else by name stays theirs. Twice is once. Raises `Refused`
    for a closed case, to who does not lead its office, and for a manager who does not work
    with files there.
    """
    locked = lock_case(case)
    if locked.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    if locked.office_id not in user.led_office_ids:
        raise Refused(_("Sólo quien supervisa esa oficina puede hacerlo."))
    if not managers_of(locked.office_id).filter(pk=manager.pk).exists():
        raise Refused(_("Esa persona no lleva casos en la oficina."))
    before = locked.assignments.get(until=None)
    if before.manager_id == manager.pk:
        return before
    before.until = clock.now()
    before.save(update_fields=["until"])
    assignment = CaseAssignment.objects.create(
        case=locked, person_id=locked.person_id, manager=manager, assigned_by=user
    )
    locked.dues.open().filter(assigned_to=before.manager_id).update(assigned_to=manager)
    write_event(
        case=locked,
        kind=EventKind.MANAGER_ASSIGNED,
        source=locked,
        summary=manager.name,
        user=user,
    )
    note_act(user=user, office_id=locked.office_id, source=assignment, name=_("Reasignó un caso"))
    return assignment


@transaction.atomic
def reassign_caseload(*, of: User, manager: User, user: Any) -> int:
    """Give every open case that `of` manages where `user` leads to another; return how many.

    All or none; twice is once. Raises `Refused` as `reassign_case` does.
    """
    cases = caseload_of(of, user)
    for case in cases:
        reassign_case(case=case, manager=manager, user=user)
    return len(cases)


def caseload_of(manager: User, user: Any) -> list[Case]:
    """Return the open cases that `manager` has in the offices `user` leads, in one order."""
    led = Case.objects.visible_to(user).open().filter(office__in=user.led_office_ids)
    return list(led.managed_by(manager).select_related("person__municipality").order_by("pk"))


def managers_of(office_id: int) -> QuerySet[User]:
    """Return who may manage the cases of an office today: its promotores and its leads."""
    working = Membership.objects.in_force().filter(
        office=office_id, role__in=[Role.PROMOTOR, Role.PROJECT_LEAD]
    )
    return User.objects.filter(is_active=True, pk__in=working.values("user")).order_by("name")
