"""Accounts and roles: made by one, given by two, ended by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction

from arraigo.accounts.enums import Role
from arraigo.accounts.models import AccountEvent, Membership, RoleRequest, Session, User
from arraigo.accounts.team import actions, tasks
from arraigo.accounts.team.first import make_administrator
from arraigo.accounts.team.models import LASTS, RoleRequestState
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(cast):
    with acting_as(Actor.user(cast.administra)):
        return actions.make_account(email="Nueva@oficina.example", name="Eva", by=cast.administra)


def asked(cast, user, role=Role.FINANCE, **more):
    with acting_as(Actor.user(cast.administra)):
        return actions.request_role(
            user=user, role=role, reason="Reemplaza a otra", by=cast.administra, **more
        )


def test_an_account_opens_nothing_until_two_have_given_a_role(cast, client_of, somebody):
    assert client_of(somebody).get("/pagos/").status_code == 403
    request = asked(cast, somebody)
    assert client_of(User.objects.get(pk=somebody.pk)).get("/pagos/").status_code == 403
    with acting_as(Actor.user(cast.oficial)):
        membership = actions.confirm_role(request=request, user=cast.oficial)
    assert membership.granted_by == request
    assert User.objects.get(pk=somebody.pk).roles == {Role.FINANCE}


def test_the_whole_way_through_the_pages(cast, client_of):
    admin, officer = client_of(cast.administra), client_of(cast.oficial)
    made = admin.post("/cuentas/nueva/", {"name": "Eva Prueba", "email": "eva@oficina.example"})
    user = User.objects.get(email="eva@oficina.example")
    assert made["Location"] == f"/cuentas/{user.pk}/"
    office = Office.objects.get(code="ESC")
    told = {"role": Role.PROMOTOR, "office": office.pk, "reason": "Nuevo contrato"}
    assert admin.post(f"/cuentas/{user.pk}/funcion/", told).status_code == 302
    request = RoleRequest.objects.get()
    page = officer.get("/cuentas/funciones/").content.decode()
    assert "Eva Prueba" in page
    where = f"/cuentas/funciones/{request.pk}/"
    assert "Nuevo contrato" in officer.get(where).content.decode()
    assert officer.post(where, {"decision": "confirmed"})["Location"] == "/cuentas/funciones/"
    assert User.objects.get(pk=user.pk).office_ids == [office.pk]
    assert "Eva Prueba" in admin.get("/cuentas/").content.decode()
    assert "promotor/a" in admin.get(f"/cuentas/{user.pk}/").content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"role": "rey", "reason": "x"},
        {"role": Role.PROMOTOR, "reason": "sin oficina"},
        {"role": Role.PARTNER_MANAGER, "reason": "sin organización"},
        {"role": Role.FINANCE, "reason": ""},
        {"role": Role.FINANCE, "reason": "x" * 301},
        {"role": Role.FINANCE, "reason": "x", "valid_until": "2020-01-01"},
        {"role": Role.FINANCE, "reason": "x", "valid_until": "mañana"},
        {"role": Role.PROMOTOR, "reason": "x", "office": "99999"},
    ],
)
def test_bad_answers_ask_for_nothing(cast, client_of, somebody, told):
    answer = client_of(cast.administra).post(f"/cuentas/{somebody.pk}/funcion/", told)
    assert answer.status_code == 422
    assert not RoleRequest.objects.exists()


def test_nobody_is_asked_to_confirm_her_own(cast, somebody):
    request = asked(cast, cast.oficial, Role.FINANCE)
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused, match="su propia"):
        actions.confirm_role(request=request, user=cast.oficial)


def test_asked_twice_is_one_request_and_a_role_one_has_is_refused(cast, somebody):
    assert asked(cast, somebody) == asked(cast, somebody)
    with pytest.raises(Refused, match="Ya tiene"):
        asked(cast, cast.finanzas)


def test_after_a_week_it_has_to_be_asked_again(cast, somebody):
    request = asked(cast, somebody)
    for late, given in ((LASTS - timedelta(seconds=1), True), (LASTS, False)):
        at = request.requested_at + late
        with acting_as(Actor.user(cast.oficial), at=at):
            assert (actions.refusal_to_decide(request, cast.oficial) is None) is given
    with time_machine.travel(request.requested_at + LASTS, tick=False):
        again = asked(cast, somebody)
        assert again != request
        request.refresh_from_db()
        assert request.state == RoleRequestState.EXPIRED


def test_refusing_needs_words_and_gives_nothing(cast, somebody):
    request = asked(cast, somebody)
    with acting_as(Actor.user(cast.datos)):
        with pytest.raises(Refused):
            actions.refuse_role(request=request, reason=" ", user=cast.datos)
        actions.refuse_role(request=request, reason="No trabaja aquí", user=cast.datos)
    assert not Membership.objects.filter(user=somebody).exists()


@pytest.mark.parametrize("change", [
    "INSERT INTO accounts_membership (user_id, role, valid_from)"
    " VALUES ({user}, 'administrator', core_today())",
    "UPDATE accounts_membership SET role = 'administrator' WHERE user_id = {promotora}",
    "UPDATE accounts_membership SET valid_until = NULL WHERE user_id = {ending}",
    "UPDATE accounts_membership SET user_id = {user} WHERE user_id = {promotora}",
    "UPDATE accounts_membership SET office_id = NULL, role = 'finance'"
    " WHERE user_id = {promotora}",
])  # fmt: skip
def test_one_person_alone_gives_herself_nothing_in_sql(cast, somebody, change):
    with acting_as(SYSTEM):
        Membership.objects.filter(user=cast.finanzas).update(valid_until=clock.today())
    ids = {"user": somebody.pk, "promotora": cast.promotora.pk, "ending": cast.finanzas.pk}
    with (
        acting_as(Actor.user(cast.administra)),
        pytest.raises(IntegrityError, match="two people"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(**ids))


def test_one_confirmed_request_gives_one_role_once(cast, somebody):
    request = asked(cast, somebody)
    with acting_as(Actor.user(cast.oficial)):
        actions.confirm_role(request=request, user=cast.oficial)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=somebody, role=Role.FINANCE, granted_by=request)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=somebody, role=Role.ADMINISTRATOR, granted_by=request)


def test_ending_a_role_takes_one_person_and_works_at_once(cast, client_of):
    post = cast.finanzas.memberships.get()
    client = client_of(cast.finanzas)
    assert client.get("/pagos/").status_code == 200
    client_of(cast.administra).post(f"/cuentas/funciones/{post.pk}/terminar/")
    assert client.get("/pagos/").status_code == 403


def test_the_last_administrator_stays(cast, client_of):
    post = cast.administra.memberships.get()
    with acting_as(Actor.user(cast.administra)):
        with pytest.raises(Refused, match="única"):
            actions.end_role(membership=post, by=cast.administra)
        with pytest.raises(Refused, match="única"):
            actions.deactivate(user=cast.administra, by=cast.administra)


def test_an_administrator_ends_sessions_and_it_is_written_down(cast, client_of):
    clients = [client_of(cast.promotora) for _ in range(2)]
    assert all(client.get("/mas/").status_code == 200 for client in clients)
    client_of(cast.administra).post(f"/cuentas/{cast.promotora.pk}/sesiones/")
    assert all(client.get("/mas/").status_code == 302 for client in clients)
    event = AccountEvent.objects.get(user=cast.promotora)
    assert (event.by, event.sessions) == (cast.administra, 2)
    with pytest.raises(TypeError):
        event.delete()


def test_deactivating_ends_what_is_open(cast, client_of):
    client = client_of(cast.promotor)
    assert client.get("/mas/").status_code == 200
    client_of(cast.administra).post(f"/cuentas/{cast.promotor.pk}/desactivar/")
    assert client.get("/mas/").status_code == 302
    assert not Session.objects.filter(user=cast.promotor).exists()


def test_active_again_an_account_has_no_role(cast, client_of):
    admin, pk = client_of(cast.administra), cast.promotor.pk
    for what in ("desactivar", "desactivar", "activar", "activar"):
        assert admin.post(f"/cuentas/{pk}/{what}/").status_code == 302
    user = User.objects.get(pk=pk)
    assert (user.is_active, user.roles) == (True, frozenset())
    kinds = AccountEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["desactivada", "activada"]
    assert "Cuenta activada de nuevo" in admin.get(f"/cuentas/{pk}/").content.decode()


def test_mails_name_no_person_and_open_nothing(cast, somebody):
    request = asked(cast, somebody)
    tasks.tell_new_account(user_id=somebody.pk)
    tasks.tell_deciders(request_id=str(request.pk))
    first, *others = mail.outbox
    assert first.to == ["nueva@oficina.example"]
    assert "/cuenta/clave/olvidada/" in first.body
    told = {message.to[0] for message in others}
    assert cast.administra.email not in told
    assert {cast.oficial.email, cast.datos.email} <= told
    assert not any("Eva" in message.body + message.subject for message in others)


def test_an_address_is_used_once(cast, somebody):
    with acting_as(Actor.user(cast.administra)), pytest.raises(Refused):
        actions.make_account(email="NUEVA@oficina.example", name="Otra", by=cast.administra)


def test_the_first_administrator_comes_from_the_machine(client, db):
    told = make_administrator(email="jefa@oficina.example", name="Jefa Prueba")
    user = User.objects.get(email="jefa@oficina.example")
    assert user.roles == {Role.ADMINISTRATOR}
    assert client.get(told.rsplit("\n", 1)[1].partition("8000")[2], follow=True).status_code == 200
    assert "Jefa Prueba" in make_administrator(email="JEFA@oficina.example", name="Otra")
    assert Membership.objects.filter(user=user).count() == 1
    assert make_administrator(email="nadie", name="x") == "Ese correo no es válido."
