"""«Mis sesiones»: what is shown, what is kept, and that what is ended opens nothing."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse

from arraigo.accounts.freshness import IDLE
from arraigo.accounts.models import AccountEvent, Session
from arraigo.accounts.sessions.actions import end_all_sessions
from arraigo.accounts.sessions.devices import device_of, in_words
from arraigo.accounts.sessions.models import AccountEventKind
from arraigo.accounts.tests.conftest import PASSWORD, code_at, log_in
from arraigo.core import clock

pytestmark = pytest.mark.django_db
PAGE = "/cuenta/sesiones/"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155M) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1"
)


def entered(user, agent=ANDROID):
    """Return a browser of the user's that has opened a page."""
    browser = Client(headers={"user-agent": agent})
    log_in(browser, user.email)
    browser.get(PAGE)
    return browser


@pytest.mark.parametrize(
    ("agent", "device", "words"),
    [
        (ANDROID, "Chrome/Android", "Chrome en Android"),
        (EDGE, "Edge/Windows", "Edge en Windows"),
        (IPHONE, "Safari/iPhone", "Safari en iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox/Linux",
         "Firefox en Linux"),
        ("Mozilla/5.0 (Windows NT 10.0)", "/Windows", "Windows"),
        ("", "/", "Dispositivo desconocido"),
        ("<script>alert(1)</script>\x00" * 500, "/", "Dispositivo desconocido"),
    ],
)  # fmt: skip
def test_a_device_in_plain_words(agent, device, words):
    assert device_of(agent) == device
    assert in_words(device) == words


def test_the_page_tells_devices_and_nothing_of_where(user):
    here, _there = entered(user), entered(user, EDGE)
    page = here.get(PAGE, REMOTE_ADDR="203.0.113.77").content.decode()
    assert "Este dispositivo" in page
    assert "Chrome en Android" in page
    assert "Edge en Windows" in page
    kept = [str(vars(row)) + str(row.get_decoded()) for row in Session.objects.all()]
    assert not any("203.0.113" in row or "AppleWebKit" in row for row in kept)
    assert not any(row.pk in page for row in Session.objects.all())


def test_closing_one_ends_it_at_its_next_page(user):
    here, there = entered(user), entered(user, EDGE)
    mark = next(s.mark for s in Session.objects.of(user) if s.device == "Edge/Windows")
    assert here.post(PAGE, {"session": mark})["Location"] == PAGE
    assert there.get(PAGE)["Location"].startswith(reverse("account_login"))
    assert here.get(PAGE).status_code == 200
    assert AccountEvent.objects.get().kind == AccountEventKind.SESSION_ENDED


def test_closing_all_the_others_leaves_this_one(user):
    here, others = entered(user), [entered(user, EDGE) for _ in range(2)]
    answer = here.post(PAGE, {"others": "1"}, follow=True)
    assert "Se cerraron 2 sesiones." in answer.content.decode()
    assert all(other.get(PAGE).status_code == 302 for other in others)
    assert here.get(PAGE).status_code == 200
    assert AccountEvent.objects.get().sessions == 2


def test_somebody_elses_session_is_not_ended_by_its_mark(user, finance):
    mine, hers = entered(user), Client()
    hers.force_login(finance, backend="allauth.account.auth_backends.AuthenticationBackend")
    row = Session.objects.get(user=finance)
    mine.post(PAGE, {"session": row.mark})
    mine.post(PAGE, {"session": row.pk})
    assert Session.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("mark", ["", "x", "ñ" * 32, "a" * 10_000, "\x00"])
def test_a_mark_of_nothing_ends_nothing(user, mark):
    here = entered(user)
    assert here.post(PAGE, {"session": mark}).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert not AccountEvent.objects.exists()


def test_a_session_that_lay_unused_is_not_listed(user):
    entered(user, EDGE)
    with time_machine.travel(clock.now() + IDLE, tick=False):
        assert not Session.objects.of(user).exists()


def test_a_new_password_ends_the_others(user):
    here, there = entered(user), entered(user, EDGE)
    new = {"oldpassword": PASSWORD, "password1": "otra ceiba florece", "password2": ""}
    new["password2"] = new["password1"]
    assert here.post(reverse("account_change_password"), new).status_code == 302
    assert there.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert Session.objects.of(user).count() == 1
    event = AccountEvent.objects.get()
    assert (event.kind, event.sessions) == (AccountEventKind.PASSWORD, 1)


def test_losing_the_second_factor_ends_the_others(guarded, client_of):
    here, there = Client(), client_of(guarded)
    log_in(here, guarded.email)
    with time_machine.travel(clock.now(), tick=False) as now:
        here.post(reverse("mfa_authenticate"), {"code": code_at(now.time_ns() / 1e9)})
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert there.get(PAGE).status_code == 200
    here.post(reverse("mfa_deactivate_totp"))
    assert there.get(PAGE).status_code == 302
    assert Session.objects.filter(user=guarded).count() == 1
    assert AccountEvent.objects.get().kind == AccountEventKind.FACTOR_LOST


def test_a_page_under_way_does_not_bring_an_ended_session_back(user):
    there = entered(user, EDGE)
    session = there.session
    assert session["device"] == "Edge/Windows"
    end_all_sessions(user=user, by=None, kind=AccountEventKind.ALL_ENDED)
    session["seen_at"] = clock.now().isoformat()
    with pytest.raises(UpdateError):
        session.save(must_create=False)
    assert not Session.objects.filter(user=user).exists()


def test_the_list_costs_the_same_however_many_devices(user, django_assert_max_num_queries):
    here = entered(user)
    for _ in range(8):
        entered(user, EDGE)
    with django_assert_max_num_queries(16):
        here.get(PAGE)
