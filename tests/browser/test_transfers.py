"""A case goes on in another office: asked for from its page, received from Hoy in three taps."""

from __future__ import annotations

import uuid

from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone

WORDS = "Vuelve con su madre y quiere seguir con su curso"


def test_asked_for_received_and_worked_with_there(visitor):
    own = visitor("promotora")
    case_id, name = str(uuid.uuid4()), "Alba Ficticia Traslado"
    told = registration(given_names="Alba", surnames="Ficticia Traslado", phone="")
    phone = add_phone(own)
    phone.deliver(phone.fill("registro_minimo", told, entity=(case_id, name)))
    own.go(f"/casos/{case_id}/")
    own.sees(name)
    own.taps = 0
    own.tap("Trasladar a otra oficina", "link")
    own.tap("Pedir el traslado")
    own.sees("Escoja la oficina que seguirá con el caso.")
    own.look("traslado-1-falta")
    own.taps = 1
    own.choose("Esquipulas")
    own.choose("La persona se mudó")
    own.type("¿Qué conviene que sepan?", WORDS)
    own.choose("Ya lo hablé con la persona y está de acuerdo")
    own.look("traslado-2-pedir")
    own.look_on_a_laptop("traslado-2-pedir")
    own.tap("Pedir el traslado")
    own.sees("Espera la respuesta de Esquipulas.")
    assert own.taps == 5  # open, office, reason, agreed, send
    own.look("traslado-3-caso-que-espera")

    lead = visitor("supervisor.esq")
    lead.page.wait_for_load_state()
    lead.go("/hoy/")
    lead.sees("Traslados entre oficinas")
    assert name not in lead.page.content()
    lead.look("traslado-4-hoy")
    lead.taps = 0
    lead.page.get_by_role("link", name="ESC-").first.click()
    lead.taps += 1
    lead.sees("Al recibirlo, su oficina ve el expediente")
    assert name not in lead.page.content()
    lead.look("traslado-5-recibir")
    lead.look_on_a_laptop("traslado-5-recibir")
    lead.choose("Práctica Promotora Esquipulas")
    lead.tap("Recibir el caso")
    lead.sees("Recibido. El caso ya es de su oficina.")
    lead.sees(name)
    assert lead.taps == 3
    lead.look("traslado-6-recibido")
    lead.look_on_a_laptop("traslado-6-recibido")

    manager = visitor("promotora.esq")
    manager.go("/hoy/")
    manager.sees("Recibe este caso")
    manager.sees(WORDS)
    manager.look("traslado-7-hoy-de-quien-lo-lleva")

    own.go(f"/casos/{case_id}/")
    own.sees("Este caso lo lleva otra oficina")
    own.look("traslado-8-caso-de-otra-oficina")
    own.go("/traslados/")
    own.look("traslado-9-lista")
    own.look_on_a_laptop("traslado-9-lista")
