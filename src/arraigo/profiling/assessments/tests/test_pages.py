"""«Evaluaciones» on screen: asked a few questions at a time, shown in rounds, never of others."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.models import Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.profiling.assessments.agenda import ask_for_vulnerability
from arraigo.profiling.assessments.charts import APART, HEIGHT, PLOT, TOP, Series, chart_of
from arraigo.profiling.assessments.enums import Round
from arraigo.profiling.assessments.instruments import instrument_of
from arraigo.profiling.assessments.models import Assessment
from arraigo.profiling.assessments.tests.making import (
    RSS,
    VULNERABILITY,
    answers_of,
    assessed,
    official,
    turned,
)

pytestmark = pytest.mark.django_db


def new(case, kind=VULNERABILITY):
    return reverse("assessments:new", args=[case.pk, kind])


def overview(case):
    return reverse("assessments:overview", args=[case.pk])


def opening(**changes):
    return {"pagina": "0", "id": str(uuid.uuid4()), "occurred_on": clock.today().isoformat(),
            "in_private": "si", "agreed": "si", "seguir": "1", **changes}  # fmt: skip


def hidden(page):
    """Return what the page carries along, without the token."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


class TestInterview:
    def test_page_by_page_to_the_end_and_twice_is_once(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        answers = answers_of(VULNERABILITY)
        page = client.get(new(case))
        assert "Toma unos 30 minutos" in page.content.decode()
        sent = opening()
        for section in instrument_of(VULNERABILITY).sections:
            page = client.post(new(case), sent)
            assert page.status_code == 200
            text = page.content.decode()
            assert section.title["es"] in text
            assert text.count("<fieldset") == len(section.questions)
            with acting_as(SYSTEM):
                assert not Assessment.objects.exists(), "nothing is kept until the end"
            here = {each.code: answers[each.code] for each in section.questions}
            sent = {**hidden(text), **here, "seguir": "1"}
        for _twice in range(2):
            assert client.post(new(case), sent).url == overview(case)
        with acting_as(SYSTEM):
            found = Assessment.objects.get()
            assert found.answers["housing_now"] == "segura"
        text = client.get(overview(case)).content.decode()
        assert "Vulnerabilidad baja" in text
        assert "puntaje provisional" in text

    def test_a_page_that_lacks_an_answer_stays_and_loses_nothing(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        page = client.post(new(case), opening(in_private=""))
        assert page.status_code == 422
        assert page.content.decode().count("Falta responder") == 2  # in the summary and beside it
        page = client.post(new(case), opening(pagina="1", housing_now="segura"))
        text = page.content.decode()
        assert page.status_code == 422
        assert re.search(r'value="segura"[^>]*checked', text)
        assert hidden(text)["occurred_on"] == clock.today().isoformat()
        assert "Lo que se le hace difícil" not in text

    def test_back_keeps_what_was_answered(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        sent = opening(pagina="2", housing_now="temporal", single_head="si", atras="1")
        del sent["seguir"]
        page = client.post(new(case), sent)
        assert page.status_code == 200
        assert re.search(r'value="temporal"[^>]*checked', page.content.decode())

    def test_what_depends_on_another_answer_is_asked_for(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        answers = answers_of(VULNERABILITY, needs_treatment="si", gets_treatment="")
        page = client.post(new(case), {**opening(pagina="4"), **answers})
        assert "gets_treatment" in page.context["form"].errors
        answers["needs_treatment"] = "no"
        assert client.post(new(case), {**opening(pagina="4"), **answers}).status_code == 200

    @pytest.mark.parametrize("refusal", [{"agreed": "no"}, {"in_private": "no"}])
    def test_who_declines_is_asked_nothing_more(self, cast, client_of, refusal):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            ask_for_vulnerability(case)
        answer = client.post(new(case), opening(**refusal))
        assert answer.url == overview(case)
        with acting_as(SYSTEM):
            assert not Assessment.objects.exists()
            assert not Due.objects.open().filter(kind="assessment").exists()

    def test_nonsense_is_no_failure(self, cast, client_of):
        turned(RSS, on=True)
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        whole = {name: value.split() for name, value in answers_of(RSS).items()}
        for changes in (
            {"pagina": "99999"}, {"pagina": "-1"}, {"pagina": "²"}, {"round": "x"},
            {"e08": ["tierra", "nada"]}, {"e01": "\x00"}, {"id": "x"},
            {"occurred_on": "9999-12-31"},
        ):  # fmt: skip
            sent = {**opening(round="otra"), **whole, "pagina": "8", **changes}
            assert client.post(new(case, RSS), sent).status_code in {200, 422, 302}, changes
        turned(RSS, on=False)

    def test_an_empty_page_says_what_is_missing(self, cast, client_of):
        answer = client_of(cast.promotora).post(new(opened_case(cast.promotora)))
        assert answer.status_code == 422

    def test_what_is_off_unknown_closed_or_of_others_is_not_there(self, cast, client_of):
        case = opened_case(cast.promotora)
        client, stranger = client_of(cast.promotora), client_of(cast.promotora_esq)
        assert client.get(new(case, RSS)).status_code == 404
        assert "Encuesta" not in client.get(overview(case)).content.decode()
        assert client.get(new(case, "estudios")).status_code == 404
        assert stranger.get(new(case)).status_code == 404
        assert stranger.get(overview(case)).status_code == 404
        turned(RSS, on=True)
        assert client.get(new(case, RSS)).status_code == 200

    def test_a_round_that_is_there_is_told(self, cast, client_of):
        turned(RSS, on=True)
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        assessed(cast.promotora, case)
        whole = {name: value.split() for name, value in answers_of(RSS).items()}
        last = str(len(instrument_of(RSS).sections))
        page = client.post(new(case, RSS), {**opening(round="base"), **whole, "pagina": last})
        assert (page.status_code, "ya está anotada" in page.content.decode()) == (422, True)


class TestShown:
    def test_the_rounds_with_who_when_level_and_the_same_figures_twice(self, cast, client_of):
        case = opened_case(cast.promotora)
        worse = answers_of(RSS, best=False)
        assessed(cast.promotora, case, answers=worse)
        assessed(cast.promotora, case, round=Round.SIX_MONTHS)
        text = client_of(cast.supervisora).get(overview(case)).content.decode()
        assert "Línea de base" in text
        assert "A los 6 meses" in text
        assert text.count("Baja</span>") == 1
        assert "Sostenibilidad alta" in text
        assert str(cast.promotora) in text
        assert "Económica: 0.00, 1.00." in text, "the text of the drawing"
        assert text.count('stroke-dasharray="') == 2
        assert "puntaje provisional" in text
        official(cast.administra)
        assessed(cast.promotora, case, round=Round.OTHER)
        text = client_of(cast.oficial).get(overview(case)).content.decode()
        assert "0.00, 1.00, 0.00." in text

    def test_the_page_reads_a_fixed_number_of_queries(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        client.get(overview(case))
        assessed(cast.promotora, case)
        with CaptureQueriesContext(connection) as few:
            client.get(overview(case))
        for _more in range(4):
            assessed(cast.promotora, case, round=Round.OTHER)
        with CaptureQueriesContext(connection) as many:
            client.get(overview(case))
        assert len(many) == len(few)

    def test_one_shows_its_open_answers_its_scores_and_may_be_annulled(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        found = assessed(cast.promotora, case, VULNERABILITY)
        text = client.get(found.get_absolute_url()).content.decode()
        assert "¿Tiene dónde vivir?" in text
        assert "¿Alguien le amenaza" not in text
        assert "puntaje provisional" in text
        annul = reverse("assessments:annul", args=[found.pk])
        assert client.post(annul, {"reason": ""}).status_code == 422
        assert client.post(annul, {"reason": "Era otra persona"}).status_code == 302
        text = client.get(found.get_absolute_url()).content.decode()
        assert "Era otra persona" in text
        assert "Todavía no hay evaluaciones" in client.get(overview(case)).content.decode()

    def test_the_case_page_and_today_lead_there(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        with acting_as(Actor.user(cast.promotora), at=clock.now() - timedelta(days=8)):
            due = ask_for_vulnerability(case)
        page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        assert overview(case) in page
        assert overview(case) in client.get(reverse("desk:today")).content.decode()
        assert client.post(reverse("casework:finish", args=[due.pk])).status_code == 404


class TestPlan:
    def test_a_low_dimension_is_offered_and_one_tap_makes_it_a_goal(self, cast, client_of):
        case, client = opened_case(cast.promotora), client_of(cast.promotora)
        edit = reverse("plans:edit", args=[case.pk])
        assert "La evaluación sugiere" not in client.get(edit).content.decode()
        assessed(cast.promotora, case, answers=answers_of(RSS, best=False))
        page = client.get(edit).content.decode()
        assert "La evaluación sugiere trabajar:" in page
        assert "puntaje provisional" in page
        goal = "Tener un ingreso estable que alcance para los gastos del mes"
        typed = {"revision": "0", "situation": "Llegó hace poco", "meta-total": "1",
                 "meta-0-text": "", "meta-0-accion-total": "1",
                 "agregar": "sugerida-rss.economica"}  # fmt: skip
        page = client.post(edit, typed)
        goals = [each.form["text"].value() for each in page.context["editor"].goals]
        assert goals == [goal]
        assert "Llegó hace poco" in page.content.decode()
        typed |= {"meta-0-text": "Otra meta", "agregar": "sugerida-rss.social"}
        goals = client.post(edit, typed).context["editor"].goals
        assert [each.form["text"].value()[:10] for each in goals] == ["Otra meta", "Conseguir "]
        typed |= {"agregar": "sugerida-inventada"}
        assert len(client.post(edit, typed).context["editor"].goals) == 1


class TestChart:
    def test_names_stay_apart_and_inside_whatever_the_figures(self):
        for values in ((1, 1, 1, 1, 1, 1), (0, 0, 0, 0, 0, 0), (0.5, 0.5, 0.49, 0.51, 0.5, 0)):
            series = [Series(str(n), [Decimal(str(each))]) for n, each in enumerate(values)]
            places = sorted(line.label.y for line in chart_of(["a"], series, []).lines)
            assert all(b - a >= APART - 0.1 for a, b in pairwise(places))
            assert places[0] >= 0
            assert places[-1] <= TOP + PLOT + 10 < HEIGHT

    def test_a_round_without_a_score_interrupts_its_line_and_none_draws_none(self):
        half = Decimal("0.5")
        [line] = chart_of(["a", "b", "c"], [Series("x", [half, None, half]),
                                            Series("y", [None] * 3)], []).lines  # fmt: skip
        assert line.path.count("M") == 2
        assert len(line.points) == 2
