"""The pages of the protocol: who reads, who writes, and what a mistake costs."""

import pytest
from django.urls import reverse

from arraigo.casework.models import ProtocolVersion
from arraigo.core.context import SYSTEM, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast, client_of):
    return client_of(cast.administra)


@pytest.fixture
def draft(admin):
    admin.post(reverse("protocol:start"))
    with acting_as(SYSTEM):
        return ProtocolVersion.objects.draft()


def fields(response):
    """Return what a page of the draft would send, as it shows it."""
    sent = {}
    rows = response.context["rows"]
    every = [response.context["form"], *(rows.forms if rows is not None else [])]
    if rows is not None:
        every.append(rows.management_form)
    for form in every:
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                sent[bound.html_name] = value
    return sent


def document():
    with acting_as(SYSTEM):
        return ProtocolVersion.objects.draft().document


def test_who_works_with_it_reads_it(cast, client_of, draft):
    client = client_of(cast.promotora)
    assert "Versión 1" in client.get(reverse("protocol:list")).text
    page = client.get(reverse("protocol:version", args=[1])).text
    assert "Completar el perfil" in page
    assert "15, 30, 60, 90, 180, 365" in page
    assert reverse("protocol:step", args=[1, 1]) not in page


def test_a_page_sent_as_it_stands_changes_nothing(admin, draft):
    before = document()
    addresses = [reverse("protocol:step", args=[draft.pk, number]) for number in range(6)]
    addresses += [
        reverse("protocol:entries", args=[draft.pk, name])
        for name in ("reasons", "results", "outcomes", "topics")
    ]
    addresses += [
        reverse(f"protocol:{name}", args=[draft.pk]) for name in ("calendar", "unreachable")
    ]
    for address in addresses:
        assert admin.post(address, fields(admin.get(address))).status_code == 302, address
        assert document() == before, address


def test_a_task_of_ones_own(admin, draft):
    address = reverse("protocol:step", args=[draft.pk, 3])
    sent = fields(admin.get(address))
    refused = admin.post(address, {**sent, "tarea-1-label": "Llevar papelería"})
    assert refused.status_code == 422
    assert "Escoja al menos una cosa que la cumpla." in refused.text
    assert "Llevar papelería" in refused.text
    told = {"tarea-1-label": "Llevar papelería", "tarea-1-kinds": ["document_added"]}
    assert admin.post(address, {**sent, **told}).status_code == 302
    assert document()["steps"][3]["checks"][1] == {
        "task": "llevar_papeleria", "label": "Llevar papelería", "kinds": ["document_added"],
    }  # fmt: skip
    sent = fields(admin.get(address))
    admin.post(address, {**sent, "tarea-0-remove": "on"})
    assert [check["task"] for check in document()["steps"][3]["checks"]] == ["llevar_papeleria"]


def test_what_the_work_stands_on_cannot_be_taken_out(admin, draft):
    address = reverse("protocol:step", args=[draft.pk, 5])
    sent = fields(admin.get(address))
    admin.post(address, {**sent, "tarea-0-remove": "on", "tarea-0-label": "Pedir el cierre"})
    checks = document()["steps"][5]["checks"]
    assert [check["task"] for check in checks] == ["close", "certify"]
    assert checks[0]["label"] == "Pedir el cierre"


def test_an_entry_of_a_list(admin, draft):
    address = reverse("protocol:entries", args=[draft.pk, "topics"])
    sent = fields(admin.get(address))
    gone = next(key for key, value in sent.items() if value == "otro").replace("code", "retired")
    new = f"entrada-{len(document()['topics'])}-label"
    assert admin.post(address, {**sent, gone: "on", new: "Vivienda"}).status_code == 302
    topics = document()["topics"]
    assert topics[-1] == {"code": "vivienda", "label": "Vivienda"}
    assert topics[-2] == {"code": "otro", "label": "Otro tema", "retired": True}
    empty = admin.post(address, {**fields(admin.get(address)), "entrada-0-label": " "})
    assert empty.status_code == 422
    assert "Escriba las palabras" in empty.text


@pytest.mark.parametrize("written", ["quince", "30, 15", "15, 15", "0", "9999", "1.5"])
def test_days_that_cannot_be(admin, draft, written):
    before = document()
    address = reverse("protocol:calendar", args=[draft.pk])
    sent = {**fields(admin.get(address)), "alta": written}
    refused = admin.post(address, sent)
    assert refused.status_code == 422
    assert f'value="{written}"' in refused.text
    assert document() == before


def test_other_dates_of_the_agenda_are_changed_on_the_same_page(admin, draft):
    address = reverse("protocol:calendar", args=[draft.pk])
    sent = fields(admin.get(address))
    assert (sent["retention_days"], sent["document_days"]) == ("30, 90, 180", 30)
    for wrong in ({"retention_days": "90, 30"}, {"retention_days": ""}, {"document_days": "0"}):
        assert admin.post(address, {**sent, **wrong}).status_code == 422
    assert "retention_days" not in document()
    told = {**sent, "retention_days": "45, 120", "document_days": "60"}
    assert admin.post(address, told).status_code == 302
    assert (document()["retention_days"], document()["document_days"]) == ([45, 120], 60)
    page = admin.get(reverse("protocol:version", args=[draft.pk])).text
    assert "Permanencia en el empleo: se pregunta a los 45, 120 días." in page
    assert "Papelería por vencer: se avisa 60 días antes." in page
    old = admin.get(reverse("protocol:version", args=[1])).text
    assert "a los 30, 90, 180 días de empezar" in old


def test_the_second_of_two_pages_of_one_part_is_told(admin, draft):
    address = reverse("protocol:unreachable", args=[draft.pk])
    one = fields(admin.get(address))
    assert admin.post(address, {**one, "attempts": 5}).status_code == 302
    late = admin.post(address, {**one, "days": 45})
    assert late.status_code == 422
    assert "Alguien cambió esta parte mientras usted escribía." in late.text
    assert 'value="45"' in late.text


def test_published_and_passed_to(admin, draft, cast, django_capture_on_commit_callbacks):
    address = reverse("protocol:unreachable", args=[draft.pk])
    admin.post(address, {**fields(admin.get(address)), "attempts": 5})
    page = admin.get(reverse("protocol:publish", args=[draft.pk])).text
    assert "No localizada: 5 intentos en al menos 30 días." in page
    told = {"valid_from": "2100-01-01", "note": "Más intentos"}
    admin.post(reverse("protocol:publish", args=[draft.pk]), told)
    assert "Desde el" in admin.get(reverse("protocol:list")).text
    admin.post(reverse("protocol:take_back", args=[draft.pk]))
    assert document()["unreachable"]["attempts"] == 5
    assert admin.get(reverse("protocol:move")).status_code == 200


@pytest.mark.parametrize("name", ["step", "entries", "calendar", "unreachable", "publish"])
def test_what_is_published_has_no_page_to_change_it(admin, draft, name):
    more = {"step": [1], "entries": ["topics"]}.get(name, [])
    assert admin.get(reverse(f"protocol:{name}", args=[1, *more])).status_code == 404


def test_nonsense_is_not_found(admin, draft):
    assert admin.get(reverse("protocol:step", args=[draft.pk, 9])).status_code == 404
    assert admin.get(reverse("protocol:entries", args=[draft.pk, "steps"])).status_code == 404
    assert admin.get(reverse("protocol:move") + "?office=nadie").status_code == 200
