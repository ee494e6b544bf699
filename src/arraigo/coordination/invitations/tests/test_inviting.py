"""Inviting the persons of cases: whom one may, all or none, once, and taking it back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from tests.factories import opened_case

from arraigo.casework.actions import finish_due, reassign_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, CaseEvent, Due
from arraigo.coordination.invitations.actions import call_off, undo_invitations
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.coordination.invitations.rules import candidates
from arraigo.coordination.invitations.tests.making import invited, planned
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import ContactPoint, PersonScope

pytestmark = pytest.mark.django_db


def reachable(user, **changes):
    return opened_case(user, **{"phone": "+50255550188", **changes})


def close(case):
    with acting_as(SYSTEM):
        Case.objects.filter(pk=case.pk).update(closed_on=clock.today())


def withdraw(case, user, purpose=ConsentPurpose.SERVICE):
    with acting_as(Actor.user(user)):
        given = ConsentGiven(
            how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
        )
        record_consent(person=case.person, purpose=purpose, given=given, user=user)


def calls(invitation):
    return Due.objects.of_source(invitation, DueKind.TASK)


def undone(lot, user):
    with acting_as(Actor.user(user)):
        return undo_invitations(lot=lot, user=user)


def test_it_is_told_on_the_timeline_and_put_on_the_agenda(cast, as_system):
    case = reachable(cast.promotor)
    (invitation,) = invited(cast.promotora, case)
    told = CaseEvent.objects.get(case=case, kind=EventKind.INVITED)
    assert told.summary.startswith("Feria de empleo, ")
    due = calls(invitation).get()
    assert due.assigned_to == cast.promotor
    assert due.due_on == invitation.activity.happens_on - timedelta(days=2)
    assert due.title == "Llamar para invitar: Feria de empleo"


def test_for_tomorrow_she_is_called_today(cast, as_system):
    (invitation,) = invited(
        cast.promotora, reachable(cast.promotora), to=planned(cast.promotora, days=1)
    )
    assert calls(invitation).get().due_on == clock.today()


def test_who_may_not_be_invited_and_why(cast, as_system):
    user, activity = cast.promotora, planned(cast.promotora)
    well, closed, silent, alone, unsafe, twice = (reachable(user) for _ in range(6))
    close(closed)
    withdraw(silent, user)
    with acting_as(SYSTEM):
        ContactPoint.objects.filter(person=alone.person_id).update(is_current=False)
        ContactPoint.objects.filter(person=unsafe.person_id).update(can_call=False)
    invited(user, twice, to=activity)
    with acting_as(Actor.user(user)):
        cases = [well, Case.objects.get(pk=closed.pk), silent, alone, unsafe, twice]
        why = [str(each.refusal) for each in candidates(cases, activity)]
    phone = "No hay teléfono al que se le pueda llamar."
    assert why == [
        "", "Su caso está cerrado.", "Falta su consentimiento para atenderle.", phone, phone,
        "Ya está invitada.",
    ]  # fmt: skip


def test_who_asked_not_to_be_called_is_not(cast, as_system):
    case = reachable(cast.promotora)
    withdraw(case, cast.promotora, ConsentPurpose.CONTACT)
    with acting_as(Actor.user(cast.promotora)):
        (each,) = candidates([case], planned(cast.promotora))
    assert each.refusal


def test_candidates_cost_the_same_however_many(cast, as_system, django_assert_max_num_queries):
    cases = [reachable(cast.promotora) for _ in range(5)]
    with django_assert_max_num_queries(4):
        candidates(cases, PlannedActivity(id=uuid.uuid4()))


def test_all_or_none(cast, as_system):
    well, closed = reachable(cast.promotora), reachable(cast.promotora)
    close(closed)
    with pytest.raises(Refused, match="No se invitó a nadie: a 1 persona"):
        invited(cast.promotora, well, closed)
    assert not Invitation.objects.exists()
    assert not Due.objects.filter(title__startswith="Llamar para invitar").exists()


def test_a_foreign_case_is_as_one_that_is_not(cast, as_system):
    foreign = reachable(cast.promotora_esq)
    with pytest.raises(Refused, match="a 2 personas"):
        invited(cast.promotora, foreign, Case(id=uuid.uuid4()))
    with pytest.raises(Refused, match="Esa no es su oficina"):
        invited(cast.promotora_esq, foreign, to=planned(cast.promotora, days=5))


def test_the_same_form_twice_invites_once(cast, as_system):
    case, activity, lot = reachable(cast.promotora), planned(cast.promotora), uuid.uuid4()
    first = invited(cast.promotora, case, to=activity, lot=lot)
    assert invited(cast.promotora, case, to=activity, lot=lot) == first
    assert Invitation.objects.count() == 1
    with pytest.raises(Refused):
        invited(cast.promotora, case, to=activity)


def test_taken_back_whole_and_free_to_be_invited_again(cast, as_system):
    cases, lot = [reachable(cast.promotora) for _ in range(2)], uuid.uuid4()
    activity = planned(cast.promotora)
    rows = invited(cast.promotora, *cases, to=activity, lot=lot)
    assert undone(lot, cast.promotora) == 2
    assert undone(lot, cast.promotora) == 0
    assert not any(calls(row).open().exists() for row in rows)
    told = CaseEvent.objects.filter(kind=EventKind.INVITATION_WITHDRAWN)
    assert told.count() == 2
    assert len(invited(cast.promotora, *cases, to=activity)) == 2


def test_who_was_called_stays_invited(cast, as_system):
    called, other = reachable(cast.promotora), reachable(cast.promotora)
    rows = invited(cast.promotora, called, other)
    told = next(row for row in rows if row.case_id == called.pk)
    finish_due(due=calls(told).get())
    assert undone(told.lot, cast.promotora) == 1
    assert Invitation.objects.standing().get().case == called


def test_only_who_invited_takes_back_and_only_before_it_is_held(cast, as_system):
    (row,) = invited(cast.promotora, reachable(cast.promotora), to=planned(cast.promotora, days=3))
    with pytest.raises(Refused, match="Solo quien las hizo"):
        undone(row.lot, cast.supervisora)
    with (
        acting_as(Actor.user(cast.promotora), at=clock.now() + timedelta(days=4)),
        pytest.raises(Refused, match="ya pasó"),
    ):
        undo_invitations(lot=row.lot, user=cast.promotora)


def test_it_goes_on_when_the_case_changed_hands_or_was_closed(cast, as_system):
    mine, closed = reachable(cast.promotora), reachable(cast.promotora)
    rows = invited(cast.promotora, mine, closed)
    with acting_as(Actor.user(cast.supervisora)):
        reassign_case(case=mine, manager=cast.promotor, user=cast.supervisora)
    row = next(row for row in rows if row.case_id == mine.pk)
    assert calls(row).get().assigned_to == cast.promotor
    close(closed)
    assert undone(row.lot, cast.promotora) == 2
    assert not any(calls(each).open().exists() for each in rows)


def test_called_off_takes_all_back_and_has_the_called_told(cast, as_system):
    called, other = reachable(cast.promotora), reachable(cast.promotora)
    rows = invited(cast.promotora, called, other)
    told = next(row for row in rows if row.case_id == called.pk)
    finish_due(due=calls(told).get())
    activity = rows[0].activity
    with acting_as(Actor.user(cast.promotor)):
        with pytest.raises(Refused, match="Diga por qué"):
            call_off(activity=activity, reason=" ", user=cast.promotor)
        call_off(activity=activity, reason="Llueve", user=cast.promotor)
    assert not Invitation.objects.standing().exists()
    open_dues = Due.objects.open().filter(source_id__in=[row.pk for row in rows])
    assert [due.title for due in open_dues] == ["Avisar que se canceló: Feria de empleo"]
    for act in (
        lambda: invited(cast.promotora, other, to=activity),
        lambda: undone(told.lot, cast.promotora),
    ):
        with pytest.raises(Refused, match="se canceló"):
            act()


def test_one_of_that_name_a_day(cast, as_system):
    first = planned(cast.promotora)
    assert planned(cast.promotora, id=first.pk, title="Otra") == first
    with pytest.raises(Refused, match="ya está planeada"):
        planned(cast.promotora, title="FERIA de empleo")
    for days in (-1, 366):
        with pytest.raises(Refused, match="dentro de un año"):
            planned(cast.promotora, days=days, title="Charla")
    with acting_as(Actor.user(cast.supervisora)):
        call_off(activity=first, reason="Llueve", user=cast.supervisora)
    assert planned(cast.promotora) != first


def test_nobody_out_of_scope_reads_them(cast, as_system):
    case = reachable(cast.promotora)
    invited(cast.promotora, case)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert not Invitation.objects.exists()
    with acting_as(SYSTEM):
        PersonScope.objects.filter(person=case.person_id).update(until=clock.now())
    with acting_as(Actor.user(cast.promotora)):
        assert not Invitation.objects.visible_to(cast.promotora).exists()
