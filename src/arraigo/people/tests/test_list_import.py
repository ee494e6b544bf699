"""A list from its columns to its contacts: what is found wrong, corrected, imported, closed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from tests.factories import registered_person

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.leads.actions import contacts, lists, work
from arraigo.people.leads.columns import FIX_HEADER, LINE_HEADER, header_of, propose
from arraigo.people.leads.enums import Field, LeadState, ListState, ProblemKind, RowState
from arraigo.people.leads.enums import LeadStep as Happened
from arraigo.people.leads.models import Lead, LeadList, LeadStep, ListContent, ListRow, ListStep
from arraigo.people.leads.places import Places
from arraigo.people.tests.lists import (
    FAULTS,
    as_table,
    checked,
    faulty_list,
    imported,
    received,
    worked,
)

pytestmark = pytest.mark.django_db
LIST = [
    ["NOMBRE COMPLETO", "TEL", "MUNICIPIO", "OBSERVACIONES"],
    ["Persona Uno Ficticia Alfa", "5555 0101", "Nueva Concepción, Escuintla", "secreto"],
    ["Persona Dos Ficticia Beta", "5555 0102", "Mixco", ""],
    ["Persona Tres Ficticia Gama", "", "Ixcán", ""],
]


def found(listing):
    with acting_as(SYSTEM):
        return {
            row.number: [problem["kind"] for problem in row.problems]
            for row in listing.rows.all()
            if row.problems
        }


def test_each_fault_among_thousands_is_found_with_its_line_and_nothing_else(cast):
    lines, expected = faulty_list(5000, 250, seed=1)
    listing = checked(cast.promotora, lines)
    assert len(set(expected.values())) == len(FAULTS) >= 12
    assert found(listing) == {number: [kind] for number, kind in expected.items()}
    with acting_as(SYSTEM):
        counts = listing.rows.counts()
        assert (counts["good"], counts["wrong"]) == (4750, 250)
        assert listing.state == ListState.CHECKED
        refused = listing.rows.filter(problems__0__kind=ProblemKind.REFUSED)
        assert refused
        assert all(row.values == {} for row in refused)
        assert not any("no se guarda" in str(row.values) for row in listing.rows.all())


@pytest.mark.parametrize(
    ("sexes", "expected"),
    [(["F", "M"], ["f", "m"]), (["H", "M"], ["m", "f"]), (["M", "mujer"], ["", "f"])],
)
def test_m_means_what_it_stands_beside(cast, sexes, expected):
    rows = [[f"Ana {letter} Ficticia Ñ{n}", letter] for n, letter in enumerate(sexes)]
    listing = checked(cast.promotora, [["NOMBRE COMPLETO", "SEXO"], *rows])
    with acting_as(SYSTEM):
        reader = work.reader_of(listing)
        read = [reader.read(row.number, row.values) for row in listing.rows.order_by("number")]
    assert [judged.data.sex for judged in read] == expected
    assert (found(listing) == {}) == ("" not in expected)


def test_a_column_is_known_by_what_it_holds_and_by_what_was_said_last_time(cast):
    lines = [
        ["COL_A", "COL_B", "COL_C", "COL_D"],
        ["Ana Ficticia", "55550101", "2987123450101", "Mixco"],
        ["Eva Ficticia", "55550102", "2987123450102", "Ixcán"],
    ]
    listing = received(cast.promotora, lines)
    with acting_as(Actor.user(cast.promotora)):
        layout = lists.layout(listing)
        assert propose(layout, {}, Places()) == ["", Field.PHONE, Field.CUI, Field.MUNICIPALITY]
        with pytest.raises(Refused):
            lists.set_columns(received=listing, fields=["", "phone", "", ""], user=cast.promotora)
        told = ["full_name", "", "cui", "municipality"]
        lists.set_columns(received=listing, fields=told, user=cast.promotora)
    again = received(cast.promotora, lines)
    with acting_as(Actor.user(cast.promotora)):
        assert propose(lists.layout(again), lists.saved_fields(again), Places()) == told


def test_two_columns_make_one_name(cast):
    lines = [
        ["PRIMER NOMBRE", "SEGUNDO NOMBRE", "PRIMER APELLIDO", "SEGUNDO APELLIDO"],
        ["Ana", "Eva", "Ficticia", "Uno"],
    ]
    listing = imported(cast.promotora, lines)
    with acting_as(SYSTEM):
        lead = listing.leads.get()
    assert (lead.given_names, lead.surnames) == ("Ana Eva", "Ficticia Uno")


def test_contacts_hold_what_the_row_said_and_the_file_is_gone(cast):
    listing = imported(cast.promotora, LIST)
    with acting_as(SYSTEM):
        lead = listing.leads.get(phone="+50255550101")
        assert lead.full_name == "Persona Uno Ficticia Alfa"
        assert str(lead.municipality) == "Nueva Concepción"
        assert lead.expires_on == clock.today() + timedelta(days=90)
        assert ListRow.objects.get(pk=lead.pk).state == RowState.IMPORTED
        assert not ListContent.objects.exists()
        assert "secreto" not in str(list(listing.rows.values()))
        assert list(listing.steps.values_list("name", flat=True).order_by("id")) == [
            "recibir", "columnas", "importar",
        ]  # fmt: skip


def test_the_same_file_twice_is_one_list(cast):
    from arraigo.people.leads.inputs import ReceivedFile
    from arraigo.people.offices import office_of
    from arraigo.people.tests.lists import basis

    file = ReceivedFile.of("a.csv", b"same", as_table(LIST))
    with acting_as(Actor.user(cast.promotora)):
        office = office_of(cast.promotora)
        one, two = (
            lists.receive_list(basis=basis(), file=file, user=cast.promotora, office=office)
            for _time in range(2)
        )
    assert one == two
    with acting_as(SYSTEM):
        assert LeadList.objects.count() == ListStep.objects.count() == 1


def test_a_list_too_old_to_be_kept_is_refused(cast):
    with pytest.raises(Refused):
        received(cast.promotora, LIST, received_on=clock.today() - timedelta(days=90))


def test_corrected_rows_come_in_and_the_others_stay_as_they_were(cast):
    lines, _expected = faulty_list(120, 42, seed=3)
    listing = imported(cast.promotora, lines)
    with acting_as(SYSTEM):
        before = set(listing.leads.values_list("pk", flat=True))
        assert len(before) == 78
        wrong = list(listing.rows.filter(state=RowState.WRONG).order_by("number"))
        held = [field for field in Field if header_of(field, listing.columns)]
        headers = [LINE_HEADER, *(header_of(field, listing.columns) for field in held), FIX_HEADER]
        mended = [
            [row.number, *({**row.values, **MENDED}.get(field, "") for field in held), ""]
            for row in wrong[:10]
        ]
    for number, line in enumerate(mended):
        line[1 + held.index(Field.SURNAMES)] = f"Corregida {'abcdefghij'[number]}"
        line[1 + held.index(Field.PHONE)] = ""
    foreign = [5, *("x" for _field in held), ""]
    table = as_table([headers, *mended, foreign])
    with acting_as(Actor.user(cast.promotora)):
        assert lists.correct_rows(received=listing, table=table, user=cast.promotora) == 10
    listing = worked(listing)
    assert len(found(listing)) == 32
    with acting_as(Actor.user(cast.promotora)):
        with pytest.raises(Refused):
            lists.correct_rows(received=listing, table=table, user=cast.promotora)
        lists.import_list(received=listing, user=cast.promotora)
    listing = worked(listing)
    with acting_as(SYSTEM):
        after = set(listing.leads.values_list("pk", flat=True))
        assert before < after
        assert len(after) == 88


MENDED = {
    Field.GIVEN_NAMES: "Persona", Field.SEX: "mujer", Field.BIRTH: "1990", Field.CUI: "",
    Field.DEPARTMENT: "Escuintla", Field.MUNICIPALITY: "Escuintla", Field.RETURNED_ON: "02/03/2026",
    Field.COUNTRY: "EEUU", Field.PERMISSION: "Sí",
}  # fmt: skip


def test_probable_duplicates_wait_for_a_decision_and_are_looked_for_within_scope_only(cast):
    imported(cast.promotora, LIST)
    mine = registered_person(cast.promotora, given_names="Wendy", phone="+50255550202")
    others = registered_person(cast.promotora_esq, given_names="Óscar", phone="+50255550303")
    lines = [
        ["NOMBRES", "APELLIDOS", "TEL"],
        ["Persona Uno", "Fictisia Alfa", "5555 0101"],
        ["Wendi", mine.surnames, "5555 0202"],
        ["Óscar", others.surnames, "5555 0303"],
    ]
    listing = checked(cast.promotora, lines)
    with acting_as(SYSTEM):
        twins = {row.number: row.twins for row in listing.rows.all()}
        assert [twin["kind"] for twin in twins[2]] == ["lead"]
        assert twins[3] == [{"kind": "person", "id": str(mine.pk), "reason": "phone"}]
        assert twins[4] == []
        pk = listing.rows.get(number=3).pk
    with acting_as(Actor.user(cast.promotora)):
        shown = [row.pk for row in listing.rows.filter(state=RowState.TWIN)]
        lists.choose_twins(received=listing, shown=shown, wanted=[pk])
        lists.import_list(received=listing, user=cast.promotora)
    listing = worked(listing)
    with acting_as(SYSTEM):
        assert sorted(listing.rows.filter(state="importada").values_list("number", flat=True)) == [
            3, 4,
        ]  # fmt: skip


def test_another_office_sees_nothing_of_it_nor_does_the_national_officer(cast):
    listing = imported(cast.promotora, LIST)
    for user in (cast.promotora_esq, cast.oficial, cast.enlace):
        with acting_as(Actor.user(user)):
            for model in (LeadList, Lead, ListRow, ListStep):
                assert not model.objects.exists()
            assert not LeadList.objects.visible_to(user).exists()
    with acting_as(Actor.user(cast.supervisora)):
        assert Lead.objects.visible_to(cast.supervisora).count() == 3
        assert LeadList.objects.visible_to(cast.supervisora).get() == listing


def test_a_call_leaves_its_result_once_and_a_refusal_leaves_the_count_only(cast):
    listing = imported(cast.promotora, LIST)
    user, call = cast.promotora, uuid.uuid4()
    with acting_as(Actor.user(user)):
        lead, other = listing.leads.order_by("phone")[:2]
        for _time in range(2):
            contacts.record_call(lead=lead, result=Happened.NO_ANSWER, step_id=call, user=user)
        assert LeadStep.objects.get(lead=lead).name == "no_contesto"
        contacts.record_call(lead=other, result=Happened.REFUSED, step_id=uuid.uuid4(), user=user)
        with pytest.raises(Refused):
            contacts.record_call(lead=other, result=Happened.LATER, step_id=uuid.uuid4(), user=user)
        other.refresh_from_db()
        assert (other.state, other.full_name.strip(), other.phone) == (LeadState.REFUSED, "", "")
        assert ListRow.objects.get(pk=other.pk).values == {}
        assert LeadList.objects.with_counts().get().refused == 1


def test_after_ninety_days_the_names_go_and_the_count_stays(cast):
    imported(cast.promotora, LIST, received_on=clock.today() - timedelta(days=30))
    later = clock.now() + timedelta(days=60)
    with acting_as(SYSTEM, at=later - timedelta(days=1)):
        assert work.purge() == 0
    with acting_as(SYSTEM, at=later):
        assert work.purge() == 3
        assert work.purge() == 0
        assert {lead.full_name.strip() for lead in Lead.objects.all()} == {""}
        assert not ListRow.objects.exists()
        assert LeadStep.objects.filter(name=Happened.EXPIRED).count() == 3
        counted = LeadList.objects.with_counts().get()
        assert (counted.contacts, counted.expired, counted.state) == (3, 3, ListState.EXPIRED)


def test_a_list_nobody_imports_loses_its_rows_after_a_week(cast):
    listing = checked(cast.promotora, LIST)
    with acting_as(SYSTEM, at=clock.now() + timedelta(days=8)):
        work.purge()
        listing.refresh_from_db()
        assert listing.state == ListState.EXPIRED
        assert not ListRow.objects.exists()
        assert not ListContent.objects.exists()


def test_names_of_contacts_are_never_in_the_history(cast):
    from arraigo.core.models import History

    imported(cast.promotora, LIST)
    with acting_as(SYSTEM):
        assert not History.objects.filter(table_name__startswith="people_l").exists()


def test_excel_serials_and_ages_are_understood(cast):
    lines = [["NOMBRE COMPLETO", "EDAD", "FECHA DE RETORNO"], ["Ana Ficticia", "30 años", "46083"]]
    listing = imported(cast.promotora, lines)
    with acting_as(SYSTEM):
        lead = listing.leads.get()
    assert lead.birth_year == clock.today().year - 30
    assert lead.returned_on == date(2026, 3, 2)
