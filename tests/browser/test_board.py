"""The supervisor's first page: what wants her eye, and a colleague's caseload changing hands."""

from __future__ import annotations

import uuid

from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone


def test_the_supervisor_sees_the_load_and_hands_it_over(visitor):
    phone = add_phone(visitor("promotora"))
    for name in ("Luz", "Sol", "Paz"):
        told = registration(given_names=name, surnames="Ficticia Tablero", phone="")
        phone.deliver(phone.fill("registro_minimo", told, entity=(str(uuid.uuid4()), name)))

    lead = visitor("supervisora")
    lead.page.wait_for_url("**/tablero/")
    assert lead.taps == 0  # product: Tablero, no tap at all
    lead.sees("3 casos abiertos en lo que usted ve.")
    lead.look("tablero-1")
    lead.look_on_a_laptop("tablero-1")
    lead.tap("Uso de las herramientas", "link")
    lead.sees("En 90 días no se envió ninguna referencia.")
    lead.look("tablero-4-uso")
    lead.look_on_a_laptop("tablero-4-uso")
    lead.page.go_back()
    lead.tap("Sin teléfono anotado", "link")
    lead.sees("Luz Ficticia Tablero")
    assert lead.page.get_by_role("table").get_by_role("link").count() == 3

    lead.page.go_back()
    lead.taps = 0
    lead.tap("Reasignar Práctica Promotora Escuintla", "link")
    lead.sees("Paz Ficticia Tablero")
    lead.look("tablero-2-reasignar")
    lead.choose("Práctica Promotor Escuintla")
    lead.tap("Reasignar 3 casos")
    lead.sees("3 casos pasaron a Práctica Promotor Escuintla")
    assert lead.taps <= 6
    lead.look("tablero-3-hecho")
    lead.tap("Deshacer")
    lead.sees("3 casos volvieron con quien los llevaba.")
    lead.go("/casos/")
    lead.choose("Escoger a Luz Ficticia Tablero")
    lead.choose("Escoger a Sol Ficticia Tablero")
    lead.look("casos-escogidos")
    lead.look_on_a_laptop("casos-escogidos")
    lead.tap("Reasignar los escogidos")
    lead.sees("Reasignar 2 casos")
    lead.page.go_back()
    lead.tap("Paz Ficticia Tablero", "link")
    lead.tap("Poner una señal", "link")
    lead.type("¿Qué hay que ver o hacer?", "Falta el teléfono")
    lead.tap("Poner la señal")
    lead.sees("La señal está en el Hoy de quien lleva el caso.")
    lead.look("caso-con-senal")
    own = visitor("promotora")
    own.sees("Falta el teléfono")
    own.look("hoy-con-senal")
    own.tap("Paz Ficticia Tablero", "link")
    own.type("¿Qué se hizo?", "Lo pedí")
    own.look("senal-atender")
    own.tap("Guardar")
    own.sees("Atendida.")


def test_a_filter_is_kept_for_the_team(visitor):
    lead = visitor("supervisora")
    lead.go("/casos/?paso=1&vencidos=on")
    lead.page.get_by_text("Filtros (2)").click()
    lead.tap("Guardar este filtro", "link")
    lead.sees("1. Perfilamiento")
    lead.type("¿Cómo se llama este filtro?", "Perfil vencido")
    lead.choose("Escuintla")
    lead.look("filtro-1-guardar")
    lead.tap("Guardar")
    lead.sees("Filtro guardado.")
    own = visitor("promotora")
    own.go("/casos/")
    own.page.get_by_text("Filtros guardados").click()
    own.look("filtro-2-guardados")
    own.tap("Perfil vencido", "link")
    own.sees("Filtros (2)")
