"""One's own account on a phone: a passkey made and used, sessions seen and ended, a role given."""

from __future__ import annotations

from typing import Any

import pytest

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def named(visitor, server):
    """Return a function that sends somebody to the server by its name: keys belong to a name."""

    def send(key: str = "") -> Any:
        somebody = visitor()
        object.__setattr__(server, "url", server.url.replace("127.0.0.1", "localhost"))
        if key:
            somebody.log_in(key)
        return somebody

    usual = server.url
    yield send
    object.__setattr__(server, "url", usual)


def with_key(somebody) -> Any:
    """Give the visitor's phone a lock that opens, as Chromium's virtual authenticator."""
    devtools = somebody.context.new_cdp_session(somebody.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return lambda verified: devtools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": verified},
    )


def confirm_password(somebody):
    if "/reautenticar/" in somebody.page.url:
        somebody.page.locator("input[name=password]").fill("capacitacion-2026")
        somebody.tap("Confirmar")


@pytest.mark.parametrize("key", ["promotora", "supervisora"])
def test_a_key_is_made_and_opens_alone(named, key):
    somebody = named(key)
    unlock = with_key(somebody)
    somebody.go("/cuenta/seguridad/")
    somebody.look("account-security")
    somebody.look_on_a_laptop("account-security")
    somebody.tap("Agregar una llave", "link")
    confirm_password(somebody)
    somebody.sees("Entre con la huella")
    somebody.look("account-key-new")
    somebody.look_on_a_laptop("account-key-new")
    somebody.tap("Crear la llave")
    somebody.page.wait_for_url("**/seguridad/**")
    somebody.sees("La llave de acceso está guardada.")
    somebody.go("/cuenta/seguridad/llaves/")
    somebody.sees("Agregada el")
    somebody.look("account-keys")
    somebody.context.clear_cookies()

    somebody.go("/cuenta/entrar/?next=/mas/")
    somebody.look("account-login")
    somebody.look_on_a_laptop("account-login")
    unlock(False)
    somebody.tap("Entrar con mi llave de acceso")
    somebody.sees("No se usó la llave")
    somebody.troubles.clear()
    unlock(True)
    somebody.tap("Entrar con mi llave de acceso")
    somebody.page.wait_for_url(lambda url: "/entrar/" not in url)
    somebody.go("/cuenta/sesiones/")
    somebody.sees("Este dispositivo")


def test_a_key_is_the_second_step_too_and_confirms(named):
    somebody = named("oficial")
    with_key(somebody)
    somebody.go("/cuenta/seguridad/llaves/nueva/")
    confirm_password(somebody)
    somebody.tap("Crear la llave")
    somebody.sees("La llave de acceso está guardada.")
    somebody.context.clear_cookies()
    somebody.go("/cuenta/entrar/")
    somebody.page.locator("input[name=login]").fill("oficial@capacitacion.example")
    somebody.page.locator("input[name=password]").fill("capacitacion-2026")
    somebody.page.locator("main form button[type=submit]").first.click()
    somebody.sees("Segundo paso")
    somebody.look("account-second-step")
    somebody.tap("Usar mi llave de acceso")
    somebody.page.wait_for_url(lambda url: "/entrar/" not in url)
    somebody.go("/cuenta/seguridad/llaves/confirmar/?next=/mas/")
    somebody.look("account-confirm-key")
    somebody.tap("Usar mi llave de acceso")
    somebody.page.wait_for_url("**/mas/")


def test_an_address_of_the_network_says_that_it_has_no_keys(visitor):
    somebody = visitor("promotora.esq")
    somebody.go("/cuenta/seguridad/llaves/nueva/")
    confirm_password(somebody)
    somebody.sees("no permite llaves de acceso")
    assert not somebody.page.get_by_role("button", name="Crear la llave").is_visible()


def test_sessions_are_seen_and_ended(visitor):
    here, there = visitor("promotor"), visitor("promotor")
    here.go("/mas/")
    here.tap("Mis sesiones", "link")
    here.sees("Chrome en Linux")
    here.look("account-sessions")
    here.look_on_a_laptop("account-sessions")
    here.tap("Cerrar todas las demás")
    here.sees("Se cerr")
    there.go("/hoy/")
    there.page.wait_for_url("**/cuenta/entrar/**")


def test_a_role_is_asked_for_and_given_by_another(visitor):
    admin = visitor("administra")
    admin.go("/cuentas/")
    admin.look("team-list")
    admin.look_on_a_laptop("team-list")
    admin.tap("Nueva cuenta", "link")
    admin.look("team-new")
    admin.type("Nombre", "Eva Ejemplo Ficticia")
    admin.type("Correo electrónico", "eva@oficina.example")
    admin.tap("Crear la cuenta")
    admin.sees("Cuenta creada")
    admin.page.locator("summary", has_text="Pedir una función").click()
    admin.page.get_by_label("Función").first.select_option("finance")
    admin.type("¿Por qué?", "Reemplaza a quien se fue")
    admin.look("team-account")
    admin.look_on_a_laptop("team-account")
    admin.tap("Pedir la función")
    admin.sees("Función pedida")
    other = visitor("datos")
    other.go("/cuentas/funciones/")
    other.look("team-requests")
    other.tap("Eva Ejemplo Ficticia", "link")
    other.look("team-decide")
    other.look_on_a_laptop("team-decide")
    other.choose("Sí, confirmo")
    other.tap("Guardar la decisión")
    other.sees("Decisión guardada")


def test_limits_and_what_was_told(visitor):
    somebody = visitor("datos")
    somebody.go("/consultas/")
    somebody.look("harvest-alerts")
    somebody.tap("Límites", "link")
    somebody.look("harvest-limits")
    somebody.look_on_a_laptop("harvest-limits")
