"""Retention, delegation, households, safe contacts and life at risk, on a phone and a laptop."""

from __future__ import annotations

import subprocess
import sys

from tests.browser.conftest import SCREENSHOTS

MAKE = """
import django; django.setup()
from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, acting_as
from arraigo.rights.retention.nightly import look_through
from tests.factories import opened_case
me = User.objects.get(email="promotora@capacitacion.example")
names = dict(surnames="Ejemplo Ficticia", is_training=True)
opened_case(me, given_names="Rosa", phone="+50255550101", **names)
for given in ("Marta", "Juana", "Inés"):
    case = opened_case(me, given_names=given, **names)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=case.pk).update(opened_on="2015-01-10", closed_on="2015-06-10")
look_through()
"""


def test_the_traps(visitor, server):
    subprocess.run([sys.executable, "-c", MAKE], env=server.environment, check=True)
    keeps(visitor)
    delegates(visitor("supervisora"))
    reaches(visitor("promotora"))


def seen(somebody, name):
    """Look at the page on the phone, and take its picture as a laptop shows it."""
    somebody.look(name)
    page = somebody.page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.screenshot(path=SCREENSHOTS / f"{name}-laptop.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 780})


def keeps(visitor):
    guard, officer = visitor("datos"), visitor("oficial")
    guard.go("/derechos/conservacion/")
    guard.sees("Expediente de un caso cerrado")
    seen(guard, "traps-retention")
    guard.tap("Ver la lista", "link")
    guard.sees("ESC-2026-")
    guard.page.get_by_text("Apartarlo").first.click()
    guard.page.locator("details[open] input[name=reason]").fill("Auditoría")
    seen(guard, "traps-batch")
    guard.tap("No borrar este")
    guard.sees("queda fuera y no se borra")
    guard.tap("Pedir que se borren")
    guard.sees("Lo confirma otra persona")
    officer.go("/derechos/conservacion/")
    officer.tap("Ver la lista", "link")
    officer.tap("Confirmar: borrarlos para siempre")
    officer.sees("Se borra uno por uno")
    officer.server.run_jobs()
    officer.page.reload()
    officer.sees("Hecho")
    seen(officer, "traps-batch-done")
    guard.go("/derechos/conservacion/reglas/file/")
    seen(guard, "traps-rule")
    guard.go("/derechos/retencion/")
    seen(guard, "traps-hold")


def delegates(lead):
    lead.go("/delegaciones/")
    lead.sees("Nadie ha delegado")
    lead.tap("Delegar", "link")
    lead.choose("Escuintla")
    lead.page.get_by_label("¿Quién queda a cargo?").select_option(
        label="Práctica Promotor Escuintla"
    )
    today = lead.page.get_by_label("Desde").input_value()
    lead.type("Hasta", today)
    seen(lead, "traps-delegate")
    lead.page.locator("main form button").first.click()
    lead.sees("Delegación guardada")
    seen(lead, "traps-delegation")
    lead.tap("Quitar la delegación")
    lead.sees("Quitada")


def reaches(promotora):
    promotora.go("/casos/")
    promotora.tap("Rosa Ejemplo Ficticia", "link")
    promotora.tap("Cómo llamarle", "link")
    promotora.page.get_by_label("Se le puede llamar").first.uncheck()
    promotora.type("¿A qué horas?", "de noche")
    seen(promotora, "traps-contact")
    promotora.tap("Guardar")
    promotora.sees("No llamar")
    promotora.tap("Seguimiento", "link")
    promotora.sees("No llamar")
    seen(promotora, "traps-follow-up")
    promotora.page.go_back()
    promotora.tap("Con quién vive", "link")
    promotora.choose("Hija o hijo")
    promotora.choose("Mujer")
    promotora.choose("5 a 14 años")
    promotora.tap("Anotar")
    promotora.sees("Anotado.")
    seen(promotora, "traps-household")
    promotora.tap("Tiene su expediente", "link")
    seen(promotora, "traps-household-link")
    promotora.go("/casos/")
    promotora.tap("Rosa Ejemplo Ficticia", "link")
    promotora.tap("Vida en peligro", "link")
    seen(promotora, "traps-risk")
    promotora.go("/registrar/sin-acompanante/")
    promotora.sees("Es urgente")
    seen(promotora, "traps-unaccompanied")
