"""Import, then undo: every row as it was where nothing happened, nothing lost where it did."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import registration

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.actions import register_person
from arraigo.people.leads.actions import contacts, lists
from arraigo.people.leads.enums import LeadStep as Happened
from arraigo.people.leads.enums import ListState
from arraigo.people.leads.models import Lead, LeadStep, ListRow
from arraigo.people.models import Consent, ContactPoint, Person, PersonScope, ReturnEvent
from arraigo.people.offices import office_of
from arraigo.people.search.models import SearchEntry
from arraigo.people.tests.lists import checked, imported, letters, worked

pytestmark = pytest.mark.django_db
TABLES = (
    Lead, LeadStep, ListRow, Person, ContactPoint, PersonScope, Consent, ReturnEvent, SearchEntry,
)  # fmt: skip
MAY_HAPPEN = ("nothing", "call", "refusal", "interview", "found out to be registered")


def everything():
    """Return every row of every table a contact touches, by table and key."""
    with acting_as(SYSTEM):
        return {
            model: {str(row["pk"]): row for row in model.objects.values("pk", *_columns(model))}
            for model in TABLES
        }


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields]


def happens(what, lead, user):
    """Let something happen to a contact, as the pages do it."""
    with acting_as(Actor.user(user)):
        if what in ("call", "refusal"):
            result = Happened.REFUSED if what == "refusal" else Happened.NO_ANSWER
            contacts.record_call(lead=lead, result=result, step_id=uuid.uuid4(), user=user)
        elif what != "nothing":
            mark = lead.pk if what == "interview" else uuid.uuid4()
            person = register_person(
                data=registration(id=mark, surnames=lead.surnames),
                user=user,
                office=office_of(user),
            )
            contacts.confirm_contact(lead=lead, person=person, user=user)


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(events=st.lists(st.sampled_from(MAY_HAPPEN), min_size=1, max_size=6))
def test_undo_restores_to_the_letter_or_loses_nothing(cast, events):
    user = cast.promotora
    with transaction.atomic():
        words = [(letters(n * 31), letters(n * 57)) for n in range(len(events))]
        rows = [[f"Persona {given}", f"Ficticia {surname}"] for given, surname in words]
        listing = checked(user, [["NOMBRES", "APELLIDOS"], *rows])
        before = everything()
        with acting_as(Actor.user(user)):
            lists.import_list(received=listing, user=user)
        listing = worked(listing)
        with acting_as(SYSTEM):
            leads = list(listing.leads.order_by("pk"))
        for what, lead in zip(events, leads, strict=True):
            happens(what, lead, user)
        happened = everything()
        with acting_as(Actor.user(user)):
            lists.undo_import(received=listing, user=user)
        listing = worked(listing)
        after = everything()
        untouched = {
            str(lead.pk) for what, lead in zip(events, leads, strict=True) if what == "nothing"
        }
        assert untouched.isdisjoint(after[Lead])
        for model in TABLES:
            expected = {pk: row for pk, row in happened[model].items() if pk not in untouched}
            if model is ListRow:
                expected |= {pk: before[ListRow][pk] for pk in untouched}
            assert after[model] == expected, model
        transaction.set_rollback(True)


def test_an_undone_list_can_be_imported_again(cast):
    rows = [["Ana Ficticia Uno", "5555 0101"], ["Eva Ficticia Dos", "5555 0102"]]
    listing = imported(cast.promotora, [["NOMBRE COMPLETO", "TEL"], *rows])
    for act in (lists.undo_import, lists.import_list):
        with acting_as(Actor.user(cast.promotora)):
            act(received=listing, user=cast.promotora)
        listing = worked(listing)
    assert listing.state == ListState.IMPORTED
    with acting_as(SYSTEM):
        assert listing.leads.count() == 2
