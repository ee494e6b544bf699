"""The page of a case: its rooms, and only the links its reader may use."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.jobs.tests.making import applied, placed
from arraigo.learning.tests.making import certified, enrolled
from arraigo.people.search.models import StoredSearch

pytestmark = pytest.mark.django_db

ROOMS = ("Perfil", "Plan", "Formación y certificados", "Trabajo")


def page_of(client, case):
    return client.get(f"/casos/{case.pk}/").content.decode()


def links(page):
    """Return the addresses of the page's own content; the layout's are tested apart."""
    return re.findall(r'(?:href|action)="([^"]+)"', page[page.index("<main") :])


def test_it_shows_the_rooms_and_leads_to_each(cast, client_of):
    case = opened_case(cast.promotora)
    page = page_of(client_of(cast.promotora), case)
    for room in ROOMS:
        assert f"<h2>{room}</h2>" in page
    for address in (
        f"/perfil/{case.pk}/", f"/planes/{case.pk}/",
        f"/formacion/casos/{case.pk}/inscribir/", f"/formacion/casos/{case.pk}/certificado/",
        f"/empleo/casos/{case.pk}/postular/", f"/empleo/casos/{case.pk}/colocar/",
    ):  # fmt: skip
        assert address in links(page)


def test_the_rooms_show_what_happened_at_the_same_cost(cast, client_of):
    case, client = opened_case(cast.promotora), client_of(cast.promotora)
    enrolled(case, cast.promotora)
    certified(case, cast.promotora, number="1")
    placed(case, cast.promotora)
    applied(case, cast.promotora)
    page_of(client, case)
    with CaptureQueriesContext(connection) as few:
        page = page_of(client, case)
    assert "Panadería Ficticia" in page
    assert "Curso de soldadura" in page
    for number in ("2", "3"):
        certified(case, cast.promotora, number=number)
        applied(case, cast.promotora)
    with CaptureQueriesContext(connection) as many:
        page_of(client, case)
    assert len(many) == len(few)


def test_the_officer_reads_and_is_offered_only_what_opens(cast, client_of):
    case = opened_case(cast.promotora)
    enrolled(case, cast.promotora)
    certified(case, cast.promotora, number="1")
    placed(case, cast.promotora)
    applied(case, cast.promotora)
    client = client_of(cast.oficial)
    page = page_of(client, case)
    for room in ROOMS:
        assert f"<h2>{room}</h2>" in page
    for words in ("Referir", "Anular", "Servicios sugeridos", "Nota o visita", "Cerrar el caso"):
        assert words not in page
    inside = {link for link in links(page) if link.startswith("/")}
    assert inside
    assert {link: client.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


def test_the_officer_is_not_offered_to_register(cast, client_of):
    assert "/registrar/" not in links(client_of(cast.oficial).get("/casos/").content.decode())
    assert "/registrar/" in links(client_of(cast.promotora).get("/casos/").content.decode())
    for user, offered in ((cast.oficial, False), (cast.promotora, True)):
        stored = StoredSearch.objects.create(user=user, text="nadie así")
        page = client_of(user).get(f"/buscar/{stored.pk}/").content.decode()
        assert ("Registrar persona nueva" in page) is offered


def test_a_page_that_is_a_search_has_no_second_box(cast, client_of):
    client = client_of(cast.promotora)
    stored = StoredSearch.objects.create(user=cast.promotora, text="nadie así")
    for path in (f"/buscar/{stored.pk}/", "/registrar/"):
        page = client.get(path).content.decode()
        assert page.count('name="q"') == 1
        assert 'role="search"' not in page
    assert 'role="search"' in client.get("/casos/").content.decode()
