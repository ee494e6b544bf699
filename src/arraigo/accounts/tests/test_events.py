"""Who entered, left or was refused stands in the log, by id and without what was typed."""

import logging

import pytest
from django.urls import reverse

from arraigo.accounts.tests.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db


def test_entering_failing_and_leaving_are_written(client, user, caplog):
    wrong, nobody = "contraseña en la caja de otra", "nadie@oficina.example"
    with caplog.at_level(logging.INFO, logger="arraigo.accounts.events"):
        log_in(client, user.email, wrong)
        log_in(client, nobody, PASSWORD)
        log_in(client, user.email)
        client.post(reverse("account_logout"))
    lines = [record.getMessage() for record in caplog.records]
    assert f"refused user={user.pk} how=password from=127.0.0.1" in lines
    assert "refused user=- how=password from=127.0.0.1" in lines
    assert f"proved user={user.pk} how=password from=127.0.0.1" in lines
    assert any(line.startswith(f"entered user={user.pk}") for line in lines)
    assert any(line.startswith(f"left user={user.pk}") for line in lines)
    assert not any(word in line for line in lines for word in (wrong, nobody, PASSWORD, user.email))


def test_a_wrong_code_is_written(client, guarded, caplog):
    log_in(client, guarded.email)
    with caplog.at_level(logging.INFO, logger="arraigo.accounts.events"):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert any(line.startswith(f"wrong code user={guarded.pk}") for line in caplog.messages)
