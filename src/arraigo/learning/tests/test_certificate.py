"""Certificates: what counts, what is refused, and the page."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.enums import EventKind, EvidenceStatus
from arraigo.casework.models import CaseEvent
from arraigo.core.transitions import Refused
from arraigo.learning.enums import CertificateKind, LanguageLevel, Recognition
from arraigo.learning.models import Certificate
from arraigo.learning.tests.making import certified, intecap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
KIND = CertificateKind


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "kind": "tecnica", "title": "Soldadura",
        "recognition": "certificacion", "level": "", "issuer": str(intecap().pk),
        "issuer_authorised": "on", "occurred_on": "2026-05-04", "number": "C-77",
        "evidence_status": "verified", "evidence_note": "",
    }  # fmt: skip
    return {**values, **changes}


def url(case):
    return f"/formacion/casos/{case.pk}/certificado/"


def test_recorded_once_and_counted(cast, case, client_of):
    client, form = client_of(cast.promotora), typed()
    for _time in range(2):
        assert client.post(url(case), form).status_code == 302
    certificate = Certificate.objects.counted().get(case=case)
    assert certificate.counts
    assert CaseEvent.objects.filter(case=case, kind=EventKind.CERTIFICATE_ISSUED).count() == 1
    again = client.post(url(case), typed())
    assert again.status_code == 422
    assert "ya está registrado" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer_authorised": ""}, "Solo una institución autorizada certifica"),
        ({"recognition": ""}, "Diga qué reconoce."),
        ({"kind": "idioma"}, "Diga el nivel del idioma, de A1 a C2."),
        ({"number": ""}, "Un certificado verificado tiene su número."),
        ({"kind": ""}, "Falta responder: ¿De qué es?"),
        ({"issuer": "0"}, "Escoja"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_lost(cast, case, client_of, changes, words):
    client = client_of(cast.promotora)
    answer = client.post(url(case), typed(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Soldadura"' in answer.content.decode()
    assert not Certificate.objects.exists()


def test_an_attendance_diploma_is_kept_apart_and_never_counts(cast, case, client_of):
    client = client_of(cast.promotora)
    form = typed(kind="asistencia", issuer_authorised="", number="", level="B1")
    assert client.post(url(case), form).status_code == 302
    diploma = Certificate.objects.get(case=case)
    assert (diploma.recognition, diploma.level, diploma.counts) == ("", "", False)
    assert not Certificate.objects.counted().exists()
    assert not CaseEvent.objects.filter(case=case, kind=EventKind.CERTIFICATE_ISSUED).exists()


def test_a_language_is_a_recognition_with_its_level(cast, case, client_of):
    client = client_of(cast.promotora)
    assert client.post(url(case), typed(kind="idioma", level="B2")).status_code == 302
    assert Certificate.objects.get().recognition == Recognition.RECOGNITION


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer_authorised": False},
        {"recognition": None},
        {"kind": KIND.LANGUAGE, "level": LanguageLevel.B1},
        {"level": LanguageLevel.B1},
        {"kind": KIND.ATTENDANCE},
        {"evidence_status": EvidenceStatus.VERIFIED},
    ],
)
def test_the_action_refuses_in_words_what_the_table_refuses(cast, case, changes):
    with pytest.raises(Refused):
        certified(case, cast.promotora, **changes)
    good = certified(case, cast.promotora)
    columns = {**changes, "recognition": changes.get("recognition", good.recognition) or ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=good.pk).update(**columns)


def test_voided_it_no_longer_counts_and_stays_readable(cast, case, client_of):
    certificate = certified(case, cast.promotora)
    client, void = (
        client_of(cast.promotora), f"/formacion/certificados/{certificate.pk}/anular/"
    )  # fmt: skip
    assert client_of(cast.promotora_esq).post(void, {"reason": "x"}).status_code == 404
    assert client.post(void, {"reason": "  "}).status_code == 422
    assert client.post(void, {"reason": "Era de otra persona"}).status_code == 302
    assert client.post(void, {"reason": "Otra vez"}).status_code == 422
    assert not Certificate.objects.counted().exists()
    certificate.refresh_from_db()
    assert certificate.annulled_reason == "Era de otra persona"
    assert CaseEvent.objects.filter(kind=EventKind.FACT_ANNULLED).count() == 1
