"""A case goes on in another office when that office receives it, and not before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from arraigo.casework.actions import certify_closure, plan_due, record_note
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import (
    Case,
    CaseAssignment,
    CaseEvent,
    CaseTransfer,
    Due,
    Flag,
    Note,
)
from arraigo.casework.tests.making import START, case_of, note, on_day, requested
from arraigo.casework.transfers import actions
from arraigo.casework.transfers.enums import TransferState
from arraigo.casework.transfers.tests.making import WORDS, offered, third_office, transfer_input
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Person
from arraigo.people.offices import office_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return case_of(cast.promotora)


@pytest.fixture
def there(cast):
    """Return the office that will receive."""
    with acting_as(SYSTEM):
        return office_of(cast.supervisor_esq)


@pytest.fixture
def transfer(cast, case, there):
    return offered(case, cast.promotora, there, at=START + timedelta(days=2))


def ask(case, user, office, **changes):
    data = transfer_input(office, **changes)
    return actions.ask_transfer(case=case, data=data, user=user)


def receive(transfer, cast, manager=None):
    with on_day(cast.supervisor_esq, 5):
        return actions.accept_transfer(
            transfer=transfer, manager=manager or cast.promotora_esq, user=cast.supervisor_esq
        )


def test_what_the_other_office_reads_names_nobody(cast, case, transfer):
    with on_day(cast.supervisor_esq, 3):
        seen = CaseTransfer.objects.visible_to(cast.supervisor_esq).get()
        assert (seen.code, seen.words) == (case.code, WORDS)
        assert seen.municipality.name == "Escuintla"
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Person.objects.filter(pk=case.person_id).exists()
    with on_day(cast.promotora_esq, 3):
        assert not CaseTransfer.objects.filter(pk=transfer.pk).exists()


def test_nothing_moves_before_it_is_received(cast, case, transfer):
    with acting_as(SYSTEM):
        standing = Case.objects.get(pk=case.pk)
        assert standing.office_id == case.office_id
        assert standing.assignments.get(until=None).manager == cast.promotora
        assert transfer.state == TransferState.REQUESTED


def test_received_the_case_its_agenda_and_the_words_are_of_the_other_office(cast, case, there):
    with on_day(cast.promotora, 1):
        mine = plan_due(
            case=case, kind=DueKind.TASK, title="Llevar papelería", source=case,
            due_on=START.date() + timedelta(days=9),
        )  # fmt: skip
    transfer = offered(case, cast.promotora, there, at=START + timedelta(days=2))
    for _twice in range(2):
        receive(transfer, cast)
    with on_day(cast.promotora_esq, 6):
        moved = Case.objects.visible_to(cast.promotora_esq).get(pk=case.pk)
        assert (moved.office, moved.code) == (there, case.code)
        assert moved.in_office_since == (START + timedelta(days=5)).date()
        due = Due.objects.get(pk=mine.pk)
        assert (due.office, due.assigned_to) == (there, cast.promotora_esq)
        flag = Flag.objects.for_user(cast.promotora_esq).get()
        assert flag.words.startswith(WORDS)
        assert cast.promotora.name in flag.words
    with acting_as(SYSTEM):
        kept = CaseAssignment.objects.filter(case=case).order_by("since")
        assert [one.manager for one in kept] == [cast.promotora, cast.promotora_esq]
        told = CaseEvent.objects.filter(case=case, kind=EventKind.TRANSFERRED)
        assert [one.summary for one in told] == ["Escuintla → Esquipulas"]


def test_what_was_done_before_counts_where_it_was_done_however_late_it_comes(cast, case, transfer):
    with on_day(cast.promotora, 3):
        before = record_note(data=note(case), user=cast.promotora)
    receive(transfer, cast)
    with on_day(cast.promotora, 8):
        late_day = (START + timedelta(days=4)).date()
        late = record_note(data=note(case, occurred_on=late_day), user=cast.promotora)
    with on_day(cast.promotora_esq, 8):
        after = record_note(data=note(case), user=cast.promotora_esq)
    with acting_as(SYSTEM):
        offices = dict(Note.objects.filter(case=case).values_list("pk", "office__code"))
        assert offices[before.pk] == offices[late.pk] == "ESC"
        assert offices[after.pk] == "ESQ"


def test_a_case_that_goes_on_twice_keeps_each_office_its_days(cast, case, transfer, there):
    receive(transfer, cast)
    with on_day(cast.promotora_esq, 10):
        back = ask(case, cast.promotora_esq, office_of(cast.promotora))
    with on_day(cast.supervisora, 20):
        actions.accept_transfer(transfer=back, manager=cast.promotor, user=cast.supervisora)
    days = {4: "ESC", 5: "ESQ", 19: "ESQ", 20: "ESC"}
    with on_day(cast.promotor, 30):
        for day in days:
            on = (START + timedelta(days=day)).date()
            record_note(data=note(case, occurred_on=on, text=str(day)), user=cast.promotor)
        told = Note.objects.filter(case=case, text__in=[str(day) for day in days])
        assert dict(told.values_list("text", "office__code")) == {
            str(day): code for day, code in days.items()
        }


def test_the_former_office_reads_on_and_works_with_it_no_more(cast, case, transfer):
    receive(transfer, cast)
    with on_day(cast.promotora, 6):
        seen = Case.objects.visible_to(cast.promotora)
        assert seen.filter(pk=case.pk).exists()
        assert not seen.worked_by(cast.promotora).filter(pk=case.pk).exists()
        with pytest.raises(Refused, match="quien lleva el caso"):
            ask(case, cast.promotora, third_office())


def test_given_back_it_stays_and_says_why(cast, case, transfer):
    with on_day(cast.supervisor_esq, 3):
        for _twice in range(2):
            actions.decline_transfer(
                transfer=transfer, comment="Le queda mejor Chiquimula", user=cast.supervisor_esq
            )
        with pytest.raises(Refused, match="ya se respondió"):
            actions.accept_transfer(
                transfer=transfer, manager=cast.promotora_esq,
                user=cast.supervisor_esq,
            )  # fmt: skip
    with on_day(cast.promotora, 4):
        back = CaseTransfer.objects.waiting_for(cast.promotora).get()
        assert back.comment == "Le queda mejor Chiquimula"
        actions.withdraw_transfer(transfer=back, user=cast.promotora)
        assert not CaseTransfer.objects.waiting_for(cast.promotora).exists()
        told = CaseEvent.objects.get(case=case, kind=EventKind.TRANSFER_DECLINED)
        assert told.summary == "Le queda mejor Chiquimula"


def test_taken_back_it_can_be_received_no_more(cast, case, transfer):
    with on_day(cast.promotora, 3):
        for _twice in range(2):
            actions.withdraw_transfer(transfer=transfer, user=cast.promotora)
        assert CaseEvent.objects.filter(kind=EventKind.TRANSFER_WITHDRAWN).count() == 1
        transfer.refresh_from_db()
    with pytest.raises(Refused, match="ya se respondió: retirado"):
        receive(transfer, cast)
    with on_day(cast.supervisor_esq, 6):
        assert not Person.objects.filter(pk=case.person_id).exists()


def test_an_old_page_learns_that_it_was_taken_back(cast, case, transfer):
    read_before = CaseTransfer(**{
        each.attname: getattr(transfer, each.attname) for each in transfer._meta.fields
    })  # fmt: skip
    with on_day(cast.promotora, 3):
        actions.withdraw_transfer(transfer=transfer, user=cast.promotora)
    with pytest.raises(Refused, match="ya se respondió: retirado"):
        receive(read_before, cast)
    with on_day(cast.supervisor_esq, 6):
        assert not Person.objects.filter(pk=case.person_id).exists()


def test_closing_ends_what_waits(cast, case, transfer):
    closure = requested(cast.promotora, case)
    with on_day(cast.supervisora, 40):
        certify_closure(closure=closure, user=cast.supervisora)
        assert CaseTransfer.objects.get().state == TransferState.ENDED


def test_what_awaits_its_closure_goes_nowhere(cast, case, there):
    requested(cast.promotora, case)
    with on_day(cast.promotora, 30), pytest.raises(Refused, match="certifique su cierre"):
        ask(case, cast.promotora, there)


def test_who_withdrew_goes_nowhere(cast, case, transfer):
    with on_day(cast.promotora, 3):
        withdrawn = ConsentGiven(
            how=ConsentHow.WITNESS, witness_name="Testigo de Prueba",
            decision=ConsentDecision.WITHDRAWN,
        )  # fmt: skip
        record_consent(
            person=case.person, purpose=ConsentPurpose.SERVICE, given=withdrawn,
            user=cast.promotora,
        )  # fmt: skip
    with pytest.raises(Refused, match="retiró"):
        receive(transfer, cast)


@pytest.mark.parametrize(
    ("who", "changes", "words"),
    [
        ("promotor", {}, "quien lleva el caso"),
        ("promotora", {"person_agreed": False}, "de acuerdo"),
        ("promotora", {"words": "  "}, "conviene que sepan"),
    ],
)
def test_what_is_missing_is_said(cast, case, there, who, changes, words):
    user = getattr(cast, who)
    with on_day(user, 1), pytest.raises(Refused, match=words):
        ask(case, user, there, **changes)


def test_one_at_a_time_and_to_another_office_that_works(cast, case, transfer, there):
    with on_day(cast.supervisora, 3):
        with pytest.raises(Refused, match="espera la respuesta de Esquipulas"):
            ask(case, cast.supervisora, there)
        same = ask(case, cast.promotora, there, id=transfer.pk)
        assert same == transfer
        actions.withdraw_transfer(transfer=transfer, user=cast.supervisora)
        with pytest.raises(Refused, match="ya está en esa oficina"):
            ask(case, cast.supervisora, office_of(cast.promotora))
    closed = third_office()
    with acting_as(SYSTEM):
        type(closed).objects.filter(pk=closed.pk).update(is_active=False)
        closed.refresh_from_db()
    with on_day(cast.supervisora, 3), pytest.raises(Refused, match="ya no atiende"):
        ask(case, cast.supervisora, closed)


@pytest.mark.parametrize("who", ["promotora_esq", "supervisora", "promotora"])
def test_who_leads_the_other_office_answers(cast, transfer, who):
    user = getattr(cast, who)
    with on_day(user, 3), pytest.raises(Refused, match="supervisa la oficina"):
        actions.accept_transfer(transfer=transfer, manager=cast.promotora_esq, user=user)
    with on_day(user, 3), pytest.raises(Refused, match="supervisa la oficina"):
        actions.decline_transfer(transfer=transfer, comment="No", user=user)


def test_the_manager_works_there(cast, transfer):
    with pytest.raises(Refused, match="no lleva casos"):
        receive(transfer, cast, manager=cast.promotor)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'recibido'", "transfer_answered_whole"),
        ("person_agreed = false", "transfer_person_agreed"),
        ("words = ''", "transfer_says_what"),
        ("to_office_id = from_office_id", "transfer_to_another_office"),
        ("comment = 'No'", "transfer_declined_with_words"),
    ],
)
def test_the_database_keeps_it_whole(transfer, change, constraint):
    with (
        acting_as(SYSTEM),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE casework_casetransfer SET {change} WHERE id = %s", [transfer.pk])
