"""An administrator writes a version of the protocol, sees what it changes, and passes the cases."""

from __future__ import annotations

import uuid

from arraigo.field.tests.interviews import registration
from tests.browser.test_field import add_phone


def test_a_version_is_written_weighed_published_and_passed_to(visitor):
    phone = add_phone(visitor("promotora"))
    for name in ("Luz", "Sol"):
        told = registration(given_names=name, surnames="Ficticia Protocolo", phone="")
        phone.deliver(phone.fill("registro_minimo", told, entity=(str(uuid.uuid4()), name)))

    admin = visitor("administra")
    admin.go("/protocolo/")
    admin.look("protocolo-1-lista")
    admin.tap("Empezar otra versión")
    admin.look("protocolo-2-borrador")
    admin.look_on_a_laptop("protocolo-2-borrador")
    admin.tap("Cambiar Perfilamiento", "link")
    admin.type("Plazo, en días", "10")
    admin.look("protocolo-3-paso")
    admin.tap("Guardar en el borrador")
    admin.sees("Perfilamiento: su plazo es de 10 días (15).")
    admin.tap("Ver qué cambiaría y publicar", "link")
    admin.look("protocolo-4-publicar")
    admin.type("Qué cambia, en una línea", "Perfil en diez días")
    admin.tap("Publicar")
    admin.sees("Los casos abiertos siguen con la suya.")
    admin.go("/protocolo/casos/")
    admin.sees("Mirado en los 2 casos abiertos con otra versión.")
    admin.look("protocolo-5-pasar")
    admin.tap("Pasar los casos")
    admin.sees("Los casos están pasando.")
    admin.server.run_jobs()
    admin.go("/protocolo/casos/")
    admin.sees("Todos los casos abiertos siguen ya esta versión")
    admin.sees("2 casos pasaron a la versión 2")
    admin.look("protocolo-6-pasados")
