"""Hostile values as deliveries: every one is answered, kept or refused, and none fails."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.field.enums import Problem
from arraigo.field.models import Submission
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.submissions.listing import page_of_submissions
from arraigo.field.tests.interviews import follow_up, note, profile, registration
from arraigo.field.xform.functions import as_number, days_of
from arraigo.field.xform.instance import Instance
from arraigo.field.xform.reading import NotXml
from arraigo.people.offices import office_of
from tests.factories import opened_case
from tests.hostile.values import TRIES
from tests.openrosa.through_django import phone_of

pytestmark = pytest.mark.django_db

FEWER = trying(TRIES, max_examples=25)
#: Text that XML 1.0 takes.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60
)
HOSTILE = [
    b"", b"<", b"not xml", b"<data/>", b"<data id='x'></data>" + b"\x00", b"\xff\xfe<\x00",
    b"<!DOCTYPE data [<!ENTITY a 'b'>]><data id='x'>&a;</data>",
    b"<!DOCTYPE data SYSTEM 'file:///etc/passwd'><data/>",
    b"<?xml version='1.0' encoding='utf-7'?><data/>",
    b"<a>" * 500 + b"</a>" * 500,
    b"<data>" + b"<b/>" * 60_000 + b"</data>",
]  # fmt: skip


@pytest.fixture
def phone(cast):
    opened_case(cast.promotora)
    return phone_of(cast.promotora, Client())


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: repr(body[:30]))
def test_what_is_no_interview_is_refused_or_kept_as_unknown(cast, body):
    with acting_as(Actor.user(cast.promotora)):
        office = office_of(cast.promotora)
        try:
            kept = receive(delivery=Delivery(body), user=cast.promotora, office=office)
        except NotXml:
            return
        assert kept.problem == Problem.NO_FORM


@FEWER
@given(data=st.data())
def test_no_answer_makes_a_delivery_fail(cast, phone, data):
    case_id = next(iter(phone.cases))
    form, (answers, repeats) = data.draw(
        st.sampled_from(
            [
                ("registro_minimo", (registration(), {})),
                ("seguimiento", (follow_up(case_id), {})),
                ("nota_visita", (note(case_id), {})),
                ("perfilamiento", profile(case_id)),
            ]
        )
    )
    for name in data.draw(st.lists(st.sampled_from(sorted(answers)), min_size=1, max_size=4)):
        answers[name] = data.draw(TEXT)
    for rows in repeats.values():
        for row in rows:
            row[data.draw(st.sampled_from(sorted(row)))] = data.draw(TEXT)
    xml = phone.fill(form, answers, repeats)
    with acting_as(Actor.user(cast.promotora)):
        kept = receive(
            delivery=Delivery(xml), user=cast.promotora, office=office_of(cast.promotora)
        )
        assert kept.problem != Problem.FAILURE, (kept.details, answers)


@FEWER
@given(text=st.text(max_size=40))
def test_any_text_is_a_number_or_none(text):
    days_of(text)
    as_number(text)


@given(text=st.text(max_size=40))
@trying(TRIES, max_examples=10)
def test_a_page_of_deliveries_begins_anywhere(cast, text):
    with acting_as(SYSTEM):
        assert page_of_submissions(Submission.objects.all(), text).rows == []


def test_an_id_of_odd_letters_is_none():
    xml = "<data id='x'><meta><instanceID>uuid:á\n</instanceID></meta></data>"
    assert Instance(xml.encode()).instance_id == ""
