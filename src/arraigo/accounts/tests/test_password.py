"""Changing and recovering the password."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.urls import reverse

from arraigo.accounts.tests.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db

NEW = "jocote maduro en la mesa"


def ask(client, email, **extra):
    return client.post(reverse("account_reset_password"), {"email": email}, **extra)


def link_in(message):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.body)[1]


def test_changing_needs_the_present_one_and_keeps_this_session(client_of, user):
    client, other = client_of(user), client_of(user)
    page = reverse("account_change_password")
    wrong = client.post(page, {"oldpassword": "no", "password1": NEW, "password2": NEW})
    assert "Su contraseña actual no es esa." in wrong.content.decode()
    answer = client.post(page, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert client.get(page).status_code == 200
    assert other.get(page)["Location"].startswith(reverse("account_login"))
    assert mail.outbox[-1].subject == "Arraigo: su contraseña cambió"


@pytest.mark.parametrize("weak", ["corta", "123456789012345", "ana@oficina.example"])
def test_a_weak_one_is_refused(client_of, user, weak):
    answer = client_of(user).post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]


def test_the_mail_is_spanish_and_its_subject_says_nothing_of_anybody(client, user):
    assert ask(client, user.email)["Location"] == reverse("account_reset_password_done")
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "Arraigo: enlace para una contraseña nueva"
    assert "Alguien pidió una contraseña nueva" in message.body
    for personal in (user.name, user.email):
        assert personal not in message.subject + message.body


def test_the_link_is_of_the_installation_whatever_the_request_says(client, user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, user.email, headers={"host": "malo.example"})
    assert "malo.example" not in mail.outbox[0].body
    assert link_in(mail.outbox[0])


def test_the_link_lets_one_choose_a_new_one_once(client, user):
    ask(client, user.email)
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    assert link.split("-")[-1] not in form
    short = client.post(form, {"password1": "corta", "password2": "corta"})
    assert short.status_code == 200
    answer = client.post(form, {"password1": NEW, "password2": NEW})
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(answer["Location"]).status_code == 200
    assert log_in(client, user.email, NEW).status_code == 302
    client.logout()
    assert "El enlace ya no sirve" in client.get(link).content.decode()


def test_an_unknown_or_inactive_address_gets_the_same_answer_and_no_mail(client, user):
    user.is_active = False
    user.save()
    for email in (user.email, "nadie@oficina.example"):
        assert ask(client, email)["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_mail_server_that_fails_does_not_change_the_answer(client, user, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert ask(client, user.email)["Location"] == reverse("account_reset_password_done")


def test_mails_are_limited_for_one_address(client, user):
    for _ in range(5):
        ask(client, user.email)
    assert ask(client, user.email).status_code == 429
    assert len(mail.outbox) == 5
