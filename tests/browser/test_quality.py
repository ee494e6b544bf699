"""A whole verification on one page: drawn, looked through, corrected, seen corrected."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid

from arraigo.core import clock
from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone

#: Each item has one answer; the eight of the checklist in their order.
ITEMS = 8


def age_cases(server) -> None:
    """Let what was registered have been at work last month, as it is weeks later."""
    code = (
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "from arraigo.casework.models import CaseAssignment\n"
        "from arraigo.casework.actions import record_note\n"
        "from arraigo.casework.enums import NoteKind\n"
        "from arraigo.casework.inputs import NoteInput\n"
        "from arraigo.casework.models import Case\n"
        "from arraigo.casework.quality.months import begins_at, last_month\n"
        "from arraigo.core.context import SYSTEM, acting_as\n"
        "at = begins_at(last_month()) + timedelta(days=9)\n"
        "with acting_as(SYSTEM, at=at):\n"
        "    Case.objects.update(opened_on=at.date())\n"
        "    CaseAssignment.objects.update(since=at)\n"
        "    for case in Case.objects.all():\n"
        "        record_note(data=NoteInput(case=case, kind=NoteKind.VISIT, text='Quiere soldar',"
        " occurred_on=at.date()), user=case.opened_by)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **server.environment}, check=True
    )


def test_a_case_is_drawn_verified_and_corrected(visitor, server):
    phone = add_phone(visitor("promotora"))
    for name in ("Luz", "Sol"):
        told = registration(given_names=name, surnames="Ficticia Sorteada", phone="55550144")
        phone.deliver(phone.fill("registro_minimo", told, entity=(str(uuid.uuid4()), name)))
    age_cases(server)

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
