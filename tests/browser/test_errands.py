"""Errands: one form for three people, done from Hoy in two taps, accepted by who gave it."""

from __future__ import annotations

WHAT = "Llevar los afiches de la feria"


def test_given_to_three_done_from_hoy_and_accepted(visitor):
    officer = visitor("oficial")
    officer.go("/encargos/")
    officer.sees("No hay encargos aquí")
    officer.taps = 0
    officer.tap("Dar un encargo", "link")
    officer.type("¿Qué hay que hacer?", WHAT)
    for who in (
        "Práctica Promotora Escuintla", "Práctica Promotor Escuintla",
        "Práctica Supervisora Escuintla",
    ):  # fmt: skip
        officer.choose(who)
    officer.type("¿Para cuándo?", officer.page.evaluate("new Date().toISOString().slice(0, 10)"))
    officer.look("encargos-1-dar")
    officer.look_on_a_laptop("encargos-1-dar")
    officer.tap("Encargar")
    officer.sees("3 encargos dados.")
    assert officer.taps == 5  # open, three people, send
    officer.look("encargos-2-dados")
    officer.look_on_a_laptop("encargos-2-dados")

    own = visitor("promotora")
    own.page.wait_for_url("**/hoy/")
    own.sees(WHAT)
    own.look("encargos-3-hoy")
    own.look_on_a_laptop("encargos-3-hoy")
    own.taps = 0
    own.tap("Ya lo hice", "link")
    own.type("¿Qué se hizo?", "Quedaron pegados en la entrada")
    own.look("encargos-4-cumplir")
    own.tap("Guardar")
    own.sees("Encargo cumplido.")
    assert own.taps == 2

    officer.go("/hoy/")
    officer.sees("Encargos cumplidos: ¿están bien?")
    officer.look("encargos-5-hoy-de-quien-lo-dio")
    officer.taps = 0
    officer.page.get_by_role("link", name=WHAT).first.click()
    officer.sees("Quedaron pegados en la entrada")
    officer.look("encargos-6-revisar")
    officer.look_on_a_laptop("encargos-6-revisar")
    officer.choose("Devolver para que lo complete")
    officer.tap("Guardar la respuesta")
    officer.sees("Escriba qué falta.")
    officer.look("encargos-7-falta")
    officer.choose("Está bien")
    officer.tap("Guardar la respuesta")
    officer.sees("Cumplido y aceptado")
    officer.look("encargos-8-aceptado")
    officer.go("/encargos/?estado=todos")
    officer.look("encargos-9-lista")
    officer.look_on_a_laptop("encargos-9-lista")


def test_a_reminder_of_ones_own(visitor):
    own = visitor("promotora")
    own.go("/encargos/nuevo/")
    own.type("¿Qué hay que hacer?", "Ordenar las boletas")
    own.look("encargos-para-mi")
    own.tap("Encargar")
    own.sees("Encargo dado.")
    own.look("encargos-para-mi-lista")
