"""A verification: who answers, what follows from the answers, and what is corrected."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from tests.factories import opened_case, witnessed

from arraigo.accounts.delegations.actions import DelegationInput, as_acted, delegate_office
from arraigo.accounts.models import User
from arraigo.casework.actions import certify_closure, reassign_case, request_closure
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import CaseEvent, Due, QualityCheck
from arraigo.casework.quality.actions import (
    annul_check,
    mark_corrected,
    record_check,
    record_unverifiable,
)
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION, result_of
from arraigo.casework.quality.enums import Confirms, ItemAnswer, Reached, Result, Unverifiable
from arraigo.casework.tests.making import answers, checked, closure, drawn_of, found
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentPurpose
from arraigo.people.models import Person
from arraigo.rights.copying import sections_of

pytestmark = pytest.mark.django_db

NO, NA = ItemAnswer.NO, ItemAnswer.NOT_APPLICABLE


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


@pytest.fixture
def drawn(cast, case):
    return drawn_of(case, cast.promotora)


def in_a_week():
    return clock.today() + timedelta(days=7)


def with_correction(**changes):
    usual = {"observations": "Falta la firma", "correction": "Que firme el plan"}
    return {"answers": answers(plan=NO), **usual, "correct_by": in_a_week(), **changes}


def dues(**which):
    with acting_as(SYSTEM):
        return list(Due.objects.filter(kind=DueKind.CORRECTION, **which))


def kinds(case):
    with acting_as(SYSTEM):
        events = CaseEvent.objects.filter(case=case).order_by("pk")
        return [event.kind for event in events if "quality" in event.kind]


class TestResult:
    @pytest.mark.parametrize(
        ("changes", "confirms", "expected"),
        [
            ({}, "", Result.CONFORMS),
            ({}, Confirms.ALL, Result.CONFORMS),
            ({"plan": NA, "referrals": NA}, "", Result.CONFORMS),
            ({"plan": NO}, "", Result.OBSERVATIONS),
            ({"plan": NO, "profile": NO}, Confirms.ALL, Result.OBSERVATIONS),
            ({}, Confirms.PARTLY, Result.OBSERVATIONS),
            ({"plan": NO, "profile": NO, "notes": NO}, "", Result.FAILS),
            ({"consent": NO}, "", Result.FAILS),
            ({"identity": NO}, Confirms.ALL, Result.FAILS),
            ({}, Confirms.NONE, Result.FAILS),
        ],
    )
    def test_it_follows_from_the_answers(self, changes, confirms, expected):
        assert result_of(VERSION, answers(**changes), confirms) == expected

    def test_the_codes_of_a_version_are_told_apart(self):
        for items in CHECKLISTS.values():
            assert len({item.code for item in items}) == len(items)


class TestRecording:
    def test_it_is_kept_with_its_result_and_told_on_the_timeline(self, cast, case, drawn):
        check = checked(drawn, cast.supervisora, reached=Reached.CALL, confirms=Confirms.ALL)
        assert (check.result, check.month, check.manager) == (
            Result.CONFORMS, drawn.draw.month, cast.promotora
        )  # fmt: skip
        assert kinds(case) == [EventKind.QUALITY_CHECKED]
        assert dues() == []

    def test_the_same_form_twice_leaves_one(self, cast, case, drawn):
        data = found(drawn, **with_correction())
        for _time in range(2):
            with acting_as(Actor.user(cast.supervisora)):
                record_check(data=data, user=cast.supervisora)
        assert kinds(case) == [EventKind.QUALITY_CHECKED]
        assert len(dues()) == 1

    def test_somebody_elses_answer_is_told(self, cast, drawn):
        checked(drawn, cast.supervisora)
        with pytest.raises(Refused, match=f"{cast.supervisora} ya lo registró"):
            checked(drawn, cast.supervisora)

    @pytest.mark.parametrize("who", ["promotora", "promotor", "supervisor_esq", "oficial"])
    def test_only_who_leads_the_office(self, cast, drawn, who):
        with pytest.raises(Refused):
            checked(drawn, getattr(cast, who))

    def test_not_the_lead_who_managed_it_nor_who_does_now(self, cast, case, drawn):
        with acting_as(Actor.user(cast.supervisora)):
            own = opened_case(cast.supervisora)
        with pytest.raises(Refused, match="no lo verifica"):
            checked(drawn_of(own, cast.supervisora), cast.supervisora)
        with acting_as(Actor.user(cast.supervisora)):
            reassign_case(case=case, manager=cast.supervisora, user=cast.supervisora)
        with pytest.raises(Refused, match="no lo verifica"):
            checked(drawn, cast.supervisora)

    def test_the_database_refuses_its_manager_too(self, cast, drawn):
        check = checked(drawn, cast.supervisora)
        with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
            QualityCheck.objects.filter(pk=check.pk).update(recorded_by=cast.promotora)

    def test_who_holds_her_delegation_does_and_it_is_said(self, cast, drawn):
        lead, delegate = cast.supervisora, cast.promotor
        data = DelegationInput(lead, delegate, drawn.office, clock.today(), in_a_week())
        with acting_as(Actor.user(lead)):
            delegate_office(data=data, user=lead)
        check = checked(drawn, User.objects.get(pk=delegate.pk))
        with acting_as(SYSTEM):
            assert "por delegación de" in as_acted(delegate, check)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"answers": {}}, "cada punto"),
            ({"answers": {**answers(), "otro": NO}}, "cada punto"),
            ({"reached": Reached.NOT_TRIED}, "por qué no se intentó"),
            ({"reached": Reached.CALL}, "si la persona confirma"),
            ({"confirms": Confirms.ALL}, "deje vacío"),
            ({"satisfaction": 4}, "deje vacío"),
            ({"differs": "El curso no empezó"}, "deje vacío"),
            ({"answers": answers(plan=NO)}, "Con observaciones"),
            ({"answers": answers(consent=NO), "observations": "No está"}, "No conforme"),
            ({"correction": "Que firme"}, "para cuándo"),
            ({"correct_by": 0}, "para cuándo"),
            ({"correction": "Que firme", "correct_by": -1}, "de hoy"),
            ({"correction": "Que firme", "correct_by": 2000}, "de hoy"),
        ],
    )  # fmt: skip
    def test_answers_that_are_not_whole(self, cast, drawn, changes, says):
        told = dict(changes)
        if "correct_by" in told:
            told["correct_by"] = clock.today() + timedelta(days=told["correct_by"])
        with pytest.raises(Refused, match=says):
            checked(drawn, cast.supervisora, **told)

    def test_who_withdrew_is_not_asked(self, cast, case, drawn):
        taken_back = witnessed()
        with acting_as(Actor.user(cast.promotora)):
            record_consent(
                person=case.person, purpose=ConsentPurpose.SERVICE, user=cast.promotora,
                given=type(taken_back)(
                    how=taken_back.how, witness_name="T", decision=ConsentDecision.WITHDRAWN
                ),
            )  # fmt: skip
        told = {"reached": Reached.CALL, "confirms": Confirms.ALL}
        with pytest.raises(Refused, match="retiró"):
            checked(drawn, cast.supervisora, **told)
        why = {"reached": Reached.NOT_TRIED, "not_tried_because": "Retiró su permiso"}
        assert checked(drawn, cast.supervisora, **why).result == Result.CONFORMS


class TestNotVerified:
    def test_it_is_said_why_and_no_other_takes_its_place(self, cast, drawn):
        with acting_as(Actor.user(cast.supervisora)):
            for _time in range(2):
                check = record_unverifiable(
                    drawn=drawn, why=Unverifiable.WITHDREW, told="", user=cast.supervisora,
                    id=uuid.UUID(int=7, version=4),
                )  # fmt: skip
        assert check.result == Result.NOT_VERIFIED
        with pytest.raises(Refused, match="ya lo registró"):
            checked(drawn, cast.supervisora)

    def test_another_reason_needs_words(self, cast, drawn):
        with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="por qué"):
            record_unverifiable(
                drawn=drawn,
                why=Unverifiable.OTHER,
                told=" ",
                user=cast.supervisora,
                id=uuid.uuid4(),
            )


class TestCorrecting:
    def test_it_goes_on_her_agenda_and_off_it_once_corrected(self, cast, case, drawn):
        check = checked(drawn, cast.supervisora, **with_correction())
        (due,) = dues()
        assert (due.assigned_to, due.due_on, due.case_id) == (cast.promotora, in_a_week(), case.pk)
        for _time in range(2):
            with acting_as(Actor.user(cast.promotora)):
                mark_corrected(check=check, note="Ya firmó", user=cast.promotora)
        (due,) = dues()
        assert due.done_at is not None
        with acting_as(SYSTEM):
            check.refresh_from_db()
        assert (check.corrected_by, check.corrected_note) == (cast.promotora, "Ya firmó")
        assert kinds(case) == [EventKind.QUALITY_CHECKED, EventKind.QUALITY_CORRECTED]

    def test_whoever_manages_it_now_may_and_nobody_else(self, cast, case, drawn):
        check = checked(drawn, cast.supervisora, **with_correction())
        with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="Lo marca"):
            mark_corrected(check=check, user=cast.supervisora)
        with acting_as(Actor.user(cast.promotor)), pytest.raises(Refused, match="Lo marca"):
            mark_corrected(check=check, user=cast.promotor)
        with acting_as(Actor.user(cast.supervisora)):
            reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
        assert [due.assigned_to for due in dues()] == [cast.promotor]
        with acting_as(Actor.user(cast.promotor)):
            mark_corrected(check=check, user=cast.promotor)

    def test_nothing_to_correct(self, cast, drawn):
        check = checked(drawn, cast.supervisora)
        with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused, match="No hay nada"):
            mark_corrected(check=check, user=cast.promotora)

    def test_of_a_closed_case_it_is_the_offices(self, cast, case, drawn):
        with acting_as(Actor.user(cast.promotora)):
            asked = request_closure(data=closure(case), user=cast.promotora)
        with acting_as(Actor.user(cast.supervisora)):
            certify_closure(closure=asked, user=cast.supervisora)
        checked(drawn, cast.supervisora, **with_correction())
        (due,) = dues()
        assert (due.case, due.office, due.assigned_to) == (None, case.office, cast.promotora)

    def test_it_cannot_be_ticked_off_without_saying_so(self, cast, drawn, client_of):
        checked(drawn, cast.supervisora, **with_correction())
        (due,) = dues()
        answer = client_of(cast.promotora).post(f"/casos/pendientes/{due.pk}/hecho/")
        assert answer.status_code == 404


class TestAnnulling:
    def test_the_same_case_waits_again(self, cast, drawn):
        check = checked(drawn, cast.supervisora, **with_correction())
        with acting_as(Actor.user(cast.supervisora)):
            annul_check(fact=check, reason="Era otro caso", user=cast.supervisora)
            with pytest.raises(ValidationError, match="ya estaba anulado"):
                annul_check(fact=check, reason="Otra vez", user=cast.supervisora)
        assert dues()[0].cancelled_at is not None
        assert checked(drawn, cast.supervisora).result == Result.CONFORMS

    def test_not_by_her_manager(self, cast, drawn):
        check = checked(drawn, cast.supervisora)
        with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
            annul_check(fact=check, reason="No me gusta", user=cast.promotora)


class TestHerRights:
    def test_what_she_told_is_in_her_copy_and_what_was_observed_is_not(self, cast, case, drawn):
        told = {"reached": Reached.VISIT, "confirms": Confirms.PARTLY, "satisfaction": 2}
        checked(
            drawn, cast.supervisora, **told, differs="El curso no empezó",
            observations="Anotó un curso sin fecha",
        )  # fmt: skip
        with acting_as(Actor.user(cast.promotora)):
            text = str(sections_of(Person.objects.get(pk=case.person_id)))
        assert "El curso no empezó" in text
        assert "Sí, en una visita" in text
        assert "Anotó un curso" not in text
