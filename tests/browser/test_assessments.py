"""The survey turned on, two rounds told, and what the low dimension suggests for the plan."""

from __future__ import annotations

import re
import uuid

from arraigo.field.tests.interviews import registration
from arraigo.profiling.assessments.instruments import instrument_of
from tests.browser.test_field import add_phone

#: Where the last choice is not what a person who fares badly would choose.
LAST, GOOD = {"e09": "si"}, {"e09": "no"}


def answer(visitor, code, chosen):
    """Choose an answer of a question."""
    visitor.page.locator(f"input[name={code}][value={chosen}]").check()


def ask(visitor, case_url, round_words, *, badly, looks=""):
    """Answer a whole survey, page by page, and return how many taps it took beside the answers."""
    visitor.go(case_url)
    visitor.tap("Ver evaluaciones", "link")
    visitor.tap("Encuesta de sostenibilidad de la reintegración", "link")
    visitor.taps = 0
    visitor.page.get_by_label(round_words, exact=True).check()
    visitor.page.locator("input[name=agreed][value=si]").check()
    if looks:
        visitor.look(f"{looks}-1-inicio")
    visitor.tap("Seguir")
    sections = instrument_of("rss").sections
    for number, section in enumerate(sections):
        for question in section.questions:
            choices = [each for each in question.choices if each != "ns"]
            if question.only_if is None:
                chosen = choices[-1] if badly and section.code in {"money", "work"} else choices[0]
                chosen = (
                    LAST.get(question.code, chosen) if badly else GOOD.get(question.code, chosen)
                )
                answer(visitor, question.code, chosen)
        if badly and section.code == "work":
            answer(visitor, "e10", "sin_trabajo")  # asked of who looks for work
        if looks and number in {1, 6}:
            visitor.look(f"{looks}-2-pagina-{number}")
        last = number == len(sections) - 1
        visitor.tap("Guardar la evaluación" if last else "Seguir")
    visitor.sees("Evaluación guardada.")
    return visitor.taps


def test_a_survey_its_chart_and_the_goal_it_suggests(visitor):
    administrator = visitor("administra")
    administrator.go("/campo/formularios/")
    administrator.tap("Encuesta de sostenibilidad de la reintegración", "link")
    administrator.tap("Ponerlo en uso")
    administrator.go("/evaluaciones/puntajes/")
    administrator.sees("puntaje provisional")
    administrator.look("evaluaciones-5-puntajes")
    administrator.tap("Subir un esquema", "link")
    administrator.look("evaluaciones-6-subir")

    promotora = visitor("promotora")
    phone = add_phone(promotora)
    told = registration(given_names="Luz", surnames="Ficticia Evaluada", phone="")
    case_id = str(uuid.uuid4())
    phone.deliver(phone.fill("registro_minimo", told, entity=(case_id, "Luz")))
    case_url = f"/casos/{case_id}/"

    taps = ask(promotora, case_url, "Línea de base", badly=True, looks="evaluaciones")
    assert taps == 9  # one for each page
    ask(promotora, case_url, "A los 6 meses", badly=False)
    promotora.sees("Sostenibilidad alta")
    promotora.sees("puntaje provisional")
    chart = promotora.page.get_by_role("img", name=re.compile("puntaje de cada dimensión"))
    assert chart.is_visible()
    promotora.look("evaluaciones-3-rondas")
    promotora.look_on_a_laptop("evaluaciones-3-rondas")
    promotora.page.emulate_media(media="print")
    promotora.look_on_a_laptop("evaluaciones-3-rondas-impresas")
    promotora.page.emulate_media(media="screen")

    ask(promotora, case_url, "Otra", badly=True)
    promotora.go(plan_of(promotora, case_url))
    promotora.sees("La evaluación sugiere trabajar:")
    promotora.taps = 0
    promotora.tap("Agregar esta meta")
    goal = "[name$='-text'][value*='ingreso'], textarea[name$='-text']:has-text('ingreso')"
    promotora.page.locator(goal).first.wait_for()
    assert promotora.taps == 1
    promotora.look("evaluaciones-4-plan")


def plan_of(visitor, case_url):
    """Return the address of the page that writes the plan, from the page of the case."""
    visitor.go(case_url)
    return visitor.page.locator("a[href^='/planes/']").first.get_attribute("href")
