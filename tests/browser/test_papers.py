"""On a phone: the photo of a paper, and what belongs in no note."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from arraigo.core.tests.pictures import noise

MAKE = """
from datetime import date
from arraigo.accounts.models import User
from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.core.context import Actor, acting_as
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.offices import office_of
from arraigo.territory.models import Municipality
user = User.objects.get(email="promotora@capacitacion.example")
place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
with acting_as(Actor.user(user)):
    person = register_person(data=Registration(
        given_names="Rosa", surnames="Ejemplo Ficticia", sex=Sex.FEMALE, birth_year=1990,
        municipality=place, phone="+50255550134", returned_on=date(2026, 1, 15),
        consent=ConsentGiven(how=ConsentHow.WITNESS, witness_name="Testigo de Prueba"),
        is_training=True), user=user, office=office_of(user))
    case = open_case(person=person, office=office_of(user), source=Source.FAIR, user=user)
    print(json.dumps(str(case.pk)))
"""
WEIGHT = "document.querySelector('[name=camera]').files[0].size"
SHRUNK = re.compile(r"foto\.jpg$")
LOADED = "(p => p.decode().then(() => p.naturalWidth))(document.querySelector('img.photo'))"


def new_case(server):
    """Return the address of a new case of the promotora's."""
    return f"/casos/{server.make(MAKE)}/"


def test_the_photo_of_a_paper(visitor, server):
    me = visitor("promotora")
    me.go(new_case(server))
    me.tap("Agregar un documento", "link")
    me.look("document-new")
    me.look_on_a_laptop("document-new")
    me.choose("Constancia")
    heavy = noise(2600, 2000, quality=80)
    assert len(heavy) > 3_000_000
    photo = {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": heavy}
    me.page.get_by_label("Tomar una foto").set_input_files(photo)
    expect(me.page.get_by_label("Tomar una foto")).to_have_value(SHRUNK)
    assert me.page.evaluate(WEIGHT) < len(heavy)
    me.tap("Guardar")
    me.sees("Documento guardado.")
    me.look("document-case")
    me.page.get_by_role("link", name="Constancia", exact=True).click()
    assert me.page.evaluate(LOADED) > 0
    me.look("document")
    me.look_on_a_laptop("document")
    source = me.page.locator("img.photo").get_attribute("src")
    alone = me.page.request.get(f"{server.url}{source}")
    assert alone.headers["content-type"] == "image/jpeg"
    assert len(alone.body()) <= 300_000


def test_what_is_no_photo_is_told_beside_the_field(visitor, server):
    me = visitor("promotora")
    me.go(f"{new_case(server)}documentos/")
    me.choose("Contrato")
    paper = {"name": "dpi.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    me.page.get_by_label("O elegir una foto guardada").set_input_files(paper)
    me.tap("Guardar")
    me.sees("Los PDF no se guardan")
    assert me.page.get_by_label("Contrato").is_checked()
    me.look("document-refused")


def test_what_belongs_in_no_note_goes_apart_and_nothing_is_lost(visitor, server):
    me = visitor("promotora")
    case = new_case(server)
    me.go(f"{case}nota/")
    me.look("note-warns")
    me.type("¿Qué pasó?", "Su pareja la amenaza")
    me.tap("Pasarlo a una nota de protección")
    assert me.page.get_by_label("¿Qué contó o qué vio?").input_value() == "Su pareja la amenaza"
    me.look("protection-new")
    me.look_on_a_laptop("protection-new")
    me.choose("Violencia o amenazas")
    me.tap("Guardar")
    me.sees("Nota de protección guardada.")
    assert not me.page.get_by_text("Su pareja la amenaza").count()
    me.look("protection-case")
    me.look_on_a_laptop("protection-case")
    me.tap("Abrir la nota", "link")
    me.look("protection-closed")
    me.tap("Leer la nota")
    me.sees("Su pareja la amenaza")
    me.look("protection-read")
    me.look_on_a_laptop("protection-read")
    other = visitor("promotor")
    other.go(case)
    assert not other.page.get_by_text("Nota de protección").count()
    stored = "JSON.stringify([localStorage, sessionStorage])"
    assert "amenaza" not in me.page.evaluate(stored)
