"""Closing a case in a household: the others' cases are seen and asked about, or not told of."""

import uuid

import pytest
from tests.factories import opened_case

from arraigo.casework.actions import certify_closure, finish_due
from arraigo.casework.emergency.actions import reserve_file
from arraigo.casework.enums import DueKind
from arraigo.casework.household.actions import MemberInput, add_member, link_member
from arraigo.casework.household.cases import cases_of_household, close_in_household
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.models import Case, Closure, Due
from arraigo.casework.tests.making import case_of, closure, on_day
from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.enums import ConsentHow, Sex

pytestmark = pytest.mark.django_db

ASKED = "¿Siguen los otros casos de su hogar?"


@pytest.fixture
def hers(cast):
    """A sister's case, which a colleague of the same office manages."""
    return case_of(cast.promotor)


@pytest.fixture
def linked(cast, case, hers):
    live_together(cast.promotora, case, hers)
    return hers


def live_together(user, case, other):
    with on_day(user, 1):
        member = add_member(
            data=MemberInput(case.person, Kinship.SIBLING, Sex.FEMALE, AgeBand.ADULT), user=user
        )
        assert link_member(
            member=member, code=other.code, agreed_how=ConsentHow.PAPER, witness_name="", user=user
        )


def told(case, **changes):
    return {
        "id": str(uuid.uuid4()), "reason": "objetivos", "outcome": "positivo",
        "evidence": "Contrato visto", **changes,
    }  # fmt: skip


def dues_of(case):
    with acting_as(SYSTEM):
        return list(Due.objects.filter(case=case, kind=DueKind.TASK))


def test_the_other_case_is_seen_on_the_three_pages(cast, case, linked, client_of):
    client = client_of(cast.promotora)
    close = f"/casos/{case.pk}/cierre/"
    for page in (f"/casos/{case.pk}/", close):
        text = client.get(page).content.decode()
        assert linked.person.surnames in text
        assert f"/casos/{linked.pk}/" in text
    assert ASKED in client.get(close).content.decode()
    assert client.post(close, told(case)).status_code == 302
    with acting_as(SYSTEM):
        found = Closure.objects.get(case=case)
    lead = client_of(cast.supervisora).get(f"/casos/cierres/{found.pk}/").content.decode()
    assert linked.code in lead
    assert dues_of(linked) == []


def test_marked_it_is_to_be_reviewed_by_who_manages_it_once(cast, case, linked, client_of):
    client, close = client_of(cast.promotora), f"/casos/{case.pk}/cierre/"
    sent = told(case, to_review=[str(linked.pk)])
    for _time in range(2):
        assert client.post(close, sent).status_code == 302
    [due] = dues_of(linked)
    assert due.assigned_to == cast.promotor
    assert due.title == "Revisar si este caso sigue"
    assert case.person.surnames not in client_of(cast.promotor).get("/hoy/").content.decode()
    with on_day(cast.promotor, 20):
        finish_due(due=due)
    assert client.post(close, sent).status_code == 302
    assert len(dues_of(linked)) == 1


def test_a_case_that_ended_meanwhile_needs_no_review(cast, case, linked):
    with on_day(cast.promotor, 5):
        ended = close_in_household(data=closure(linked), to_review=[], user=cast.promotor)
    with on_day(cast.supervisora, 6):
        certify_closure(closure=ended, user=cast.supervisora)
    with on_day(cast.promotora, 7):
        close_in_household(data=closure(case), to_review=[linked], user=cast.promotora)
        [shown] = cases_of_household(Case.objects.get(pk=case.pk), cast.promotora)
    assert shown.case.closed_on is not None
    assert dues_of(linked) == []


def test_its_state_stays_on_the_page_once_both_are_closed(cast, case, linked, client_of):
    with on_day(cast.promotor, 5):
        ended = close_in_household(data=closure(linked), to_review=[], user=cast.promotor)
    with on_day(cast.supervisora, 6):
        certify_closure(closure=ended, user=cast.supervisora)
    client = client_of(cast.promotora)
    card = client.get(f"/casos/{case.pk}/").content.decode().split("Casos de su hogar")[1][:900]
    assert "Cerrado" in card
    assert ASKED not in client.get(f"/casos/{case.pk}/cierre/").content.decode()


@pytest.mark.parametrize("which", ["mine", "hers"])
def test_a_reserved_file_tells_of_nobody(cast, case, linked, client_of, which):
    person = {"mine": case.person, "hers": linked.person}[which]
    with on_day(cast.supervisora, 3):
        reserve_file(person=person, user=cast.supervisora)
    client = client_of(cast.promotora)
    close = f"/casos/{case.pk}/cierre/"
    for page in (f"/casos/{case.pk}/", close):
        text = client.get(page).content.decode()
        assert "Casos de su hogar" not in text
        assert ASKED not in text
        assert linked.code not in text
    assert client.post(close, told(case, to_review=[str(linked.pk)])).status_code == 302
    assert dues_of(linked) == []


def test_who_is_not_linked_or_not_in_the_household_is_not_offered(cast, case, hers, client_of):
    client, close = client_of(cast.promotora), f"/casos/{case.pk}/cierre/"
    assert ASKED not in client.get(close).content.decode()
    other = opened_case(cast.promotora)
    live_together(cast.promotora, case, hers)
    wrong = client.post(close, told(case, to_review=[str(other.pk)]))
    assert wrong.status_code == 422
    with acting_as(SYSTEM):
        assert not Closure.objects.filter(case=case).exists()


def test_the_officer_reads_no_households(cast, case, linked, client_of):
    page = client_of(cast.oficial).get(f"/casos/{case.pk}/").content.decode()
    assert linked.person.surnames not in page


def test_no_followup_is_told_and_offered(cast, case, client_of):
    page = client_of(cast.promotora).get(f"/casos/{case.pk}/cierre/").content.decode()
    assert "Este caso no tiene seguimientos." in page
    assert f"/casos/{case.pk}/seguimiento/" in page
