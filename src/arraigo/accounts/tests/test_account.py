"""The account itself: deactivated, logged out."""

import pytest
from django.urls import reverse

from arraigo.accounts.tests.conftest import log_in

pytestmark = pytest.mark.django_db


def test_a_deactivated_user_is_out_at_the_next_request(client, user):
    log_in(client, user.email)
    assert client.get(reverse("mfa_index")).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(reverse("mfa_index"))["Location"].startswith(reverse("account_login"))


def test_a_deactivated_user_does_not_log_in(client, user):
    user.is_active = False
    user.save()
    answer = log_in(client, user.email)
    assert answer["Location"] == reverse("account_inactive")
    assert "Su cuenta está desactivada" in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("mfa_index")).status_code == 302


def test_logging_out_asks_and_ends_the_session(client_of, user):
    client = client_of(user)
    assert "¿Quiere salir?" in client.get(reverse("account_logout")).content.decode()
    assert client.get(reverse("mfa_index")).status_code == 200
    left = client.post(reverse("account_logout"))
    assert left["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(reverse("account_login"))
    assert client.get(reverse("mfa_index")).status_code == 302
