"""The focal point's own pages, and that nobody else sees a complaint."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arraigo.core.context import ANONYMOUS, SYSTEM, Actor, ActorKind, NoContext, acting_as
from arraigo.core.sealing import Unreadable
from arraigo.core.transitions import Refused
from arraigo.public.complaints.actions import (
    ComplaintInput,
    Told,
    attend_complaint,
    close_complaint,
    read_complaint,
    receive_complaint,
)
from arraigo.public.complaints.enums import ComplaintKind, Step
from arraigo.public.complaints.models import Complaint, ComplaintEvent, ComplaintKey

pytestmark = pytest.mark.django_db
LIST = "/quejas/bandeja/"
WORDS = "Me pidieron dinero por una ficha ficticia"


def received():
    with acting_as(ANONYMOUS):
        data = ComplaintInput(told=Told(kind=ComplaintKind.MONEY, text=WORDS))
        receive_complaint(data=data)
    return data.id


@pytest.fixture
def complaint(cast):
    ident = received()
    with acting_as(Actor.user(cast.peas)):
        return Complaint.objects.get(pk=ident)


def test_the_focal_point_reads_attends_and_closes(cast, client_of, complaint):
    client, address = client_of(cast.peas), complaint.get_absolute_url()
    listed = client.get(LIST).content.decode()
    assert complaint.shown_number in listed
    assert "quedan" in listed
    assert WORDS not in listed
    assert WORDS in client.get(address).content.decode()
    for _time in range(2):
        assert client.post(f"{address}atender/", {"note": "Hablé con ella"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Acuse a tiempo" in page
    assert page.count("Hablé con ella") == 1
    assert client.post(f"{address}cerrar/", {"note": ""}).status_code == 422
    for _time in range(2):
        assert client.post(f"{address}cerrar/", {"note": "Se resolvió"}).status_code == 302
    with acting_as(Actor.user(cast.peas)):
        complaint.refresh_from_db()
        assert complaint.state == "cerrada"
        names = ComplaintEvent.objects.values_list("name", flat=True)
        assert list(names).count(Step.READ) >= 2
        assert list(names).count(Step.CLOSE) == 1


def test_it_is_not_closed_before_it_is_taken_up(cast, client_of, complaint):
    answer = client_of(cast.peas).post(f"{complaint.get_absolute_url()}cerrar/", {"note": "Ya"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "key",
    ["promotora", "supervisora", "oficial", "finanzas", "datos", "administra", "socia", "enlace"],
)
def test_nobody_else_sees_one_by_page_or_by_query(cast, client_of, complaint, key):
    user = getattr(cast, key)
    assert client_of(user).get(LIST).status_code == 403
    assert client_of(user).get(complaint.get_absolute_url()).status_code == 403
    with acting_as(Actor.user(user)):
        for model in (Complaint, ComplaintKey, ComplaintEvent):
            assert not model.objects.exists()
        assert Complaint.objects.update(state="cerrada") == 0
        with pytest.raises(Complaint.DoesNotExist):
            attend_complaint(complaint=complaint, user=user)


def test_not_even_the_system_a_job_or_another_link_sees_one(complaint):
    others = (SYSTEM, ANONYMOUS, Actor.job("x"), Actor(ActorKind.LINK, "0" * 64))
    for actor in others:
        with acting_as(actor):
            assert not Complaint.objects.exists()
            assert not ComplaintKey.objects.exists()
    with acting_as(Actor(ActorKind.LINK, complaint.receipt_hash)):
        assert Complaint.objects.count() == 1
        assert not ComplaintKey.objects.exists()


def test_without_a_context_the_table_fails_by_name(complaint):
    with pytest.raises(NoContext):
        Complaint.objects.count()


def test_nobody_deletes_one(cast, complaint):
    with acting_as(Actor.user(cast.peas)):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM public_complaint")
            assert cursor.rowcount == 0
        assert Complaint.objects.count() == 1


def test_each_has_a_key_of_its_own(cast, complaint):
    other_id = received()
    with acting_as(Actor.user(cast.peas)):
        other = Complaint.objects.get(pk=other_id)
        other.sealed = complaint.sealed
        with pytest.raises(Unreadable):
            read_complaint(complaint=other, user=cast.peas)


def test_the_table_wants_its_moments(cast, complaint):
    with (
        acting_as(Actor.user(cast.peas)),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Complaint.objects.filter(pk=complaint.pk).update(state="cerrada")


def test_closing_needs_its_words(cast, complaint):
    with acting_as(Actor.user(cast.peas)):
        attend_complaint(complaint=complaint, user=cast.peas)
        with pytest.raises(Refused):
            close_complaint(complaint=complaint, user=cast.peas, note=" ")


def test_the_focal_point_notes_one_that_came_by_telephone(cast, client_of):
    client = client_of(cast.peas)
    assert "¿Cómo llegó?" in client.get("/quejas/").content.decode()


def test_the_list_costs_the_same(cast, client_of, complaint):
    client = client_of(cast.peas)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _time in range(5):
        received()
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
