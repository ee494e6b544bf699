"""The pages of the report, as its author, its lead and everybody else see them."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from arraigo.core.context import Actor, acting_as
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import case_on, delivered
from arraigo.reports.actions import approve_report, return_report
from arraigo.reports.models import MonthlyReport
from arraigo.reports.tests.making import WORKDAY, WRITTEN, approved, sent, started

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)
LIST = reverse("reports:list")
TEXTS = {"good_practices": "Bien", "challenges": "Caro", "results": "", "version": "1"}


def url(name, report, *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


def again(report):
    return MonthlyReport.objects.get(pk=report.pk)


def test_what_awaits_review_comes_first_and_drafts_are_their_authors(cast, client_of):
    done = approved(cast.promotora, cast.supervisora, Period.of_month(2026, 6))
    waiting, draft = sent(cast.promotora), started(cast.promotor)
    foreign = sent(cast.promotora_esq, office="ESQ")
    lead = client_of(cast.supervisora).get(LIST).context
    assert (list(lead["to_review"]), lead["page"].rows) == ([waiting], [done])
    author = client_of(cast.promotora).get(LIST).context
    assert (list(author["to_review"]), author["page"].rows) == ([], [waiting, done])
    assert client_of(cast.promotor).get(LIST).context["page"].rows == [draft]
    official = client_of(cast.oficial).get(LIST).context
    assert set(official["to_review"]) == {waiting, foreign}


def test_list_pages_and_query_count(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.oficial)
    sent(cast.promotora)
    with django_assert_max_num_queries(25) as few:
        client.get(LIST)
    for number in range(1, 7):
        approved(cast.promotora, cast.supervisora, Period.of_month(2026, number))
        approved(cast.promotor, cast.supervisora, Period.of_month(2026, number))
        approved(cast.promotora, cast.supervisora, Period.of_month(2025, number))
        approved(cast.promotor, cast.supervisora, Period.of_month(2025, number))
        approved(cast.promotora, cast.supervisora, Period.of_month(2024, number))
    with django_assert_max_num_queries(len(few)):
        first = client.get(LIST).context["page"]
    second = client.get(LIST + first.next_url).context["page"]
    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert client.get(LIST + second.previous_url).context["page"].rows == first.rows


def test_who_opens_a_report(cast, client_of):
    draft, waiting = started(cast.promotora), sent(cast.promotora, Period.of_month(2026, 6))
    final = approved(cast.promotora, cast.supervisora, Period.of_month(2026, 5))
    expected = {
        "promotora": (200, 200, 200), "promotor": (404, 404, 404),
        "promotora_esq": (404, 404, 404), "supervisora": (404, 200, 200),
        "supervisor_esq": (404, 404, 404), "oficial": (404, 200, 200),
        "finanzas": (404, 404, 200), "administra": (403, 403, 403), "socia": (403, 403, 403),
    }  # fmt: skip
    for login, codes in expected.items():
        client = client_of(getattr(cast, login))
        for name in ("detail", "pdf", "docx"):
            found = tuple(
                client.get(url(name, report)).status_code for report in (draft, waiting, final)
            )
            assert found == codes, (login, name)
    assert Client().get(LIST).status_code == 302
    assert client_of(cast.finanzas).get(LIST).status_code == 403
    assert client_of(cast.finanzas).get(url("facts", final, "8")).status_code == 403


def test_figures_open_their_facts_live_and_then_frozen(cast, client_of):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    report = sent(cast.promotora)
    client, facts = client_of(cast.supervisora), url("facts", report, "8")
    assert facts in client.get(url("detail", report)).content.decode()
    assert case.person.surnames in client.get(facts).content.decode()
    with acting_as(Actor.user(cast.supervisora), at=WORKDAY):
        approve_report(report=report, user=cast.supervisora)
    late = case_on(cast.promotora)
    delivered(cast.promotora, late, DAY)
    page = client.get(facts)
    assert page["Cache-Control"] == "no-store, private"
    assert case.person.surnames in page.content.decode()
    assert late.person.surnames not in page.content.decode()
    assert page.context["value"] == 1
    assert client.get(facts, {"variante": "facilitadas"}).context["value"] == 1
    assert client.get(facts, {"variante": "otra"}).status_code == 404


def test_a_report_costs_the_same_however_many_its_facts(
    cast, client_of, django_assert_max_num_queries, django_assert_num_queries
):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    client, waiting = client_of(cast.supervisora), sent(cast.promotora)
    page, facts = url("detail", waiting), url("facts", waiting, "8")
    client.get(page)
    with django_assert_max_num_queries(25) as few:
        client.get(page)
    with django_assert_max_num_queries(25) as listed:
        client.get(facts)
    for _number in range(6):
        delivered(cast.promotora, case_on(cast.promotora), DAY)
    with django_assert_num_queries(len(few)):
        client.get(page)
    with django_assert_num_queries(len(listed)):
        client.get(facts)


def test_finance_reads_the_approved_figures_without_links_to_persons(cast, client_of):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    report = approved(cast.promotora, cast.supervisora)
    page = client_of(cast.finanzas).get(url("detail", report))
    values = [row.value for row in page.context["figures"] if not row.variant]
    assert values == [1] + [0] * 7 + [1]
    assert "/hechos/" not in page.content.decode()


def test_writing_and_sending_in_one_go(cast, client_of):
    report = started(cast.promotora)
    client = client_of(cast.promotora)
    assert client.get(url("edit", report)).status_code == 200
    answer = client.post(url("edit", report), {**TEXTS, "send": "1"})
    assert answer.status_code == 302
    assert answer["Location"] == report.get_absolute_url()
    assert (again(report).state, again(report).good_practices) == ("enviado", "Bien")
    assert client.get(url("edit", report)).status_code == 302


def test_a_draft_may_be_unfinished_but_is_not_sent(cast, client_of):
    report = started(cast.promotora)
    client = client_of(cast.promotora)
    unfinished = {**TEXTS, "challenges": ""}
    answer = client.post(url("edit", report), {**unfinished, "send": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Para enviar, escriba los desafíos.") == 2
    assert ">\nBien</textarea>" in text
    assert client.post(url("edit", report), unfinished).status_code == 302
    assert again(report).good_practices == "Bien"
    answer = client.post(url("submit", report))
    assert answer.status_code == 422
    assert "Faltan las buenas prácticas o los desafíos." in answer.content.decode()


def test_the_second_tab_sees_both_texts_and_may_save_knowingly(cast, client_of):
    report = started(cast.promotora)
    client = client_of(cast.promotora)
    client.post(url("edit", report), TEXTS)
    mine = {**TEXTS, "good_practices": "Mi otra versión"}
    answer = client.post(url("edit", report), mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "cambió en otra ventana" in text
    assert "Mi otra versión</textarea>" in text
    assert "<p>Bien</p>" in text
    assert again(report).good_practices == "Bien"
    version = answer.context["form"]["version"].value()
    assert client.post(url("edit", report), {**mine, "version": version}).status_code == 302
    assert again(report).good_practices == "Mi otra versión"


def test_what_is_typed_after_sending_is_refused_and_kept_on_screen(cast, client_of):
    report = sent(cast.promotora)
    answer = client_of(cast.promotora).post(url("edit", report), TEXTS)
    assert answer.status_code == 422
    assert "ya se envió" in answer.content.decode()
    assert again(report).good_practices == WRITTEN.good_practices


def test_too_long_a_text_is_named_beside_the_field(cast, client_of):
    report = started(cast.promotora)
    answer = client_of(cast.promotora).post(url("edit", report), {**TEXTS, "results": "x" * 10_001})
    assert answer.status_code == 422
    assert "results" in answer.context["form"].errors


def test_returning_needs_words_beside_the_field(cast, client_of):
    report = sent(cast.promotora)
    client = client_of(cast.supervisora)
    answer = client.post(url("return", report), {"comment": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count("Escriba qué hay que corregir.") == 2
    assert client.post(url("return", report), {"comment": "Falta algo"}).status_code == 302
    text = client_of(cast.promotora).get(url("detail", report)).content.decode()
    assert "Falta algo" in text
    assert url("submit", report) in text


def test_approving_what_is_on_the_screen(cast, client_of):
    report = sent(cast.promotora)
    client = client_of(cast.supervisora)
    seen = client.get(url("detail", report)).context["seen"]
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    answer = client.post(url("approve", report), {"seen": seen})
    assert answer.status_code == 422
    assert "Las cifras cambiaron" in answer.content.decode()
    seen = answer.context["seen"]
    assert client.post(url("approve", report), {"seen": seen}).status_code == 302
    assert again(report).is_approved
    second = client.post(url("approve", report), {"seen": seen})
    assert second.status_code == 422
    assert "no está en un estado" in second.content.decode()


def test_a_late_return_does_not_undo_an_approval(cast, client_of):
    report = approved(cast.promotora, cast.supervisora)
    answer = client_of(cast.supervisora).post(url("return", report), {"comment": "Espere"})
    assert answer.status_code == 422
    assert again(report).is_approved


def test_nobody_else_acts(cast, client_of):
    report = sent(cast.promotora)
    for login, code in (
        ("promotora", 403), ("supervisor_esq", 404), ("oficial", 403), ("finanzas", 403),
    ):  # fmt: skip
        for name in ("approve", "return"):
            client = client_of(getattr(cast, login))
            data = {"comment": "No", "seen": "0" * 64}
            assert client.post(url(name, report), data).status_code == code
    assert client_of(cast.promotor).post(url("submit", report)).status_code == 404
    assert client_of(cast.promotor).post(url("edit", report), TEXTS).status_code == 404
    assert again(report).state == "enviado"


def test_the_buttons_are_the_ones_that_work(cast, client_of):
    report = sent(cast.promotora)
    for login, decides in (("promotora", False), ("supervisora", True), ("oficial", False)):
        text = client_of(getattr(cast, login)).get(url("detail", report)).content.decode()
        assert (url("approve", report) in text) == decides
        assert url("submit", report) not in text


def test_the_paper_is_provisional_until_approved_and_then_always_the_same(cast, client_of):
    report = sent(cast.promotora)
    client = client_of(cast.supervisora)
    draft = PdfReader(io.BytesIO(client.get(url("pdf", report)).content))
    assert "cifras provisionales" in draft.pages[0].extract_text()
    with acting_as(Actor.user(cast.supervisora), at=WORKDAY):
        return_report(report=again(report), user=cast.supervisora, comment="Otra vez")
    final = approved(cast.promotor, cast.supervisora)
    answer = client.get(url("pdf", final))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == client.get(url("pdf", final)).content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Informe mensual de julio de 2026" in text
    assert final.sha256[:8] in text.replace(" ", "").replace("\u200b", "")
