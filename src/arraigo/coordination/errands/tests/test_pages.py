"""The pages of errands: the list and its filters, the forms, and where they are linked from."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.coordination.errands.models import Errand, ErrandAnswer
from arraigo.coordination.errands.tests.making import TITLE, finished, given
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, acting_as

pytestmark = pytest.mark.django_db
LIST = "/encargos/"
NEW = "/encargos/nuevo/"


def page(client, address=LIST):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def long_ago():
    return clock.now().astimezone(GUATEMALA) - timedelta(days=20)


def typed(*receivers, **changes):
    due_on = (clock.today() + timedelta(days=3)).isoformat()
    values = {"id": str(uuid.uuid4()), "title": TITLE, "due_on": due_on, "detail": ""}
    return {**values, "given_to": [one.pk for one in receivers], **changes}


def test_a_lead_gives_to_several_in_one_form_and_twice_is_once(cast, client_of):
    lead, form = client_of(cast.supervisora), typed(cast.promotora, cast.promotor)
    for _time in range(2):
        answer = lead.post(NEW, form)
        assert answer["Location"] == f"{LIST}?de=dados"
    assert page(lead, f"{LIST}?de=dados").count(TITLE) == 2
    own = page(client_of(cast.promotora))
    assert own.count(TITLE) == 1
    assert "Práctica Promotora Escuintla, de parte de Práctica Supervisora Escuintla" in own


def test_a_promotor_reminds_herself_and_cannot_give_to_another(cast, client_of):
    own = client_of(cast.promotora)
    assert "¿A quién se lo encarga?" not in page(own, NEW)
    own.post(NEW, typed(cast.promotor))
    with acting_as(SYSTEM):
        assert Errand.objects.get().due.assigned_to == cast.promotora


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"given_to": []}, "Escoja a quién se lo encarga."),
        ({"given_to": ["no"]}, "no"),
        ({"title": ""}, "Falta responder: ¿Qué hay que hacer?"),
        ({"due_on": "2020-01-01"}, "Escoja una fecha de hoy en adelante."),
        ({"due_on": "mañana"}, "fecha"),
        ({"id": "x"}, "UUID"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(cast, client_of, wrong, said):
    form = typed(cast.promotora, detail="Son veinte afiches") | wrong
    answer = client_of(cast.supervisora).post(NEW, form)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert said in told
    assert "Son veinte afiches" in told


def test_the_list_is_filtered_and_a_wrong_filter_filters_nothing(cast, client_of):
    given(cast.supervisora, cast.promotora, title="Atrasado de mayo", at=long_ago())
    given(cast.supervisora, cast.promotora, title="Por hacer en junio")
    done = given(cast.supervisora, cast.promotora, title="Cumplido ayer")
    finished(done, cast.promotora)
    lead = client_of(cast.supervisora)
    for query, seen in (
        ("?estado=abiertos", {"Atrasado de mayo", "Por hacer en junio"}),
        ("?de=oficina&estado=atrasados", {"Atrasado de mayo"}),
        ("?de=dados&estado=cumplidos", {"Cumplido ayer"}),
        ("?de=dados&estado=por_revisar", {"Cumplido ayer"}),
        ("?de=mios&estado=todos", set()),
        ("?estado=todos", {"Atrasado de mayo", "Por hacer en junio", "Cumplido ayer"}),
        ("?de=nada&estado=x&despues=x", {"Atrasado de mayo", "Por hacer en junio"}),
    ):
        told = page(lead, LIST + query)
        listed = {title for title in ("Atrasado de mayo", "Por hacer en junio", "Cumplido ayer")
                  if title in told}  # fmt: skip
        assert listed == seen, query


def test_pages_go_on_where_the_last_ended_at_the_same_cost(cast, client_of):
    lead, case_queries = client_of(cast.supervisora), []
    titles = [f"Encargo número {number:02}" for number in range(27)]
    for number, title in enumerate(titles):
        day = clock.today() + timedelta(days=number // 3)
        given(cast.supervisora, cast.promotora, title=title, due_on=day)
        if number in (1, 26):
            page(lead)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                first = page(lead)
            case_queries.append(len(queries))
    assert case_queries[0] == case_queries[1]
    address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = page(lead, LIST + address.replace("&amp;", "&"))
    shown = (
        [title for title in titles if title in first],
        [title for title in titles if title in second],
    )
    assert sorted(shown[0] + shown[1]) == titles
    assert len(shown[0]) == 25


def test_those_about_a_case_name_its_person_and_leave_a_trace(cast, client_of, case):
    lead = client_of(cast.supervisora)
    address = reverse("errands:new_about_case", args=[case.pk])
    assert lead.post(address, typed(cast.promotora))["Location"] == f"/casos/{case.pk}/"
    assert TITLE in page(lead, f"/casos/{case.pk}/")
    name = case.person.full_name
    errand_page = page(lead, only_address())
    assert name in errand_page
    assert name in page(lead)


def only_address():
    with acting_as(SYSTEM):
        return Errand.objects.get().get_absolute_url()


def test_foreign_errands_are_not_there(cast, client_of):
    errand = given(cast.supervisora, cast.promotora)
    for user in (cast.promotor, cast.supervisor_esq):
        client = client_of(user)
        for address in ("", "cumplir/", "retirar/"):
            assert client.get(f"{errand.get_absolute_url()}{address}").status_code == 404
    assert (
        client_of(cast.supervisora)
        .post(f"{errand.get_absolute_url()}cumplir/", answered())
        .status_code
        == 422
    )


def answered(**changes):
    today = clock.today().isoformat()
    return {"id": str(uuid.uuid4()), "words": "Los llevé", "occurred_on": today, **changes}


def test_from_hoy_to_done_to_the_giver_and_back(cast, client_of):
    errand = given(cast.supervisora, cast.promotora, due_on=clock.today())
    own, lead = client_of(cast.promotora), client_of(cast.supervisora)
    finish = reverse("errands:finish", args=[errand.pk])
    assert finish in page(own, "/hoy/")
    assert finish not in page(lead, "/hoy/")
    form = answered()
    for _time in range(2):
        assert own.post(finish, form)["Location"] == "/hoy/"
    assert TITLE not in page(own, "/hoy/")
    assert "Encargos cumplidos: ¿están bien?" in page(lead, "/hoy/")
    judge = reverse("errands:judge", args=[errand.pk])
    with acting_as(SYSTEM):
        read = str(ErrandAnswer.objects.get().pk)
    wrong = lead.post(judge, {"answer": read, "verdict": "devuelto", "comment": "", "due_on": ""})
    assert wrong.status_code == 422
    assert "Escriba qué falta." in wrong.content.decode()
    day = (clock.today() + timedelta(days=1)).isoformat()
    told = {"answer": read, "verdict": "devuelto", "comment": "Falta la foto", "due_on": day}
    for _time in range(2):
        assert lead.post(judge, told).status_code == 302
    assert finish in page(own, "/hoy/")
    assert "Falta la foto" in page(own, errand.get_absolute_url())


def test_late_ones_are_counted_on_the_board_with_their_list(cast, client_of):
    for number in range(2):
        given(cast.supervisora, cast.promotora, title=f"Viejo {number}", at=long_ago())
    told = page(client_of(cast.supervisora), "/tablero/")
    link = "/encargos/?de=oficina&amp;estado=atrasados"
    assert f'<a href="{link}">Encargos atrasados</a> <strong class="number">2</strong>' in told


def test_what_is_taken_back_says_why_and_ends(cast, client_of):
    errand = given(cast.supervisora, cast.promotora)
    lead = client_of(cast.supervisora)
    address = reverse("errands:take_back", args=[errand.pk])
    assert lead.post(address, {"reason": ""}).status_code == 422
    assert lead.post(address, {"reason": "Ya los llevaron"}).status_code == 302
    assert "Ya los llevaron" in page(client_of(cast.promotora), errand.get_absolute_url())
