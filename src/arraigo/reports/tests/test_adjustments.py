"""What comes too late for an approved month, or is annulled after it, goes to the next report."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from arraigo.casework.actions import annul_delivery
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.indicators.computation import count
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, case_on, delivered, indicator, noon
from arraigo.indicators.tests.recording import applied, attended, noted, placed, trained
from arraigo.indicators.tests.test_attended import marked, with_plan
from arraigo.people.models import PersonScope
from arraigo.reports.actions import approve_report
from arraigo.reports.adjusting import adjustments_now, adjustments_of
from arraigo.reports.freezing import figures_of, is_intact
from arraigo.reports.lines import scope_of
from arraigo.reports.models import MonthlyReport, ReportFact
from arraigo.reports.tests.making import approved, sent

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)
AUGUST, SEPTEMBER = Period.of_month(2026, 8), Period.of_month(2026, 9)
LATER = noon(date(2026, 10, 5))


def month(cast, period, lead=None):
    """Return the promotora's report of the period, approved in October."""
    return approved(cast.promotora, lead or cast.supervisora, period, at=LATER)


def changes(report, code, variant=""):
    """Return (month, change, facts that come, facts that go) of each adjustment of a figure."""
    with acting_as(SYSTEM):
        found = adjustments_of(report) if report.is_approved else adjustments_now(report)
    return [
        (each.adjusted.starts_on.month, each.change, len(each.added), len(each.removed))
        for each in found
        if each.line.key == (code, variant, False)
    ]


def void(cast, delivery):
    with acting_as(Actor.user(cast.promotora), at=LATER):
        annul_delivery(delivery=delivery, user=cast.promotora, reason="Era otra persona")


def again(report):
    return MonthlyReport.objects.get(pk=report.pk)


def test_a_late_fact_goes_to_the_next_report_and_the_month_stays(cast):
    first = case_on(cast.promotora)
    delivered(cast.promotora, first, DAY)
    july = month(cast, JULY)
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    delivered(cast.promotora, first, DAY)
    august = month(cast, AUGUST)
    assert changes(august, "8") == [(7, 1, 2, 0)]
    assert changes(august, "1") == []
    assert [row.figure.value for row in figures_of(july)][-1] == 1
    assert [row.figure.value for row in figures_of(august)][-1] == 0
    assert is_intact(again(july))
    assert is_intact(again(august))
    assert changes(month(cast, SEPTEMBER), "8") == []


def test_what_was_annulled_after_the_approval_is_taken_away_once(cast):
    case = case_on(cast.promotora)
    wrong, right = (delivered(cast.promotora, case, DAY) for _time in range(2))
    only = delivered(cast.promotora, case_on(cast.promotora), DAY)
    month(cast, JULY)
    void(cast, wrong)
    assert changes(month(cast, AUGUST), "8") == [(7, 0, 0, 1)]
    void(cast, only)
    september = month(cast, SEPTEMBER)
    assert changes(september, "8") == [(7, -1, 0, 1)]
    turns = ReportFact.objects.filter(indicator_code="8", variant="").order_by("turn")
    assert list(turns.filter(fact_id=wrong.pk).values_list("turn", flat=True)) == [1, 2]
    assert list(turns.filter(fact_id=right.pk).values_list("turn", flat=True)) == [1]


def test_late_and_then_annulled_comes_and_goes(cast):
    month(cast, JULY)
    late = delivered(cast.promotora, case_on(cast.promotora), DAY)
    assert changes(month(cast, AUGUST), "8") == [(7, 1, 1, 0)]
    void(cast, late)
    september = month(cast, SEPTEMBER)
    assert changes(september, "8") == [(7, -1, 0, 1)]
    assert is_intact(again(september))


def test_a_correction_takes_one_fact_and_adds_another(cast):
    case = case_on(cast.promotora)
    wrong = delivered(cast.promotora, case, DAY)
    month(cast, JULY)
    void(cast, wrong)
    delivered(cast.promotora, case, date(2026, 7, 16))
    assert changes(month(cast, AUGUST), "8") == [(7, 0, 1, 1)]


def test_a_step_of_the_plan_moved_to_another_month_moves_with_it(cast):
    action = with_plan(cast.promotora, case_on(cast.promotora))
    marked(cast.promotora, action, DAY)
    month(cast, JULY)
    for name in ("reabrir", "hacer"):
        marked(cast.promotora, action, date(2026, 8, 4), name)
    august = month(cast, AUGUST)
    assert changes(august, "CA") == [(7, -1, 0, 1)]
    own = ReportFact.objects.get(report=august, adjusts=None, indicator_code="CA", variant="")
    assert (own.fact_id, own.turn) == (action.pk, 3)
    assert is_intact(again(august))


def test_the_whole_of_an_indicator_is_adjusted_too(cast):
    month(cast, JULY)
    trained(cast.promotora, case_on(cast.promotora), DAY)
    august = month(cast, AUGUST)
    with acting_as(SYSTEM):
        found = {each.line.key: each.change for each in adjustments_of(august)}
        labels = {each.label for each in adjustments_of(august)}
    assert found["6", "", True] == 1
    assert ("6", "", False) not in found
    assert "6 · con facilitadas (denominador)" in labels


def test_an_application_made_later_belongs_to_the_month_of_its_cohort(cast):
    case = case_on(cast.promotora)
    trained(cast.promotora, case, DAY)
    month(cast, JULY)
    applied(cast.promotora, case, date(2026, 8, 10))
    assert changes(month(cast, AUGUST), "6") == [(7, 1, 1, 0)]


def test_a_file_that_left_the_sight_of_the_lead_takes_nothing_away(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    attended(cast.promotora, DAY)
    month(cast, JULY)
    with acting_as(SYSTEM):
        PersonScope.objects.filter(person=case.person_id).update(until=noon(date(2026, 8, 1)))
    august = month(cast, AUGUST)
    assert adjustments_of(august) == []


def test_an_indicator_born_after_the_approval_is_not_added_to_that_month(cast):
    Indicator.objects.filter(code="8").update(valid_from=date(2026, 8, 1))
    month(cast, JULY)
    Indicator.objects.filter(code="8").update(valid_from=date(2026, 1, 1))
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    assert changes(month(cast, AUGUST), "8") == []


def test_another_authors_and_offices_months_are_theirs(cast):
    month(cast, JULY)
    delivered(cast.promotor, case_on(cast.promotor), DAY)
    placed(cast.promotora_esq, case_on(cast.promotora_esq), DAY)
    assert adjustments_of(month(cast, AUGUST)) == []


def test_what_was_seen_includes_the_adjustments(cast, client_of):
    month(cast, JULY)
    report = sent(cast.promotora, AUGUST, at=LATER)
    client = client_of(cast.supervisora)
    seen = client.get(report.get_absolute_url()).context["seen"]
    noted(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="cambiaron"):
        approve_report(report=again(report), user=cast.supervisora, seen=seen)


def test_the_database_lets_no_turn_happen_twice_and_nothing_go_unexplained(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    fact = month(cast, JULY).facts.filter(indicator_code="8").first()
    other = sent(cast.promotor)
    for changed in ({"turn": 1}, {"turn": 2}):
        fact.pk, fact.report = None, other
        for name, value in changed.items():
            setattr(fact, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            fact.save(force_insert=True)


def test_the_page_lists_what_comes_and_goes_and_opens_the_facts(cast, client_of):
    gone = case_on(cast.promotora)
    wrong = delivered(cast.promotora, gone, DAY)
    july = month(cast, JULY)
    void(cast, wrong)
    come = case_on(cast.promotora)
    delivered(cast.promotora, come, DAY)
    report = sent(cast.promotora, AUGUST, at=LATER)
    client = client_of(cast.supervisora)
    text = client.get(report.get_absolute_url()).content.decode()
    address = reverse("reports:adjustment", args=[report.pk, july.pk, "8"])
    assert "Ajuste de meses anteriores" in text
    assert "1 hecho se suma" in text
    assert f"{address}?variante=" in text
    for _time in range(2):  # as it stands, and then frozen
        page = client.get(address, {"variante": ""})
        assert page["Cache-Control"] == "no-store, private"
        facts = page.content.decode()
        assert come.person.surnames in facts
        assert gone.person.surnames in facts
        if not again(report).is_approved:
            with acting_as(Actor.user(cast.supervisora), at=LATER):
                approve_report(report=again(report), user=cast.supervisora)
    assert client.get(address, {"variante": "otra"}).status_code == 404
    assert client_of(cast.promotor).get(address).status_code == 404
    assert client_of(cast.finanzas).get(address).status_code == 403
    finance = client_of(cast.finanzas).get(report.get_absolute_url()).content.decode()
    assert "Ajuste de meses anteriores" in finance
    assert "/ajustes/" not in finance


def test_many_months_cost_no_more_queries(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.promotora)
    approved(cast.promotora, cast.supervisora, Period.of_month(2026, 3), at=LATER)
    report = sent(cast.promotora, SEPTEMBER, at=LATER)
    with django_assert_max_num_queries(130) as few:
        client.get(report.get_absolute_url())
    for number in (4, 5, 6, 7, 8):
        approved(cast.promotora, cast.supervisora, Period.of_month(2026, number), at=LATER)
    with django_assert_max_num_queries(len(few)):
        client.get(report.get_absolute_url())


def test_the_sum_of_a_month_is_what_its_rule_counts_now(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    july = month(cast, JULY)
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    ((_month, change, _come, _go),) = changes(month(cast, AUGUST), "8")
    with acting_as(SYSTEM):
        assert count(indicator("8"), scope_of(july)) == 1 + change
