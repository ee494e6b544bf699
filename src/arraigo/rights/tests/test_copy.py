"""The copy of a person's file."""

import json
import uuid

import pytest
from django.urls import reverse

from arraigo.casework.actions import record_note
from arraigo.casework.enums import EventKind, NoteKind
from arraigo.casework.models import CaseEvent, Note
from arraigo.casework.tests.making import note
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.rights.copying import sections_of
from arraigo.rights.models import FileCopy
from arraigo.rights.tests.living import lived

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return lived(cast.promotora)


def wanted(**changes):
    return {"id": str(uuid.uuid4()), "identified_how": "dpi", "format": "json", **changes}


def page_of(case):
    return reverse("rights:copy", args=[case.person_id])


def test_tells_all_that_is_hers_and_nothing_else(cast, case, client_of):
    answer = client_of(cast.promotora).post(page_of(case), wanted())
    assert answer["Content-Disposition"] == 'attachment; filename="expediente.json"'
    text = answer.content.decode()
    whole = json.loads(text)
    names = {part["nombre"] for part in whole["partes"]}
    assert len(names) >= 18
    assert {"people.Person", "casework.Note", "plans.Plan", "referrals.Referral"} <= names
    assert case.person.surnames in text
    assert "Quien contesta" not in text  # who answered at the institution
    assert "Testigo de Prueba" not in text
    assert not {"people.MatchCandidate", "people.Merge", "referrals.AnswerLink"} & names


def test_notes_of_protection_stay_out(cast, case):
    with acting_as(Actor.user(cast.promotora)):
        kept = record_note(
            data=note(case, text="Sospecha", kind=NoteKind.NOTE), user=cast.promotora
        )
    with acting_as(SYSTEM):
        assert "Sospecha" in str(sections_of(case.person))
        Note.objects.filter(pk=kept.pk).update(data_class="c")
        assert "Sospecha" not in str(sections_of(case.person))


def test_on_paper_it_is_a_pdf(cast, case, client_of):
    answer = client_of(cast.promotora).post(page_of(case), wanted(format="pdf"))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]


def test_is_traced_as_what_left_and_told_in_the_timeline_once(cast, case, client_of):
    client, form = client_of(cast.promotora), wanted()
    for _time in range(2):
        assert client.post(page_of(case), form).status_code == 200
    with acting_as(SYSTEM):
        copies = FileCopy.objects.filter(person=case.person_id)
        assert copies.get().identified_how == "dpi"
        assert CaseEvent.objects.filter(case=case, kind=EventKind.FILE_COPIED).count() == 1
        taken = Trace.objects.filter(person_id=case.person_id, purpose="rights:copy_taken")
        assert taken.count() == 2
    looks = client.get(reverse("rights:looks", args=[case.person_id])).content.decode()
    assert "Le entregó la copia de su expediente" in looks


@pytest.mark.parametrize(
    "changes",
    [
        {"identified_how": ""},
        {"identified_how": "nadie"},
        {"format": "xls"},
        {"format": ""},
        {"id": "x"},
        {"id": ""},
    ],
)
def test_only_to_who_has_shown_who_she_is(cast, case, client_of, changes):
    answer = client_of(cast.promotora).post(page_of(case), wanted(**changes))
    assert answer.status_code == 422
    with acting_as(SYSTEM):
        assert not FileCopy.objects.exists()


def test_nobody_else_hands_it_over(cast, case, client_of):
    for key, status in {"promotora_esq": 404, "oficial": 403, "datos": 403}.items():
        answer = client_of(getattr(cast, key)).post(page_of(case), wanted())
        assert answer.status_code == status, key
