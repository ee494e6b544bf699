"""Barriers solved, the plan signed on paper, agreements asked about, a case closed at home."""

from __future__ import annotations

import pytest

from arraigo.core.tests.pictures import photo

MAKING = """
from tests.factories import opened_case
from arraigo.accounts.models import User
from arraigo.casework.actions import record_session
from arraigo.casework.household.actions import MemberInput, add_member, link_member
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.tests.making import session
from arraigo.core.context import Actor, acting_as
from arraigo.people.enums import ConsentHow, Sex
from arraigo.profiling.assessments.tests.making import VULNERABILITY, answers_of, assessed

user = User.objects.get(email="promotora@capacitacion.example")
hers, sister = opened_case(user), opened_case(user)
with acting_as(Actor.user(user)):
    member = add_member(
        data=MemberInput(hers.person, Kinship.SIBLING, Sex.FEMALE, AgeBand.ADULT), user=user
    )
    link_member(member=member, code=sister.code, agreed_how=ConsentHow.PAPER, witness_name="",
                user=user)
    record_session(
        data=session(hers, agreements="Traerá su DPI", next_step="Ir a RENAP"), user=user
    )
told = answers_of(VULNERABILITY, debt_now="cuesta", cares_for_others="no")
assessed(user, hers, VULNERABILITY, answers=told)
print(json.dumps({"case": str(hers.pk), "sister": sister.code, "surname": hers.person.surnames}))
"""


@pytest.fixture
def made(server) -> dict[str, str]:
    """A case of the promotora, with what it was told, and her sister's: each test has its own."""
    return server.make(MAKING)


def test_what_was_agreed_is_asked_about(visitor, made):
    promotora = visitor("promotora")
    promotora.go(f"/casos/{made['case']}/consejeria/")
    promotora.sees("Traerá su DPI")
    promotora.look("cierre-1-consejeria")
    promotora.choose("Se cumplió una parte")
    promotora.page.get_by_label("Búsqueda de empleo").check()
    promotora.tap("Guardar")
    promotora.sees("Sesión guardada.")
    promotora.sees("Lo acordado antes")


def test_barriers_are_solved_signed_on_paper_and_reviewed(visitor, made):
    promotora = visitor("promotora")
    promotora.go(f"/planes/{made['case']}/")
    promotora.sees("Según lo que contó en las entrevistas:")
    assert promotora.page.get_by_label("Deudas").first.is_checked()
    promotora.choose("Empleo asalariado")
    promotora.type("¿Qué quiere lograr?", "Trabajar en una empresa")
    promotora.page.locator("[name=meta-0-accion-0-text]").fill("Acordar pagos pequeños")
    promotora.page.get_by_label("Transporte", exact=True).first.check()
    row = promotora.page.locator("[name=medida-1-barrier]")
    row.wait_for()
    assert row.input_value() == "transporte"
    promotora.page.locator("[name=medida-0-action]").select_option("Acordar pagos pequeños")
    promotora.look("cierre-2-plan")
    promotora.look_on_a_laptop("cierre-2-plan")
    promotora.tap("Guardar y firmar")
    promotora.sees("Barreras sin mitigación")
    promotora.taps = 0
    promotora.choose("Firma o huella en papel")
    promotora.page.get_by_text("Firmó en papel: foto de la hoja").click()
    promotora.type("Nombre del testigo", "Don Testigo")
    promotora.page.locator("[name=gallery]").set_input_files(
        {"name": "hoja.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    promotora.look("cierre-3-firma-en-papel")
    promotora.tap("La persona está de acuerdo")
    promotora.sees("Plan acordado.")
    promotora.sees("Hoja firmada")
    promotora.look("cierre-4-plan-firmado")
    promotora.look_on_a_laptop("cierre-4-plan-firmado")

    lead = visitor("supervisora")
    lead.go("/planes/")
    lead.page.get_by_role("link", name=made["surname"]).first.click()
    lead.sees("Barreras sin mitigación")
    lead.look("cierre-5-revision")
    lead.tap("Aprobar")
    lead.sees("Plan revisado")


def test_the_short_assessments_are_offered(visitor, made):
    promotora = visitor("promotora")
    promotora.go(f"/evaluaciones/caso/{made['case']}/")
    promotora.look("cierre-6-evaluaciones")
    promotora.look_on_a_laptop("cierre-6-evaluaciones")
    promotora.tap("Evaluación de habilidades", "link")
    assert not promotora.page.locator("[name=in_private]").count()
    promotora.page.locator("input[name=agreed][value=si]").check()
    promotora.tap("Seguir")
    promotora.look("cierre-7-habilidades")


def test_closing_in_a_household_takes_five_taps(visitor, made):
    promotora = visitor("promotora")
    promotora.go(f"/casos/{made['case']}/")
    promotora.sees("Casos de su hogar")
    promotora.look("cierre-8-caso")
    promotora.look_on_a_laptop("cierre-8-caso")
    promotora.taps = 0
    promotora.tap("Cerrar el caso", role="link")
    promotora.choose("Objetivos cumplidos")
    promotora.choose("Positivo")
    promotora.type("¿Cómo se sabe?", "Constancia de trabajo vista")
    promotora.choose(made["sister"])
    promotora.look("cierre-9-cerrar")
    promotora.look_on_a_laptop("cierre-9-cerrar")
    promotora.tap("Solicitar el cierre")
    assert promotora.taps == 5
    promotora.sees("Por certificar")
    promotora.go("/hoy/")
    promotora.sees("Revisar si este caso sigue")
    lead = visitor("supervisora")
    lead.go(f"/casos/{made['case']}/")
    lead.page.get_by_role("main").locator('a[href*="/cierres/"]').first.click()
    lead.sees("Casos de su hogar")
    lead.look("cierre-10-certificar")
