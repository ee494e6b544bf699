"""What indicators 2 to 7 count, and what each leaves out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.factories import registered_person

from arraigo.casework.actions import record_attempt, request_closure
from arraigo.casework.enums import AttemptResult, ContactMode, Directness
from arraigo.casework.inputs import AttemptInput, ClosureInput
from arraigo.casework.models import Due
from arraigo.coordination.actions import annul_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind, Channel
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.computation import compute, count, count_whole
from arraigo.indicators.lines import Scope
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, case_on, delivered, indicator, noon
from arraigo.indicators.tests.recording import (
    applied,
    attended,
    certified,
    due_on,
    followed_up,
    placed,
    profiled,
    trained,
)
from arraigo.jobs.enums import PlacementKind
from arraigo.learning.actions import annul_completion
from arraigo.learning.enums import CertificateKind, LanguageLevel, Recognition
from arraigo.organizations.models import Award, Organization

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)
AUGUST = Period.of_month(2026, 8)
BUSINESS = {
    "kind": PlacementKind.SELF_EMPLOYED, "employer_name": "", "hours_per_week": None,
    "expected_months": None,
}  # fmt: skip
DIPLOMA = {"kind": CertificateKind.ATTENDANCE, "recognition": None, "issuer_authorised": False}


def value(code, variant="", period=JULY, author=None, at=None):
    with acting_as(SYSTEM, at=at):
        return count(indicator(code, variant), Scope.of(period, None, author))


def ratio(code, variant="", period=JULY, author=None):
    with acting_as(SYSTEM):
        row, scope = indicator(code, variant), Scope.of(period, None, author)
        return count(row, scope), count_whole(row, scope)


def void(fact, user):
    """Annul a fact as its room does."""
    with acting_as(Actor.user(user)):
        fact.annul(by=user, reason="Era otra persona")


def of_another_fund():
    with acting_as(SYSTEM):
        return Award.objects.create(
            code="OTRO", title="Otro", starts_on=date(2026, 1, 1),
            funder=Organization.objects.get(code="oim"),
        )  # fmt: skip


def test_2_unites_recognition_and_competences(cast):
    case, other = case_on(cast.promotora), case_on(cast.promotora)
    certified(cast.promotora, case, DAY)
    for who in (case, other):
        certified(
            cast.promotora, who, DAY, kind=CertificateKind.LANGUAGE, level=LanguageLevel.B1,
            recognition=Recognition.RECOGNITION,
        )  # fmt: skip
    assert (value("2"), value("2", "reconocimiento"), value("2", "certificacion")) == (2, 2, 1)
    assert value("2", author=cast.promotora) == 2
    assert value("2", author=cast.promotor) == value("2", period=AUGUST) == 0


def test_2_leaves_out_diplomas_and_the_annulled(cast):
    certified(cast.promotora, case_on(cast.promotora), DAY, **DIPLOMA)
    void(certified(cast.promotora, case_on(cast.promotora), DAY), cast.promotora)
    assert value("2") == 0


def test_3_profiles_over_persons_identified(cast):
    with acting_as(Actor.user(cast.promotora), at=noon(DAY)):
        registered_person(cast.promotora)
    case, earlier = case_on(cast.promotora, DAY), case_on(cast.promotora)
    assert ratio("3") == (0, 2)
    profiled(cast.promotora, case, DAY)
    profiled(cast.promotor, earlier, DAY)
    assert ratio("3") == (2, 2)
    assert ratio("3", "ambas") == (1, 2)
    assert ratio("3", "identificadas") == (2, None)
    assert ratio("3", author=cast.promotora) == (1, 2)
    assert ratio("3", period=AUGUST) == (0, 0)


@pytest.mark.parametrize(("days", "on_time"), [(-8, 0), (-7, 1), (0, 1), (7, 1), (8, 0), (None, 0)])
def test_4a_is_done_within_seven_days_over_due(cast, days, on_time):
    case = case_on(cast.promotora)
    due = due_on(cast.promotora, case, DAY)
    if days is not None:
        followed_up(cast.promotora, case, DAY + timedelta(days=days), due)
    assert ratio("4", "a-tiempo") == (on_time, 1)


def test_4a_counts_follow_ups_by_their_first_date_and_not_attempts(cast):
    case = case_on(cast.promotora)
    due = due_on(cast.promotora, case, date(2026, 7, 31))
    with acting_as(Actor.user(cast.promotora), at=noon(date(2026, 7, 31))):
        record_attempt(
            data=AttemptInput(
                case=case, due=due, mode=ContactMode.CALL, result=AttemptResult.NO_ANSWER,
                occurred_on=date(2026, 7, 31), next_on=date(2026, 8, 4),
            ),
            user=cast.promotora,
        )  # fmt: skip
    assert ratio("4", "a-tiempo") == (0, 1)
    with acting_as(SYSTEM):
        due = Due.objects.get(pk=due.pk)
    follow_up = followed_up(cast.promotora, case, date(2026, 8, 4), due)
    assert ratio("4", "a-tiempo") == (1, 1)
    assert ratio("4", "a-tiempo", AUGUST) == (0, 0)
    assert ratio("4", "a-tiempo", author=cast.promotor) == (0, 0)
    void(follow_up, cast.promotora)
    assert ratio("4", "a-tiempo") == (0, 1)


@pytest.mark.parametrize(("cancelled", "counted"), [(DAY, 0), (DAY + timedelta(days=1), 1)])
def test_4_what_was_taken_off_before_its_day_was_not_due(cast, cancelled, counted):
    due = due_on(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(SYSTEM, at=noon(cancelled)) as context:
        Due.objects.filter(pk=due.pk).update(cancelled_at=context.at)
    assert ratio("4") == (0, counted)


def test_4b_is_positive_over_all_with_one_due(cast):
    unreached, nothing, works, studies = (case_on(cast.promotora) for _number in range(4))
    dues = [due_on(cast.promotora, case, DAY) for case in (unreached, nothing, works, studies)]
    followed_up(cast.promotora, nothing, DAY, dues[1])
    followed_up(cast.promotora, works, DAY, dues[2], "empleo")
    followed_up(cast.promotora, studies, DAY, dues[3], "estudio")
    followed_up(cast.promotora, case_on(cast.promotora), DAY, None, "empleo")
    assert ratio("4") == (2, 4)
    assert ratio("4", "economico") == ratio("4", "intermedio") == (1, 4)


def test_4b_looks_at_the_latest_standing_follow_up(cast):
    case = case_on(cast.promotora)
    followed_up(cast.promotora, case, DAY, due_on(cast.promotora, case, DAY), "empleo")
    latest = followed_up(cast.promotora, case, DAY + timedelta(days=9))
    assert ratio("4") == (0, 1)
    void(latest, cast.promotora)
    assert ratio("4") == (1, 1)


def test_4b_an_outcome_of_long_before_is_no_answer(cast):
    case = case_on(cast.promotora)
    followed_up(cast.promotora, case, date(2026, 6, 10), None, "empleo")
    due_on(cast.promotora, case, DAY)
    assert ratio("4") == (0, 1)


def test_4_shows_the_deceased_apart(cast):
    case = case_on(cast.promotora)
    due_on(cast.promotora, case, DAY)
    with acting_as(Actor.user(cast.promotora), at=noon(date(2026, 7, 20))):
        data = ClosureInput(
            case=case, reason="fallecimiento", outcome="desconocido", evidence="La familia"
        )
        request_closure(data=data, user=cast.promotora)
    assert ratio("4") == (0, 0)
    assert value("4", "fallecidas") == 1


def test_5_counts_a_meeting_once_and_each_ones_participation(cast):
    attended(cast.promotora, DAY, participants=[cast.promotora, cast.promotor])
    attended(cast.promotora, DAY, kind=ActivityKind.EVENT, evidence=ActivityEvidence.LIST)
    assert value("5") == 2
    assert (value("5", author=cast.promotora), value("5", author=cast.promotor)) == (2, 1)
    assert value("5", author=cast.supervisora) == 0


def test_5_leaves_out_what_has_no_minutes_or_list(cast):
    attended(cast.promotora, DAY, evidence=ActivityEvidence.NONE)
    attended(cast.promotora, DAY, evidence=ActivityEvidence.OTHER)
    attended(cast.promotora, date(2026, 8, 1))
    voided = attended(cast.promotora, DAY)
    with acting_as(Actor.user(cast.promotora)):
        annul_activity(fact=voided, user=cast.promotora, reason="No fue")
    attended(
        cast.promotora, DAY, kind=ActivityKind.COMMUNICATION, channel=Channel.RADIO,
        evidence=ActivityEvidence.OTHER,
    )  # fmt: skip
    assert value("5") == 0
    assert value("5", "comunicacion") == 1


@pytest.mark.parametrize(("days", "counted"), [(-1, 0), (0, 0), (1, 1), (180, 1), (181, 0)])
def test_6_is_an_application_within_180_days_after_completing(cast, days, counted):
    case = case_on(cast.promotora)
    trained(cast.promotora, case, DAY)
    trained(cast.promotora, case_on(cast.promotora), DAY)
    applied(cast.promotora, case, DAY + timedelta(days=days))
    assert ratio("6") == (counted, 2)


def test_6_leaves_out_other_funds_other_programmes_and_the_annulled(cast):
    case = case_on(cast.promotora)
    trained(cast.promotora, case, DAY, award=of_another_fund())
    trained(cast.promotora, case, DAY, kind="educacion")
    voided = trained(cast.promotora, case, DAY)
    applied(cast.promotora, case, date(2026, 7, 20))
    assert ratio("6") == (1, 1)
    with acting_as(Actor.user(cast.promotora)):
        annul_completion(fact=voided, user=cast.promotora, reason="No terminó")
    assert ratio("6") == (0, 0)


def test_6_an_annulled_application_is_none(cast):
    case = case_on(cast.promotora)
    trained(cast.promotora, case, DAY)
    void(applied(cast.promotora, case, date(2026, 7, 20)), cast.promotora)
    assert ratio("6") == (0, 1)


def test_6_facilitated_and_mature_are_variants(cast):
    case = case_on(cast.promotora)
    trained(cast.promotora, case, DAY, directness=Directness.FACILITATED)
    applied(cast.promotora, case, date(2026, 7, 20))
    assert (ratio("6"), ratio("6", "facilitadas")) == ((0, 0), (1, 1))
    trained(cast.promotora, case, DAY)
    assert value("6", "maduras", at=noon(DAY + timedelta(days=179))) == 0
    assert value("6", "maduras", at=noon(DAY + timedelta(days=180))) == 1


@pytest.mark.parametrize(("days", "counted"), [(-1, 0), (0, 0), (1, 1)])
def test_7_is_a_job_begun_after_the_first_service(cast, days, counted):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    placed(cast.promotora, case, DAY + timedelta(days=days))
    assert value("7") == counted


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"hours_per_week": 19}, 0),
        ({"expected_months": Decimal("0.5")}, 0),
        ({"held_before": True}, 0),
        ({"abroad": True}, 0),
        (BUSINESS, 0),
        ({**BUSINESS, "first_sale_on": date(2026, 7, 20)}, 1),
    ],
)
def test_7_leaves_out_the_occasional_the_held_before_and_the_abroad(cast, changes, counted):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    placed(cast.promotora, case, date(2026, 7, 20), **changes)
    assert value("7") == counted
    assert value("7", "extranjero") == int("abroad" in changes)


def test_7_needs_a_standing_direct_service_of_the_funder(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY, award=of_another_fund())
    delivered(cast.promotora, case, DAY, directness=Directness.FACILITATED)
    voided = delivered(cast.promotora, case, DAY)
    job = placed(cast.promotora, case, date(2026, 7, 20))
    assert value("7") == 1
    void(voided, cast.promotora)
    assert (value("7"), value("7", "facilitadas")) == (0, 1)
    void(job, cast.promotora)
    assert value("7", "facilitadas") == 0


def test_7_counts_once_in_life(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    first = placed(cast.promotora, case, date(2026, 7, 20))
    placed(cast.promotora, case, date(2026, 8, 5))
    assert (value("7"), value("7", period=AUGUST)) == (1, 0)
    void(first, cast.promotora)
    assert (value("7"), value("7", period=AUGUST)) == (0, 1)


def test_a_variant_says_its_whole(cast):
    due_on(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(SYSTEM):
        figure = compute(indicator("4"), JULY)
    wholes = {variant.variant: variant.denominator for variant in figure.variants}
    assert wholes == {"a-tiempo": 1, "economico": 1, "intermedio": 1, "fallecidas": None}
