"""A list from its upload to its undo on a phone; a call's result in two taps; the interview."""

from __future__ import annotations

from arraigo.people.tests.lists import as_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = [
    ["NOMBRES", "APELLIDOS", "SEXO", "AÑO DE NACIMIENTO", "TELÉFONO", "MUNICIPIO", "MOTIVO"],
    ["Ana Ensayo", "Ficticia Uno", "mujer", 1990, "5555 0141", "Escuintla, Escuintla", "x"],
    ["Eva Ensayo", "Ficticia Dos", "mujer", 1991, "5555 0142", "Escuintla, Escuintla", "x"],
    ["Ida Ensayo", "Ficticia Tres", "mujer", 1992, "5555", "Escuintla, Escuintla", "x"],
]


def test_a_list_is_received_called_and_undone(visitor, server):
    promotora = visitor("promotora")
    page = promotora.page
    promotora.go("/mas/")
    promotora.tap("Listas recibidas", "link")
    promotora.look("listas-1-sin-contactos")
    promotora.tap("Subir una lista", "link")
    file = {"name": "lista.xlsx", "mimeType": XLSX, "buffer": as_workbook(LINES)}
    page.get_by_label("Archivo").set_input_files(file)
    page.get_by_label("¿Qué institución la envía?").select_option(label="IGM")
    promotora.type("¿Quién la entregó?", "Encargada ficticia")
    promotora.type("¿Qué permite compartirla?", "Convenio ficticio")
    promotora.choose("Ofrecer los servicios de reintegración")
    promotora.look("listas-2-subir")
    promotora.tap("Subir y revisar")
    promotora.sees("¿Qué es cada columna?")
    promotora.look("listas-3-columnas")
    promotora.tap("Revisar la lista")
    page.locator("progress").wait_for()
    promotora.look("listas-4-revisando")
    server.run_jobs()
    promotora.sees("2 contactos por importar")  # the page found out by itself
    promotora.sees("1 fila con error")
    promotora.look("listas-5-revisada")
    promotora.tap("Importar", exact=True)
    page.locator("progress").wait_for()
    server.run_jobs()
    promotora.tap("Ver los contactos", "link")
    promotora.sees("Ana Ensayo")
    promotora.look("listas-6-contactos")

    promotora.taps = 0
    promotora.tap("Resultado Eva Ensayo", "link")
    promotora.look("listas-7-contacto")
    promotora.tap("No contestó")
    promotora.sees("Guardado: No contestó.")
    assert promotora.taps == 2

    promotora.tap("Registrar Ana Ensayo", "link")
    assert page.get_by_label("Apellidos").input_value() == "Ficticia Uno"
    assert "Ficticia" not in page.url
    promotora.look("listas-8-entrevista")

    promotora.go("/listas/recibidas/")
    promotora.look("listas-9-recibidas")
    promotora.tap("IGM · lista.xlsx", "link")
    promotora.tap("Deshacer la importación", "link")
    promotora.sees("1 contacto se queda")
    promotora.look("listas-10-deshacer")
    promotora.tap("Sí, deshacer")
    page.locator("progress").wait_for()
    server.run_jobs()
    promotora.sees("1 contacto se quedó")
    promotora.look("listas-11-deshecha")


def test_without_javascript_the_list_still_gets_through(visitor, server):
    promotora = visitor("promotora", java_script_enabled=False)
    page = promotora.page
    promotora.go("/listas/subir/")
    rows = [[f"{cell}".replace("Ensayo", "Prueba") for cell in line] for line in LINES]
    file = {"name": "otra.xlsx", "mimeType": XLSX, "buffer": as_workbook(rows)}
    page.get_by_label("Archivo").set_input_files(file)
    page.get_by_label("¿Qué institución la envía?").select_option(label="IGM")
    promotora.type("¿Quién la entregó?", "Encargada ficticia")
    promotora.type("¿Qué permite compartirla?", "Convenio ficticio")
    promotora.choose("Ofrecer los servicios de reintegración")
    promotora.tap("Subir y revisar")
    promotora.tap("Revisar la lista")
    server.run_jobs()
    promotora.tap("Ver cuánto falta", "link")
    promotora.sees("1 fila con error")
