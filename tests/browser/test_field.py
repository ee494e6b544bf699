"""A phone from its code to the case: the screens around ODK Collect, and ODK Collect itself."""

from __future__ import annotations

import uuid

from arraigo.field.tests.interviews import note, profile, registration
from arraigo.field.tests.workbooks import as_xlsx, form_with
from tests.openrosa.through_network import scan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_phone(visitor):
    visitor.go("/mas/")
    visitor.tap("Teléfonos de campo", "link")
    visitor.tap("Agregar un teléfono", "link")
    visitor.type("¿Cómo le dice a este teléfono?", "El mío")
    visitor.look("campo-1-agregar")
    visitor.tap("Ver el código")
    code = visitor.page.get_by_role("img", name="Código para configurar ODK Collect")
    code.wait_for()
    visitor.look("campo-2-codigo")
    return scan(code.screenshot(), visitor.server.url)


def test_a_phone_is_set_up_and_what_it_delivers_is_a_case(visitor):
    promotora = visitor("promotora")
    phone = add_phone(promotora)
    assert promotora.taps == 3
    case_id, surname = str(uuid.uuid4()), "Ficticia Ensayo"
    phone.deliver(
        phone.fill(
            "registro_minimo",
            registration(given_names="Luz", surnames=surname),
            entity=(case_id, "Luz Ficticia"),
        )
    )
    answers, repeats = profile(case_id)
    phone.deliver(phone.fill("perfilamiento", answers, repeats))
    phone.deliver(phone.fill("nota_visita", note(uuid.uuid4())))
    phone.refresh()
    assert case_id in phone.cases

    promotora.tap("Ya lo escaneé", "link")
    promotora.sees("Casos que lleva")
    promotora.look("campo-3-telefonos")
    promotora.go("/mas/")
    promotora.tap("Entregas", "link")
    promotora.page.get_by_role("table").get_by_text("Espera otra entrega").wait_for()
    promotora.look("campo-4-entregas")
    promotora.tap("Perfilamiento", "link")
    promotora.sees("Casa o cuarto alquilado")
    promotora.sees("Luz Ficticia Ensayo")
    promotora.look("campo-5-entrevista")
    promotora.page.get_by_role("link", name="ESC-").click()
    promotora.sees("tablayesero")

    promotora.go("/campo/entregas/?state=espera")
    promotora.tap("Nota o visita", "link")
    promotora.sees("El caso no existe o no está en su oficina.")
    promotora.look("campo-6-espera")
    promotora.tap("Volver a intentar")
    promotora.sees("Todavía no se puede aplicar.")
    promotora.page.get_by_text("Apartar esta entrega").click()
    promotora.tap("Apartar", exact=True)
    promotora.look("campo-7-sin-motivo")
    promotora.type("¿Por qué se aparta?", "Era una prueba")
    promotora.tap("Apartar", exact=True)
    promotora.sees("Apartada. Sigue guardada.")


def test_a_form_is_looked_through_and_put_in_use(visitor):
    administra = visitor("administra")
    page = administra.page
    administra.go("/campo/formularios/")
    administra.look("campo-8-formularios")
    administra.tap("Perfilamiento", "link")
    administra.look("campo-9-formulario")
    administra.go("/campo/formularios/")
    administra.tap("Subir un formulario", "link")
    wrong = form_with([["text", "a", "¿Cuál?", "${wants}=‘si’"]])
    for sheets, name in ((wrong, "mal.xlsx"), (form_with(), "bien.xlsx")):
        file = {"name": name, "mimeType": XLSX, "buffer": as_xlsx(sheets)}
        page.get_by_label("Formulario en Excel (XLSForm)").set_input_files(file)
        administra.tap("Subir y revisar")
        if name == "mal.xlsx":
            administra.sees("Hay 1 cosa que arreglar")
            administra.look("campo-10-errores")
    administra.sees("Publicado.")
    administra.tap("Ponerlo en uso")
    administra.sees("Los teléfonos lo recibirán.")
    administra.look("campo-11-publicado")
