"""What each indicator counts, and what it leaves out."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import witnessed

from arraigo.casework.actions import annul_delivery
from arraigo.casework.enums import Directness
from arraigo.casework.models import CaseAssignment
from arraigo.core.context import SYSTEM, Actor, NoContext, acting_as
from arraigo.directory.models import ServiceType
from arraigo.indicators.computation import (
    compute,
    count,
    counts,
    facts,
    facts_by_period,
    facts_of,
    standing_of,
)
from arraigo.indicators.enums import CASES_ATTENDED
from arraigo.indicators.lines import Line, Scope, VariantFigure, lines_of
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.indicators.rules import unknown
from arraigo.indicators.tests.making import (
    JULY,
    case_on,
    delivered,
    indicator,
    noon,
    referred,
)
from arraigo.organizations.models import Award, Organization
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentPurpose
from arraigo.referrals.enums import State
from arraigo.referrals.models import ReferralEvent
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)


def value(code, period=JULY, office=None, author=None, actor=SYSTEM):
    with acting_as(actor):
        return compute(indicator(code), period, office, author).value


def test_a_person_counts_once_however_often_served(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    delivered(cast.promotora, case, DAY + timedelta(days=1))
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(SYSTEM):
        figure = compute(indicator("8"), JULY)
        rows = facts(indicator("8"), JULY)
    assert figure.value == 2
    assert figure.denominator is None
    assert [row.occurred_on for row in rows] == [DAY, DAY, DAY + timedelta(days=1)]
    assert {row.fact_table for row in rows} == {"casework_servicedelivery"}


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 1),
        (date(2026, 7, 31), 1),
        (date(2026, 8, 1), 0),
    ],
)
def test_the_day_it_happened_decides_the_month(cast, day, counted):
    delivered(cast.promotora, case_on(cast.promotora), day)
    assert value("8") == counted


def test_facilitated_is_a_variant_and_not_the_figure(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    delivered(cast.promotora, case_on(cast.promotora), DAY, directness=Directness.FACILITATED)
    with acting_as(SYSTEM):
        figure = compute(indicator("8"), JULY)
    assert figure.value == 1
    assert figure.variants == (VariantFigure("facilitadas", "8 · con facilitadas", 2),)


def test_only_what_the_funder_paid_counts(cast):
    with acting_as(SYSTEM):
        other = Award.objects.create(
            code="OTRO", title="Otro", starts_on=DAY,
            funder=Organization.objects.get(code="oim"),
        )  # fmt: skip
    delivered(cast.promotora, case_on(cast.promotora), DAY, award=other)
    delivered(cast.promotora, case_on(cast.promotora), DAY, award=None)
    assert value("8") == 0
    with acting_as(SYSTEM):
        Indicator.objects.filter(code="8").update(funder=other.funder)
    assert value("8") == 1
    with acting_as(SYSTEM):
        Indicator.objects.filter(code="8").update(funder=None)
    assert value("8") == 2


def test_a_type_that_is_no_assistance_does_not_count(cast):
    with acting_as(SYSTEM):
        ServiceType.objects.filter(code="formacion").update(counts_as_assistance=False)
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    assert value("8") == 0


def test_what_is_annulled_does_not_count(cast):
    delivery = delivered(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(Actor.user(cast.promotora)):
        annul_delivery(delivery=delivery, user=cast.promotora, reason="Era otra persona")
    assert value("8") == 0


def test_training_persons_count_only_in_a_training_installation(cast, settings):
    delivered(cast.promotora, case_on(cast.promotora, is_training=True), DAY)
    assert value("8") == 0
    settings.TRAINING_MODE = True
    assert value("8") == 1


def test_a_delivery_is_of_who_managed_the_case_that_day(cast):
    case = case_on(cast.promotora)
    with acting_as(SYSTEM, at=noon(date(2026, 7, 20))) as context:
        CaseAssignment.objects.filter(case=case).update(until=context.at)
        CaseAssignment.objects.create(
            case=case, person_id=case.person_id, manager=cast.promotor,
            assigned_by=cast.supervisora,
        )  # fmt: skip
    delivered(cast.supervisora, case, date(2026, 7, 19))
    assert (value("8", author=cast.promotora), value("8", author=cast.promotor)) == (1, 0)
    delivered(cast.supervisora, case, date(2026, 7, 20))
    assert (value("8", author=cast.promotora), value("8", author=cast.promotor)) == (1, 1)
    assert value("8", author=cast.supervisora) == 0
    assert value("8") == 1


def test_before_the_first_assignment_it_is_of_the_first_manager(cast):
    delivered(cast.supervisora, case_on(cast.promotora, DAY), DAY - timedelta(days=3))
    assert value("8", author=cast.promotora) == 1


def test_referrals_count_for_employment_only(cast):
    case = case_on(cast.promotora)
    referred(cast.promotora, case, DAY)
    referred(cast.promotora, case, DAY, kind="certificacion")
    referred(cast.promotora, case_on(cast.promotora), DAY, kind="salud")
    assert value("1") == 1
    assert value("8") == 0


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (State.DRAFT, 0), (State.SENT, 1), (State.REJECTED, 1), (State.EXPIRED, 1),
        (State.CLOSED, 1), (State.DECLINED, 0), (State.WITHDRAWN, 0),
    ],
)  # fmt: skip
def test_which_states_of_a_referral_count(cast, state, counted):
    referred(cast.promotora, case_on(cast.promotora), DAY, state)
    assert value("1") == counted


@pytest.mark.parametrize(("read", "counted"), [(State.RECEIVED, 1), (State.EXPIRED, 0)])
def test_a_referral_taken_back_counts_if_it_had_been_read(cast, read, counted):
    referral = referred(cast.promotora, case_on(cast.promotora), DAY, State.WITHDRAWN)
    with acting_as(SYSTEM):
        ReferralEvent.objects.create(
            referral=referral, person_id=referral.person_id, from_state=State.SENT, to_state=read,
            name="x", actor_kind="link", channel="enlace_boleta",
        )  # fmt: skip
    assert value("1") == counted


def test_a_later_withdrawal_of_consent_does_not_unsend_a_referral(cast):
    referral = referred(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(SYSTEM):
        record_consent(
            person=referral.person, purpose=ConsentPurpose.PARTNER, user=cast.promotora,
            given=witnessed(), recipient=referral.organization,
        )  # fmt: skip
    assert value("1") == 1


def test_a_referral_is_of_who_sent_it(cast):
    referred(cast.promotor, case_on(cast.promotora), DAY)
    assert value("1", author=cast.promotor) == 1
    assert value("1", author=cast.promotora) == 0


def test_offices_are_apart_and_the_total_is_no_sum(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    delivered(cast.promotora_esq, case_on(cast.promotora_esq), DAY)
    esc, esq = Office.objects.get(code="ESC"), Office.objects.get(code="ESQ")
    assert (value("8", office=esc), value("8", office=esq), value("8")) == (1, 1, 2)
    with acting_as(SYSTEM):
        line = Line(indicator("8"))
        found = counts([line], Scope(JULY))[line]
        nothing = counts([line], Scope(Period.of_month(2026, 1)))[line]
    assert found == {esc.pk: 1, esq.pk: 1, None: 2}
    assert (nothing[None], nothing[esc.pk]) == (0, 0)


def test_nobody_counts_persons_out_of_sight(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    assert value("8", actor=Actor.user(cast.promotora)) == 1
    assert value("8", actor=Actor.user(cast.promotora_esq)) == 0
    assert value("8", actor=Actor.user(cast.finanzas)) == 0
    assert value("8", actor=Actor.user(cast.oficial)) == 1
    with pytest.raises(NoContext), transaction.atomic():
        compute(indicator("8"), JULY)


def test_the_facts_give_the_figure(cast):
    case, line = case_on(cast.promotora), Line(indicator("8"))
    for day in (DAY, DAY + timedelta(days=2)):
        delivered(cast.promotora, case, day)
    with acting_as(SYSTEM):
        rows = facts(line.indicator, JULY)
        assert count(line.indicator, Scope(JULY)) == line.count(rows, standing_of(rows)) == 1
    assert (len(rows), {each.person_id for each in rows}) == (2, {case.person_id})


def test_all_lines_cost_one_statement_in_one_period_or_many(cast, django_assert_num_queries):
    case = case_on(cast.promotora)
    for day in (DAY, date(2026, 8, 3)):
        delivered(cast.promotora, case, day)
        referred(cast.promotora, case, day)
    months, scope = [JULY, Period.of_month(2026, 8)], Scope(JULY)
    with acting_as(SYSTEM):
        lines = lines_of(Indicator.objects.select_related("funder"))
        with django_assert_num_queries(1):
            found = facts_by_period(lines, scope, months)
        with django_assert_num_queries(1):
            numbers = counts(lines, scope)
        assert found == {month: facts_of(lines, Scope(month)) for month in months}
        alone = {line: counts([line], scope)[line] for line in lines}
    assert numbers == alone
    assert {line.key for line, of in numbers.items() if of[None]} == {
        line.key for line in lines if found[JULY][line]
    }


def test_nothing_asked_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts([], Scope(JULY)) == {}
        assert facts_of([], Scope(JULY)) == {}
        assert facts_by_period([], Scope(JULY), [JULY]) == {JULY: {}}


def test_a_definition_may_have_a_whole_and_count_activities(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    delivered(cast.promotora, case, DAY)
    referred(cast.promotora, case, DAY)
    with acting_as(SYSTEM):
        row = indicator("8")
        row.counted, row.denominator_query = "fact_id", "employment_referrals"
        figure = compute(row, JULY)
    assert (figure.value, figure.denominator) == (2, 1)


def test_every_definition_names_a_rule_that_exists():
    with acting_as(SYSTEM):
        rows = list(Indicator.objects.all())
    assert [row.code for row in rows if not row.variant] == [
        CASES_ATTENDED, *map(str, range(1, 9))
    ]  # fmt: skip
    assert "8 · con facilitadas" in [row.label for row in rows]
    named = {name for row in rows for name in (row.query, row.denominator_query)}
    assert unknown(named) == []
    assert unknown({*named, "nadie"}) == ["nadie"]


def test_two_versions_are_never_in_force_on_one_day():
    with acting_as(SYSTEM):
        row = indicator("8")
        row.pk, row.version = None, 2
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        Indicator.objects.filter(code="8").update(valid_until=date(2026, 12, 31))
        row.valid_from = date(2027, 1, 1)
        row.save()
        in_force = Indicator.objects.in_force(date(2027, 1, 5)).main()
    versions = {row.code: row.version for row in in_force}
    assert (versions["1"], versions["8"], len(versions)) == (1, 2, 9)
