"""Interviews are found by what was answered, and their answers are taken out in words."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import opened_case
from tests.openrosa.through_django import phone_of

from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.field.models import Submission, XForm
from arraigo.field.tests.interviews import note, profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, case, phone):
    """Deliver two interviews with different answers, and a note."""
    other = opened_case(cast.promotora)
    answers, rows = profile(case.pk, housing="alquilada", work_situation="busca")
    phone.deliver(phone.fill("perfilamiento", answers, rows))
    answers, rows = profile(other.pk, housing="propia", work_situation="busca")
    phone.deliver(phone.fill("perfilamiento", answers, rows))
    phone.deliver(phone.fill("nota_visita", note(case.pk)))
    return other


def form_of(form_id):
    return str(XForm.objects.get(form_id=form_id).pk)


def rows_of(client, **asked):
    page = client.get(reverse("field:submissions"), asked)
    return [(each.form_id, each.case_id) for each in page.context["page"].rows]


def test_found_by_form_question_and_answer(cast, client_of, case, told):
    client, form = client_of(cast.promotora), form_of("perfilamiento")
    assert len(rows_of(client)) == 3
    assert len(rows_of(client, form=form)) == 2
    page = client.get(reverse("field:submissions"), {"form": form}).content.decode()
    assert 'name="question"' in page
    assert 'name="answer"' not in page
    chosen = {"form": form, "question": "housing", "answer": "propia"}
    assert rows_of(client, **chosen) == [("perfilamiento", told.pk)]
    assert len(rows_of(client, form=form, question="work_situation", answer="busca")) == 2
    nonsense = {"form": form, "question": "no_such", "answer": "' OR 1=1"}
    assert len(rows_of(client, **nonsense)) == 2
    assert rows_of(client_of(cast.promotora_esq)) == []


def test_found_by_words_that_stand_in_no_address(cast, client_of, told):
    client = client_of(cast.promotora)
    answer = client.post(reverse("field:submissions_search"), {"q": "PROPIA"})
    assert "ropia" not in answer.url
    assert [each.case_id for each in client.get(answer.url).context["page"].rows] == [told.pk]
    assert client.post(reverse("field:submissions_search"), {"q": ""}).status_code == 302
    other = client_of(cast.promotor)  # of the same office: the words are not hers to see
    assert len(other.get(answer.url).context["page"].rows) == 3


def test_several_choices_are_each_found(cast, client_of, case):
    phone = phone_of(cast.promotora, Client())
    answers, rows = profile(case.pk, income_sources="remesas familia")
    phone.deliver(phone.fill("perfilamiento", answers, rows))
    client, form = client_of(cast.promotora), form_of("perfilamiento")
    for code, found in (("remesas", 1), ("familia", 1), ("empleo", 0)):
        asked = {"form": form, "question": "income_sources", "answer": code}
        assert len(rows_of(client, **asked)) == found


def test_taken_out_in_words_and_codes_without_names(cast, client_of, case, told):
    client = client_of(cast.promotora)
    answer = client.get(reverse("field:answers"), {"form": form_of("perfilamiento")})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Respuestas", "Códigos"]
    words, codes = ([list(row) for row in sheet.values] for sheet in book)
    assert words[0][:3] == ["Recibo", "Recibida", "Caso"]
    place = codes[0].index("housing")
    assert words[0][place] == "¿Dónde vive ahora?"
    assert {row[place] for row in codes[1:]} == {"propia", "alquilada"}
    assert "Casa propia o de la familia" in {row[place] for row in words[1:]}
    assert {row[2] for row in words[1:]} == {case.code, told.code}
    asked = [codes[0].index(name) for name in ("work_situation", "housing")]
    assert asked == sorted(asked)  # in the order of the form
    text = str(words) + str(codes)
    with acting_as(SYSTEM):
        for each in (case, told):
            assert each.person.surnames not in text
        traced = set(
            Trace.objects.filter(purpose="field:answers").values_list("person_id", flat=True)
        )
        assert traced == {case.person_id, told.person_id}
        assert Submission.objects.count() == 3
