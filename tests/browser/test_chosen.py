"""Cases chosen in a list: invited, printed, taken out; found and opened by keys alone."""

from __future__ import annotations

import uuid
from datetime import timedelta

from arraigo.core import clock
from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone

NAMES = ("Luz", "Sol", "Paz")


def made(visitor):
    """Return the promotora with three cases and how many of them have a phone: two."""
    own = visitor("promotora")
    phone = add_phone(own)
    for name, number in zip(NAMES, ("55551313", "55551414", ""), strict=True):
        told = registration(given_names=name, surnames="Ficticia Lista", phone=number)
        phone.deliver(phone.fill("registro_minimo", told, entity=(str(uuid.uuid4()), name)))
    return own


def test_chosen_and_invited_printed_and_taken_out(visitor):
    own = made(visitor)
    own.go("/coordinacion/actividades/nueva/")
    own.choose("Evento")
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

    own.go("/casos/")
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


def test_a_list_by_keys_alone_and_without_them(visitor):
    own = visitor("promotora")
    own.go("/casos/")
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
    assert own.page.locator("[role=search] input").first.input_value() == "jx?"
    own.go("/casos/")
    keys.press("j")
    keys.press("Enter")
    own.page.wait_for_url("**/casos/*-*/")

    own.go("/casos/")
    own.tap("Teclas", exact=True)
    own.page.get_by_label("Usar estas teclas en este aparato").uncheck()
    own.tap("Cerrar", exact=True)
    own.page.locator("body").click(position={"x": 2, "y": 2})
    keys.press("?")
    assert not own.page.get_by_role("dialog").is_visible()


def test_what_happened_is_filtered_in_place(visitor):
    own = visitor("promotora")
    own.go("/casos/")
    own.page.get_by_role("link", name="Luz Ficticia Lista").first.click()
    own.page.locator("#historia summary").click()
    own.page.get_by_label("¿Qué quiere ver?").select_option(label="Documentos y permisos")
    own.sees("Nada de esto en ese tiempo")
    own.look("tiempo-1-filtrado")
    own.look_on_a_laptop("tiempo-1-filtrado")
