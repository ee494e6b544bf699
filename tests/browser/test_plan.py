"""A plan begun from a model goal, looked at for whether it can be done, and met again on Hoy."""

from __future__ import annotations

import pytest

MAKING = """
from datetime import timedelta
from tests.factories import opened_case
from arraigo.accounts.models import User
from arraigo.core import clock
from arraigo.plans.inputs import ActionInput, GoalInput, PlanInput
from arraigo.plans.tests.making import agreed, amended, drafted

user = User.objects.get(email="promotora@capacitacion.example")
late = clock.today() - timedelta(days=2)
steps = (ActionInput("Llevar su DPI a la feria", "persona", due_on=late),)
content = PlanInput(pathway="empleo", goals=(GoalInput("Tener empleo", "corto", steps),))
new, signed = opened_case(user), opened_case(user)
drafted(signed, user, content)
plan = agreed(signed, user)
print(json.dumps({"new": str(new.pk), "signed": str(signed.pk), "plan": str(plan.pk)}))
"""


@pytest.fixture(scope="module")
def made(server) -> dict[str, str]:
    """Two cases of the promotora: one without a plan, one with an action that is late."""
    return server.make(MAKING)


def test_a_goal_is_taken_in_two_taps_with_its_steps_and_looked_at(visitor, made):
    promotora = visitor("promotora")
    promotora.go(f"/planes/{made['new']}/")
    promotora.taps = 0
    promotora.tap("Certificación", "radio")
    promotora.sees("Certificar el oficio que aprendió en el extranjero")
    promotora.tap("Agregar esta meta")
    steps = promotora.page.locator("[name^='meta-0-accion-'][name$='-text']")
    steps.nth(3).wait_for()
    assert promotora.taps == 2
    assert steps.nth(1).input_value() == "Pedir la evaluación de competencias"
    grid = promotora.page.locator("details", has_text="Si se puede cumplir").first
    grid.locator("summary").click()
    promotora.page.locator("[name=meta-0-accion-0-is_reachable]").select_option("no")
    promotora.look("plan-1-rejilla")
    promotora.tap("Guardar borrador")
    promotora.sees("No puede llegar")
    promotora.look("plan-2-borrador")
    promotora.look_on_a_laptop("plan-2-borrador")


def test_a_late_action_is_told_from_hoy_and_a_new_version_says_what_changes(visitor, made):
    promotora = visitor("promotora")
    promotora.go("/hoy/")
    row = promotora.page.locator("li", has_text="Llevar su DPI a la feria")
    promotora.look("plan-3-hoy")
    promotora.taps = 0
    row.get_by_role("link", name="Anotar avance").click()
    promotora.page.get_by_label("Ya no se hará").check()
    promotora.tap("Guardar")
    assert promotora.taps == 1
    promotora.sees("Cancelada")
    promotora.go("/hoy/")
    assert not promotora.page.get_by_text("Llevar su DPI a la feria").count()
    promotora.go(f"/planes/plan/{made['plan']}/")
    promotora.tap("Hacer una versión nueva")
    promotora.page.get_by_label("Autoempleo o emprendimiento").check()
    promotora.page.locator("[name=meta-0-text]").fill("Abrir una venta")
    promotora.page.locator("[name=meta-0-accion-0-text]").fill("Hacer cuentas")
    promotora.tap("Guardar borrador")
    promotora.sees("Camino: Autoempleo o emprendimiento.")
    promotora.sees("Meta nueva: «Abrir una venta».")
    promotora.look("plan-4-cambios")


def test_the_office_writes_its_model_goals(visitor):
    supervisora = visitor("supervisora")
    supervisora.go("/planes/metas-modelo/")
    supervisora.look("plan-5-metas-modelo")
    supervisora.look_on_a_laptop("plan-5-metas-modelo")
    supervisora.tap("Agregar una meta", "link")
    supervisora.tap("Guardar")
    supervisora.sees("Hay un problema")
    supervisora.look("plan-6-error")
    supervisora.page.get_by_label("Empleo asalariado").check()
    supervisora.page.get_by_label("¿Qué quiere lograr?").fill("Trabajar en hotelería (ficticia)")
    supervisora.page.locator("[name=horizon][value=corto]").check()
    supervisora.page.locator("[name=accion-0-text]").fill("Hacer una práctica")
    supervisora.page.locator("[name=accion-0-days]").fill("40")
    supervisora.tap("Guardar")
    supervisora.sees("Trabajar en hotelería (ficticia)")
