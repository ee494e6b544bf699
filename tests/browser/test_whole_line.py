"""A day's work from profile to certified closure, at 360 px, with the tap budgets of the product.

The promotora, the Project Lead, the PEAS focal point and the person who complains, each with a
phone of their own.
"""

from __future__ import annotations

import pytest

from arraigo.core import clock


@pytest.fixture
def case(visitor) -> tuple[object, str]:
    """Return the promotora on the page of a case just opened, and its address."""
    promotora = visitor("promotora")
    promotora.go("/registrar/")
    promotora.type("Nombre, teléfono o CUI", "Marta Supuesta")
    promotora.page.get_by_role("main").get_by_role("button", name="Buscar").click()
    promotora.tap("Registrar persona nueva", role="link")
    promotora.choose("Mujer")
    promotora.type("Año de nacimiento", "1990")
    promotora.type("Teléfono", "5555 0202")
    promotora.type("Fecha de retorno", "2026-02-01")
    promotora.choose("Sí, acepta")
    promotora.sign()
    promotora.tap("Guardar")
    promotora.choose("Llegó por su cuenta")
    promotora.tap("Abrir el caso")
    promotora.sees("Caso abierto")
    return promotora, promotora.page.url


def test_from_profile_to_certified_closure(case, visitor):
    promotora, address = case
    profile(promotora)
    plan(promotora)
    supervisora = visitor("supervisora")
    the_lead_reviews_the_plan(supervisora)
    counselling(promotora, address)
    note(promotora, address)
    follow_up(promotora)
    training_and_certificate(promotora, address)
    work(promotora, address)
    closure(promotora, address)
    the_lead_certifies(supervisora)
    promotora.go(address)
    promotora.sees("Resultado certificado")
    promotora.look("50-caso-cerrado")
    the_figures_count_it(promotora)


def profile(promotora) -> None:
    promotora.tap("Empezar el perfil", role="link")
    promotora.look("30-perfil")
    promotora.tap("Empezar", role="link")
    promotora.page.get_by_role("group", name="¿Sabe leer y escribir?").get_by_label(
        "Sí", exact=True
    ).check()
    promotora.page.get_by_label("¿Hasta qué nivel estudió?").select_option("primaria")
    promotora.page.get_by_label("Último grado que ganó").select_option("6")
    promotora.page.get_by_label("¿En qué país estudió?").select_option("GT")
    promotora.choose("Sí, sin apostilla")
    promotora.look("31-perfil-estudios")
    promotora.tap("Guardar y seguir")
    promotora.type("¿En qué trabajó más? Con sus palabras", "tablayesero")
    promotora.page.get_by_label("¿En qué trabajó más? Con sus palabras").press("Tab")
    promotora.choose("Revocadores")
    promotora.type("¿Cuántos años trabajó en eso?", "7")
    promotora.page.get_by_label("¿En qué país vivió antes de retornar?").select_option("US")
    promotora.type("¿Cuántos años vivió fuera?", "9")
    promotora.look("32-perfil-oficio")
    promotora.tap("Guardar y seguir")
    promotora.look("33-perfil-trabajos")
    promotora.tap("Guardar y seguir")
    promotora.page.get_by_label("¿En qué idioma prefiere hablar?").select_option("es")
    promotora.choose("A2")
    promotora.tap("Guardar y seguir")
    promotora.choose("Un empleo")
    promotora.choose("Media")
    promotora.look("34-perfil-metas")
    promotora.tap("Guardar y seguir")
    promotora.look("35-perfil-revisar")
    promotora.tap("Completar el perfil")
    promotora.sees("Perfil completo")


def plan(promotora) -> None:
    promotora.tap("Hacer el plan con la persona", role="link")
    promotora.choose("Empleo asalariado")
    promotora.type("¿Qué quiere lograr?", "Trabajar en una empresa de construcción")
    promotora.type("¿Qué se va a hacer?", "Certificar su oficio")
    promotora.type("¿A más tardar cuándo?", clock.today().isoformat())
    promotora.look("36-plan")
    promotora.tap("Guardar y firmar")
    promotora.sign()
    promotora.look("37-plan-firma")
    promotora.tap("La persona está de acuerdo")
    promotora.sees("Plan de reintegración")
    promotora.look("38-plan-acordado")


def the_lead_reviews_the_plan(lead) -> None:
    lead.go("/planes/")
    lead.look("39-planes-por-revisar")
    lead.tap("Marta Supuesta", role="link")
    lead.tap("Devolver para cambiar")
    lead.sees("Escriba qué hay que cambiar")
    lead.look("40-plan-revision-error")
    lead.tap("Aprobar")
    lead.sees("Plan revisado")


def counselling(promotora, address) -> None:
    promotora.go(address)
    promotora.tap("Consejería", role="link", exact=True)
    promotora.page.get_by_role("group", name="¿De qué se habló?").get_by_role(
        "checkbox"
    ).first.check()
    promotora.type("Acuerdos", "Traerá su DPI")
    promotora.type("Siguiente paso", "Llevar papeles")
    promotora.type("Fecha del siguiente paso", clock.today().isoformat())
    promotora.look("41-consejeria")
    promotora.tap("Guardar")
    promotora.sees("Traerá su DPI")


def note(promotora, address) -> None:
    """A note takes two taps: the button and «Guardar»."""
    promotora.go(address)
    before = promotora.taps
    promotora.tap("Nota o visita", role="link")
    promotora.type("¿Qué pasó?", "Llamar temprano funciona mejor.")
    promotora.tap("Guardar")
    assert promotora.taps - before == 2
    promotora.sees("Llamar temprano")


def follow_up(promotora) -> None:
    """From Hoy, the result of a call in four taps: anotar, contestó, situación, guardar."""
    promotora.go("/hoy/")
    promotora.sees("Marta Supuesta")
    promotora.look("42-hoy")
    promotora.go("/casos/")
    promotora.tap("Marta Supuesta", role="link")
    before = promotora.taps
    promotora.tap("Seguimiento", role="link", exact=True)
    promotora.tap("Guardar")
    promotora.sees("Escoja qué pasó")
    promotora.look("43-seguimiento-error")
    promotora.taps = before + 1
    promotora.choose("Sí, contestó")
    promotora.choose("Tiene empleo")
    promotora.tap("Guardar")
    assert promotora.taps - before <= 4
    promotora.sees("Seguimiento")
    promotora.look("44-caso-con-historia")


def training_and_certificate(promotora, address) -> None:
    promotora.go(address)
    promotora.tap("Inscribir", role="link")
    promotora.page.get_by_label("Formación").select_option(index=1)
    promotora.look("45-inscribir")
    promotora.tap("Guardar")
    promotora.page.get_by_role("main").locator('a[href*="/inscripciones/"]').first.click()
    promotora.tap("Terminó", role="link")
    promotora.choose("No, lo dice la persona")
    promotora.tap("Guardar")
    promotora.go(address)
    promotora.tap("Agregar certificado", role="link")
    promotora.tap("Guardar")
    promotora.sees("Hay un problema")
    promotora.choose("Técnica")
    promotora.type("¿Qué certifica?", "Instalación de tablayeso")
    promotora.choose("Certificación de competencias")
    promotora.type("Fecha de emisión", clock.today().isoformat())
    promotora.page.get_by_label("¿Quién lo emite?").select_option(index=1)
    promotora.page.get_by_label("La institución está autorizada para emitirlo").check()
    promotora.choose("No, lo dice la persona")
    promotora.look("46-certificado")
    promotora.tap("Guardar")
    promotora.sees("Instalación de tablayeso")


def work(promotora, address) -> None:
    promotora.go(address)
    promotora.tap("Anotar postulación", role="link")
    promotora.type("Empresa", "Constructora Ficticia")
    promotora.type("Puesto", "Tablayesero")
    promotora.choose("En la empresa")
    promotora.look("47-postular")
    promotora.tap("Guardar")
    promotora.sees("Constructora Ficticia")
    promotora.go(address)
    promotora.tap("Anotar que trabaja", role="link")
    promotora.tap("Guardar")
    promotora.sees("Hay un problema")
    promotora.look("48-colocar-error")
    promotora.choose("Empleo asalariado")
    promotora.type("Empresa", "Constructora Ficticia")
    promotora.type("Puesto, o de qué es el negocio", "Tablayesero")
    promotora.type("Horas a la semana", "44")
    promotora.type("¿Cuántos meses se espera que dure?", "6")
    promotora.choose("Lo dijo la persona por llamada o visita")
    promotora.tap("Guardar")
    promotora.sees("Inicio de empleo o negocio")


def closure(promotora, address) -> None:
    """Close in five taps: cerrar, motivo, resultado, enviar."""
    promotora.go(address)
    before = promotora.taps
    promotora.tap("Cerrar el caso", role="link")
    promotora.choose("Objetivos cumplidos")
    promotora.choose("Positivo")
    promotora.type("¿Cómo se sabe?", "Constancia de trabajo vista")
    promotora.look("49-cierre")
    promotora.page.get_by_role("main").locator("form button.btn-primary").click()
    promotora.taps += 1
    assert promotora.taps - before <= 5
    promotora.sees("Por certificar")


def the_lead_certifies(lead) -> None:
    lead.go("/hoy/")
    lead.go("/casos/")
    lead.tap("Marta Supuesta", role="link")
    lead.page.get_by_role("main").locator('a[href*="/cierres/"]').first.click()
    lead.look("51-cierre-por-certificar")
    lead.tap("Certificar")
    lead.sees("Certificado")


def the_figures_count_it(promotora) -> None:
    promotora.go("/indicadores/")
    promotora.look("52-indicadores")
    promotora.page.locator('main a[href*="/indicadores/3/hechos/"]').first.click()
    promotora.sees("Marta Supuesta")


def test_a_complaint_reaches_only_the_focal_point(visitor):
    somebody = visitor()
    somebody.go("/quejas/")
    somebody.look("53-queja")
    somebody.page.get_by_role("main").locator("input[type=radio]").first.check()
    somebody.type("Cuéntenos con sus palabras", "Me pidieron dinero por un curso.")
    somebody.page.get_by_role("main").locator("form button.btn-primary").click()
    somebody.look("54-queja-recibida")
    focal = visitor("peas")
    focal.go("/quejas/bandeja/")
    focal.look("55-quejas-bandeja")
    focal.page.get_by_role("main").locator('a[href*="/bandeja/"]').first.click()
    focal.sees("Me pidieron dinero por un curso.")
    focal.look("56-queja")
    supervisora = visitor("supervisora")
    supervisora.page.goto(focal.page.url)
    assert "Me pidieron" not in supervisora.page.content()
