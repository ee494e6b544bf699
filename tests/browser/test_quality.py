"""A whole verification on one page: drawn, looked through, corrected, seen corrected."""

from __future__ import annotations

import uuid

from arraigo.core import clock
from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone

#: Each item has one answer; the eight of the checklist in their order.
ITEMS = 8
#: What was registered has been at work since last month, as it is weeks later.
AGING = """
from datetime import timedelta
from arraigo.casework.actions import record_note
from arraigo.casework.enums import NoteKind
from arraigo.casework.inputs import NoteInput
from arraigo.casework.models import Case, CaseAssignment
from arraigo.casework.quality.months import begins_at, last_month
from arraigo.core.context import SYSTEM, acting_as

at = begins_at(last_month()) + timedelta(days=9)
with acting_as(SYSTEM, at=at):
    Case.objects.update(opened_on=at.date())
    CaseAssignment.objects.update(since=at)
    for case in Case.objects.all():
        told = NoteInput(
            case=case, kind=NoteKind.VISIT, text="Quiere soldar", occurred_on=at.date()
        )
        record_note(data=told, user=case.opened_by)
"""


def test_a_case_is_drawn_verified_and_corrected(visitor, server):
    phone = add_phone(visitor("promotora"))
    for name in ("Luz", "Sol"):
        told = registration(given_names=name, surnames="Ficticia Sorteada", phone="55550144")
        phone.deliver(phone.fill("registro_minimo", told, entity=(str(uuid.uuid4()), name)))
    server.make(AGING)

    lead = visitor("supervisora")
    lead.tap("Verificaciones de calidad pendientes", "link")
    lead.sees("No se ha hecho el sorteo de este mes.")
    lead.look("calidad-1-sin-sorteo")
    lead.tap("Sortear")
    lead.sees("de 2 casos posibles")
    assert lead.page.get_by_text("Ficticia Sorteada").count() == 0
    lead.look("calidad-2-pendientes")
    lead.look_on_a_laptop("calidad-2-pendientes")

    lead.taps = 0
    lead.tap("Caso 1", "link")
    lead.sees("Arraigo ve: permiso dado el")
    assert lead.page.locator("a[href^='tel:']").count() >= 1
    lead.look("calidad-3-verificar")
    lead.look_on_a_laptop("calidad-3-verificar")
    items = lead.page.locator("fieldset.field").filter(has=lead.page.locator("[value=na]"))
    assert items.count() == ITEMS
    for number in range(ITEMS):
        lead.taps += 1
        answer = "no" if number == 3 else "yes"
        items.nth(number).locator(f"input[value={answer}]").check()
    lead.choose("Sí, por llamada")
    lead.choose("En parte")
    lead.type("¿Qué es distinto de lo anotado?", "El curso no empezó")
    lead.tap("Guardar la verificación")
    lead.sees("escriba qué observó")
    lead.look("calidad-4-falta-la-observacion")
    lead.taps -= 1  # a mistake made on purpose
    lead.type("¿Qué observó?", "El plan no está firmado")
    lead.type("¿Qué hay que corregir?", "Que firme el plan")
    lead.type("¿Para cuándo?", f"{clock.today():%Y-%m-%d}")
    lead.tap("Guardar la verificación")
    lead.sees("Con observaciones")
    lead.sees("El curso no empezó")
    # One to open, eight items, two about the person, one save.
    assert lead.taps == 12
    lead.look("calidad-5-resultado")

    hers = visitor("promotora")
    hers.go("/hoy/")
    hers.taps = 0
    hers.tap("Ver qué corregir", "link")
    hers.sees("Que firme el plan")
    assert hers.page.get_by_text("El curso no empezó").count() == 0
    hers.look("calidad-6-que-corregir")
    hers.type("¿Qué hizo?", "Firmó ayer")
    hers.tap("Ya está corregido")
    hers.sees("Marcado como corregido.")
    assert hers.taps == 2
    hers.tap("Verificación de calidad", "link")
    hers.sees("Sus casos verificados")
    hers.look("calidad-7-propios")

    lead.go("/verificaciones/")
    lead.sees("Corregido")
    lead.look("calidad-8-mes")
    lead.look_on_a_laptop("calidad-8-mes")
