"""Casos atendidos: whom a contact, a delivery or an action of the plan makes one, and whose."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.factories import registered_person

from arraigo.casework.actions import annul_delivery, annul_fact, certify_closure, record_session
from arraigo.casework.enums import AttemptResult, NoteKind
from arraigo.casework.tests.making import requested, session
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.computation import compute_in, facts_in
from arraigo.indicators.enums import CASES_ATTENDED
from arraigo.indicators.lines import Scope
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, case_on, delivered, indicator, noon
from arraigo.indicators.tests.recording import followed_up, noted, tried
from arraigo.people.models import ReturnEvent
from arraigo.plans.actions import mark_action
from arraigo.plans.models import PlanAction
from arraigo.plans.tests.making import agreed, witnessed

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)


def figures(period=JULY, author=None):
    """Return the total, new, continuing, closed and failed attempts."""
    with acting_as(SYSTEM):
        figure = compute_in(indicator(CASES_ATTENDED), Scope.of(period, None, author))
    return figure.value, *(variant.value for variant in figure.variants)


def with_plan(user, case, day=date(2026, 7, 2)):
    """Return an action of the plan that the person signed that day."""
    with acting_as(Actor.user(user), at=noon(day)):
        agreed(case, user, witnessed(on=day))
        return PlanAction.objects.filter(goal__plan__case=case).order_by("place").first()


def marked(user, action, day, name="hacer"):
    with acting_as(Actor.user(user), at=noon(day)):
        return mark_action(action=action, name=name, user=user, on=day)


def test_every_kind_of_contact_or_service_makes_one_case(cast):
    who = cast.promotora
    followed_up(who, case_on(who), DAY)
    noted(who, case_on(who), DAY)
    tried(who, case_on(who), DAY, AttemptResult.LATER)
    delivered(who, case_on(who), DAY)
    case = case_on(who)
    with acting_as(Actor.user(who), at=noon(DAY)):
        record_session(data=session(case, occurred_on=DAY), user=who)
    assert figures() == (5, 0, 5, 0, 0)
    assert figures(Period.of_month(2026, 8)) == (0, 0, 0, 0, 0)


def test_neither_a_bare_note_nor_a_failed_attempt_makes_one(cast):
    case = case_on(cast.promotora)
    noted(cast.promotora, case, DAY, kind=NoteKind.NOTE)
    for result in AttemptResult:
        if result != AttemptResult.LATER:
            tried(cast.promotora, case, DAY, result)
    assert figures() == (0, 0, 0, 0, 4)


def test_an_action_of_the_plan_counts_while_it_stands_done(cast):
    case = case_on(cast.promotora)
    action = with_plan(cast.promotora, case, date(2026, 6, 20))
    assert figures() == (0, 0, 0, 0, 0)
    marked(cast.promotora, action, DAY)
    assert figures() == (1, 0, 1, 0, 0)
    with acting_as(SYSTEM):
        (row,) = facts_in(indicator(CASES_ATTENDED), Scope(JULY))
    assert (row.fact_table, row.fact_id, row.recorded_at) == ("plans_planaction", action.pk, None)


def test_new_continuing_and_closed(cast):
    old, new = case_on(cast.promotora), case_on(cast.promotora, date(2026, 7, 3))
    for case in (old, new):
        noted(cast.promotora, case, DAY)
        noted(cast.promotora, case, DAY + timedelta(days=2))
    assert figures() == (2, 1, 1, 0, 0)
    with acting_as(Actor.user(cast.promotora), at=noon(date(2026, 7, 20))):
        closure = requested(cast.promotora, old)
    with acting_as(Actor.user(cast.supervisora), at=noon(date(2026, 7, 22))):
        certify_closure(closure=closure, user=cast.supervisora)
    assert figures() == (2, 1, 1, 1, 0)


def test_what_is_annulled_does_not_count(cast):
    case = case_on(cast.promotora)
    note, attempt = noted(cast.promotora, case, DAY), tried(cast.promotora, case, DAY)
    delivery = delivered(cast.promotora, case, DAY)
    with acting_as(Actor.user(cast.promotora)):
        for fact in (note, attempt):
            annul_fact(fact=fact, user=cast.promotora, reason="Era otra persona")
        annul_delivery(delivery=delivery, user=cast.promotora, reason="Era otra persona")
    assert figures() == (0, 0, 0, 0, 0)


def test_only_returned_persons_are_counted(cast):
    case = case_on(cast.promotora)
    noted(cast.promotora, case, DAY)
    tried(cast.promotora, case, DAY)
    assert figures() == (1, 0, 1, 0, 1)
    with acting_as(SYSTEM):  # she never returned: it was somebody else
        other = registered_person(cast.promotora)
        ReturnEvent.objects.filter(person=case.person_id).update(
            person=other, returned_on=date(2025, 2, 2)
        )
    assert figures() == (0, 0, 0, 0, 0)


def test_a_contact_is_of_who_made_it_and_a_service_of_who_managed_the_case(cast):
    case = case_on(cast.promotora)
    noted(cast.promotor, case, DAY)
    assert figures(author=cast.promotora)[0] == 0
    assert figures(author=cast.promotor)[0] == 1
    delivered(cast.promotor, case, DAY)
    assert figures(author=cast.promotora)[0] == figures(author=cast.promotor)[0] == 1
    assert figures()[0] == 1


def test_the_page_shows_them_and_opens_their_facts(cast, client_of):
    case = case_on(cast.promotora)
    noted(cast.promotora, case, DAY)
    tried(cast.promotora, case, DAY)
    client = client_of(cast.promotora)
    page = client.get(reverse("indicators:month"), {"mes": "2026-07"}).content.decode()
    assert "Casos atendidos" in page
    assert "Ficha técnica de CA · nuevos" in page
    address = reverse("indicators:facts", args=[CASES_ATTENDED])
    facts = client.get(address, {"mes": "2026-07"}).content.decode()
    assert "Nota de contacto" in facts
    assert case.person.surnames in facts
    failed = client.get(address, {"mes": "2026-07", "variante": "4-intentos"}).content.decode()
    assert "No contesta" in failed
