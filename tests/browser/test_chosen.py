"""Casos: one found by name, several chosen, invited, printed and taken out; by keys, and not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from arraigo.core import clock

MAKING = """
from tests.factories import opened_case
from arraigo.accounts.models import User

user = User.objects.get(email="promotora@capacitacion.example")
for name, phone in (("Luz", "+50255551313"), ("Sol", "+50255551414"), ("Paz", "")):
    opened_case(user, given_names=name, surnames="Ficticia Lista", phone=phone)
"""


@pytest.fixture(scope="module", autouse=True)
def listed(server) -> None:
    """Three cases of the promotora, two of them with a telephone."""
    server.make(MAKING)


@pytest.fixture
def own(visitor):
    """The promotora, on Casos."""
    somebody = visitor("promotora")
    somebody.go("/casos/")
    return somebody


def invite_all(own) -> None:
    """Plan an activity a week ahead, and invite to it all whom the list shows."""
    own.go("/actividades/nueva/")
    own.page.locator("input[name=kind]").first.check()
    own.type("¿De qué es?", "Feria de empleo ficticia")
    own.type("¿Qué día?", (clock.today() + timedelta(days=7)).isoformat())
    own.type("¿A qué hora?", "09:00")
    own.type("¿Dónde?", "Parque central")
    own.look("escogidos-1-planear")
    own.tap("Guardar")
    own.sees("Actividad planeada.")
    own.go("/casos/")
    own.taps = 0
    own.tap("Escoger todos los de esta página")
    own.sees("3 escogidos")
    own.look("escogidos-2-lista")
    own.look_on_a_laptop("escogidos-2-lista")
    own.tap("Invitar")


def test_all_of_a_list_are_invited_in_three_taps_and_it_is_undone(own):
    invite_all(own)
    own.sees("A quiénes no, y por qué")
    own.sees("No hay teléfono al que se le pueda llamar.")
    own.look("escogidos-3-a-quienes")
    own.look_on_a_laptop("escogidos-3-a-quienes")
    own.tap("Invitar a 2 personas")
    own.sees("2 personas invitadas a Feria de empleo ficticia")
    assert own.taps == 3
    own.look("escogidos-4-invitadas")
    own.tap("Deshacer")
    own.sees("Se retiraron 2 invitaciones.")


def test_the_chosen_are_printed_and_taken_out(own):
    own.choose("Escoger a Luz Ficticia Lista")
    own.choose("Escoger a Sol Ficticia Lista")
    own.sees("2 escogidos")
    own.tap("Imprimir")
    own.sees("2 casos, por municipio")
    own.look("escogidos-5-papel")
    own.page.go_back()
    own.sees("2 escogidos")
    own.tap("Bajar")
    own.sees("Salen 2 personas")
    own.look("escogidos-6-archivo")
    with own.page.expect_download() as download:
        own.tap("Bajar 2 casos")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_case_is_opened_by_name_in_one_tap_and_says_what_is_missing(own):
    own.go("/hoy/")
    own.taps = 0
    own.page.locator("#search").fill("Paz Fic")
    own.page.keyboard.press("Enter")
    own.page.wait_for_url("**/buscar/*-*/")
    own.tap("Paz Ficticia Lista", "link")
    own.page.wait_for_url("**/casos/*-*/")
    assert own.taps == 1
    own.sees("Completar el perfil")


def test_a_list_by_keys_alone(own):
    keys = own.page.keyboard
    keys.press("j")
    keys.press("x")
    own.sees("1 escogido")
    keys.press("x")
    own.sees("Ninguno escogido")
    keys.press("?")
    own.sees("Teclas de esta lista")
    own.look("teclas")
    own.look_on_a_laptop("teclas")
    own.tap("Cerrar", exact=True)
    keys.press("/")
    keys.type("jx?")
    assert own.page.locator("#search").input_value() == "jx?"
    own.go("/casos/")
    keys.press("j")
    keys.press("Enter")
    own.page.wait_for_url("**/casos/*-*/")


def test_who_wants_no_keys_turns_them_off(own):
    own.tap("Teclas", exact=True)
    own.page.get_by_label("Usar estas teclas en este aparato").uncheck()
    own.tap("Cerrar", exact=True)
    own.page.locator("body").click(position={"x": 2, "y": 2})
    own.page.keyboard.press("?")
    assert not own.page.get_by_role("dialog").is_visible()


def test_what_happened_is_filtered_in_place(own):
    own.page.get_by_role("link", name="Luz Ficticia Lista").first.click()
    own.page.locator("#historia summary").click()
    own.page.get_by_label("¿Qué quiere ver?").select_option(label="Documentos y permisos")
    own.sees("Nada de esto en ese tiempo")
    own.look("tiempo-1-filtrado")
    own.look_on_a_laptop("tiempo-1-filtrado")
