"""One fact, entered once, the whole way: from registration to the payment certificate.

Promotora, institution without an account, Project Lead, finance and national officer, each with
a phone of 360 px.
"""

from __future__ import annotations

import re
import subprocess
import sys

CONTRACT = """
import django; django.setup()
from decimal import Decimal
from arraigo.accounts.models import User
from arraigo.contracts.actions import sign_contract
from arraigo.core.context import SYSTEM, acting_as
from arraigo.organizations.models import Award
from arraigo.territory.models import Office
from tests.factories import month_ending_today
with acting_as(SYSTEM):
    sign_contract(number="P-1", consultant=User.objects.get(email="promotora@capacitacion.example"),
        position="Promotora de gestión de casos", office=Office.objects.get(code="ESC"),
        award=Award.objects.get(code="CAP-US-01"), monthly_fee=Decimal("11000.00"),
        months=Decimal("3.5"), starts_on=month_ending_today(), is_training=True)
"""


def test_one_fact_from_registration_to_payment(server, visitor):
    subprocess.run([sys.executable, "-c", CONTRACT], env=server.environment, check=True)
    promotora = visitor("promotora")
    register(promotora)
    open_case(promotora)
    refer(promotora)
    the_institution_answers(server, visitor)
    the_figure_shows_its_fact(promotora)
    the_report_is_sent(promotora)
    the_lead_approves(visitor("supervisora"))
    finance_issues(visitor("finanzas"))
    the_officer_certifies(visitor("oficial"))
    promotora.go("/pagos/")
    promotora.sees("Certificado")
    promotora.look("20-pagos-promotora")


def register(promotora) -> None:
    promotora.sees("Ninguna referencia espera respuesta")
    promotora.look("01-hoy-vacio")
    promotora.tap("Registrar", role="link")
    promotora.type("Nombre, teléfono o CUI", "Rosa Ficticia")
    promotora.look("02-registrar-busca-primero")
    promotora.page.get_by_role("main").get_by_role("button", name="Buscar").click()
    promotora.sees("No encontramos a nadie así")
    assert "Rosa" not in promotora.page.url
    promotora.look("03-busqueda-sin-nadie")
    promotora.tap("Registrar persona nueva", role="link")
    promotora.look("04-registro")
    promotora.tap("Guardar")
    promotora.sees("Hay un problema")
    promotora.look("05-registro-con-errores")
    promotora.choose("Mujer")
    promotora.type("Año de nacimiento", "1994")
    promotora.type("Teléfono", "5555 0101")
    promotora.type("Fecha de retorno", "2026-03-02")
    promotora.type("CUI (DPI)", "1234567890101")
    promotora.choose("Sí, acepta")
    promotora.sign()
    promotora.tap("Guardar")
    promotora.sees("Persona registrada")
    promotora.look("06-persona-registrada")


def open_case(promotora) -> None:
    promotora.choose("Llegó por su cuenta")
    promotora.tap("Abrir el caso")
    promotora.sees("Caso abierto")
    assert re.search(r"ESC-\d{4}-00001-[0-9A-Z]", promotora.page.content())
    promotora.look("07-caso")


def refer(promotora) -> None:
    """Refer in four taps: suggested service, consent signed, send, slip."""
    before = promotora.taps
    promotora.tap("Curso de soldadura", role="link")
    promotora.type("¿A qué necesidad de la persona responde?", "Quiere certificar su oficio")
    promotora.sign()
    promotora.look("08-referir")
    promotora.tap("Acepta: enviar")
    promotora.sees("Enviada")
    promotora.look("09-referencia")
    with promotora.page.expect_response(re.compile("/boleta/")) as slip:
        promotora.tap("Boleta para imprimir")
    assert promotora.taps - before <= 4
    assert slip.value.headers["content-type"] == "application/pdf"


def the_institution_answers(server, visitor) -> None:
    server.run_jobs()
    (message,) = [text for text in server.messages() if "/m/" in text]
    assert "Ficticia" not in message
    link = re.search(r"http://\S+/m/\S+", message)
    assert link is not None
    institution = visitor()
    institution.go(link[0])
    institution.look("10-institucion-codigo")
    institution.tap("Enviar código")
    server.run_jobs()
    code = re.search(r"\b(\d{6})\b", server.messages()[-1])
    assert code is not None
    institution.type("Código", code[1])
    institution.tap("Entrar")
    institution.sees("Rosa")
    institution.look("11-institucion-responde")
    institution.page.get_by_label(re.compile("Constancia")).fill("Diploma 77")
    institution.tap("Recibió el servicio o terminó")
    institution.sees("Quedó anotado")
    institution.look("12-institucion-anotado")
    assert institution.taps <= 3


def the_figure_shows_its_fact(promotora) -> None:
    promotora.go("/casos/")
    promotora.look("13-casos")
    promotora.tap("Rosa Ficticia", role="link")
    promotora.sees("Diploma 77")
    promotora.go("/indicadores/")
    promotora.look("14-indicadores")
    promotora.page.locator('a[href*="/indicadores/8/hechos/"]').first.click()
    promotora.sees("Rosa Ficticia")
    promotora.look("15-hechos")


def the_report_is_sent(promotora) -> None:
    promotora.go("/pagos/")
    promotora.look("16-pagos")
    promotora.page.get_by_role("main").get_by_role("button").first.click()
    promotora.tap("Escribir", role="link")
    promotora.type("Buenas prácticas", "Llamar el mismo día.")
    promotora.type("Desafíos", "Poca señal en la aldea.")
    promotora.look("17-informe-texto")
    promotora.tap("Guardar y enviar a revisión")
    promotora.sees("Enviado")


def the_lead_approves(lead) -> None:
    lead.go("/informes/")
    lead.page.get_by_role("main").locator("table a").first.click()
    lead.look("18-informe-revision")
    lead.tap("Aprobar")
    lead.sees("Las cifras y sus hechos quedaron fijos")


def finance_issues(finance) -> None:
    finance.go("/pagos/")
    finance.look("19-finanzas")
    finance.page.get_by_role("main").get_by_role("button").first.click()
    finance.sees("CP-")


def the_officer_certifies(officer) -> None:
    officer.go("/pagos/")
    officer.page.get_by_role("main").locator("table a").first.click()
    officer.tap("Certificar el pago")
    officer.sees("Certificado de pago")
    officer.look("21-certificado")
