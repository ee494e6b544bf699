"""Mechanisms and their members."""

import uuid

import pytest

from arraigo.coordination.models import Mechanism
from arraigo.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
NEW, LIST = "/coordinacion/mecanismos/nuevo/", "/coordinacion/mecanismos/"


def typed(**changes):
    members = Organization.objects.filter(code__in=["mintrab", "intecap"])
    values = {
        "id": str(uuid.uuid4()), "kind": "mesa", "name": "Mesa departamental de empleo",
        "members": [str(member.pk) for member in members],
    }  # fmt: skip
    return {**values, **changes}


def test_added_once_with_its_members(cast, client_of):
    client, form = client_of(cast.promotora), typed()
    for _time in range(2):
        assert client.post(NEW, form)["Location"] == LIST
    mechanism = Mechanism.objects.get()
    assert mechanism.members.count() == 2
    page = client.get(LIST).content.decode()
    assert "MINTRAB" in page
    assert "Mesa departamental de empleo" in client.get("/coordinacion/nueva/").content.decode()


def test_one_of_a_name_in_each_office(cast, client_of):
    client_of(cast.promotora).post(NEW, typed())
    again = client_of(cast.promotor).post(NEW, typed(name="MESA departamental de empleo"))
    assert again.status_code == 422
    assert "así llamado" in again.content.decode()
    assert client_of(cast.promotora_esq).post(NEW, typed()).status_code == 302
    assert "Mesa" in client_of(cast.promotora_esq).get(LIST).content.decode()
    assert Mechanism.objects.count() == 2


def test_a_mistake_is_told(cast, client_of):
    answer = client_of(cast.promotora).post(NEW, typed(kind=""))
    assert answer.status_code == 422
    assert "Falta responder: ¿Qué es?" in answer.content.decode()
