"""Default deny: what opens to whom."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import get_resolver, include, path, reverse
from django.urls.resolvers import URLPattern
from django.views import View

from arraigo.accounts.access import EVERYBODY, allow, is_own_account, is_public, public
from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership
from arraigo.core.context import SYSTEM, acting_as

pytestmark = pytest.mark.django_db


def undeclared(request):
    return HttpResponse("secreto")


class UndeclaredClass(View):
    def get(self, request):
        return HttpResponse("secreto")


@allow(Role.MINTRAB_LIAISON)
def for_liaisons(request):
    return HttpResponse("abierto")


@allow()
def for_nobody(request):
    return HttpResponse("secreto")


@public
@login_not_required
def for_anyone(request):
    return HttpResponse("abierto")


@login_not_required
def half_declared(request):
    return HttpResponse("abierto")


@public
def half_public(request):
    return HttpResponse("secreto")


urlpatterns = [
    path("", include("arraigo.web.urls")),
    path("prueba/sin/", undeclared),
    path("prueba/clase/", UndeclaredClass.as_view()),
    path("prueba/enlace/", for_liaisons),
    path("prueba/nadie/", for_nobody),
    path("prueba/todos/", for_anyone),
    path("prueba/media/", half_public),
]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def liaison(user):
    with acting_as(SYSTEM):
        Membership.objects.create(user=user, role=Role.MINTRAB_LIAISON)
    return user


@pytest.mark.parametrize("page", ["sin", "clase", "nadie"])
def test_a_view_that_declares_nobody_opens_to_nobody(client_of, liaison, page):
    assert client_of(liaison).get(f"/prueba/{page}/").status_code == 403


def test_the_declared_role_opens(client_of, liaison):
    assert client_of(liaison).get("/prueba/enlace/").content == b"abierto"


def test_another_role_and_no_role_do_not(client_of, user):
    client = client_of(user)
    assert client.get("/prueba/enlace/").status_code == 403
    with acting_as(SYSTEM):
        Membership.objects.create(user=user, role=Role.EMPLOYER)
    assert client.get("/prueba/enlace/").status_code == 403


def test_a_role_that_ended_opens_nothing(client_of, liaison):
    with acting_as(SYSTEM):
        Membership.objects.update(valid_until="2020-01-01", valid_from="2019-01-01")
    assert client_of(liaison).get("/prueba/enlace/").status_code == 403


@pytest.mark.parametrize("page", ["sin", "clase", "enlace", "nadie", "media"])
def test_a_stranger_is_sent_to_log_in_and_comes_back(client, page):
    answer = client.get(f"/prueba/{page}/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/prueba/{page}/%3Fa%3D1"


def test_a_public_page_opens_to_all(client, client_of, finance):
    assert client.get("/prueba/todos/").content == b"abierto"
    assert client_of(finance).get("/prueba/todos/").content == b"abierto"


def test_the_pages_of_ones_own_account_open_to_all_users_without_a_role(client_of, user):
    client = client_of(user)
    for name in ("mfa_index", "account_change_password", "account_logout"):
        assert client.get(reverse(name)).status_code == 200


def test_every_address_is_declared():
    names = {name for name, view in _views() if not _declared(view)}
    assert not names - {"/prueba/sin/", "/prueba/clase/"}


def _declared(view):
    return is_public(view) or is_own_account(view) or hasattr(view, "allowed_roles")


def _views(patterns=None, prefix="/"):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield where, entry.callback
        else:
            yield from _views(entry.url_patterns, where)


def test_the_roles_of_all_are_all():
    assert set(EVERYBODY) == set(Role)
