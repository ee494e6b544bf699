"""Addresses of one's own account: log in and out, password, second factor.

The views are allauth's; what each of them opens to is declared here. The address to sign up
does not exist: accounts are made by an administrator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.i18n import set_language

from arraigo.accounts.access import before_second_factor, own_account, public
from arraigo.accounts.passkeys import reauthenticate_with_key
from arraigo.accounts.sessions.views import sessions


def anyone(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open a view to who has not logged in yet."""
    return public(login_not_required(view))


urlpatterns = [
    path("idioma/", anyone(set_language), name="set_language"),
    path("entrar/", anyone(account.login), name="account_login"),
    path("entrar/codigo/", anyone(mfa.authenticate), name="mfa_authenticate"),
    path("inactiva/", anyone(account.account_inactive), name="account_inactive"),
    path("clave/olvidada/", anyone(account.password_reset), name="account_reset_password"),
    path(
        "clave/olvidada/enviada/",
        anyone(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^clave/nueva/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "clave/nueva/lista/",
        anyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("salir/", before_second_factor(account.logout), name="account_logout"),
    path(
        "reautenticar/",
        before_second_factor(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path("clave/cambiar/", own_account(account.password_change), name="account_change_password"),
    path("sesiones/", sessions, name="account_sessions"),
    path("seguridad/", own_account(mfa.index), name="mfa_index"),
    path("seguridad/codigo/", own_account(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("entrar/llave/", anyone(keys.login_webauthn), name="mfa_login_webauthn"),
    path("seguridad/llaves/", own_account(keys.list_webauthn), name="mfa_list_webauthn"),
    path(
        "seguridad/llaves/nueva/",
        before_second_factor(keys.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path(
        "seguridad/llaves/confirmar/",
        before_second_factor(reauthenticate_with_key),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "seguridad/llaves/<int:pk>/nombre/",
        own_account(keys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "seguridad/llaves/<int:pk>/quitar/",
        own_account(keys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("seguridad/activar/", before_second_factor(totp.activate_totp), name="mfa_activate_totp"),
    path("seguridad/desactivar/", own_account(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "seguridad/respaldo/",
        own_account(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "seguridad/respaldo/nuevos/",
        own_account(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "seguridad/respaldo/descargar/",
        own_account(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
