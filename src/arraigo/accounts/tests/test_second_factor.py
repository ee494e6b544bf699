"""The second factor: activating, entering, losing the phone."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership
from arraigo.accounts.tests.conftest import PASSWORD, SECRET, code_at, log_in
from arraigo.core.context import SYSTEM, acting_as

pytestmark = pytest.mark.django_db

CLOSED_BEFORE = (
    "/",
    "/hoy/",
    "/cuenta/clave/cambiar/",
    "/cuenta/seguridad/",
    "/cuenta/seguridad/respaldo/",
    "/cuenta/seguridad/respaldo/nuevos/",
)


@pytest.mark.parametrize("path", CLOSED_BEFORE)
def test_who_owes_it_opens_nothing_but_its_activation(client_of, finance, path):
    answer = client_of(finance).get(path)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("mfa_activate_totp")


def test_who_owes_it_may_activate_and_leave(confirmed, finance):
    client = confirmed(finance)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200


def test_activating_asks_for_the_password_first(client_of, finance):
    answer = client_of(finance).get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_the_page_draws_the_code_and_spells_the_secret(confirmed, finance):
    answer = confirmed(finance).get(reverse("mfa_activate_totp"))
    text = answer.content.decode()
    secret = answer.context["form"].secret
    assert "<svg" in text
    assert "data:image" not in text
    assert 'style="' not in text
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in text


def test_activating_opens_the_rest_and_gives_backup_codes(confirmed, finance):
    client = confirmed(finance)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_wrong_code_does_not_activate(confirmed, finance):
    client = confirmed(finance)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "El código no es correcto" in answer.content.decode()
    assert not Authenticator.objects.filter(user=finance).exists()


def test_the_secret_is_sealed_in_the_database(guarded):
    kept = Authenticator.objects.get(user=guarded).data["secret"]
    assert SECRET not in kept


def test_the_password_alone_does_not_open(client, guarded):
    answer = log_in(client, guarded.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/hoy/").status_code == 302
    text = client.get(reverse("mfa_authenticate")).content.decode()
    assert "Segundo paso" in text
    assert "su código ahora es" not in text


def test_the_code_opens_and_is_good_once(client, guarded):
    code = code_at(time.time())
    log_in(client, guarded.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer["Location"] == "/"
    client.post(reverse("account_logout"))
    log_in(client, guarded.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 200


def test_the_code_of_half_a_minute_ago_is_good(client, guarded):
    log_in(client, guarded.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_at(time.time() - 30)})
    assert answer.status_code == 302


def test_a_backup_code_opens(client, confirmed, guarded):
    inside = confirmed(guarded)
    inside.post(reverse("mfa_generate_recovery_codes"))
    code = inside.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    log_in(client, guarded.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/"


def test_wrong_codes_are_limited_for_all_processes(client, guarded):
    log_in(client, guarded.email)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_at(time.time())})
    assert "Demasiados intentos." in answer.content.decode()


def test_one_may_leave_halfway(client, guarded):
    log_in(client, guarded.email)
    client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_taking_it_off_sends_back_to_activation_and_tells_by_mail(confirmed, guarded):
    client = confirmed(guarded)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    answer = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert mail.outbox[-1].subject == "Arraigo: segundo paso desactivado"


def test_backup_codes_are_downloaded_as_text(confirmed, guarded):
    client = confirmed(guarded)
    client.post(reverse("mfa_generate_recovery_codes"))
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert len(answer.content.decode().split()) >= 10


def test_a_role_that_does_not_demand_it_opens_without(client_of, user):
    with acting_as(SYSTEM):
        Membership.objects.create(user=user, role=Role.EMPLOYER)
    assert client_of(user).get(reverse("mfa_index")).status_code == 200


class TestTraining:
    """Practising with an account that several people share."""

    @pytest.fixture(autouse=True)
    def training(self, settings, guarded):
        settings.TRAINING_MODE = True
        guarded.is_training = True
        guarded.save()

    def test_the_page_tells_the_code(self, client, guarded):
        log_in(client, guarded.email)
        text = client.get(reverse("mfa_authenticate")).content.decode()
        assert "Capacitación: su código ahora es" in text
        assert code_at(time.time()) in text or code_at(time.time() - 30) in text

    def test_the_same_code_opens_twice_and_may_be_some_minutes_old(self, client, guarded):
        for _ in range(2):
            log_in(client, guarded.email)
            answer = client.post(reverse("mfa_authenticate"), {"code": code_at(time.time() - 120)})
            assert answer["Location"] == "/"
            client.post(reverse("account_logout"))

    def test_not_outside_training_mode(self, client, guarded, settings):
        settings.TRAINING_MODE = False
        log_in(client, guarded.email)
        assert "su código ahora" not in client.get(reverse("mfa_authenticate")).content.decode()
        answer = client.post(reverse("mfa_authenticate"), {"code": code_at(time.time() - 120)})
        assert answer.status_code == 200

    def test_not_for_other_accounts(self, client, guarded):
        guarded.is_training = False
        guarded.save()
        log_in(client, guarded.email)
        assert "su código ahora" not in client.get(reverse("mfa_authenticate")).content.decode()

    def test_confirming_with_a_code_tells_it_too(self, client_of, guarded):
        client = client_of(guarded)
        assert "su código ahora" in client.get(reverse("mfa_reauthenticate")).content.decode()
        answer = client.post(reverse("mfa_reauthenticate"), {"code": code_at(time.time())})
        assert answer.status_code == 302
        assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
