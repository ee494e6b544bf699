"""Whatever happens between approvals, the months together say what stands at the last one.

Random histories of facts, annulments and approvals of one author: what each approved month
froze, with all that later reports adjusted in it, is what its rule counts at the last approval;
and nothing is counted twice across months.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arraigo.casework.actions import annul_delivery, annul_fact
from arraigo.casework.enums import AttemptResult
from arraigo.casework.models import ContactAttempt, Note, ServiceDelivery
from arraigo.coordination.actions import annul_activity
from arraigo.coordination.models import Activity
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.computation import facts_of, standing_of
from arraigo.indicators.lines import lines_of
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import case_on, delivered, noon
from arraigo.indicators.tests.recording import attended, noted, tried
from arraigo.reports.freezing import definitions_of, figures_of, is_intact
from arraigo.reports.lines import scope_of
from arraigo.reports.models import MonthlyReport, ReportAdjustment, ReportFact
from arraigo.reports.tests.making import approved

pytestmark = pytest.mark.django_db
MONTHS = [Period.of_month(2026, number) for number in (7, 8, 9)]
NOW = noon(date(2026, 10, 5))

numbers = st.integers(0, 5)
kinds = st.sampled_from(["delivery", "note", "attempt", "activity"])
facts = st.tuples(st.just("fact"), kinds, numbers, st.integers(0, 2))
steps = st.one_of(facts, facts, st.tuples(st.just("annul"), kinds, numbers, st.just(0)))
between = st.lists(steps, max_size=5)
histories = st.tuples(between, between, between)

MODELS = {
    "delivery": ServiceDelivery, "note": Note, "attempt": ContactAttempt, "activity": Activity,
}  # fmt: skip


def record(who, cases, kind, number, month):
    """Record a fact of a month; the same case may come again, and a day too."""
    case, day = cases[number % len(cases)], MONTHS[month].starts_on.replace(day=3 + number)
    match kind:
        case "delivery":
            delivered(who, case, day)
        case "note":
            noted(who, case, day)
        case "attempt":
            tried(who, case, day, list(AttemptResult)[number % len(AttemptResult)])
        case "activity":
            attended(who, day)


def annul(who, kind, number):
    """Annul one of the standing facts of a kind, if there is any, as its room does."""
    reason = "Era otra persona"
    with acting_as(Actor.user(who), at=NOW):
        rows = MODELS[kind].objects.filter(annulled_at=None)
        standing = list(rows.order_by("recorded_at", "pk"))
        if not standing:
            return
        fact = standing[number % len(standing)]
        if kind == "delivery":
            annul_delivery(delivery=fact, user=who, reason=reason)
        elif kind == "activity":
            annul_activity(fact=fact, user=who, reason=reason)
        else:
            annul_fact(fact=fact, user=who, reason=reason)


def frozen_with_adjustments(reports):
    """Return what each month and line says in the end: the figure and the facts that stand."""
    figures, standing = Counter(), defaultdict(Counter)
    for report in reports:
        for row in figures_of(report):
            code, figure = row.indicator.code, row.figure
            for variant in (figure, *figure.variants):
                name = getattr(variant, "variant", "")
                figures[report.pk, (code, name, False)] += variant.value
                if variant.denominator is not None:
                    figures[report.pk, (code, name, True)] += variant.denominator
    for row in ReportAdjustment.objects.select_related("indicator"):
        key = row.indicator.code, row.indicator.variant, row.whole
        figures[row.adjusted_id, key] += row.change
    for fact in ReportFact.objects.all():
        key = fact.indicator_code, fact.variant, fact.whole
        standing[fact.adjusts or fact.report_id, key][fact.fact_id] += 1 if fact.is_counted else -1
    return figures, standing


def check(approved_reports):
    """Compare what the reports say with what the rules count now, for every line and month."""
    figures, standing = frozen_with_adjustments(approved_reports)
    over_all = defaultdict(Counter)
    for report in approved_reports:
        facts_now = facts_of(lines_of(definitions_of(report)), scope_of(report))
        for line, now in facts_now.items():
            said = standing[report.pk, line.key]
            assert set(said.values()) <= {0, 1}
            assert {fact.fact_id for fact in now} == {pk for pk, net in said.items() if net}
            assert figures[report.pk, line.key] == line.count(now, standing_of(now))
            over_all[line.key].update(said)
        assert is_intact(report)
    for nets in over_all.values():
        assert set(nets.values()) <= {0, 1}


@settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=histories)
def test_frozen_and_adjusted_months_say_what_stands_at_the_last_approval(cast, history):
    who, lead = cast.promotora, cast.supervisora
    with transaction.atomic():
        cases = [case_on(who), case_on(who), case_on(who, date(2026, 7, 2))]
        for happened, period in zip(history, MONTHS, strict=True):
            for name, kind, number, month in happened:
                if name == "fact":
                    record(who, cases, kind, number, month)
                else:
                    annul(who, kind, number)
            approved(who, lead, period, at=NOW)
        with acting_as(SYSTEM, at=NOW):
            check(list(MonthlyReport.objects.approved().order_by("starts_on")))
        transaction.set_rollback(True)
