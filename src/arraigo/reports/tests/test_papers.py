"""The PDF and the Word document: the same content, read back from both."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from arraigo.coordination.actions import annul_activity
from arraigo.coordination.models import Activity
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, case_on, delivered, noon
from arraigo.indicators.tests.recording import attended
from arraigo.reports.actions import Narrative, approve_report, save_narrative, submit_report
from arraigo.reports.comparing import Change, compare, shown_figures
from arraigo.reports.freezing import figures_of
from arraigo.reports.tests.making import WRITTEN, approved, sent, started
from arraigo.reports.word import DOCX

pytestmark = pytest.mark.django_db
AUGUST, LATER = Period.of_month(2026, 8), noon(date(2026, 10, 5))


@pytest.fixture
def report(cast):
    """An approved August with a late fact of July, a meeting, and more served than in July."""
    delivered(cast.promotora, case_on(cast.promotora), date(2026, 7, 15))
    approved(cast.promotora, cast.supervisora, at=LATER)
    delivered(cast.promotora, case_on(cast.promotora), date(2026, 7, 16))
    for _number in range(6):
        delivered(cast.promotora, case_on(cast.promotora), date(2026, 8, 10))
    attended(cast.promotora, date(2026, 8, 4), title="Mesa de empleo de Escuintla")
    return approved(cast.promotora, cast.supervisora, AUGUST, at=LATER)


def pdf_text(content):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return [" ".join(page.split()) for page in pages]


def docx_text(content):
    document = Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_both_papers_say_the_same(cast, client_of, report):
    client = client_of(cast.finanzas)
    word = client.get(reverse("reports:docx", args=[report.pk]))
    assert word["Content-Type"] == DOCX
    assert word["Content-Disposition"] == "attachment; filename=informe-2026-08.docx"
    printed = " ".join(pdf_text(client.get(reverse("reports:pdf", args=[report.pk])).content))
    written = docx_text(word.content)
    for words in (
        "Informe mensual de agosto de 2026", "Casos atendidos", "Frente a julio de 2026",
        "▲ 5 más", "salto grande", "Ajuste de meses anteriores", "8 · con facilitadas",
        "Mesa de empleo de Escuintla", "Acta o minuta", WRITTEN.good_practices,
        WRITTEN.challenges, WRITTEN.results, "Hechos que respaldan las cifras",
        "personas únicas, salvo", "5: actividades", "4 · 4a, hechos a tiempo: seguimientos",
        str(cast.promotora), str(cast.supervisora),
    ):  # fmt: skip
        assert words in printed, words
        assert words in written, words
    assert report.sha256 in written
    assert report.sha256 in printed.replace(" ", "")


def test_the_word_document_is_for_whom_the_printed_one_is(cast, client_of):
    draft = started(cast.promotora)
    for name in ("pdf", "docx"):
        address = reverse(f"reports:{name}", args=[draft.pk])
        assert client_of(cast.promotora).get(address).status_code == 200
        for login in ("promotor", "supervisora", "oficial", "finanzas"):
            assert client_of(getattr(cast, login)).get(address).status_code == 404
        assert client_of(cast.socia).get(address).status_code == 403


def test_strange_characters_break_neither_paper(cast, client_of):
    report = started(cast.promotora)
    strange = Narrative("Bien\x0b\x00\ufffe 😀 <b>&amp;", "«Ññ»\n\nK’iche’", "")
    with acting_as(Actor.user(cast.promotora)):
        save_narrative(
            report=report, user=cast.promotora, version=1,
            narrative=Narrative(strange.good_practices.replace("\x00", ""), strange.challenges),
        )  # fmt: skip
    client = client_of(cast.promotora)
    assert client.get(reverse("reports:pdf", args=[report.pk])).status_code == 200
    written = docx_text(client.get(reverse("reports:docx", args=[report.pk])).content)
    assert "<b>&amp;" in written
    assert "K’iche’" in written


@pytest.mark.parametrize("paragraphs", [1, 6, 12, 14, 16, 18, 20, 24])
def test_the_signatures_never_stand_alone_on_a_page(cast, client_of, paragraphs):
    report = started(cast.promotora)
    text = "\n\n".join(["Se llamó por la tarde y así contestaron más personas." * 3] * paragraphs)
    with acting_as(Actor.user(cast.promotora), at=LATER):
        saved = save_narrative(
            report=report, user=cast.promotora, version=1, narrative=Narrative(text, text)
        )
        submit_report(report=saved, user=cast.promotora)
    with acting_as(Actor.user(cast.supervisora), at=LATER):
        approve_report(report=saved, user=cast.supervisora)
    content = client_of(cast.promotora).get(reverse("reports:pdf", args=[report.pk])).content
    last = pdf_text(content)[-1]
    assert "Firma y aprobación" in last
    assert "Hechos que respaldan las cifras" in last


@pytest.mark.parametrize(
    ("before", "now", "arrow", "words", "large"),
    [
        (4, 4, "=", "igual", False), (4, 7, "▲", "3 más", False), (7, 4, "▼", "3 menos", False),
        (0, 5, "▲", "5 más", True), (20, 25, "▲", "5 más", False), (20, 10, "▼", "10 menos", True),
        (0, 4, "▲", "4 más", False),
    ],
)  # fmt: skip
def test_how_far_a_figure_went(before, now, arrow, words, large):
    change = Change(now=now, before=before)
    assert (change.arrow, change.words, change.is_large) == (arrow, words, large)


def test_the_month_compared_with_is_the_last_approved_one_and_stays(cast, client_of, report):
    july = report.compared_with
    assert (july.period, report.compared_with.is_approved) == (JULY, True)
    with acting_as(SYSTEM):
        comparison = compare(report, figures_of(report), july)
    assert comparison.changes["8", ""] == Change(now=6, before=1)
    assert comparison.is_like_for_like
    page = client_of(cast.supervisora).get(report.get_absolute_url()).content.decode()
    assert "5 más" in page
    assert "Salto grande" in page
    assert "Mesa de empleo de Escuintla" in page


def test_a_first_report_and_an_unlike_one_say_so(cast, client_of):
    first = sent(cast.promotora, at=LATER)
    client = client_of(cast.supervisora)
    assert (
        "No hay un informe aprobado anterior"
        in client.get(first.get_absolute_url()).content.decode()
    )
    with acting_as(Actor.user(cast.supervisora), at=LATER):
        approve_report(report=first, user=cast.supervisora)
    half = sent(cast.promotora, Period(date(2026, 8, 1), date(2026, 8, 15)), at=LATER)
    page = client.get(half.get_absolute_url()).content.decode()
    assert "no tienen la misma duración" in page
    with acting_as(SYSTEM):
        rows = shown_figures(figures_of(first), None)
    assert {row.change for row in rows} == {None}


def test_a_meeting_annulled_after_the_approval_stays_on_the_paper(cast, client_of, report):
    address = reverse("reports:pdf", args=[report.pk])
    before = client_of(cast.oficial).get(address).content
    with acting_as(Actor.user(cast.promotora), at=LATER):
        activity = Activity.objects.get()
        annul_activity(fact=activity, user=cast.promotora, reason="Era otra mesa")
    assert client_of(cast.promotora).get(address).content == before
    assert report.activities.get().activity_id == activity.pk
