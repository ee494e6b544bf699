"""The pages about whether a placement lasts, and what it shows of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.jobs.models import RetentionCheck
from arraigo.jobs.tests.making import checked, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]


@pytest.fixture
def job(cast, case):
    return placed(case, cast.promotora, occurred_on=clock.today() - timedelta(days=40))


def url(job, days=30):
    return reverse("jobs:check", args=[job.pk, days])


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "still": "si", "evidence": "llamada",
        "occurred_on": clock.today().isoformat(),
    }  # fmt: skip
    return {**values, **changes}


def test_from_hoy_it_is_asked_answered_and_gone(cast, job, client_of):
    client, form = client_of(cast.promotora), typed()
    today = client.get(reverse("desk:today")).text
    assert "Permanencia a los 30 días" in today
    assert url(job) in today
    assert client.get(url(job)).status_code == 200
    for _time in range(2):
        answer = client.post(url(job), form)
        assert answer.status_code == 302
        assert answer.url == reverse("desk:today")
    assert RetentionCheck.objects.count() == 1
    assert "Permanencia a los 30 días" not in client.get(reverse("desk:today")).text
    case = client.get(reverse("desk:case", args=[job.case_id])).text
    assert "Permanencia verificada" in case
    assert "Trabajaba" in case
    assert "Todavía no toca" in case


def test_what_is_due_is_not_ticked_off_without_an_answer(cast, job, client_of):
    due = Due.objects.of_source(job, DueKind.RETENTION).get(slot=30)
    assert (
        client_of(cast.promotora).post(reverse("casework:finish", args=[due.pk])).status_code == 404
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"still": ""}, "Escoja una respuesta."),
        ({"still": "quizás"}, "Escoja"),
        ({"still": "no"}, "Escoja por qué terminó."),
        ({"still": "no", "left_reason": "renuncia"}, "Escriba cuál fue el último día."),
        ({"still": "no", "left_reason": "renuncia", "left_on": "2999-01-01"}, "entre el inicio"),
        ({"still": "no", "left_reason": "renuncia", "left_on": "ayer"}, "fecha"),
        ({"occurred_on": "2999-01-01"}, "La fecha no puede ser futura."),
        ({"monthly_income": "mucho"}, "número"),
        ({"monthly_income": "99999999999999"}, "Hay un problema"),
        ({"evidence": "rumor"}, "Escoja"),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(cast, job, client_of, changes, words):
    answer = client_of(cast.promotora).post(url(job), typed(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    for name in ("monthly_income", "left_on"):
        if name in changes:
            assert f'value="{changes[name]}"' in answer.text
    assert not RetentionCheck.objects.exists()


def test_days_too_early_or_absurd_are_refused_kindly(cast, job, client_of):
    client = client_of(cast.promotora)
    for days in (90, 7, 0, 40000):
        answer = client.post(url(job, days), typed())
        assert answer.status_code == 422, days
    assert client.get(f"/empleo/colocaciones/{job.pk}/permanencia/{10**30}/").status_code in (
        200,
        404,
    )


def test_left_answered_ends_it_and_annulled_it_is_asked_again(cast, job, client_of):
    client = client_of(cast.promotora)
    told = typed(still="no", left_reason="contrato", left_on=clock.today().isoformat())
    assert client.post(url(job), told).status_code == 302
    job.refresh_from_db()
    assert job.ended_on == clock.today()
    check = RetentionCheck.objects.get()
    void = reverse("jobs:annul_check", args=[check.pk])
    assert void in client.get(job.get_absolute_url()).text
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "Sigue ahí"}).status_code == 302
    assert client.post(void, {"reason": "Otra vez"}).status_code == 422
    job.refresh_from_db()
    assert job.ended_on is None
    assert "Permanencia a los 30 días" in client.get(reverse("desk:today")).text


def test_who_only_reads_finds_no_question(cast, job, client_of):
    client = client_of(cast.oficial)
    page = client.get(job.get_absolute_url()).text
    assert "Falta preguntar" in page
    assert url(job) not in page
    assert client.get(url(job)).status_code == 403


def test_another_office_finds_nothing(cast, job, client_of):
    check, client = checked(job, cast.promotora), client_of(cast.promotora_esq)
    assert client.get(url(job)).status_code == 404
    assert client.post(url(job, 90), typed()).status_code == 404
    assert client.post(reverse("jobs:annul_check", args=[check.pk])).status_code == 404


def test_the_case_costs_the_same_however_many_were_asked(cast, case, client_of):
    client, address = client_of(cast.promotora), reverse("desk:case", args=[case.pk])

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    start = clock.today() - timedelta(days=200)
    checked(placed(case, cast.promotora, occurred_on=start), cast.promotora)
    few = queries()
    for _time in range(3):
        job = placed(case, cast.promotora, occurred_on=start)
        for days in (30, 90, 180):
            checked(job, cast.promotora, days=days, still="otro")
    with acting_as(SYSTEM):
        assert RetentionCheck.objects.count() == 10
    assert queries() <= few
