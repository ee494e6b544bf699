"""What the pages of forms have in common."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from arraigo.core.transitions import Refused
from arraigo.ui import forms as ui
from arraigo.ui.pages import attempted, done, posted


class Reason(ui.Form):
    reason = forms.CharField()


def refuse():
    raise Refused("Ya está cerrado.")


def invalid():
    raise ValidationError("Ya está cerrado.")


def test_only_a_valid_form_acts_and_what_came_of_it_is_returned():
    def never():
        raise AssertionError

    assert done(Reason({}), never) is None
    assert done(Reason({"reason": "Otro"}), lambda: "hecho") == "hecho"
    assert done(Reason({"reason": "Otro"}), lambda: None) is True


@pytest.mark.parametrize("act", [refuse, invalid])
def test_a_refusal_stands_in_the_form(act):
    form = Reason({"reason": "Otro"})
    assert done(form, act) is None
    assert form.non_field_errors() == ["Ya está cerrado."]


def test_without_a_form_a_message_says_why_not():
    request = RequestFactory().post("/")
    request._messages = Messages(request)
    assert not attempted(request, refuse)
    assert [str(message) for message in get_messages(request)] == ["Ya está cerrado."]
    assert attempted(request, lambda: None)


class Messages(BaseStorage):
    """Messages that nobody stores."""

    def _get(self, *args, **kwargs):
        return [], True


def test_a_form_sent_empty_is_sent_all_the_same():
    assert posted(RequestFactory().get("/")) is None
    assert posted(RequestFactory().post("/")) is not None
