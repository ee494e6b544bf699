"""The errands that a report lists: done in its period, frozen with it, without anybody in them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.factories import opened_case

from arraigo.coordination.errands.actions import return_errand
from arraigo.coordination.errands.inputs import ReturnInput
from arraigo.coordination.errands.tests.making import finished, given
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.tests.making import noon
from arraigo.reports.documents import paper_of
from arraigo.reports.freezing import as_of_now, is_intact
from arraigo.reports.models import MonthlyReport
from arraigo.reports.tests.making import WORKDAY, approved, started

pytestmark = pytest.mark.django_db
IN_JULY = noon(date(2026, 7, 14))


@pytest.fixture
def done(cast):
    errand = given(cast.supervisora, cast.promotora, title="Llevar afiches", at=IN_JULY)
    return finished(errand, cast.promotora, at=IN_JULY + timedelta(days=1))


def listed(report):
    with acting_as(SYSTEM, at=WORKDAY):
        return [(row.occurred_on, row.words) for row in as_of_now(report).errands]


def test_what_the_author_did_in_the_month_is_listed(cast, done):
    late = given(cast.supervisora, cast.promotora, title="De agosto", at=IN_JULY)
    finished(late, cast.promotora, at=noon(date(2026, 8, 1)))
    other = given(cast.supervisora, cast.promotor, title="De otro", at=IN_JULY)
    finished(other, cast.promotor, at=IN_JULY + timedelta(days=1))
    given(cast.supervisora, cast.promotora, title="Sin hacer", at=IN_JULY)
    assert listed(started(cast.promotora)) == [(date(2026, 7, 15), "Llevar afiches")]


def test_one_about_a_case_is_told_without_its_words(cast):
    with acting_as(Actor.user(cast.promotora), at=IN_JULY):
        case = opened_case(cast.promotora)
    errand = given(
        cast.supervisora, cast.promotora, title=f"Ver a {case.person.surnames}", case=case,
        at=IN_JULY,
    )  # fmt: skip
    finished(errand, cast.promotora, at=IN_JULY)
    assert listed(started(cast.promotora)) == [(date(2026, 7, 14), "Sobre un caso")]


def test_a_frozen_month_stays_what_it_was(cast, client_of, done):
    report = approved(cast.promotora, cast.supervisora)
    late = given(cast.supervisora, cast.promotora, title="Anotado tarde", at=IN_JULY)
    finished(late, cast.promotora, at=noon(date(2026, 8, 4)), occurred_on=date(2026, 7, 20))
    with acting_as(Actor.user(cast.supervisora), at=noon(date(2026, 8, 5))):
        return_errand(
            errand=done, answer_id=done.answers.get().pk, user=cast.supervisora,
            data=ReturnInput("Falta", clock.today()),
        )  # fmt: skip
    with acting_as(SYSTEM):
        standing = MonthlyReport.objects.get(pk=report.pk)
        assert is_intact(standing)
        told = paper_of(standing)["errands"]
        assert [row["words"] for row in told] == ["Llevar afiches"]
    client = client_of(cast.supervisora)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "Encargos cumplidos" in page
    assert "Llevar afiches" in page
    assert "Anotado tarde" not in page
    for paper in ("reports:pdf", "reports:docx"):
        assert client.get(reverse(paper, args=[report.pk])).status_code == 200


def test_a_month_without_errands_keeps_the_fingerprint_it_always_had(cast):
    report = approved(cast.promotora, cast.supervisora)
    with acting_as(SYSTEM):
        assert is_intact(MonthlyReport.objects.get(pk=report.pk))
        assert not report.errands.exists()
