"""Filters kept under a name: one's own, the team's, and nothing of them in the address."""

import pytest
from django.urls import reverse

from arraigo.casework.models import SavedFilter
from arraigo.casework.saved.actions import MOST, remove_filter, save_filter
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db
CHOSEN = {"paso": "1", "vencidos": True}


def kept(user, name="Perfil vencido", office=None, chosen=CHOSEN):
    with acting_as(Actor.user(user)):
        return save_filter(name=name, chosen=chosen, office=office, user=user)


@pytest.fixture
def office(db):
    with acting_as(SYSTEM):
        return Office.objects.get(code="ESC")


def test_it_is_kept_from_the_list_and_leads_back_to_it(cast, client_of, office):
    client = client_of(cast.promotora)
    address = reverse("desk:filter_save") + "?paso=1&vencidos=on"
    page = client.get(address).text
    assert "1. Perfilamiento" in page
    done = client.post(address, {"name": "Perfil vencido", "office": office.pk})
    assert done["Location"] == "/casos/?paso=1&vencidos=True"
    with acting_as(SYSTEM):
        saved = SavedFilter.objects.get()
    assert saved.chosen == CHOSEN
    for who in (cast.promotora, cast.promotor, cast.supervisora):
        assert "Perfil vencido" in client_of(who).get("/casos/").text
    opened = client_of(cast.promotor).get(reverse("desk:filter", args=[saved.pk]), follow=True)
    assert opened.context["chosen"] == CHOSEN


def test_ones_own_is_nobody_elses(cast, client_of):
    saved = kept(cast.promotora)
    address = reverse("desk:filter", args=[saved.pk])
    assert client_of(cast.promotora).get(address).status_code == 302
    for who in (cast.promotor, cast.promotora_esq, cast.oficial):
        assert client_of(who).get(address).status_code == 404
        assert "Perfil vencido" not in client_of(who).get("/casos/").text


def test_the_same_name_holds_the_new_one(cast):
    one, two = kept(cast.promotora), kept(cast.promotora, chosen={"paso": "2"})
    assert (one.pk, two.chosen) == (two.pk, {"paso": "2"})


def test_for_oneself_is_a_choice_and_the_first(cast, client_of):
    address = reverse("desk:filter_save") + "?paso=1"
    form = client_of(cast.promotora).get(address).context["form"]
    first, *offices = form["office"].subwidgets
    assert first.data["label"] == "Solo para mí"
    assert first.data["selected"]
    assert len(offices) == len(cast.promotora.office_ids)


def test_what_cannot_be_kept(cast, client_of, office):
    with pytest.raises(Refused, match="Escoja antes"):
        kept(cast.promotora, chosen={})
    with pytest.raises(Refused, match="no trabaja en esa oficina"):
        kept(cast.promotora_esq, office=office)
    for number in range(MOST):
        kept(cast.promotora, name=f"Filtro {number}")
    with pytest.raises(Refused, match="veinte"):
        kept(cast.promotora)
    nothing = client_of(cast.promotor).post(reverse("desk:filter_save"), {"name": "Nada"})
    assert nothing.status_code == 422
    assert 'value="Nada"' in nothing.text


def test_only_who_kept_it_removes_it(cast, client_of, office):
    saved = kept(cast.promotora, office=office)
    address = reverse("desk:filter_remove", args=[saved.pk])
    assert "Solo lo puede quitar" in client_of(cast.promotor).post(address, follow=True).text
    client_of(cast.promotora).post(address)
    assert client_of(cast.promotora).post(address).status_code == 404
    with acting_as(Actor.user(cast.promotora)):
        remove_filter(saved=saved, user=cast.promotora)
    assert "Perfil vencido" not in client_of(cast.promotor).get("/casos/").text
    kept(cast.promotora)


def test_the_officer_keeps_hers_and_asks_for_no_office(cast, client_of):
    client, address = client_of(cast.oficial), reverse("desk:filter_save") + "?paso=1"
    assert "¿Para quién?" not in client.get(address).text
    assert client.post(address, {"name": "Perfil"}).status_code == 302
