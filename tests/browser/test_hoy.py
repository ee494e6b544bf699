"""Hoy on a phone: the call, «¿Contestó?» on the way back, postponing; each within its taps."""

from __future__ import annotations

import pytest

#: A phone leaves the page for the call; here nothing takes `tel:`, so the link leads nowhere.
NO_DIALLER = """addEventListener("click", (event) => {
  if (event.target.closest("a[href^='tel:']")) event.preventDefault();
})"""
BACK = "document.dispatchEvent(new Event('visibilitychange'))"
QUESTION = "[data-answered]:not([hidden])"
#: What our own code has left in the tab (htmx notes the page it is on).
KEPT = """Object.entries(sessionStorage).filter(([key]) => key.startsWith("reached"))
  .flat().join(" ")"""
MAKING = """
from tests.factories import opened_case
from arraigo.accounts.models import User
from arraigo.casework.actions import plan_due
from arraigo.casework.enums import DueKind
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as

user = User.objects.get(email="promotora@capacitacion.example")
for number in range(8):
    case = opened_case(user, phone=f"+5025550010{number}")
    with acting_as(Actor.user(user)):
        plan_due(case=case, kind=DueKind.FOLLOW_UP, title="Seguimiento a los 15 días",
                 source=case, due_on=clock.today())
"""


@pytest.fixture(scope="module", autouse=True)
def due(server) -> None:
    """Persons of the promotora with a follow-up due today."""
    server.make(MAKING)


@pytest.fixture
def promotora(visitor):
    """The promotora on Hoy, with a phone that calls nobody."""
    somebody = visitor("promotora")
    somebody.context.add_init_script(NO_DIALLER)
    somebody.context.route("https://wa.me/**", lambda route: route.fulfill(body="chat"))
    somebody.go("/hoy/")
    return somebody


def kept(somebody) -> str:
    return str(somebody.page.evaluate(KEPT))


def first_row(somebody):
    return somebody.page.locator("[data-reach]").first


def test_a_call_that_nobody_answers_takes_two_taps(promotora):
    page, due = promotora.page, first_row(promotora).get_attribute("data-reach")
    promotora.look("hoy-1-pendientes")
    page.evaluate(BACK)
    assert page.locator(QUESTION).count() == 0
    promotora.taps = 0
    promotora.tap("Llamar", role="link")
    assert promotora.taps == 1  # product: call, one tap
    assert kept(promotora) == f"reached-by-call {due}"
    page.evaluate(BACK)
    assert page.locator(QUESTION).count() == 1
    promotora.look("hoy-2-contesto")
    promotora.look_on_a_laptop("hoy-2-contesto")
    page.reload()
    page.locator(QUESTION).wait_for()
    promotora.tap("No contestó")
    promotora.sees("Se intenta otra vez el")
    assert promotora.taps == 2
    assert page.locator(f'[data-reach="{due}"]').count() == 0
    assert kept(promotora) == ""


def test_a_call_answered_is_recorded_in_four_taps(promotora):
    promotora.taps = 0
    promotora.tap("Llamar", role="link")
    promotora.page.evaluate(BACK)
    promotora.tap("Sí, anotar", role="link")
    promotora.choose("Tiene empleo")
    promotora.look("hoy-3-anotar")
    promotora.tap("Guardar")
    promotora.sees("Seguimiento guardado.")
    assert promotora.taps == 4  # product: llamar, resultado, fecha sugerida, guardar
    assert kept(promotora) == ""


def test_postponing_takes_two_taps(promotora):
    promotora.taps = 0
    promotora.tap("Posponer", role="link")
    promotora.tap("En tres días")
    promotora.sees("Pospuesto.")
    assert promotora.taps == 2


def test_a_message_is_asked_about_until_it_is_put_off(promotora):
    page = promotora.page
    promotora.taps = 0
    with promotora.context.expect_page() as chat:
        promotora.tap("WhatsApp", role="link")
    assert promotora.taps == 1  # product: WhatsApp, one tap
    chat.value.close()
    page.reload()
    question = page.locator(QUESTION)
    question.wait_for()
    assert question.locator("input[name=mode]").input_value() == "message"
    assert question.locator("a").evaluate("link => link.search") == "?por=message"
    promotora.tap("Ahora no")
    assert page.locator(QUESTION).count() == 0
    page.reload()
    assert page.locator(QUESTION).count() == 0


def test_a_long_press_is_no_call(promotora):
    first_row(promotora).get_by_role("link", name="Llamar").click(button="right")
    promotora.page.evaluate(BACK)
    assert promotora.page.locator(QUESTION).count() == 0
    assert kept(promotora) == ""


def test_from_the_case_and_forgotten_when_one_leaves(promotora):
    page = promotora.page
    page.locator('main a[href^="/casos/"]').first.click()
    promotora.taps = 0
    promotora.tap("Llamar", role="link")
    page.evaluate(BACK)
    promotora.look("hoy-4-caso")
    assert page.locator(QUESTION).count() == 1
    assert promotora.taps == 1
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Salir").click()
    page.locator("input[name=login]").wait_for()
    assert kept(promotora) == ""


def test_without_javascript_the_row_leads_to_the_same_answers(visitor):
    promotora = visitor("promotora", java_script_enabled=False)
    promotora.go("/hoy/")
    assert promotora.page.locator(QUESTION).count() == 0
    promotora.tap("Anotar", role="link")
    promotora.choose("No contesta")
    promotora.tap("Guardar")
    promotora.sees("Anotado.")


def test_the_route_is_one_tap_away_and_prints_without_its_controls(promotora):
    promotora.taps = 0
    promotora.tap("Ruta del día", role="link")
    promotora.sees("Apuntes")
    assert promotora.taps == 1
    promotora.look("hoy-5-ruta")
    promotora.look_on_a_laptop("hoy-5-ruta")
    page = promotora.page
    page.emulate_media(media="print")
    for hidden in ("Ver esa ruta", "Imprimir"):
        assert not page.get_by_role("button", name=hidden).is_visible()
    assert page.get_by_text("destrúyala al terminar el día").is_visible()
    promotora.look("hoy-6-ruta-impresa")


def test_a_calendar_gets_its_address_in_three_taps_and_loses_it(promotora):
    page = promotora.page
    promotora.taps = 0
    promotora.tap("Mi calendario", role="link")
    promotora.look("hoy-7-calendario-sin")
    promotora.tap("Hacer la dirección", role="link")
    promotora.look("hoy-8-calendario-nueva")
    promotora.tap("Ver la dirección")
    assert promotora.taps == 3
    address = page.get_by_label("Cópiela ahora").input_value()
    promotora.look("hoy-9-calendario-direccion")
    fetched = promotora.context.request.get(address)
    assert fetched.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "Ficticia" not in fetched.text()
    assert "· Escuintla" in fetched.text()
    promotora.tap("Ya la copié", role="link")
    promotora.look("hoy-10-calendario-con")
    page.get_by_text("Quitar la dirección").click()
    promotora.tap("Quitar", exact=True)
    promotora.sees("La dirección ya no funciona.")
    assert promotora.context.request.get(address).status == 404
