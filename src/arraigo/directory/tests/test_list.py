import re

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.core import clock
from arraigo.directory.models import Service
from arraigo.directory.paging import PAGE_SIZE
from arraigo.directory.tests.making import make_service
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db


def rows(client: Client, **filters: str) -> list[str]:
    response = client.get(reverse("directory:list"), filters)
    assert response.status_code == 200
    return [service.name for service in response.context["page"].services]


def test_lists_services_with_freshness_in_words(at_work: Client) -> None:
    make_service("AA soldadura", verified_on=clock.today())
    html = at_work.get(reverse("directory:list")).content.decode()
    assert "AA soldadura" in html
    assert "Verificado hoy" in html
    assert "Nadie lo ha verificado" in html
    assert re.search(r"\d+ servicios", html)


def test_filters(at_work: Client) -> None:
    make_service("Herrería en el sur", is_free=True, municipality_id="0501", coverage=["0501"])
    make_service("Herrería en el oriente", municipality_id="2007", coverage=["2007"])
    assert rows(at_work, q="herreria") == ["Herrería en el oriente", "Herrería en el sur"]
    assert rows(at_work, q="herreria", free="on") == ["Herrería en el sur"]
    assert rows(at_work, q="herreria", municipality="2007") == ["Herrería en el oriente"]
    assert rows(at_work, q="herreria", type="legal") == []
    assert "Certifícate" in rows(at_work, type="certificacion", free="on")


def test_nothing_found_says_what_to_do(at_work: Client) -> None:
    html = at_work.get(reverse("directory:list"), {"q": "astronauta"}).content.decode()
    assert "Ningún servicio coincide" in html
    assert "Ver todo el directorio" in html


def test_empty_directory(at_work: Client) -> None:
    Service.objects.update(is_active=False)
    html = at_work.get(reverse("directory:list")).content.decode()
    assert "El directorio está vacío" in html


def test_a_filter_that_is_not_understood_is_named(at_work: Client) -> None:
    response = at_work.get(
        reverse("directory:list"), {"municipality": "9999", "q": "documento personal"}
    )
    assert [row.name for row in response.context["page"].services] == [
        "Documento Personal de Identificación (DPI)"
    ]
    assert "municipality" in response.context["form"].errors


def test_pages_run_forwards_and_back(at_work: Client) -> None:
    made = [make_service(f"Tejido {number:02}").name for number in range(PAGE_SIZE * 2 + 3)]
    url = reverse("directory:list")
    first = at_work.get(url, {"q": "tejido"}).context["page"]
    second = at_work.get(url + first.next_url).context["page"]
    third = at_work.get(url + second.next_url).context["page"]
    assert [row.name for page in (first, second, third) for row in page.services] == made
    assert (first.previous_url, third.next_url) == ("", "")
    back = at_work.get(url + third.previous_url).context["page"]
    assert back.services == second.services
    assert at_work.get(url + back.previous_url).context["page"] == first


def test_services_of_one_name_are_all_listed(at_work: Client) -> None:
    places = Municipality.objects.all()[: PAGE_SIZE + 5]
    made = {make_service("Tejido", municipality=place).pk for place in places}
    url = reverse("directory:list")
    first = at_work.get(url, {"q": "tejido"}).context["page"]
    second = at_work.get(url + first.next_url).context["page"]
    assert {row.pk for row in [*first.services, *second.services]} == made


@pytest.mark.parametrize("edge", ["no", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_place_in_the_list_gives_the_first_page(at_work: Client, edge: str) -> None:
    assert rows(at_work, after=edge) == rows(at_work, before=edge) == rows(at_work)


def test_query_count_does_not_grow(at_work: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14) as few:
        at_work.get(reverse("directory:list"))
    for number in range(20):
        make_service(f"Curso {number}", municipality_id="0501")
    with django_assert_max_num_queries(len(few)):
        at_work.get(reverse("directory:list"))


def test_only_for_those_who_work_here(outside: Client) -> None:
    assert outside.get(reverse("directory:list")).status_code == 403
    assert Client().get(reverse("directory:list")).status_code == 302
