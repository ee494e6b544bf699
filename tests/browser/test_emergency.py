"""A file opened in an emergency, on a phone: opened, read, told by mail, and reviewed."""

from __future__ import annotations

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
far = User.objects.get(email="promotora.esq@capacitacion.example")
place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
with acting_as(Actor.user(far)):
    person = register_person(data=Registration(
        given_names="Rosa", surnames="Ejemplo Ficticia", sex=Sex.FEMALE, birth_year=1990,
        municipality=place, phone="+50255550134", returned_on=date(2026, 1, 15),
        consent=ConsentGiven(how=ConsentHow.WITNESS, witness_name="Testigo de Prueba"),
        is_training=True, cui="2000123450101"), user=far, office=office_of(far))
    open_case(person=person, office=office_of(far), source=Source.FAIR, user=far)
"""


def test_it_opens_for_four_hours_and_is_reviewed(visitor, server):
    server.make(MAKE)
    reader = visitor("promotora")
    reader.go("/urgencia/")
    reader.look("emergency-open")
    reader.type("CUI o código del caso", "2000 12345 0101")
    reader.type("¿Por qué necesita verlo ahora?", "Llamó: corre peligro y nadie contesta")
    reader.tap("Abrir 4 horas")
    reader.sees("Solo para leer")
    reader.sees("Rosa Ejemplo Ficticia")
    reader.look("emergency-file")
    reader.look_on_a_laptop("emergency-file")
    server.run_jobs()
    assert any("Un acceso de urgencia espera su revisión" in text for text in server.messages())
    reviewer = visitor("datos")
    reviewer.go("/urgencia/revision/")
    reviewer.look("emergency-queue")
    reviewer.tap("Práctica Promotora Escuintla", "link")
    reviewer.look("emergency-review")
    reviewer.look_on_a_laptop("emergency-review")
    reviewer.choose("Justificado")
    reviewer.tap("Guardar la revisión")
    reviewer.sees("Revisados")
