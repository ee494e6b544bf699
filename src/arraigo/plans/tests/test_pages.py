"""The other pages of the plan: reading, signing, reviewing, marking, printing."""

import io
import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.plans.actions import draft_or_plan_of, return_plan
from arraigo.plans.inputs import PlanInput
from arraigo.plans.models import PlanAction
from arraigo.plans.tests.making import (
    CONTENT,
    PNG_URL,
    POSTED,
    again,
    agreed,
    amended,
    approved,
    drafted,
)

pytestmark = pytest.mark.django_db
LIST = reverse("plans:list")
SIGNED = {"consent_how": "witness", "witness_name": "Testigo de Prueba", "revision": "1"}


def url(name, row):
    return reverse(f"plans:{name}", args=[row.pk])


def signed(**changes):
    return {**SIGNED, "agreed_on": clock.today().isoformat(), **changes}


def words_on(client, address):
    return client.get(address).content.decode()


def test_buttons_follow_what_may_be_done(cast, case, client_of):
    promotora, lead = client_of(cast.promotora), client_of(cast.supervisora)
    draft = drafted(case, cast.promotora)
    html = words_on(promotora, url("detail", draft))
    assert "Firmar con la persona" in html
    assert "Cambiar el borrador" in html
    assert "Hacer una versión nueva" not in html
    plan = agreed(case, cast.promotora)
    html = words_on(promotora, url("detail", plan))
    assert "Cambiar el borrador" not in html
    assert "Hacer una versión nueva" in html
    assert "Anotar avance" in html
    assert "Revisar" not in html
    assert "Revisar" in words_on(lead, url("detail", plan))
    assert "Hacer una versión nueva" not in words_on(client_of(cast.oficial), url("detail", plan))


def test_a_foreign_plan_is_not_found(cast, plan, client_of):
    for key in ("promotora_esq", "supervisor_esq"):
        client = client_of(getattr(cast, key))
        for name in ("detail", "agree", "pdf", "review"):
            expected = 403 if name == "review" and key == "promotora_esq" else 404
            assert client.get(url(name, plan)).status_code == expected
        assert client.post(url("amend", plan)).status_code == 404
        assert client.post(url("agree", plan), signed()).status_code == 404
    with acting_as(SYSTEM):
        step = PlanAction.objects.first()
    assert client_of(cast.promotora_esq).get(url("mark", step)).status_code == 404


def test_signing(cast, case, at_work):
    draft = drafted(case, cast.promotora)
    html = words_on(at_work, url("agree", draft))
    assert "Léalo en voz alta" in html
    assert "Trabajar de techador" in html
    for _time in range(2):
        assert at_work.post(url("agree", draft), signed())["Location"] == draft.get_absolute_url()
    assert again(draft).state == "acordado"
    assert at_work.get(url("agree", draft)).status_code == 302


def test_signing_on_the_screen(cast, case, at_work):
    draft = drafted(case, cast.promotora)
    data = signed(consent_how="signature", signature=PNG_URL, agreed_on="")
    wrong = at_work.post(url("agree", draft), data)
    assert wrong.status_code == 422
    assert PNG_URL in wrong.content.decode()
    data["agreed_on"] = clock.today().isoformat()
    assert at_work.post(url("agree", draft), data).status_code == 302
    assert again(draft).signature_id is not None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent_how": ""}, "Falta responder: ¿Cómo firma la persona?"),
        ({"consent_how": "signature"}, "Falta la firma. Pídala o elija otra forma."),
        ({"signature": "data:texto"}, "No se pudo leer la firma"),
        ({"witness_name": ""}, "Escriba el nombre del testigo."),
        ({"agreed_on": "2999-01-01"}, "La fecha no puede ser futura."),
        ({"agreed_on": "2020-01-01"}, "La fecha es anterior a la apertura del caso."),
    ],
)
def test_errors_of_the_signature(cast, case, at_work, changes, words):
    draft = drafted(case, cast.promotora)
    answer = at_work.post(url("agree", draft), signed(**changes))
    assert answer.status_code == 422
    assert answer.content.decode().count(words) == 2
    assert again(draft).is_draft


def test_what_changed_meanwhile_is_read_again_before_signing(cast, case, at_work):
    draft = drafted(case, cast.promotora)
    drafted(case, cast.promotor, PlanInput("negocio", goals=CONTENT.goals), revision=1)
    late = at_work.post(url("agree", draft), signed())
    html = late.content.decode()
    assert late.status_code == 422
    assert "El plan cambió desde que abrió esta página" in html
    assert "Autoempleo" in html
    assert 'name="revision" value="2"' in html
    assert at_work.post(url("agree", draft), signed(revision="2")).status_code == 302


def test_an_unfinished_plan_goes_back_to_the_draft(cast, case, at_work):
    draft = drafted(case, cast.promotora, PlanInput())
    answer = at_work.get(url("agree", draft))
    assert answer["Location"] == reverse("plans:edit", args=[case.pk])
    assert "Hace falta escoger el camino" in words_on(at_work, url("detail", draft))
    refused = at_work.post(url("agree", draft), signed())
    assert refused.status_code == 422
    assert "Falta escoger el camino" in refused.content.decode()


def test_the_list_of_a_lead(cast, case, plan, client_of):
    lead = client_of(cast.supervisora)
    assert case.person.surnames in words_on(lead, LIST)
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="plans:list").exists()
    assert "No hay planes por revisar" in words_on(client_of(cast.supervisor_esq), LIST)
    with CaptureQueriesContext(connection) as few:
        lead.get(LIST)
    for _number in range(3):
        agreed(opened_case(cast.promotora), cast.promotora)
    with CaptureQueriesContext(connection) as many:
        lead.get(LIST)
    assert len(many) == len(few)


def test_reviewing(cast, plan, client_of):
    lead = client_of(cast.supervisora)
    assert "Aprobar" in words_on(lead, url("review", plan))
    empty = lead.post(url("review", plan), {"devolver": "1", "comment": ""})
    assert empty.status_code == 422
    assert empty.content.decode().count("Escriba qué hay que cambiar.") == 2
    for _time in range(2):
        answer = lead.post(url("review", plan), {"aprobar": "1", "comment": "Bien"})
        assert answer["Location"] == LIST
    late = lead.post(url("review", plan), {"devolver": "1", "comment": "No"})
    assert late.status_code == 422
    assert again(plan).state == "revisado"
    assert lead.get(url("review", plan))["Location"] == plan.get_absolute_url()


def test_a_returned_plan_says_why_and_becomes_a_new_version(cast, case, plan, at_work):
    with acting_as(Actor.user(cast.supervisora)):
        return_plan(plan=plan, user=cast.supervisora, comment="Faltan las fechas")
    assert "Faltan las fechas" in words_on(at_work, url("detail", plan))
    for _time in range(2):
        assert at_work.post(url("amend", plan))["Location"] == reverse("plans:edit", args=[case.pk])
    edit = reverse("plans:edit", args=[case.pk])
    assert at_work.post(edit, {**POSTED, "revision": "1", "situation": "Otra"}).status_code == 302
    assert "Versión 2" in words_on(at_work, url("detail", plan))
    agreed(case, cast.promotora)
    assert "Reemplazado por otra versión" in words_on(at_work, url("detail", plan))
    assert (
        "Sólo se hace una versión nueva"
        in at_work.post(url("amend", plan), follow=True).content.decode()
    )


def test_marking_a_step(cast, plan, at_work):
    with acting_as(SYSTEM):
        step = PlanAction.objects.get(text="Llamar al taller")
    assert "Ya se hizo" in words_on(at_work, url("mark", step))
    empty = at_work.post(url("mark", step), {"done_on": "2999-01-01"})
    assert empty.status_code == 422
    for words in ("Escoja qué pasó.", "La fecha no puede ser futura."):
        assert empty.content.decode().count(words) == 2
    data = {"name": "hacer", "done_on": "", "evidence": "Constancia 12"}
    for _time in range(2):
        assert at_work.post(url("mark", step), data)["Location"] == plan.get_absolute_url()
    html = words_on(at_work, url("detail", plan))
    assert "Constancia 12" in html
    assert "Sigue pendiente" in words_on(at_work, url("mark", step))
    assert at_work.post(url("mark", step), {"name": "cancelar"}).status_code == 422


def test_a_plan_costs_the_same_however_long(cast, case, plan, at_work):
    at_work.get(url("detail", plan))  # the first page of a session is written down
    with CaptureQueriesContext(connection) as few:
        at_work.get(url("detail", plan))
    long = opened_case(cast.promotora)
    drafted(long, cast.promotora, PlanInput("empleo", goals=CONTENT.goals * 6))
    other = agreed(long, cast.promotora)
    with CaptureQueriesContext(connection) as many:
        at_work.get(url("detail", other))
    assert len(many) == len(few)


def printed(client, plan):
    answer = client.get(url("pdf", plan))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def test_the_paper(cast, case, at_work):
    draft = drafted(case, cast.promotora)
    text = printed(at_work, draft)
    for words in (
        case.person.surnames, case.code, "Borrador", "Trabajar de techador", "15/12/2026",
        "Firma o huella de la persona", "Práctica Promotora Escuintla", "Ir los sábados",
        "Todos los servicios son gratuitos",
    ):  # fmt: skip
        assert words in text
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose="plans:pdf").exists()
    approved(case, cast.promotora, cast.supervisora)
    text = printed(at_work, draft)
    assert "Borrador" not in text
    assert "Aceptó de palabra ante Testigo de Prueba" in text
    assert "Revisado por Práctica Supervisora Escuintla" in text


def test_the_summary_of_the_case_page(cast, case, plan):
    none = render_to_string(
        "plans/_summary.html", {"plan": None, "case": case, "user": cast.promotora}
    )
    assert "Hacer el plan con la persona" in none
    with acting_as(SYSTEM):
        current = draft_or_plan_of(case)
        html = render_to_string("plans/_summary.html", {"plan": current, "case": case})
    assert "Trabajar de techador" in html
    assert amended(plan, cast.promotora) is not None
    with acting_as(SYSTEM):
        assert draft_or_plan_of(case).is_draft
