"""Giving cases to another manager: one, several at once, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.actions.events import lock_case, write_event
from arraigo.casework.actions.sessions import record_note
from arraigo.casework.enums import EventKind, NoteKind
from arraigo.casework.flags.actions import hand_on, tell_of_note
from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.inputs import NoteInput
from arraigo.casework.models import Case, CaseAssignment, Reassignment
from arraigo.core import clock
from arraigo.core.transitions import Refused


@transaction.atomic
def reassign_case(
    *, case: Case, manager: User, user: Any, handover: str = "",
    within: Reassignment | None = None,
) -> CaseAssignment:  # fmt: skip
    """Give the case to another manager, with what is open of it, and return the assignment.

    `handover` is what she should know: a note of the case, which waits for her on Hoy. What its
    agenda gave to somebody else by name stays theirs. Twice is once. Raises `Refused`
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
    assignment = hand_over(locked, before, manager, user=user, words=handover, within=within)
    note_act(user=user, office_id=locked.office_id, source=assignment, name=_("Reasignó un caso"))
    return assignment


def hand_over(
    locked: Case, before: CaseAssignment, manager: User, *, user: Any, words: str = "",
    within: Reassignment | None = None,
) -> CaseAssignment:  # fmt: skip
    """Let `manager` have a locked case after `before`, with its agenda, flags and what to know."""
    before.until = clock.now()
    before.save(update_fields=["until"])
    assignment = CaseAssignment.objects.create(
        case=locked, person_id=locked.person_id, manager=manager, assigned_by=user, within=within
    )
    locked.dues.open().filter(assigned_to=before.manager_id).update(assigned_to=manager)
    hand_on(locked, manager)
    write_event(
        case=locked,
        kind=EventKind.MANAGER_ASSIGNED,
        source=locked,
        summary=manager.name,
        user=user,
    )
    if words.strip():
        told = NoteInput(case=locked, kind=NoteKind.NOTE, text=words, occurred_on=clock.today())
        note = record_note(data=told, user=user)
        tell_of_note(note=note, kind=FlagKind.HANDOVER, colleagues=[manager], user=user)
    return assignment


@transaction.atomic
def reassign_cases(
    *, cases: Iterable[Case], manager: User, user: Any, handover: str = ""
) -> Reassignment:
    """Give several cases to another manager, and return what may be taken back whole.

    All or none. Those she manages already stay as they are. Raises `Refused` as
    `reassign_case` does, and when there is nothing to give.
    """
    ordered = sorted(cases, key=lambda case: case.pk)
    if not ordered:
        raise Refused(_("Ninguno de esos casos se puede pasar. Mire la lista otra vez."))
    batch = Reassignment.objects.create(manager=manager, done_by=user)
    for case in ordered:
        reassign_case(case=case, manager=manager, user=user, handover=handover, within=batch)
    return batch


@transaction.atomic
def undo_reassignment(*, reassignment: Reassignment, user: Any) -> int:
    """Give the cases back to who managed each before; return how many went. Twice is once.

    A case that went on to somebody else meanwhile, was closed, or whose former manager works
    there no more stays where it is. Raises `Refused` to who did not do it.
    """
    standing = Reassignment.objects.select_for_update(of=("self",)).get(pk=reassignment.pk)
    if standing.done_by_id != user.pk:
        raise Refused(_("Solo quien los pasó puede deshacerlo. Puede reasignarlos de nuevo."))
    if standing.undone_at is not None:
        return 0
    given = standing.assignments.filter(until=None, case__closed_on=None)
    gone_back = 0
    for assignment in given.select_related("case").order_by("case"):
        former = _manager_before(assignment)
        if former is not None:
            reassign_case(case=assignment.case, manager=former, user=user)
            gone_back += 1
    standing.undone_at = clock.now()
    standing.save(update_fields=["undone_at"])
    return gone_back


def _manager_before(assignment: CaseAssignment) -> User | None:
    """Return who managed the case before, if she still may."""
    earlier = CaseAssignment.objects.filter(case=assignment.case_id, until__isnull=False)
    before = earlier.order_by("-until", "-pk").first()
    if before is None:
        return None
    return managers_of(assignment.case.office_id).filter(pk=before.manager_id).first()


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
