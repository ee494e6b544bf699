"""How a person may safely be reached: whose phone, call or write, when, and as whom."""

import pytest
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.templatetags.casework import whatsapp
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Refused
from arraigo.people.actions import make_contact_safe
from arraigo.people.enums import ContactOwner
from arraigo.people.inputs import SafeContact
from arraigo.people.models import ContactPoint
from arraigo.referrals.disclosure import disclosed
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import sent

pytestmark = pytest.mark.django_db

PHONE = "+50255550188"


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora, phone=PHONE)


def phone_of(case):
    with acting_as(SYSTEM):
        return ContactPoint.objects.get(person=case.person_id)


def made_safe(case, user, **changes):
    usual = {"owner": ContactOwner.SELF, "can_call": True, "can_write": True}
    with acting_as(Actor.user(user)):
        return make_contact_safe(
            contact=phone_of(case), data=SafeContact(**{**usual, **changes}), user=user
        )


def follow_up_page(case, client):
    return client.get(reverse("casework:follow_up", args=[case.pk])).content.decode()


def test_the_follow_up_page_says_not_to_call(cast, case, client_of):
    client = client_of(cast.promotora)
    assert "tel:+502" in follow_up_page(case, client)
    made_safe(case, cast.promotora, can_call=False, hours="de noche", present_as="la escuela")
    text = follow_up_page(case, client)
    assert "No llamar" in text
    assert "tel:" not in text
    assert "de noche" in text
    assert "la escuela" in text
    assert "wa.me" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"can_call": False, "can_write": False}, "No llamar ni escribir"),
        ({"can_call": False, "owner": ContactOwner.FAMILY}, "No llamar ni escribir"),
        ({"can_write": False}, "No escribir"),
    ],
)
def test_no_chat_with_a_phone_that_somebody_else_reads(cast, case, client_of, changes, words):
    made_safe(case, cast.promotora, **changes)
    text = follow_up_page(case, client_of(cast.promotora))
    assert words in text
    assert "wa.me" not in text


def test_one_greets_under_the_neutral_name(cast, case):
    made = made_safe(case, cast.promotora, present_as="la escuela")
    address = whatsapp(made, cast.promotora)
    assert "escuela" in address
    assert cast.promotora.name.split()[-1] not in address


def test_an_institution_gets_no_phone_that_is_not_to_be_called(cast, case):
    made_safe(case, cast.promotora, hours="de noche")
    referral = sent(case, cast.promotora)

    def told():
        with acting_as(Actor.user(cast.promotora)):
            found = Referral.objects.with_names().get(pk=referral.pk)
            return " ".join(value for _label, value in disclosed(found))

    assert "5555 0188" in told()
    assert "de noche" in told()
    made_safe(case, cast.promotora, can_call=False)
    assert "5555 0188" not in told()


def test_the_history_keeps_what_it_was_and_twice_is_once(cast, case):
    for _time in range(2):
        made_safe(case, cast.promotora, can_call=False)
    with acting_as(SYSTEM):
        lines = History.objects.filter(
            row_id=str(phone_of(case).pk), table_name="people_contactpoint", operation="UPDATE"
        )
        assert lines.count() == 1


def test_who_may_not(cast, case):
    with pytest.raises(Refused):
        made_safe(case, cast.promotora_esq, can_call=False)
    with acting_as(SYSTEM):
        ContactPoint.objects.update(is_current=False)
    with pytest.raises(Refused):
        made_safe(case, cast.promotora, can_call=False)


class TestPage:
    def test_what_is_asked_is_kept(self, cast, case, client_of):
        page = reverse("people:contact", args=[phone_of(case).pk])
        client = client_of(cast.promotora)
        form = {"owner": "self", "can_write": "on", "hours": " de noche ", "present_as": "taller"}
        assert client.post(page, {**form, "owner": "nadie"}).status_code == 422
        assert client.post(page, {**form, "hours": "x" * 81}).status_code == 422
        assert client.post(page, form).status_code == 302
        found = phone_of(case)
        assert (found.can_call, found.can_write, found.hours) == (False, True, "de noche")
        assert client_of(cast.promotora_esq).get(page).status_code == 404
