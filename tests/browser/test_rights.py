"""The person's rights on a phone and on a laptop: who saw her file, her permissions, her copy, and
the erasure that two people decide."""

from __future__ import annotations

from tests.browser.conftest import SCREENSHOTS

MAKE = """
from arraigo.accounts.models import User
from arraigo.core.context import Actor, acting_as
from arraigo.people.models import Person
from arraigo.rights.tests.living import closed, lived
from tests.factories import opened_case
from arraigo.referrals.tests.making import sent
me = User.objects.get(email="promotora@capacitacion.example")
lead = User.objects.get(email="supervisora@capacitacion.example")
names = dict(surnames="Ejemplo Ficticia", is_training=True)
closed(lived(me, given_names="Marta", **names), me, lead)
case = opened_case(me, given_names="Rosa", **names)
sent(case, me)
with acting_as(Actor.user(lead)):
    person = Person.objects.get(pk=case.person_id)
    person.given_names, person.birth_year = "Rosa María", 1993
    person.save()
"""


def test_the_person_in_control(visitor, server):
    server.make(MAKE)
    reads(visitor("promotora"), look=True)
    withdraws(visitor("promotora"))
    erases(visitor)
    laptop = visitor("promotora")
    laptop.page.set_viewport_size({"width": 1280, "height": 800})
    reads(laptop, look=False)


def reads(promotora, look):
    promotora.go("/casos/")
    promotora.taps = 0
    promotora.tap("Rosa María Ejemplo Ficticia", "link")
    promotora.tap("Quién vio este expediente", "link")
    assert promotora.taps == 2
    promotora.sees("Su nombre salió en la lista de casos")
    seen(promotora, "rights-looks", look)
    promotora.page.go_back()
    for link, text in (
        ("Sus permisos", "Taller Escuela Ficticio"),
        ("Qué decían antes sus datos", "Desde entonces"),
        ("Copia de su expediente", "¿Cómo se identificó?"),
        ("Borrar sus datos", "No se puede deshacer"),
    ):
        promotora.tap(link, "link", exact=True)
        promotora.sees(text)
        seen(promotora, f"rights-{link.split()[0].lower()}", look)
        promotora.page.go_back()
    promotora.tap("Copia de su expediente", "link")
    promotora.choose("Mostró su DPI")
    with promotora.page.expect_download() as download:
        promotora.tap("Entregar la copia")
    assert download.value.suggested_filename == "expediente.pdf"


def seen(somebody, name, look):
    if look:
        somebody.look(name)
    else:
        picture = SCREENSHOTS / f"{name}-laptop.png"
        somebody.page.screenshot(path=picture, full_page=True)


def withdraws(promotora):
    promotora.go("/casos/")
    promotora.tap("Rosa María Ejemplo Ficticia", "link")
    promotora.tap("Sus permisos", "link")
    promotora.page.get_by_role("link", name="Preguntarle").last.click()
    promotora.sees("usaremos una foto")
    promotora.look("rights-give")
    promotora.page.go_back()
    card = promotora.page.locator("section, article, div.card").filter(
        has_text="Taller Escuela Ficticio"
    )
    promotora.taps = 0
    card.last.get_by_role("link", name="Retirar este permiso").click()
    promotora.choose("Me lo dijo")
    promotora.look("rights-withdraw")
    promotora.tap("Retirar el permiso")
    promotora.sees("Desde ahora ya no se comparte nada")
    promotora.look("rights-withdrawn")
    promotora.go("/hoy/")
    promotora.sees("Retiró su permiso para Taller Escuela Ficticio")


def erases(visitor):
    asks, guards = visitor("promotora"), visitor("datos")
    asks.go("/casos/")
    asks.tap("Marta Ejemplo Ficticia", "link")
    asks.tap("Borrar sus datos", "link")
    asks.choose("La persona lo pidió")
    asks.choose("Se le explicó")
    asks.tap("Pedir que se borren")
    asks.sees("Por confirmar")
    asks.look("rights-asked")
    guards.go("/derechos/")
    guards.sees("Borrados por confirmar")
    guards.look("rights-data-protection")
    guards.page.locator("main ul.rows a").first.click()
    guards.choose("Sí, borrarlos")
    guards.look("rights-decide")
    guards.tap("Guardar la decisión")
    guards.sees("Decisión guardada")
    asks.page.reload()
    asks.sees("Datos borrados")
    asks.look("rights-erased")
