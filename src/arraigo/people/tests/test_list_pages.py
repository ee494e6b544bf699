"""The pages of a list: from the upload to the undo, the contact's call and her interview."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.client import canaries
from tests.factories import canary

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.core.reading.tables import read_table
from arraigo.core.spreadsheets import XLSX
from arraigo.organizations.models import Organization
from arraigo.people.leads.columns import FIX_HEADER
from arraigo.people.leads.enums import LeadState, ListState
from arraigo.people.leads.models import Lead, LeadList
from arraigo.people.models import Person, RefusalCount
from arraigo.people.tests.lists import as_workbook, faulty_list, imported, worked
from arraigo.people.tests.test_register import answers

pytestmark = pytest.mark.django_db


def file_of(lines, name="lista.xlsx"):
    return SimpleUploadedFile(name, as_workbook(lines), XLSX)


def answers_of_list(file, **changes):
    return {
        "file": file,
        "source": Organization.objects.get(code="igm").pk,
        "handed_by": "Encargada ficticia",
        "agreement": "Convenio ficticio",
        "purpose": "servicios",
        "received_on": clock.today().isoformat(),
        **changes,
    }


def one_contact(user, **columns):
    """Import a list of one person nobody else is called like, and watch the pages for her."""
    surname = canary()
    row = {"NOMBRES": "Persona", "APELLIDOS": surname, "TEL": "5555 0101", "MUNICIPIO": "Mixco"}
    listing = imported(user, [list({**row, **columns}), list({**row, **columns}.values())])
    with acting_as(SYSTEM):
        lead = listing.leads.get()
    canaries[str(lead.pk)] = surname
    return lead


def test_somebody_met_at_a_fair_is_noted_and_called(cast, client_of):
    client, address = client_of(cast.promotora), reverse("leads:meet")
    known = {"id": str(uuid.uuid4()), "full_name": "Persona", "phone": "5555 0123",
             "municipality": "0501"}  # fmt: skip
    wrong = client.post(address, known)
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Escriba nombre y apellido" in page
    assert "Sin su permiso no se anota nada de ella" in page
    assert 'value="5555 0123"' in page  # what was typed is still there
    known |= {"full_name": f"Persona {canary()}", "permission": "on", "last": "1"}
    canaries[known["id"]] = known["full_name"].split()[1]
    assert client.post(address, known).url == reverse("leads:contacts")
    assert known["full_name"] in client.get(reverse("leads:contacts")).content.decode()
    where = reverse("leads:contact", args=[known["id"]])
    assert "Dejó su nombre y su teléfono" in client.get(where).content.decode()
    assert client_of(cast.promotora_esq).get(where).status_code == 404


def test_a_list_goes_from_the_upload_to_the_undo(cast, client_of):
    client = client_of(cast.promotora)
    lines, expected = faulty_list(60, 21, seed=5)
    answer = client.post(reverse("leads:upload"), answers_of_list(file_of(lines)))
    with acting_as(SYSTEM):
        listing = LeadList.objects.get()
    page = client.get(answer.url)
    assert answer.url == reverse("leads:columns", args=[listing.pk])
    told = {field.html_name: field.value() or "" for field in page.context["form"]}
    assert list(told.values())[1:6] == ["given_names", "surnames", "sex", "birth", "department"]
    assert client.post(answer.url, told).url == listing.get_absolute_url()
    assert "<progress" in client.get(listing.get_absolute_url()).content.decode()
    worked(listing)
    assert client.get(reverse("leads:progress", args=[listing.pk]))["HX-Refresh"] == "true"
    page = client.get(listing.get_absolute_url()).content.decode()
    assert f"{60 - len(expected)} contactos por importar" in page
    client.post(reverse("leads:import", args=[listing.pk]))
    listing = worked(listing)
    assert listing.state == ListState.IMPORTED
    client.get(reverse("leads:confirm_undo", args=[listing.pk]))
    client.post(reverse("leads:undo", args=[listing.pk]))
    assert worked(listing).state == ListState.CHECKED
    client.post(reverse("leads:discard", args=[listing.pk]))
    with acting_as(SYSTEM):
        assert not Lead.objects.exists()
        assert not listing.rows.exists()


def test_the_excel_to_correct_says_what_is_wrong_and_comes_back(cast, client_of):
    client = client_of(cast.promotora)
    rows = [["Ana", "=Ficticia", "5555 0101"], ["Eva", "Ficticia", "555"], ["Ida", "Ficticia", ""]]
    listing = imported(cast.promotora, [["NOMBRES", "APELLIDOS", "TEL"], *rows])
    answer = client.get(reverse("leads:wrong_rows", args=[listing.pk]))
    table = read_table(answer.content, "corregir.xlsx")
    (_line, header), (_one, first), (_two, second) = table.rows
    assert header == ["Fila", "NOMBRES", "APELLIDOS", "TEL", FIX_HEADER]
    assert first[:4] == ["2", "Ana", "=Ficticia", "5555 0101"]
    assert first[4].startswith("APELLIDOS: Un texto empieza con")
    assert second[0] == "3"
    with acting_as(SYSTEM):
        ids = set(listing.rows.filter(number__in=(2, 3)).values_list("pk", flat=True))
        traced = Trace.objects.filter(purpose="leads:wrong_rows")
        assert set(traced.values_list("person_id", flat=True)) == ids
    first[2], second[3] = "Ficticia", "5555 0102"
    url = reverse("leads:corrected", args=[listing.pk])
    sent = client.post(url, {"file": file_of([header, first, second])})
    assert sent.url == listing.get_absolute_url()
    listing = worked(listing)
    with acting_as(SYSTEM):
        assert listing.rows.counts() == {
            "pending": 0, "good": 2, "wrong": 0, "twin": 0, "imported": 1,
        }  # fmt: skip


def test_a_file_turned_away_says_why_beside_the_question(cast, client_of):
    client = client_of(cast.promotora)
    file = SimpleUploadedFile("lista.xls", b"\xd0\xcf\x11\xe0" + bytes(99))
    page = client.post(reverse("leads:upload"), answers_of_list(file))
    assert page.status_code == 422
    assert "Guardar como" in page.content.decode()


def test_a_call_is_recorded_in_two_taps_and_her_name_is_in_no_address(cast, client_of):
    lead = one_contact(cast.promotora)
    client = client_of(cast.promotora)
    page = client.get(reverse("leads:contacts")).content.decode()
    assert lead.surnames in page
    assert "tel:+50255550101" in page
    assert not re.search(rf'(href|action)="[^"]*{lead.surnames}', page)
    shown = client.get(lead.get_absolute_url())
    step = shown.context["form"]["step"].value()
    client.post(reverse("leads:call", args=[lead.pk]), {"step": step, "result": "no_contesto"})
    page = client.get(reverse("leads:contacts")).content.decode()
    assert "No contestó" in page
    assert lead.surnames not in client.get("/listas/?sin-llamar").content.decode()


def test_a_search_is_kept_on_the_server(cast, client_of):
    lead = one_contact(cast.promotora)
    one_contact(cast.promotora, TEL="5555 0909")
    client = client_of(cast.promotora)
    answer = client.post(reverse("leads:find"), {"q": lead.surnames})
    assert lead.surnames not in answer.url
    page = client.get(answer.url)
    assert [found.pk for found in page.context["page"].leads] == [lead.pk]
    assert client_of(cast.promotor).get(answer.url).status_code == 404


def test_the_interview_starts_from_what_the_list_said_and_closes_the_contact(cast, client_of):
    lead = one_contact(cast.promotora)
    client = client_of(cast.promotora)
    url = reverse("people:register_from_lead", args=[lead.pk])
    initial = client.get(url).context["form"].initial
    assert (initial["surnames"], initial["phone"]) == (lead.surnames, "5555 0101")
    sent = answers(surnames=lead.surnames)
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url == reverse("casework:open", args=[lead.pk])
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=lead.pk)
        lead.refresh_from_db()
        assert (lead.state, lead.person, lead.surnames) == (LeadState.REGISTERED, person, "")
        seen = Trace.objects.filter(person_id=person.pk).values_list("purpose", flat=True)
        assert "people:register_from_lead" in seen


def test_a_refusal_at_the_interview_keeps_only_the_count(cast, client_of):
    lead = one_contact(cast.promotora)
    client = client_of(cast.promotora)
    url = reverse("people:register_from_lead", args=[lead.pk])
    for _time in range(2):
        client.post(url, {"decision": "refused"})
    with acting_as(SYSTEM):
        lead.refresh_from_db()
        assert (lead.state, lead.full_name.strip()) == (LeadState.REFUSED, "")
        assert RefusalCount.objects.count() == 1
        assert not Person.objects.exists()


def test_a_contact_who_has_a_file_is_closed_with_it(cast, client_of):
    from tests.factories import registered_person

    lead = one_contact(cast.promotora)
    person = registered_person(cast.promotora, phone="+50255550101", surnames=lead.surnames)
    client = client_of(cast.promotora)
    assert client.get(lead.get_absolute_url()).context["people"] == [person]
    answer = client.post(reverse("leads:confirm", args=[lead.pk]), {"person": person.pk})
    assert answer.url == reverse("desk:person", args=[person.pk])
    with acting_as(SYSTEM):
        lead.refresh_from_db()
        assert lead.person == person


@pytest.mark.parametrize("role", ["promotora_esq", "supervisor_esq"])
def test_another_office_gets_404_everywhere(cast, client_of, role):
    lead = one_contact(cast.promotora)
    client = client_of(getattr(cast, role))
    for name in ("contact", "list", "columns", "progress", "wrong_rows", "twins", "confirm_undo"):
        pk = lead.pk if name == "contact" else lead.listing_id
        assert client.get(reverse(f"leads:{name}", args=[pk])).status_code == 404, name
    assert client.get(reverse("people:register_from_lead", args=[lead.pk])).status_code == 404
    assert lead.surnames not in client.get(reverse("leads:contacts")).content.decode()


def test_the_contacts_page_asks_few_questions_of_the_database(
    cast, client_of, django_assert_max_num_queries
):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rows = [[f"Persona {letter}", f"Ficticia {letter * 3}"] for letter in alphabet]
    imported(cast.promotora, [["NOMBRES", "APELLIDOS"], *rows])
    client = client_of(cast.promotora)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("leads:contacts"))
    assert len(page.context["page"].leads) == 25
    after = page.context["page"].after
    assert len(client.get(f"/listas/?after={after}").context["page"].leads) == 1
