"""What a person decides about a delivery, and who may see it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case
from tests.openrosa.through_django import phone_of

from arraigo.casework.models import Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.sealing import Unreadable
from arraigo.core.tests.pictures import photo
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.handlers import HANDLERS
from arraigo.field.handlers.base import Answers
from arraigo.field.models import Submission
from arraigo.field.submissions import storing
from arraigo.field.submissions.deciding import set_aside, try_again
from arraigo.field.tests.interviews import (
    follow_up,
    note,
    only,
    profile,
    states,
)
from arraigo.profiling.actions import save_profile
from arraigo.profiling.models import Profile
from arraigo.rights.tests.living import asked, closed, confirmed, delivered

pytestmark = pytest.mark.django_db


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

    def test_whoever_tries_again_stands_for_a_sender_who_left(self, cast, monkeypatch, phone, case):
        usual = HANDLERS["nota"]

        def broken(_interview):
            raise RuntimeError("a mistake of ours")

        monkeypatch.setitem(HANDLERS, "nota", Answers(broken))
        phone.deliver(phone.fill("nota_visita", note(case.pk)))
        monkeypatch.setitem(HANDLERS, "nota", usual)
        yesterday = clock.today() - timedelta(days=1)
        with acting_as(SYSTEM):
            cast.promotora.memberships.update(valid_from=yesterday, valid_until=yesterday)
        with acting_as(Actor.user(cast.promotor)):
            kept = try_again(submission=only(), user=cast.promotor)
        assert kept.state == SubmissionState.DONE
        with acting_as(SYSTEM):
            assert Note.objects.get(case=case).recorded_by == cast.promotor

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
                                last_grade="2", housing="propia")  # fmt: skip
        one.deliver(one.fill("perfilamiento", first, rows))
        two.deliver(two.fill("perfilamiento", second, rows))
        with acting_as(SYSTEM):
            kept = Submission.objects.get(problem=Problem.CLASH)
        assert kept.details == [["education", "Básico; 2"], ["english", "B2: conversa con soltura"]]
        client = client_of(cast.promotora)
        page = client.get(kept.get_absolute_url()).content.decode()
        assert "B2: conversa con soltura" in page
        assert "A2: lo básico para el trabajo" in page
        assert f"lo que dice ahora el perfil · {cast.promotora}" in page
        assert page.count("checked") == 2  # what stands, unless somebody chooses otherwise
        chosen = {"english": "sent", "education": "standing", "version": "1"}
        client.post(f"{kept.get_absolute_url()}escoger/", chosen)
        with acting_as(SYSTEM):
            kept.refresh_from_db()
            now = Profile.objects.get(case=case)
        assert kept.state == SubmissionState.DONE
        assert (now.english, now.education) == ("B2", "primaria")

    def test_a_choice_made_before_somebody_else_answered_is_asked_again(
        self, cast, client_of, case
    ):
        one, two = (phone_of(cast.promotora, Client()) for _ in range(2))
        one.deliver(one.fill("perfilamiento", *profile(case.pk, profile_version="0")))
        other = profile(case.pk, profile_version="0", english="B2")
        two.deliver(two.fill("perfilamiento", *other))
        with acting_as(SYSTEM):
            kept = Submission.objects.get(problem=Problem.CLASH)
        with acting_as(Actor.user(cast.promotor)):
            save_profile(case=case, answers={"english": "C1"}, version=1, user=cast.promotor)
        late = client_of(cast.promotora).post(
            f"{kept.get_absolute_url()}escoger/", {"english": "sent", "version": "1"}
        )
        page = late.content.decode()
        assert "Alguien más ya actuó sobre esto" in page
        assert f"{cast.promotor}" in page  # who answered it meanwhile
        chosen = late.context["choice"]["english"]
        assert (chosen.value(), late.context["choice"]["version"].value()) == ("sent", 2)
        client_of(cast.promotora).post(
            f"{kept.get_absolute_url()}escoger/", {"english": "sent", "version": "2"}
        )
        with acting_as(SYSTEM):
            kept.refresh_from_db()
            assert (kept.state, Profile.objects.get(case=case).english) == ("aplicada", "B2")

    def test_an_answer_that_goes_with_another_is_decided_with_it(self, cast, client_of, case):
        """A grade is one of a level: alone it would make the other's answer nonsense."""
        one, two = (phone_of(cast.promotora, Client()) for _ in range(2))
        one.deliver(one.fill("perfilamiento", *profile(case.pk, profile_version="0")))
        few = {"case_id": str(case.pk), "interview_agreed": "si", "education": "diversificado",
               "last_grade": "7", "profile_version": "0", "years_abroad": "9"}  # fmt: skip
        two.deliver(two.fill("perfilamiento", few))
        with acting_as(SYSTEM):
            kept = Submission.objects.get(problem=Problem.CLASH)
        assert [name for name, _sent in kept.details] == ["education", "years_abroad"]
        choice = {"education": "sent", "years_abroad": "standing", "version": "1"}
        client_of(cast.promotora).post(f"{kept.get_absolute_url()}escoger/", choice)
        with acting_as(SYSTEM):
            told = Profile.objects.get(case=case)
        assert (told.education, told.last_grade, told.years_abroad) == ("diversificado", 7, 6)

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
