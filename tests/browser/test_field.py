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


def test_what_two_answered_differently_is_chosen(visitor):
    promotora = visitor("promotora")
    phone = add_phone(promotora)
    case_id = str(uuid.uuid4())
    told = registration(given_names="Sol", surnames="Ficticia Dos")
    phone.deliver(phone.fill("registro_minimo", told, entity=(case_id, "Sol Ficticia")))
    first, repeats = profile(case_id, profile_version="0")
    second, _same = profile(case_id, profile_version="0", english="B2", education="basico",
                            last_grade="2", housing="propia")  # fmt: skip
    for answers in (first, second):
        phone.deliver(phone.fill("perfilamiento", answers, repeats))
    promotora.taps = 0
    promotora.go("/campo/entregas/?state=accion")
    promotora.tap("Perfilamiento", "link")
    promotora.look("campo-12-escoger")
    promotora.look_on_a_laptop("campo-12-escoger")
    promotora.choose("B2: conversa con soltura")
    promotora.tap("Guardar lo escogido")
    promotora.sees("Guardado.")
    assert promotora.taps == 3

    promotora.go("/campo/entregas/")
    promotora.page.get_by_text("Filtrar o descargar").click()
    promotora.page.get_by_label("Formulario").select_option(label="Perfilamiento")
    promotora.tap("Filtrar", exact=True)
    promotora.page.get_by_label("Pregunta").select_option(label="¿Dónde vive ahora?")
    promotora.tap("Filtrar", exact=True)
    promotora.page.get_by_label("Respuesta", exact=True).select_option(
        label="Casa propia o de la familia"
    )
    promotora.tap("Filtrar", exact=True)
    assert promotora.page.get_by_role("row").count() == 2  # with the head
    promotora.look("campo-13-filtro")
    promotora.look_on_a_laptop("campo-13-filtro")
    promotora.type("Palabras de una respuesta", "nada de eso")
    promotora.page.locator("main").get_by_role("button", name="Buscar", exact=True).click()
    promotora.sees("Ninguna entrega pasa esos filtros")
    promotora.look("campo-14-nada")


def test_somebody_met_at_a_fair_is_noted(visitor):
    promotora = visitor("promotora")
    promotora.go("/listas/")
    promotora.taps = 0
    promotora.tap("Anotar a alguien", "link")
    promotora.tap("Guardar y anotar otro")
    promotora.sees("Sin su permiso no se anota nada de ella.")
    promotora.look("campo-15-feria-falta")
    promotora.choose("Aceptó que le llamemos")
    promotora.type("¿Cómo se llama?", "Rosa Ficticia")
    promotora.type("¿A qué teléfono?", "5555 0144")
    promotora.page.get_by_label("¿En qué municipio vive?").select_option(label="Escuintla")
    promotora.tap("Guardar y terminar")
    promotora.sees("Rosa Ficticia")
    promotora.look("campo-16-feria")
    promotora.look_on_a_laptop("campo-16-feria")


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
