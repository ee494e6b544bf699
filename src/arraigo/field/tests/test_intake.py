"""What comes is kept once, whatever it is, and waits for what it needs."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import opened_case

from arraigo.casework.models import Case, Document, FollowUp, Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.tests.pictures import photo
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import Submission
from arraigo.field.submissions import storing
from arraigo.field.submissions.settling import settle_waiting, stop_incomplete
from arraigo.field.tests.interviews import (
    follow_up,
    note,
    only,
    registration,
    states,
)
from arraigo.people.files import read_file
from arraigo.people.models import Consent

pytestmark = pytest.mark.django_db


class TestKeeping:
    def test_files_in_several_requests_are_handled_when_all_are_there(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        where = phone.submission_path
        phone.post(where, xml, {}, is_last=False)
        assert only().state == SubmissionState.INCOMPLETE
        phone.post(where, xml, {"uno.jpg": ("image/jpeg", photo())}, is_last=True)
        kept = only()
        assert kept.state == SubmissionState.DONE
        with acting_as(SYSTEM):
            assert [step.name for step in kept.steps.all()] == ["recibida", "archivos", "aplicada"]
            document = Document.objects.get(case=case)
            assert read_file(document.file).startswith(b"\xff\xd8")
            assert storing.read(kept.files.get()) == photo()

    def test_a_file_that_nothing_names_is_kept_too(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk))
        phone.deliver(xml, {"otro.bin": ("application/x", b"\x00abc")})
        with acting_as(SYSTEM):
            assert storing.read(only().files.get()) == b"\x00abc"

    def test_other_content_under_the_same_name_is_kept_for_somebody_to_decide(
        self, cast, phone, case
    ):
        name = f"uuid:{uuid.uuid4()}"
        first = phone.fill("nota_visita", note(case.pk), instance_id=name)
        other = phone.fill("nota_visita", note(case.pk, text="Otra cosa."), instance_id=name)
        receipts = [phone.deliver(first), phone.deliver(other), phone.deliver(other)]
        assert receipts[0] != receipts[1] == receipts[2]
        with acting_as(SYSTEM):
            one, two = Submission.objects.order_by("received_at", "original_id")
            assert (one.state, two.state) == ("aplicada", "accion")
            assert (two.original_id, two.problem) == (one.pk, Problem.OTHER_CONTENT)
            assert [each.text for each in Note.objects.filter(case=case)] == [
                "Le visité en su casa."
            ]

    def test_without_a_name_the_content_is_the_name(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk)).replace(b"uuid:", b"\xc3\xa1")
        phone.deliver(xml)
        phone.deliver(xml)
        assert only().instance_id.startswith("sha256:")

    def test_what_came_is_sealed_and_never_changes(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk))
        phone.deliver(xml)
        kept = only()
        with acting_as(SYSTEM):
            assert storing.xml_of(kept) == xml
            assert b"visit" not in bytes(kept.sealed)
            with pytest.raises(IntegrityError, match="no cambia"), transaction.atomic():
                Submission.objects.filter(pk=kept.pk).update(sha256="0" * 64)

    def test_an_unknown_form_or_version_is_kept(self, cast, phone, case):
        xml = phone.fill("nota_visita", note(case.pk), changes={"version": "1"})
        phone.deliver(xml)
        kept = only()
        assert (kept.state, kept.problem) == ("accion", Problem.NO_FORM)

    def test_answers_that_break_a_rule_are_applied_and_told(self, phone, case):
        answers = follow_up(case.pk, mode="", result="no_answer")
        phone.deliver(phone.fill("seguimiento", {**answers, "mode": "visit"}))
        kept = only()
        assert kept.state == SubmissionState.DONE
        assert ["/data/contact/result", "relevant"] in kept.doubts


class TestWaiting:
    def test_what_comes_before_the_registration_waits_and_follows_it(self, cast, phone):
        case_id = str(uuid.uuid4())
        phone.deliver(phone.fill("nota_visita", note(case_id)))
        phone.deliver(phone.fill("seguimiento", follow_up(case_id)))
        assert set(states().values()) == {"espera"}
        phone.deliver(
            phone.fill("registro_minimo", registration(), entity=(case_id, "Persona Ficticia"))
        )
        assert set(states().values()) == {"aplicada"}
        with acting_as(SYSTEM):
            assert Note.objects.filter(case_id=case_id).count() == 1
            assert FollowUp.objects.filter(case_id=case_id).count() == 1

    def test_after_five_days_a_person_decides(self, cast, phone):
        phone.deliver(phone.fill("nota_visita", note(uuid.uuid4())))
        settle_waiting()
        assert only().state == SubmissionState.WAITING
        with acting_as(SYSTEM, at=clock.now() + timedelta(days=5, minutes=1)):
            settle_waiting()
        kept = only()
        assert (kept.state, kept.problem) == ("accion", Problem.LATE_CHAIN)

    def test_what_never_comes_whole_is_given_up(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        phone.post(phone.submission_path, xml, {}, is_last=False)
        with acting_as(SYSTEM, at=clock.now() + timedelta(days=6)):
            assert stop_incomplete() == 1
        assert only().problem == Problem.NEVER_WHOLE

    def test_a_case_of_another_office_looks_like_one_that_never_came(self, cast, phone):
        theirs = opened_case(cast.promotora_esq)
        phone.deliver(phone.fill("nota_visita", note(theirs.pk)))
        assert only().state == SubmissionState.WAITING
        with acting_as(SYSTEM):
            assert not Note.objects.filter(case=theirs).exists()

    def test_a_person_who_has_a_case_already_keeps_it(self, cast, phone, case):
        other_id = str(uuid.uuid4())
        again = registration(person_id=str(case.person_id))
        phone.deliver(phone.fill("registro_minimo", again, entity=(other_id, "La misma")))
        phone.deliver(phone.fill("nota_visita", note(other_id)))
        assert set(states().values()) == {"aplicada"}
        with acting_as(SYSTEM):
            assert Case.objects.filter(person=case.person_id).count() == 1
            assert Note.objects.filter(case=case).count() == 1

    def test_days_without_a_signal_are_told_as_they_were(self, cast, phone):
        earlier = clock.today() - timedelta(days=3)
        case_id = str(uuid.uuid4())
        answers = registration(started_at=f"{earlier}T10:00:00.000-06:00")
        answers["ended_at"] = f"{earlier}T10:20:00.000-06:00"
        phone.deliver(phone.fill("registro_minimo", answers, entity=(case_id, "Persona")))
        phone.deliver(
            phone.fill("nota_visita", note(case_id, occurred_on=f"{earlier + timedelta(days=1)}"))
        )
        assert set(states().values()) == {"aplicada"}
        with acting_as(SYSTEM):
            case = Case.objects.get(pk=case_id)
            assert case.opened_on == earlier
            assert Consent.objects.get(person=case.person_id).decided_on == earlier
