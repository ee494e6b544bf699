"""Whether she still works, asked from Hoy in four taps or fewer; and her papers."""

from __future__ import annotations

import uuid
from datetime import timedelta

from arraigo.core import clock
from arraigo.core.tests.pictures import photo
from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone


def begin_work(visitor, case_id, days_ago):
    """Note that she began to work so many days ago."""
    start = clock.today() - timedelta(days=days_ago)
    visitor.go(f"/empleo/casos/{case_id}/colocar/")
    visitor.choose("Empleo asalariado")
    visitor.type("Puesto, o de qué es el negocio", "Panadera")
    visitor.type("Empresa", "Panadería Ficticia")
    visitor.type("¿Cuándo empezó?", start.isoformat())
    visitor.type("Horas a la semana", "40")
    visitor.type("¿Cuántos meses se espera que dure?", "12")
    visitor.choose("Contrato o constancia")
    visitor.tap("Guardar")
    visitor.sees("Anotado.")


def test_asked_from_hoy_and_seen_on_the_case(visitor):
    promotora = visitor("promotora")
    phone = add_phone(promotora)
    case_id = str(uuid.uuid4())
    told = registration(given_names="Rosa", surnames="Ficticia Panadera", phone="55551212")
    phone.deliver(phone.fill("registro_minimo", told, entity=(case_id, "Rosa")))
    begin_work(promotora, case_id, 95)

    promotora.go("/")
    promotora.sees("Permanencia a los 90 días")
    promotora.look("permanencia-1-hoy")
    promotora.taps = 0
    promotora.tap("¿Sigue trabajando?", "link")
    promotora.choose("Sí, sigue ahí")
    promotora.look("permanencia-2-pregunta")
    promotora.tap("Guardar")
    promotora.sees("Anotado: Sí, sigue ahí.")
    assert promotora.taps == 3

    promotora.go(f"/casos/{case_id}/")
    promotora.sees("Trabajaba")
    promotora.sees("Seguía ahí más tarde")
    promotora.look("permanencia-3-caso")
    promotora.look_on_a_laptop("permanencia-3-caso")
    promotora.page.locator("a[href*='/permanencias/']").first.click()
    promotora.type("¿Por qué", "Contestó su hermana")
    promotora.tap("Anular")

    promotora.go("/")
    promotora.taps = 0
    promotora.tap("¿Sigue trabajando?", "link")
    assert not promotora.page.get_by_label("¿Cuál fue el último día?").is_visible()
    promotora.choose("Ya no trabaja")
    promotora.choose("Se terminó el contrato")
    promotora.type("¿Cuál fue el último día?", (clock.today() - timedelta(days=3)).isoformat())
    promotora.look("permanencia-4-ya-no")
    promotora.tap("Guardar")
    promotora.sees("Anotado: Ya no trabaja.")
    assert promotora.taps == 4
    promotora.go(f"/casos/{case_id}/")
    promotora.sees("Por su último día")


def test_what_is_missing_is_printed_without_a_name(visitor):
    promotora = visitor("promotora")
    phone = add_phone(promotora)
    case_id = str(uuid.uuid4())
    told = registration(given_names="Rosa", surnames="Ficticia Papeles", phone="55551213")
    phone.deliver(phone.fill("registro_minimo", told, entity=(case_id, "Rosa")))
    promotora.go(f"/casos/{case_id}/")
    promotora.taps = 0
    promotora.tap("Lista de lo que falta", "link")
    promotora.sees("Carencia de antecedentes policiacos")
    promotora.look("papeleria-1-lista")
    promotora.page.emulate_media(media="print")
    assert not promotora.page.get_by_text("Ficticia Papeles").first.is_visible()
    promotora.look_on_a_laptop("papeleria-2-impresa")
    promotora.page.emulate_media(media="screen")
    assert promotora.taps == 1

    promotora.go(f"/casos/{case_id}/documentos/?papel=penal")
    assert promotora.page.get_by_label("Carencia de antecedentes penales").is_checked()
    promotora.type("¿Cuándo vence?", (clock.today() + timedelta(days=20)).isoformat())
    promotora.page.locator("input[name=gallery]").set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    promotora.look("papeleria-3-agregar")
    promotora.tap("Guardar")
    promotora.sees("Documento guardado.")
    promotora.sees("Vence el")
    promotora.look("papeleria-4-caso")
    promotora.go("/")
    promotora.sees("Se vence: Carencia de antecedentes penales")
