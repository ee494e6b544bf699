"""What comes is kept once, whatever it is, and what cannot be applied waits for somebody."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case
from tests.openrosa.collect import Refusal, multipart
from tests.openrosa.through_django import phone_of, secret_of

from arraigo.casework.actions import reassign_case
from arraigo.casework.models import Case, Document, FollowUp, Note
from arraigo.casework.tests.making import case_of
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.sealing import Unreadable
from arraigo.core.tests.pictures import photo
from arraigo.field.devices.actions import revoke
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.handlers import HANDLERS
from arraigo.field.handlers.base import Answers
from arraigo.field.models import Device, Submission, XFormVersion
from arraigo.field.openrosa.views import submission
from arraigo.field.submissions import storing
from arraigo.field.submissions.deciding import set_aside, try_again
from arraigo.field.submissions.settling import settle_waiting, stop_incomplete
from arraigo.field.tests.interviews import follow_up, note, profile, registration
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.files import read_file
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Consent
from arraigo.profiling.models import Profile
from arraigo.rights.tests.living import asked, closed, confirmed, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


@pytest.fixture
def phone(cast, case):
    return phone_of(cast.promotora, Client())


def only():
    with acting_as(SYSTEM):
        return Submission.objects.select_related("version__form").get()


def states():
    with acting_as(SYSTEM):
        return dict(Submission.objects.values_list("form_id", "state"))


def target(phone):
    return phone.server.partition("://")[2].partition("/")[2]


class TestProtocol:
    def test_a_head_answers_204_with_where_to_deliver(self, cast):
        address = f"/collect/{secret_of(cast.promotora)}/submission"
        answer = Client().head(address)
        assert answer.status_code == 204
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["Location"].endswith(address)
        assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 10 * 1024 * 1024
        assert answer["Date"].endswith("GMT")

    @pytest.mark.parametrize(
        "xml",
        [
            b"",
            b"not xml",
            b"<data",
            b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data id='x'>&e;</data>",
        ],
    )
    def test_what_is_no_interview_is_refused_with_400(self, cast, xml):
        body, boundary = multipart(xml, {})
        answer = Client().post(
            f"/collect/{secret_of(cast.promotora)}/submission",
            body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
        assert answer.status_code == 400
        assert b"OpenRosaResponse" in answer.content
        with acting_as(SYSTEM):
            assert not Submission.objects.exists()

    def test_too_much_is_refused_with_413(self, cast):
        big = {"foto.jpg": ("image/jpeg", b"x" * (12 * 1024 * 1024))}
        body, boundary = multipart(b"<data id='x'/>", big)
        answer = Client().post(
            f"/collect/{secret_of(cast.promotora)}/submission",
            body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
        assert answer.status_code == 413

    def test_an_unknown_secret_and_a_revoked_phone_are_answered_alike(self, cast, phone):
        nobody = Client().get(f"/collect/{'x' * 43}/formList")
        with acting_as(Actor.user(cast.promotora)):
            revoke(device=Device.objects.get(), user=cast.promotora)
        with pytest.raises(Refusal, match="404"):
            phone.refresh()
        revoked = Client().get(f"/{target(phone)}/formList")
        assert (nobody.status_code, nobody.content) == (revoked.status_code, revoked.content)

    def test_the_phone_of_somebody_who_left_may_not_come(self, cast, phone):
        with acting_as(SYSTEM):
            cast.promotora.is_active = False
            cast.promotora.save()
        with pytest.raises(Refusal, match="404"):
            phone.refresh()

    def test_a_case_that_goes_to_somebody_else_or_closes_leaves_the_phone(self, cast, phone, case):
        other = case_of(cast.promotora)
        phone.refresh()
        assert set(phone.cases) == {str(case.pk), str(other.pk)}
        with acting_as(Actor.user(cast.supervisora)):
            reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
        phone.refresh()
        assert set(phone.cases) == {str(other.pk)}
        closed(other, cast.promotora, cast.supervisora)
        phone.refresh()
        assert phone.cases == {}

    def test_the_list_holds_no_more_than_it_needs(self, cast, phone, case):
        (row,) = phone.cases.values()
        assert set(row) == {
            "name", "label", "__version", "municipality", "person_id", "profile_version",
        }  # fmt: skip


class TestKeeping:
    def test_files_in_several_requests_are_handled_when_all_are_there(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        where = f"/{target(phone)}/submission"
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
        phone.post(f"/{target(phone)}/submission", xml, {}, is_last=False)
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


class TestDeciding:
    def test_a_closed_case_refuses_and_the_words_say_so(self, cast, phone, case):
        closed(case, cast.promotora, cast.supervisora)
        phone.deliver(phone.fill("seguimiento", follow_up(case.pk)))
        kept = only()
        assert (kept.state, kept.problem) == ("accion", Problem.REFUSED)
        assert kept.details[0][1]

    def test_wrong_answers_are_told_by_question(self, phone, case):
        phone.deliver(phone.fill("nota_visita", note(case.pk, text="", duration_minutes="0")))
        kept = only()
        assert (kept.state, kept.problem) == ("accion", Problem.ANSWERS)
        assert {question for question, _words in kept.details} == {"text", "duration_minutes"}

    def test_a_handler_that_fails_loses_nothing_and_can_be_tried_again(
        self, cast, phone, case, monkeypatch
    ):
        def broken(_interview):
            Note.objects.create(case=case)  # violates the database's own rules

        usual = HANDLERS["nota"]
        monkeypatch.setitem(HANDLERS, "nota", Answers(broken))
        (words,) = phone.deliver(phone.fill("nota_visita", note(case.pk)))
        assert words.startswith("Recibido")
        assert only().problem == Problem.FAILURE
        monkeypatch.setitem(HANDLERS, "nota", usual)
        with acting_as(Actor.user(cast.promotora)):
            kept = try_again(submission=only(), user=cast.promotora)
        assert kept.state == SubmissionState.DONE
        with acting_as(SYSTEM):
            assert Note.objects.filter(case=case).count() == 1

    def test_set_aside_it_stays_kept_and_says_why(self, cast, phone):
        phone.deliver(phone.fill("nota_visita", note(uuid.uuid4())))
        with acting_as(Actor.user(cast.promotora)):
            kept = set_aside(submission=only(), reason="Era una prueba", user=cast.promotora)
            assert (kept.state, kept.aside_reason) == ("apartada", "Era una prueba")
            assert try_again(submission=kept, user=cast.promotora).state == "apartada"
            assert storing.xml_of(kept)

    def test_the_same_question_answered_twice_waits_for_a_choice(self, cast, client_of, case):
        one, two = (phone_of(cast.promotora, Client()) for _ in range(2))
        first, rows = profile(case.pk, profile_version="0")
        second, _rows = profile(case.pk, profile_version="0", english="B2", education="basico",
                                last_grade="2")  # fmt: skip
        one.deliver(one.fill("perfilamiento", first, rows))
        two.deliver(two.fill("perfilamiento", second, rows))
        with acting_as(SYSTEM):
            kept = Submission.objects.get(problem=Problem.CLASH)
            told = {name: (sent, standing) for name, _label, sent, standing in kept.details}
        assert set(told) == {"english", "education", "last_grade"}
        assert told["english"] == ("B2: conversa con soltura", "A2: lo básico para el trabajo")
        client = client_of(cast.promotora)
        page = client.get(kept.get_absolute_url()).content.decode()
        assert "B2: conversa con soltura" in page
        assert "A2: lo básico para el trabajo" in page
        client.post(f"{kept.get_absolute_url()}escoger/", {"english": "sent"})
        with acting_as(SYSTEM):
            kept.refresh_from_db()
            now = Profile.objects.get(case=case)
        assert kept.state == SubmissionState.DONE
        assert (now.english, now.education) == ("B2", "primaria")

    def test_only_what_both_changed_clashes(self, cast, case):
        phone = phone_of(cast.promotora, Client())
        answers, rows = profile(case.pk, profile_version="0")
        phone.deliver(phone.fill("perfilamiento", answers, rows))
        few = {"case_id": str(case.pk), "interview_agreed": "si", "years_abroad": "7",
               "profile_version": "1"}  # fmt: skip
        phone.deliver(phone.fill("perfilamiento", few))
        assert set(states().values()) == {"aplicada"}
        with acting_as(SYSTEM):
            told = Profile.objects.get(case=case)
        assert (told.years_abroad, told.english) == (7, "A2")


def test_erased_with_her_the_interview_can_be_read_no_more(cast, case):
    """Her key is not what seals it: its own goes with her."""
    kept = delivered(cast.promotora, case)
    with acting_as(SYSTEM):
        file = kept.files.get()
        assert storing.read(file) == photo()
    confirmed(asked(closed(case, cast.promotora, cast.supervisora), cast.promotora), cast.datos)
    with acting_as(SYSTEM):
        kept.refresh_from_db()
        with pytest.raises(Unreadable):
            storing.xml_of(kept)
        with pytest.raises(Unreadable):
            storing.read(kept.files.select_related("submission").get())
        assert (kept.answers, kept.details) == ({}, [])
        assert storing.sweep_orphans(timedelta(seconds=-5)) >= 1


def test_who_does_not_see_the_person_does_not_see_the_interview(cast, client_of, case):
    kept = delivered(cast.promotora, case)
    address = kept.get_absolute_url()
    assert client_of(cast.promotor).get(address).status_code == 200  # same office
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    assert client_of(cast.finanzas).get(address).status_code == 403


def test_the_case_leads_to_its_interviews_and_to_no_others(cast, client_of, case):
    own, other = (
        delivered(cast.promotora, case),
        delivered(cast.promotora, opened_case(cast.promotora)),
    )
    client = client_of(cast.promotora)
    link = f"/campo/entregas/?case={case.pk}"
    assert link in client.get(f"/casos/{case.pk}/").content.decode()
    text = client.get(link).content.decode()
    assert own.get_absolute_url() in text
    assert other.get_absolute_url() not in text
    both = client.get("/campo/entregas/?case=x").content.decode()
    assert other.get_absolute_url() in both


def test_a_page_of_deliveries_asks_the_same_however_many_there_are(cast, client_of, case):
    client, counts = client_of(cast.promotora), []
    for number in (2, 12):
        for _each in range(number):
            delivered(cast.promotora, case)
        client.get("/campo/entregas/")
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/campo/entregas/")
        counts.append(len(asked_for))
    assert counts[0] == counts[1] <= 16


class TestHealing:
    def test_an_upload_that_was_cut_off_is_asked_for_again(self, cast, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        body, boundary = multipart(xml, {"uno.jpg": ("image/jpeg", photo())})
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body[: len(body) // 2]),
        }
        answer = submission(WSGIRequest(environ), target(phone).rpartition("/")[2])
        assert answer.status_code == 408
        with acting_as(SYSTEM):
            assert not Submission.objects.exists()

    def test_a_file_that_comes_later_lets_it_be_applied(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        phone.deliver(xml)
        assert only().problem == Problem.ANSWERS
        phone.deliver(xml, {"uno.jpg": ("image/jpeg", photo())})
        assert only().state == SubmissionState.DONE

    def test_a_version_published_later_lets_it_be_applied(self, cast, phone, case):
        phone.deliver(phone.fill("nota_visita", note(case.pk), changes={"version": "9"}))
        assert only().problem == Problem.NO_FORM
        with acting_as(SYSTEM):
            known = only_version("nota_visita")
            XFormVersion.objects.create(
                form=known.form, version="9", sheets=known.sheets, xml=known.xml, md5=known.md5
            )
        with acting_as(Actor.user(cast.promotora)):
            assert try_again(submission=only(), user=cast.promotora).state == SubmissionState.DONE

    def test_what_is_refused_is_of_the_persons_file_all_the_same(self, cast, phone, case):
        closed(case, cast.promotora, cast.supervisora)
        phone.deliver(phone.fill("seguimiento", follow_up(case.pk)))
        kept = only()
        assert (kept.problem, kept.person_id, kept.case_id) == (
            Problem.REFUSED, case.person_id, case.pk,
        )  # fmt: skip

    def test_a_withdrawn_consent_refuses_answers_too(self, cast, phone, case):
        with acting_as(Actor.user(cast.promotora)):
            taken_back = ConsentGiven(
                how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
            )
            record_consent(
                person=case.person, purpose=ConsentPurpose.SERVICE, given=taken_back,
                user=cast.promotora,
            )  # fmt: skip
        phone.deliver(phone.fill("satisfaccion", {"case_id": str(case.pk)}))
        assert only().problem == Problem.REFUSED

    def test_an_hour_that_no_clock_has_makes_nothing_fail(self, phone, case):
        told = note(case.pk, started_at="0001-01-01T00:00:00Z", ended_at="9999-12-31T23:59Z")
        phone.deliver(phone.fill("nota_visita", told))
        assert only().state == SubmissionState.DONE


def only_version(form_id):
    return XFormVersion.objects.select_related("form").get(form__form_id=form_id)
