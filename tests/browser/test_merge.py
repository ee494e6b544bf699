"""Merging two files and separating them, on a phone: asked for by one, confirmed by another."""

from __future__ import annotations

import pytest

MAKE = """
from datetime import date
from arraigo.accounts.models import User
from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.core.context import Actor, acting_as
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.merging.matches import propose_match
from arraigo.people.offices import office_of
from arraigo.territory.models import Municipality
me = User.objects.get(email="promotora@capacitacion.example")
far = User.objects.get(email="promotora.esq@capacitacion.example")
place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
def made(user, names, surnames, year, open=True):
    with acting_as(Actor.user(user)):
        person = register_person(data=Registration(
            given_names=names, surnames=surnames, sex=Sex.FEMALE, birth_year=year,
            municipality=place, phone="+50255550134", returned_on=date(2026, 1, 15),
            consent=ConsentGiven(how=ConsentHow.WITNESS, witness_name="Testigo de Prueba"),
            is_training=True), user=user, office=office_of(user))
        if open:
            open_case(person=person, office=office_of(user), source=Source.FAIR, user=user)
    return person
one = made(me, "Rosa", "Ejemplo Ficticia", 1990)
other = made(me, "Rosalía", "Ejemplo Ficticia", 1991)
third = made(far, "Rosa", "Ejemplo Ficticia", 1990)
newest = made(me, "Rosa", "Ejemplo Inventada", 1990, open=False)
with acting_as(Actor.job("look")):
    propose_match(one=other, other=one, agreements=["name", "phone", "municipality"],
                  probability=0.93, model_version="m1")
    propose_match(one=newest, other=third, agreements=["name", "phone", "birth_year"])
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_two_files_become_one_and_two_again(visitor, server, width):
    if width == 360:
        server.make(MAKE)
        whole_way(visitor)
    else:
        seen_on_a_laptop(visitor)


def whole_way(visitor):
    asks, confirms, far = visitor("promotora"), visitor("promotor"), visitor("promotora.esq")
    far.go("/revision/")
    far.tap("Rosa Ejemplo Ficticia", "link")
    far.sees("Otra oficina registró")
    far.look("merge-1-other-office")
    asks.go("/revision/")
    asks.look("merge-2-queue")
    asks.tap("Rosa Ejemplo Ficticia · Rosalía Ejemplo Ficticia", "link")
    asks.look("merge-3-pair")
    asks.tap("Es la misma persona", "link")
    asks.type("¿Por qué cree que es la misma persona?", "Mostró el mismo DPI.")
    asks.look("merge-4-ask")
    asks.tap("Pedir la unión")
    asks.sees("la confirma otra persona")
    confirms.go("/revision/")
    confirms.tap("Rosa Ejemplo Ficticia", "link")
    confirms.look("merge-5-confirm")
    confirms.tap("Es la misma persona: unir")
    confirms.sees("Los dos expedientes son ahora uno.")
    confirms.look("merge-6-merged")
    merged = confirms.page.url
    confirms.tap("Rosa Ejemplo Ficticia", "link")
    confirms.tap("Nota o visita", "link")
    confirms.page.get_by_label("Nota", exact=True).first.check()
    confirms.page.locator("textarea").first.fill("Preguntó por el curso.")
    confirms.tap("Guardar")
    confirms.look("merge-7-case")
    asks.go(merged)
    asks.tap("Separar los expedientes", "link")
    asks.type("¿Por qué hay que separarlos?", "Son primas.")
    asks.look("merge-8-separate")
    asks.tap("Pedir la separación")
    asks.sees("la confirma otra persona")
    confirms.go("/revision/")
    confirms.look("merge-9-queue")
    confirms.tap("Rosa Ejemplo Ficticia", "link")
    confirms.look("merge-10-separation")
    confirms.tap("Son dos personas: separar")
    confirms.sees("Los expedientes están separados de nuevo.")


def seen_on_a_laptop(visitor):
    lead = visitor("supervisora")
    lead.page.set_viewport_size({"width": 1280, "height": 800})
    lead.go("/revision/")
    lead.page.screenshot(path=".screenshots/merge-laptop-queue.png", full_page=True)
