"""The employability file: what is there, what expires, when one is reminded, what is printed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from arraigo.casework.actions import certify_closure, finish_due, reopen_case, request_closure
from arraigo.casework.documents.actions import DocumentInput, annul_document, attach
from arraigo.casework.documents.enums import ASKED, DocumentKind
from arraigo.casework.documents.models import Document
from arraigo.casework.documents.papers import papers_of
from arraigo.casework.documents.reminders import plan_papers
from arraigo.casework.enums import DueKind
from arraigo.casework.models import CaseState, Due
from arraigo.casework.protocol.moving import move_case
from arraigo.casework.protocol.tests.making import published
from arraigo.casework.tests.making import START, case_of, closure, on_day
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.pictures.cleaning import clean_picture
from arraigo.core.tests.pictures import photo

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def brought(case, user, kind=DocumentKind.PENAL, expires=None):
    """Attach a paper that expires so many days after today; to be called in a context."""
    day = None if expires is None else clock.today() + timedelta(days=expires)
    data = DocumentInput(case=case, kind=kind, picture=clean_picture(photo()), expires_on=day)
    return attach(data=data, user=user)


def reminders():
    dues = Due.objects.open().filter(kind=DueKind.DOCUMENT).order_by("due_on")
    return [((due.due_on - DAY).days, due.title) for due in dues]


def test_one_is_reminded_before_it_expires_once(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, expires=180)
        brought(case, cast.promotora, DocumentKind.CV)
        for _time in range(2):
            plan_papers(case)
        assert reminders() == [(150, "Se vence: Carencia de antecedentes penales")]
        assert CaseState.objects.get(case=case).next_due_on == DAY + timedelta(days=150)


@pytest.mark.parametrize("expires", [20, 0, -10])
def test_what_expires_soon_or_has_expired_is_due_the_day_it_came(cast, expires):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, expires=expires)
        assert [day for day, _title in reminders()] == [0]
    with on_day(cast.promotora, 5):
        plan_papers(case)
        assert [day for day, _title in reminders()] == [0]


def test_a_newer_paper_of_its_kind_replaces_it_and_annulled_it_counts_again(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, expires=100)
        brought(case, cast.promotora, DocumentKind.POLICE, expires=120)
    with on_day(cast.promotora, 1):
        newer = brought(case, cast.promotora, expires=200)
        assert [day for day, _title in reminders()] == [90, 171]
        annul_document(fact=newer, user=cast.promotora, reason="Es de su hermana")
        assert [day for day, _title in reminders()] == [70, 90]
        brought(case, cast.promotora)
        assert [day for day, _title in reminders()] == [90]


def test_other_papers_each_remind_of_themselves(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, DocumentKind.OTHER, expires=100)
        brought(case, cast.promotora, DocumentKind.OTHER, expires=60)
        assert [day for day, _title in reminders()] == [30, 70]


def test_put_off_for_good_it_does_not_come_back(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, expires=100)
        finish_due(due=Due.objects.get(kind=DueKind.DOCUMENT))
        plan_papers(case)
        assert reminders() == []


def test_closed_nothing_is_due_and_reopened_it_is_again(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        paper = brought(case, cast.promotora, expires=100)
        asked = request_closure(data=closure(case), user=cast.promotora)
    with on_day(cast.supervisora, 1):
        certify_closure(closure=asked, user=cast.supervisora)
        assert reminders() == []
    with on_day(cast.supervisora, 2):
        reopen_case(closure=asked, reason="Volvió", user=cast.supervisora)
        assert [day for day, _title in reminders()] == [70]
        annul_document(fact=paper, user=cast.supervisora, reason="No es de ella")
        assert reminders() == []


def test_another_protocol_reminds_at_its_own_days(cast):
    case = case_of(cast.promotora)
    with on_day(cast.promotora):
        brought(case, cast.promotora, expires=100)
    with on_day(cast.administra, 1):
        version = published(cast.administra, calendar={"document_days": 10})
    with on_day(cast.promotora, 2):
        move_case(case=case, version=version)
        assert [day for day, _title in reminders()] == [90]


@settings(deadline=None)
@given(
    told=st.lists(
        st.tuples(st.sampled_from(ASKED), st.none() | st.integers(-400, 400)), max_size=12
    ),
    warn=st.integers(1, 365),
)
def test_each_kind_has_one_state_and_only_what_serves_is_not_wanted(told, warn):
    with acting_as(SYSTEM, at=START):
        today = clock.today()
        documents = [
            Document(kind=kind, expires_on=None if days is None else today + timedelta(days=days))
            for kind, days in told
        ]
        papers = papers_of(documents, warn)
    assert [paper.kind for paper in papers] == list(ASKED)
    for paper in papers:
        days = next((days for kind, days in told if kind == paper.kind), "none")
        serves = days is None or (days != "none" and days > warn)
        assert paper.is_wanted != serves


def test_the_card_and_the_sheet(cast, client_of):
    case = case_of(cast.promotora)
    client = client_of(cast.promotora)
    page = client.get(reverse("desk:case", args=[case.pk])).text
    assert "Expediente de empleabilidad" in page
    assert page.count("?papel=") == len(ASKED)
    form = client.get(reverse("casework:document_new", args=[case.pk]) + "?papel=penal").text
    assert 'value="penal"' in form
    assert (
        client.get(reverse("casework:document_new", args=[case.pk]) + "?papel=x").status_code == 200
    )
    sheet = client.get(reverse("casework:papers", args=[case.pk]))
    assert sheet.status_code == 200
    printed = sheet.text[sheet.text.index('class="checklist"') :]
    assert printed.count("<li>") == len(ASKED)
    assert case.person.surnames not in printed
    assert case.code not in printed
    assert (
        client_of(cast.promotora_esq).get(reverse("casework:papers", args=[case.pk])).status_code
        == 404
    )
