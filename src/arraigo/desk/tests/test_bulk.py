"""Cases chosen in a list: a sheet to print and a file, seen before, traced, and nobody else's."""

import io
import uuid

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.actions import reassign_case
from arraigo.casework.models import Case
from arraigo.casework.views import choosing
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.models import ContactPoint, Person

pytestmark = pytest.mark.django_db
SHEET, PREVIEW = "/casos/escogidos/hoja/", "/casos/escogidos/archivo/"
FILE = f"{PREVIEW}bajar/"


def chosen(*cases, **more):
    return {"caso": [case.pk for case in cases], **more}


def traced(case, purpose):
    with acting_as(SYSTEM):
        return Trace.objects.filter(person_id=case.person_id, purpose=purpose).exists()


def rows_of(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    header, *rows = book.active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_bar_offers_what_the_role_may_do(cast, client_of):
    case = opened_case(cast.promotora)
    offered = {
        cast.promotora: (True, True, False), cast.supervisora: (True, True, True),
        cast.oficial: (False, False, False),
    }  # fmt: skip
    for user, shown in offered.items():
        page = client_of(user).get("/casos/").content.decode()
        assert f'formaction="{SHEET}"' in page
        assert f'id="caso-{case.pk}"' in page
        bulk = ("/actividades/invitar/", PREVIEW, "/casos/reasignar/")
        assert tuple(f'formaction="{address}"' in page for address in bulk) == shown


def test_the_sheet_lists_them_by_place_with_phones(cast, client_of):
    one, two = opened_case(cast.promotora, phone="+50255550144"), opened_case(cast.promotora)
    other = opened_case(cast.promotora)
    page = client_of(cast.promotora).post(SHEET, chosen(one, two)).content.decode()
    assert "2 casos, por municipio" in page
    assert one.code in page
    assert other.code not in page
    assert "5555 0144" in page
    assert "Sin teléfono" in page
    assert traced(one, "desk:cases_print")
    assert not traced(other, "desk:cases_print")


def test_the_officers_sheet_has_no_phones(cast, client_of):
    case = opened_case(cast.promotora, phone="+50255550144")
    page = client_of(cast.oficial).post(SHEET, chosen(case)).content.decode()
    assert case.code in page
    assert "5555 0144" not in page


def test_what_would_leave_is_read_before(cast, client_of):
    case = opened_case(cast.promotora)
    page = client_of(cast.promotora).post(PREVIEW, chosen(case)).content.decode()
    for words in ("Sale 1 persona, con estos datos:", "Departamento", "Bajar 1 caso", case.code):
        assert words in page
    assert not traced(case, "desk:cases_file")


def test_the_file_says_what_the_list_says(cast, client_of):
    case = opened_case(cast.promotora, phone="+50255550144")
    closed = opened_case(cast.promotora)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=closed.pk).update(closed_on=clock.today())
    answer = client_of(cast.promotora).post(FILE, chosen(case, closed, formato="xlsx"))
    assert f"casos-{clock.today():%Y-%m-%d}.xlsx" in answer["Content-Disposition"]
    rows = {row["Código"]: row for row in rows_of(answer)}
    row = rows[case.code]
    assert row["Nombre"] == case.person.full_name
    assert (row["Paso"], row["Teléfono"]) == ("1. Perfilamiento", "5555 0144")
    assert row["A cargo de"] == cast.promotora.name
    assert rows[closed.code]["Paso"] == "Cerrado"
    assert traced(case, "desk:cases_file")


def test_no_phone_that_may_not_be_called_leaves(cast, client_of):
    case = opened_case(cast.promotora, phone="+50255550144")
    with acting_as(SYSTEM):
        ContactPoint.objects.filter(person=case.person_id).update(can_call=False)
    answer = client_of(cast.promotora).post(FILE, chosen(case, formato="csv"))
    assert "5555 0144" not in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "  =", "\t="])
def test_no_name_is_a_formula(cast, client_of, start):
    case = opened_case(cast.promotora)
    with acting_as(SYSTEM):
        Person.objects.filter(pk=case.person_id).update(given_names=f"{start}HYPERLINK(1)")
    client = client_of(cast.promotora)
    text = client.post(FILE, chosen(case, formato="csv")).content.decode("utf-8-sig")
    assert "HYPERLINK(1)" in text
    assert f",{start}" not in text
    book = openpyxl.load_workbook(
        io.BytesIO(client.post(FILE, chosen(case, formato="xlsx")).content)
    )
    assert book.active["B2"].data_type == "s"


def test_foreign_cases_are_as_none(cast, client_of):
    own, foreign = opened_case(cast.promotora), opened_case(cast.promotora_esq)
    client = client_of(cast.promotora)
    for path in (SHEET, PREVIEW):
        page = client.post(path, chosen(own, foreign)).content.decode()
        assert foreign.code not in page
    (row,) = rows_of(client.post(FILE, chosen(own, foreign, formato="xlsx")))
    assert row["Código"] == own.code
    assert not traced(foreign, "desk:cases_file")


@pytest.mark.parametrize("path", [SHEET, PREVIEW, FILE])
@pytest.mark.parametrize("form", [{}, {"caso": "x"}, {"caso": [uuid.uuid4()]}])
def test_nothing_chosen_says_what_to_do(cast, client_of, path, form):
    answer = client_of(cast.promotora).post(path, form, follow=True)
    assert "Escoja primero los casos" in answer.content.decode()


@pytest.mark.parametrize("path", [SHEET, PREVIEW, FILE])
def test_not_more_than_two_people_would_decide(cast, client_of, monkeypatch, path):
    monkeypatch.setattr(choosing, "MOST", 1)
    cases = [opened_case(cast.promotora) for _ in range(2)]
    answer = client_of(cast.promotora).post(path, chosen(*cases, formato="xlsx"), follow=True)
    assert "Escoja 1 casos o menos." in answer.content.decode()
    assert not traced(cases[0], "desk:cases_file")


def test_an_unknown_format_is_asked_again(cast, client_of):
    case = opened_case(cast.promotora)
    answer = client_of(cast.promotora).post(FILE, chosen(case, formato="exe"))
    assert answer.status_code == 422
    assert "Bajar 1 caso" in answer.content.decode()


def test_what_changed_hands_meanwhile_leaves_with_who_has_it_now(cast, client_of):
    case = opened_case(cast.promotora)
    client = client_of(cast.promotora)
    client.post(PREVIEW, chosen(case))
    with acting_as(Actor.user(cast.supervisora)):
        reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
    (row,) = rows_of(client.post(FILE, chosen(case, formato="xlsx")))
    assert row["A cargo de"] == cast.promotor.name


@pytest.mark.parametrize("path", [SHEET, PREVIEW, FILE])
def test_it_costs_the_same_however_many(cast, client_of, path):
    cases = [opened_case(cast.promotora, phone="+50255550144") for _ in range(4)]
    client = client_of(cast.promotora)

    def cost(*some):
        with CaptureQueriesContext(connection) as queries:
            client.post(path, chosen(*some, formato="csv"))
        return len(queries)

    cost(cases[0])
    assert cost(*cases) == cost(cases[0])
