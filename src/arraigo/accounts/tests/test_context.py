"""Each request in one transaction, and what is shown kept nowhere."""

import uuid

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path, reverse

from arraigo.accounts.access import own_account, public
from arraigo.accounts.models import User
from arraigo.core.context import SYSTEM, acting_as, current
from arraigo.core.models import Trace

pytestmark = pytest.mark.django_db


def answering(after):
    @public
    @login_not_required
    def view(request):
        User.objects.create_user("nueva@oficina.example", name="Nueva")
        return after(request)

    return view


def breaks(_request):
    raise RuntimeError("roto")


def is_missing(_request):
    raise Http404


def refuses(_request):
    raise PermissionDenied


def shows(request):
    current().show([uuid.UUID(int=7)])
    return HttpResponse("x", status=200)


def shows_and_breaks(request):
    shows(request)
    raise RuntimeError("roto")


@own_account
def who(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_actor_kind()")
        return HttpResponse(f"{cursor.fetchone()[0]} {current().purpose}")


urlpatterns = [
    path("", include("arraigo.web.urls")),
    path("prueba/bien/", answering(lambda _request: HttpResponse("x"))),
    path("prueba/422/", answering(lambda _request: HttpResponse("x", status=422))),
    path("prueba/403/", answering(lambda _request: HttpResponse("x", status=403))),
    path("prueba/rompe/", answering(breaks)),
    path("prueba/falta/", answering(is_missing)),
    path("prueba/niega/", answering(refuses)),
    path("prueba/plantilla/", answering(lambda r: TemplateResponse(r, "no/existe.html"))),
    path("prueba/muestra/", answering(shows)),
    path("prueba/muestra-rompe/", answering(shows_and_breaks)),
    path("prueba/quien/", who, name="who"),
]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def calm(client):
    client.raise_request_exception = False
    return client


def was_kept():
    return User.objects.filter(email="nueva@oficina.example").exists()


@pytest.mark.parametrize(
    ("page", "status", "kept"),
    [
        ("bien", 200, True),
        ("422", 422, True),
        ("403", 403, True),
        ("rompe", 500, False),
        ("falta", 404, False),
        ("niega", 403, False),
        ("plantilla", 500, False),
    ],
)
def test_an_exception_undoes_and_an_answer_keeps(calm, page, status, kept):
    assert calm.get(f"/prueba/{page}/").status_code == status
    assert was_kept() is kept


def test_a_failure_leaves_no_trace_of_what_was_not_shown(calm):
    calm.get("/prueba/muestra-rompe/")
    with acting_as(SYSTEM):
        assert Trace.objects.count() == 0
    calm.get("/prueba/muestra/")
    with acting_as(SYSTEM):
        assert Trace.objects.get().actor_kind == "anonymous"


def test_the_database_knows_who_asks_and_what_for(client_of, user):
    assert client_of(user).get("/prueba/quien/").content == b"user who"


def test_what_a_user_or_a_shown_person_answers_is_kept_by_nobody(client, client_of, user):
    inside = client_of(user)
    for page in (reverse("mfa_index"), "/prueba/quien/", "/prueba/sin/"):
        assert "no-store" in inside.get(page)["Cache-Control"]
    assert client.get("/prueba/muestra/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get(reverse("health"))
