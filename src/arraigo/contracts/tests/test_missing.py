"""Qué falta para mi pago: each step in order, who has it and since when; the payment itself."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from arraigo.contracts.actions import certify, issue_certificate, record_payment
from arraigo.contracts.missing import missing_of
from arraigo.contracts.models import Payment, PaymentCertificate
from arraigo.contracts.tests.making import issued, signed
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.indicators.tests.making import noon
from arraigo.reports.actions import approve_report, return_report, save_narrative
from arraigo.reports.models import MonthlyReport
from arraigo.reports.tests.making import WORKDAY, WRITTEN, sent, started

pytestmark = pytest.mark.django_db
MISSING = reverse("contracts:missing")
TODAY = noon(date(2026, 8, 20))


def steps(user, at=TODAY):
    """Return (done, now) of each step of the first month, and what is said of the next one."""
    with acting_as(Actor.user(user), at=at):
        found = missing_of(user)[0].steps
        now = next(step for step in found if step.is_next)
        return "".join("x" if step.is_done else "." for step in found), now.title, now.hint


def certified(cast):
    with acting_as(Actor.user(cast.oficial), at=WORKDAY):
        return certify(certificate=issued(cast), user=cast.oficial)


def paid(cast, certificate, day=date(2026, 8, 10), reference="TR-1", user=None):
    who = user or cast.finanzas
    with acting_as(Actor.user(who), at=TODAY):
        return record_payment(certificate=certificate, paid_on=day, reference=reference, user=who)


def test_each_step_in_order_says_who_has_it_and_since_when(cast):
    who, lead = cast.promotora, cast.supervisora
    month = signed(who).contract_months.get(number=1)
    assert steps(who) == (
        "......", "Escribir el informe", "Lo tiene usted desde el 01/07/2026."
    )  # fmt: skip
    report = started(who, month.period)
    assert steps(who)[2] == "Lo tiene usted desde el 03/08/2026."
    with acting_as(Actor.user(who), at=WORKDAY):
        save_narrative(report=report, user=who, version=1, narrative=WRITTEN)
    assert steps(who) == (
        "x.....", "Enviar el informe a revisión", "Lo tiene usted desde el 31/07/2026."
    )  # fmt: skip
    early = steps(who, noon(date(2026, 7, 20)))
    assert early[2] == "Podrá enviarlo desde el 31/07/2026."
    report = sent(who, month.period)
    done, title, hint = steps(who)
    assert (done, title) == ("xx....", "Aprobación del informe")
    assert hint == f"Lo tiene {lead} desde el 03/08/2026."
    with acting_as(Actor.user(lead), at=noon(date(2026, 8, 5))):
        return_report(report=report, user=lead, comment="Falta algo")
    assert steps(who)[2] == ("Lo tiene usted desde el 05/08/2026. Se lo devolvieron para corregir.")
    report = sent(who, month.period)
    with acting_as(Actor.user(lead), at=WORKDAY):
        approve_report(report=report, user=lead)
    assert steps(who)[:2] == ("xxx...", "Certificado de pago emitido")
    with acting_as(Actor.user(cast.finanzas), at=WORKDAY):
        certificate = issue_certificate(contract_month=month, user=cast.finanzas)
    assert steps(who)[:2] == ("xxxx..", "Certificado por una segunda persona")
    with acting_as(Actor.user(cast.oficial), at=noon(date(2026, 8, 7))):
        certify(certificate=certificate, user=cast.oficial)
    assert steps(who) == ("xxxxx.", "Pago", "Lo tiene Finanzas desde el 07/08/2026.")
    paid(cast, certificate)
    with acting_as(Actor.user(who), at=TODAY):
        assert [each.progress.month.number for each in missing_of(who)] == [2]


def test_months_to_come_and_months_of_others_are_not_shown(cast, client_of):
    signed(cast.promotora, starts_on=clock.today() - timedelta(days=5))
    signed(cast.promotor, number="CON-OTRO", starts_on=clock.today() - timedelta(days=40))
    page = client_of(cast.promotora).get(MISSING)
    text = page.content.decode()
    assert [each.progress.month.number for each in page.context["months"]] == [1]
    assert "CON-2026-014" in text
    assert "CON-OTRO" not in text
    assert "Empezar el informe" in text
    assert client_of(cast.promotora_esq).get(MISSING).context["months"] == []
    assert client_of(cast.finanzas).get(MISSING).status_code == 403


def test_it_is_found_from_the_report_the_payments_and_more(cast, client_of):
    report = sent(cast.promotora, signed(cast.promotora).contract_months.get(number=1).period)
    client = client_of(cast.promotora)
    for address in (report.get_absolute_url(), reverse("contracts:list"), reverse("desk:more")):
        assert MISSING in client.get(address).content.decode()
    lead = client_of(cast.supervisora)
    for address in (report.get_absolute_url(), reverse("desk:more")):
        assert MISSING not in lead.get(address).content.decode()


def test_more_months_cost_no_more_queries(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.promotora)
    signed(cast.promotora, starts_on=clock.today() - timedelta(days=5))
    with django_assert_max_num_queries(25) as few:
        client.get(MISSING)
    signed(cast.promotora, number="CON-ANTES", starts_on=clock.today() - timedelta(days=180))
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(MISSING).context["months"]) > 1


def test_a_payment_is_recorded_once_and_only_when_certified(cast):
    certificate = issued(cast)
    with pytest.raises(Refused, match="todavía no está certificado"):
        paid(cast, certificate)
    with pytest.raises(IntegrityError, match="sólo se paga"), transaction.atomic():
        Payment.objects.create(
            certificate=certificate, paid_on=date(2026, 8, 10), reference="X",
            recorded_by=cast.finanzas,
        )  # fmt: skip
    with acting_as(Actor.user(cast.oficial), at=WORKDAY):
        certify(certificate=certificate, user=cast.oficial)
    first = paid(cast, certificate)
    assert paid(cast, certificate, reference=" TR-1 ") == first
    with pytest.raises(Refused, match="ya está anotado"):
        paid(cast, PaymentCertificate.objects.get(), reference="TR-2")
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        Payment.objects.update(reference="TR-2")


@pytest.mark.parametrize(
    ("day", "reference", "login", "words"),
    [
        (date(2026, 8, 2), "TR-1", "finanzas", "va desde el día"),
        (date(2026, 8, 21), "TR-1", "finanzas", "va desde el día"),
        (date(2026, 8, 10), "  ", "finanzas", "Escriba el número"),
        (date(2026, 8, 10), "TR-1", "oficial", "Sólo finanzas"),
        (date(2026, 8, 10), "TR-1", "promotora", "Sólo finanzas"),
    ],
)
def test_what_makes_no_sense_is_no_payment(cast, day, reference, login, words):
    with pytest.raises(Refused, match=words):
        paid(cast, certified(cast), day, reference, getattr(cast, login))
    assert not Payment.objects.exists()


def test_finance_notes_the_payment_on_the_certificate(cast, client_of):
    certificate = certified(cast)
    client, address = client_of(cast.finanzas), reverse("contracts:pay", args=[certificate.pk])
    assert address in client.get(certificate.get_absolute_url()).content.decode()
    assert client.post(address, {"paid_on": "", "reference": ""}).status_code == 422
    told = {"paid_on": "2026-08-10", "reference": "TR-77"}
    assert client.post(address, told).status_code == 302
    assert client.post(address, told).status_code == 302
    text = client.get(certificate.get_absolute_url()).content.decode()
    assert "TR-77" in text
    assert address not in text
    assert client_of(cast.oficial).post(address, told).status_code == 403
    assert client_of(cast.promotora).get(certificate.get_absolute_url()).status_code == 200
    assert MonthlyReport.objects.get().is_approved
