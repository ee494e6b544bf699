"""The pages: chosen in Casos, read before, done once, undone; and the activity itself."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import opened_case

from arraigo.casework.models import Case
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.coordination.invitations.tests.making import invited, planned
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
INVITE = "/actividades/invitar/"


def reachable(user):
    return opened_case(user, phone="+50255550188")


def chosen(*cases, **more):
    return {"caso": [case.pk for case in cases], **more}


def confirmed(activity, *cases, lot=None, seen=None):
    return chosen(
        *cases, actividad=activity.pk, confirmar=activity.pk, lot=lot or uuid.uuid4(),
        invitar=[case.pk for case in seen or cases],
    )  # fmt: skip


def test_planned_once_and_shown_in_coordination(cast, client_of):
    client = client_of(cast.promotora)
    form = {
        "id": str(uuid.uuid4()), "kind": "evento", "title": "Feria de junio", "place": "Parque",
        "happens_on": (clock.today() + timedelta(days=9)).isoformat(), "starts_at": "09:00",
    }  # fmt: skip
    wrong = client.post("/actividades/nueva/", {**form, "happens_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert 'value="Feria de junio"' in wrong.content.decode()
    for _time in range(2):
        answer = client.post("/actividades/nueva/", form)
        assert answer["Location"] == f"/actividades/{form['id']}/"
    assert PlannedActivity.objects.count() == 1
    assert "Feria de junio" in client.get("/coordinacion/").content.decode()
    assert (
        "Feria de junio" not in client_of(cast.promotora_esq).get("/coordinacion/").content.decode()
    )


def test_the_list_is_read_before_with_who_is_left_out_and_why(cast, client_of):
    well, silent = reachable(cast.promotora), opened_case(cast.promotora)
    foreign, client = reachable(cast.promotora_esq), client_of(cast.promotora)
    assert "no tiene actividades planeadas" in client.post(INVITE, chosen(well)).content.decode()
    planned(cast.promotora)
    page = client.post(INVITE, chosen(well, silent, foreign)).content.decode()
    assert "Invitar a 1 persona" in page
    assert page.index(well.person.surnames) < page.index("A quiénes no, y por qué")
    assert page.index("A quiénes no, y por qué") < page.index(silent.person.surnames)
    assert "No hay teléfono al que se le pueda llamar." in page
    assert foreign.person.surnames not in page
    assert not Invitation.objects.exists()


def test_confirmed_twice_is_once_and_undone(cast, client_of):
    cases, activity = [reachable(cast.promotora) for _ in range(2)], planned(cast.promotora)
    client, form = client_of(cast.promotora), confirmed(activity, *cases)
    for _time in range(2):
        answer = client.post(INVITE, form)
        assert answer["Location"] == f"/actividades/invitaciones/{form['lot']}/"
    assert Invitation.objects.count() == 2
    page = client.get(answer["Location"]).content.decode()
    assert "2 personas invitadas a Feria de empleo" in page
    for _time in range(2):
        client.post(f"{answer['Location']}deshacer/")
    page = client.get(answer["Location"]).content.decode()
    assert "0 personas invitadas" in page
    assert "Se retiraron 2 invitaciones." in page
    assert "Deshacer" not in page
    assert client_of(cast.promotor).get(answer["Location"]).status_code == 404


def test_what_changed_since_it_was_read_invites_nobody(cast, client_of):
    well, gone = reachable(cast.promotora), reachable(cast.promotora)
    activity, client = planned(cast.promotora), client_of(cast.promotora)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=gone.pk).update(closed_on=clock.today())
    answer = client.post(INVITE, confirmed(activity, well, gone))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a 1 persona ya no se le puede invitar" in page
    assert "Su caso está cerrado." in page
    assert "Invitar a 1 persona" in page
    assert not Invitation.objects.exists()


def test_another_activity_is_read_before_it_is_confirmed(cast, client_of):
    case, first = reachable(cast.promotora), planned(cast.promotora, days=3)
    second = planned(cast.promotora, days=9, title="Charla")
    form = {**confirmed(first, case), "actividad": second.pk}
    page = client_of(cast.promotora).post(INVITE, form)
    assert page.status_code == 200
    assert "Esta es la lista para: Charla" in page.content.decode()
    assert str(form["lot"]) not in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("form", [{}, {"caso": "x"}, {"caso": [uuid.uuid4()]}])
def test_nothing_chosen_says_what_to_do(cast, client_of, form):
    answer = client_of(cast.promotora).post(INVITE, form, follow=True)
    assert "Escoja primero los casos" in answer.content.decode()


@pytest.mark.parametrize("change", [{"actividad": "x"}, {"lot": "x"}, {"actividad": uuid.uuid4()}])
def test_wrong_words_invite_nobody(cast, client_of, change):
    case, activity = reachable(cast.promotora), planned(cast.promotora)
    form = {**confirmed(activity, case), **change}
    assert client_of(cast.promotora).post(INVITE, form).status_code == 422
    assert not Invitation.objects.exists()


def test_the_activity_shows_its_invited_and_leads_to_what_was_held(cast, client_of):
    case, client = reachable(cast.promotora), client_of(cast.promotora)
    (row,) = invited(cast.promotora, case)
    address = row.activity.get_absolute_url()
    assert case.person.surnames in client.get(address).content.decode()
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    page = client.get(f"/coordinacion/nueva/?planeada={row.activity_id}").content.decode()
    assert 'value="Feria de empleo"' in page
    assert client.get("/coordinacion/nueva/?planeada=x").status_code == 200
    assert client.post(f"{address}cancelar/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}cancelar/", {"reason": "Llueve"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Cancelada" in page
    assert case.person.surnames not in page


def test_the_pages_cost_the_same_however_many(cast, client_of):
    activity, client = planned(cast.promotora), client_of(cast.promotora)
    invited(cast.promotora, reachable(cast.promotora), to=activity)
    cases = [reachable(cast.promotora) for _ in range(5)]

    def cost(*some):
        with CaptureQueriesContext(connection) as queries:
            client.post(INVITE, chosen(*some))
            client.get(activity.get_absolute_url())
            client.get("/coordinacion/")
        return len(queries)

    cost(cases[0])
    few = cost(cases[0])
    invited(cast.promotora, *cases[3:], to=activity)
    assert cost(*cases) == few
