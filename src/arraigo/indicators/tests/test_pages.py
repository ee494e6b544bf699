"""The month's figures and the facts behind them, as each role sees them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Trace
from arraigo.indicators.paging import PAGE_SIZE
from arraigo.indicators.tests.making import case_on, delivered, referred
from arraigo.indicators.tests.recording import (
    applied,
    attended,
    certified,
    due_on,
    followed_up,
    placed,
    profiled,
    trained,
)
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)
MONTH = reverse("indicators:month")
FACTS = reverse("indicators:facts", args=["8"])


def cells(response):
    return {
        (row.name, cell.indicator.label): cell.value
        for sheet in response.context["sheets"]
        for row in sheet.rows
        for cell in row.cells
    }


def test_a_promotora_sees_her_office_with_the_definitions(cast, client_of):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    delivered(cast.promotora_esq, case_on(cast.promotora_esq), DAY)
    response = client_of(cast.promotora).get(MONTH, {"mes": "2026-07"})
    found = cells(response)
    assert {name for name, _label in found} == {"Escuintla"}
    assert {label for (_name, label), value in found.items() if value} == {
        "8", "8 · con facilitadas", "CA", "CA · continuos",
    }  # fmt: skip
    assert len({label.split()[0] for _name, label in found}) == 9
    text = response.content.decode()
    assert "no tienen que sumar" in text
    assert "Nunca se suman" in text
    assert "Ficha técnica de 8 · con facilitadas" in text


def test_the_official_sees_all_offices_and_the_total(cast, client_of):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    delivered(cast.promotora_esq, case_on(cast.promotora_esq), DAY)
    found = cells(client_of(cast.oficial).get(MONTH, {"mes": "2026-07"}))
    assert found["Escuintla", "8"] == found["Esquipulas", "8"] == 1
    assert found["Todas, sin repetir", "8"] == 2
    office = Office.objects.get(code="ESQ")
    one = cells(client_of(cast.oficial).get(MONTH, {"mes": "2026-07", "oficina": office.pk}))
    assert {name for name, _label in one} == {"Esquipulas"}


def test_another_office_is_not_there(cast, client_of):
    foreign = Office.objects.get(code="ESQ").pk
    for url in (MONTH, FACTS):
        for office in (foreign, 999_999, "x"):
            assert client_of(cast.promotora).get(url, {"oficina": office}).status_code == 404


def test_a_month_that_is_not_understood_is_named(cast, client_of):
    response = client_of(cast.promotora).get(MONTH, {"mes": "ayer"})
    assert response.status_code == 200
    assert "mes" in response.context["form"].errors


def test_an_old_month_may_be_asked_for(cast, client_of):
    response = client_of(cast.promotora).get(MONTH, {"mes": "2021-03"})
    assert not response.context["form"].errors
    assert response.context["sheets"] == []


def test_the_facts_name_each_person_and_leave_her_trace(cast, client_of):
    case = case_on(cast.promotora)
    delivery = delivered(cast.promotora, case, DAY)
    response = client_of(cast.promotora).get(FACTS, {"mes": "2026-07"})
    text = response.content.decode()
    for shown in (case.code, case.person.surnames, "15/07/2026", delivery.service.name,
                  "Taller Escuela Ficticio", "CAP-US-01", "Declarado"):  # fmt: skip
        assert shown in text
    assert response["Cache-Control"] == "no-store, private"
    with acting_as(SYSTEM):
        traces = Trace.objects.filter(person_id=case.person_id, purpose="indicators:facts")
        assert [trace.actor_id for trace in traces] == [str(cast.promotora.pk)]


def test_referrals_show_how_far_they_came(cast, client_of):
    referred(cast.promotora, case_on(cast.promotora), DAY)
    url = reverse("indicators:facts", args=["1"])
    assert "Enviada" in client_of(cast.promotora).get(url, {"mes": "2026-07"}).content.decode()


def test_an_activity_is_listed_without_a_person(cast, client_of):
    activity = attended(cast.promotora, DAY)
    url = reverse("indicators:facts", args=["5"])
    text = client_of(cast.promotora).get(url, {"mes": "2026-07"}).content.decode()
    assert activity.title in text
    assert "Acta o minuta" in text
    assert "fuera de su alcance" not in text


@pytest.mark.parametrize(
    ("code", "words"),
    [("2", "Soldadura"), ("3", "Entrevista"), ("4", "Llamada"), ("6", "CAP-US-01"),
     ("7", "Panadera")],
)  # fmt: skip
def test_the_facts_of_each_indicator_open(cast, client_of, code, words):
    case = case_on(cast.promotora)
    certified(cast.promotora, case, DAY)
    profiled(cast.promotora, case, DAY)
    followed_up(cast.promotora, case, DAY, due_on(cast.promotora, case, DAY), "empleo")
    trained(cast.promotora, case, DAY)
    applied(cast.promotora, case, date(2026, 7, 16))
    placed(cast.promotora, case, date(2026, 7, 20))
    url = reverse("indicators:facts", args=[code])
    text = client_of(cast.promotora).get(url, {"mes": "2026-07"}).content.decode()
    assert words in text
    assert case.person.surnames in text


def test_facts_of_another_office_are_not_listed(cast, client_of):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    text = client_of(cast.promotora_esq).get(FACTS, {"mes": "2026-07"}).content.decode()
    assert case.person.surnames not in text
    assert "Ningún hecho en este periodo" in text


def test_an_unknown_indicator_or_variant_is_not_there(cast, client_of):
    client = client_of(cast.promotora)
    assert client.get(reverse("indicators:facts", args=["99"])).status_code == 404
    assert client.get(FACTS, {"variante": "otra"}).status_code == 404
    assert client.get(FACTS, {"variante": "facilitadas"}).status_code == 200


def test_pages_run_forwards_and_back(cast, client_of):
    case = case_on(cast.promotora)
    for number in range(PAGE_SIZE + 3):
        delivered(cast.promotora, case, DAY if number % 2 else date(2026, 7, 9))
    client = client_of(cast.promotora)
    first = client.get(FACTS, {"mes": "2026-07"}).context["page"]
    second = client.get(FACTS + first.next_url).context["page"]
    assert len({row.fact_id for row in [*first.rows, *second.rows]}) == PAGE_SIZE + 3
    assert (first.previous_url, second.next_url) == ("", "")
    assert client.get(FACTS + second.previous_url).context["page"].rows == first.rows
    broken = client.get(FACTS, {"mes": "2026-07", "despues": "2026-07-09_no"})
    assert broken.context["page"].rows == first.rows


def test_query_counts_do_not_grow(
    cast, client_of, django_assert_max_num_queries, django_assert_num_queries
):
    client = client_of(cast.promotora)
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    client.get(MONTH)
    with django_assert_max_num_queries(15) as month:
        client.get(MONTH, {"mes": "2026-07"})
    with django_assert_max_num_queries(25) as listed:
        client.get(FACTS, {"mes": "2026-07"})
    for _number in range(6):
        case = case_on(cast.promotora)
        delivered(cast.promotora, case, DAY)
        referred(cast.promotora, case, DAY)
        certified(cast.promotora, case, DAY)
    with django_assert_num_queries(len(month)):
        client.get(MONTH, {"mes": "2026-07"})
    with django_assert_num_queries(len(listed)):
        client.get(FACTS, {"mes": "2026-07"})


@pytest.mark.parametrize("login", ["finanzas", "socia", "enlace", "empleadora", "administra"])
def test_for_nobody_else(cast, client_of, login):
    for url in (MONTH, FACTS):
        assert client_of(getattr(cast, login)).get(url).status_code == 403
    assert Client().get(MONTH).status_code == 302
