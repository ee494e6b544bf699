"""From the code to the case: what a phone delivers becomes what a page would have made."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from tests.factories import canary, opened_case
from tests.openrosa.through_django import phone_of

from arraigo.casework.models import Case, FollowUp, Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.field.enums import SubmissionState
from arraigo.field.models import Submission
from arraigo.field.tests.interviews import follow_up, household, note, profile, registration
from arraigo.people.models import Consent, Person
from arraigo.profiling.models import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(cast):
    return phone_of(cast.promotora, Client())


def test_a_phone_gets_the_forms_it_may_have_and_its_users_cases(cast):
    mine = opened_case(cast.promotora)
    phone = phone_of(cast.promotora, Client())
    assert {"registro_minimo", "perfilamiento", "seguimiento", "nota_visita"} <= set(phone.forms)
    assert "vulnerabilidad" not in phone.forms  # class C
    assert "rss" not in phone.forms  # not turned on
    assert str(mine.pk) in phone.cases
    with acting_as(SYSTEM):
        label = phone.cases[str(mine.pk)]["label"]
        assert label == f"{mine.person.full_name} · {mine.code}"


def test_registration_makes_the_person_her_consent_and_her_case(cast, phone):
    surname, case_id, person_id = canary(), str(uuid.uuid4()), str(uuid.uuid4())
    xml = phone.fill(
        "registro_minimo",
        registration(surnames=surname, person_id=person_id),
        entity=(case_id, f"Persona {surname}"),
    )
    (words,) = phone.deliver(xml)
    assert words.startswith("Recibido.")
    with acting_as(SYSTEM):
        case = Case.objects.get(pk=case_id)
        assert case.person_id == uuid.UUID(person_id)
        assert case.person.surnames == surname
        assert case.opened_by == cast.promotora
        consent = Consent.objects.get(person=case.person)
        assert (consent.how, consent.witness_name) == ("witness", "Testigo de Prueba")
        kept = Submission.objects.get()
        assert (kept.state, kept.case_id, kept.person_id) == ("aplicada", case.pk, case.person_id)
        assert kept.answers.keys().isdisjoint({"surnames", "phone", "cui"})
    phone.refresh()
    assert case_id in phone.cases


def test_an_interview_a_follow_up_and_a_note_land_in_the_case(cast):
    case = opened_case(cast.promotora)
    phone = phone_of(cast.promotora, Client())
    answers, repeats = profile(case.pk)
    phone.deliver(phone.fill("perfilamiento", answers, repeats))
    phone.deliver(phone.fill("seguimiento", follow_up(case.pk)))
    phone.deliver(phone.fill("nota_visita", note(case.pk)))
    with acting_as(SYSTEM):
        states = list(Submission.objects.values_list("form_id", "state", "details"))
        assert {state for _form, state, _details in states} == {"aplicada"}, states
        told = Profile.objects.get(case=case)
        assert (told.education, told.last_grade, told.english) == ("primaria", 3, "A2")
        assert told.wants == ["empleo", "negocio"]
        assert told.is_complete
        assert [row.words for row in told.experiences.all()] == ["yardero", "cocina"]
        assert household(case) == [("partner", "m", "30-59"), ("child", "f", "0-4")]
        assert FollowUp.objects.get(case=case).outcomes == ["empleo", "ingreso"]
        assert Note.objects.get(case=case).text == "Le visité en su casa."
        kept = Submission.objects.get(form_id="perfilamiento")
        assert kept.answers["housing"] == [
            "alquilada", "¿Dónde vive ahora?", "Casa o cuarto alquilado",
        ]  # fmt: skip
        assert "education" not in kept.answers


def test_who_refuses_leaves_a_count_and_nothing_else(cast, phone):
    phone.deliver(phone.fill("registro_minimo", {"consent_decision": "refused"}))
    with acting_as(SYSTEM):
        kept = Submission.objects.get()
        assert kept.state == SubmissionState.DONE
        assert kept.person_id is None
        assert not Person.objects.filter(registered_at__date=clock.today(), surnames="").exists()


def test_the_same_delivery_again_changes_nothing(cast, phone):
    xml = phone.fill(
        "registro_minimo", registration(), entity=(str(uuid.uuid4()), "Persona Ficticia")
    )
    first = phone.deliver(xml)
    assert phone.deliver(xml) == first
    with acting_as(SYSTEM):
        assert Submission.objects.count() == 1
        assert Case.objects.filter(pk=Submission.objects.get().case_id).count() == 1
