"""Pagos: what each person sees waiting, and every button once."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from arraigo.contracts.models import PaymentCertificate
from arraigo.contracts.tests.making import issued, ready_month, signed
from arraigo.core.context import Actor, acting_as
from arraigo.reports.actions import start_report
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db
LIST = reverse("contracts:list")


def url(name, obj):
    return reverse(f"contracts:{name}", args=[obj.pk])


def test_a_consultant_sees_her_own_months_and_starts_a_report_with_one_tap(cast, client_of):
    contract = signed(cast.promotora)
    signed(cast.promotor, number="CON-OTRO")
    client = client_of(cast.promotora)
    page = client.get(LIST)
    text = page.content.decode()
    assert "CON-2026-014" in text
    assert "CON-OTRO" not in text
    assert "Q38,500.00" in text
    month = contract.contract_months.get(number=1)
    first, second = client.post(url("start", month)), client.post(url("start", month))
    report = MonthlyReport.objects.get()
    assert first["Location"] == second["Location"] == report.get_absolute_url()
    assert (report.author, report.period) == (cast.promotora, month.period)
    assert "Ver informe" in client.get(LIST).content.decode()


def test_a_month_to_come_is_not_started(cast, client_of):
    contract = signed(cast.promotora, starts_on=date(2099, 1, 1))
    client = client_of(cast.promotora)
    month = contract.contract_months.get(number=1)
    assert url("start", month) not in client.get(LIST).content.decode()
    answer = client.post(url("start", month))
    assert answer.status_code == 422
    assert "todavía no empieza" in answer.content.decode()


def test_a_report_that_shares_days_is_named(cast, client_of):
    month = signed(cast.promotora).contract_months.get(number=1)
    with acting_as(Actor.user(cast.promotora)):
        start_report(
            author=cast.promotora, office=Office.objects.get(code="ESC"),
            starts_on=date(2026, 7, 20), ends_on=date(2026, 7, 25),
        )  # fmt: skip
    answer = client_of(cast.promotora).post(url("start", month))
    assert answer.status_code == 422
    assert "Ya hay un informe" in answer.content.decode()


def test_finance_issues_what_is_approved_once(cast, client_of):
    month = ready_month(cast.promotora, cast.supervisora)
    client = client_of(cast.finanzas)
    assert url("issue", month) in client.get(LIST).content.decode()
    first, second = client.post(url("issue", month)), client.post(url("issue", month))
    certificate = PaymentCertificate.objects.get()
    assert first["Location"] == second["Location"] == certificate.get_absolute_url()
    assert url("issue", month) not in client.get(LIST).content.decode()
    pending = month.contract.contract_months.get(number=2)
    answer = client.post(url("issue", pending))
    assert answer.status_code == 422
    assert "todavía no está aprobado" in answer.content.decode()


def test_the_official_certifies_once(cast, client_of):
    certificate = issued(cast)
    client = client_of(cast.oficial)
    assert list(client.get(LIST).context["to_certify"]) == [certificate]
    assert "No ampara el pago" in client.get(certificate.get_absolute_url()).content.decode()
    for _time in range(2):
        answer = client.post(url("certify", certificate))
        assert answer.status_code == 302
    assert list(client.get(LIST).context["to_certify"]) == []
    assert (
        url("certify", certificate)
        not in client.get(certificate.get_absolute_url()).content.decode()
    )


def test_who_opens_what(cast, client_of):
    certificate = issued(cast)
    month = certificate.contract_month
    expected = {
        "promotora": 200, "promotor": 404, "promotora_esq": 404, "finanzas": 200, "oficial": 200,
        "supervisora": 403, "administra": 403, "socia": 403, "empleadora": 403,
    }  # fmt: skip
    for login, code in expected.items():
        client = client_of(getattr(cast, login))
        for name in ("certificate", "pdf"):
            assert client.get(url(name, certificate)).status_code == code, (login, name)
    assert client_of(cast.promotor).post(url("start", month)).status_code == 404
    assert client_of(cast.finanzas).post(url("certify", certificate)).status_code == 403
    assert client_of(cast.oficial).post(url("issue", month)).status_code == 403
    assert client_of(cast.promotora).post(url("issue", month)).status_code == 403
    assert client_of(cast.finanzas).get(url("issue", month)).status_code == 405
    assert Client().get(LIST).status_code == 302


def test_the_paper_always_prints_the_same(cast, client_of):
    certificate = issued(cast)
    client = client_of(cast.finanzas)
    answer = client.get(url("pdf", certificate))
    assert answer.content == client.get(url("pdf", certificate)).content
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for words in ("CP-2026-0001", "Q11,000.00", "once mil quetzales exactos", "Sin certificar",
                  "1 de 3.5", "Práctica Promotora Escuintla"):  # fmt: skip
        assert words in text


def test_query_count_does_not_grow(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.finanzas)
    ready_month(cast.promotora, cast.supervisora)
    with django_assert_max_num_queries(25) as few:
        client.get(LIST)
    ready_month(cast.promotor, cast.supervisora, number="CON-2")
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
