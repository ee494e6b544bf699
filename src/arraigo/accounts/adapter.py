"""How allauth behaves here."""

from __future__ import annotations

import base64
import logging
from smtplib import SMTPException
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.sessions.devices import device_of, in_words
from arraigo.core import sealing

logger = logging.getLogger(__name__)

WRAPPED_KEY_BYTES = 60
SECRET_LABEL = b"second-factor"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Esta cuenta está desactivada."),
        "email_password_mismatch": _("El correo o la contraseña no son correctos."),
        "enter_current_password": _("Su contraseña actual no es esa."),
        "incorrect_code": _("El código no es correcto o ya venció. Escriba el que ve ahora."),
        "incorrect_password": _("La contraseña no es correcta."),
        "too_many_login_attempts": _("Demasiados intentos. Espere 5 minutos y pruebe otra vez."),
        "rate_limited": _("Demasiados intentos. Espere 5 minutos y pruebe otra vez."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no public registration."""
        return False

    def get_user_display(self, user: Any) -> str:
        """Return the name shown in pages."""
        return str(user)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of wrong passwords to axes, which locks and says for how long."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways in which this user may confirm who it is, in our words."""
        words = {
            "reauthenticate": _("Usar mi contraseña"),
            "mfa_reauthenticate": _("Usar un código de mi aplicación"),
            "mfa_reauthenticate:webauthn": _("Usar mi llave de acceso"),
        }
        return [
            {**method, "description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the mail, at the installation's own address.

        The request's host is not used: whoever asks could choose it.
        """
        uid, _separator, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uid, token])
        return f"{settings.BASE_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send; a mail server that fails is logged, and the page answers as if it had not.

        Whoever asks for a new password must not learn from the answer whether the account exists.
        """
        try:
            super().send_mail(template_prefix, email, {**context, "base_url": settings.BASE_URL})
        except (OSError, SMTPException):
            logger.exception("Mail %s could not be sent", template_prefix)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: secrets sealed at rest, a QR drawn without inline data."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the QR of `url` as inline SVG, black on white also in dark mode."""
        return str(
            segno.make(url, micro=False).svg_inline(scale=5, border=3, light="#fff", dark="#000")
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return what a new key is called until its owner says otherwise: the device it is on."""
        device = device_of(context.request.headers.get("User-Agent", ""))
        return in_words(device) if device.strip("/") else str(_("Mi llave"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return to whom keys are bound: this host by its name."""
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Arraigo"}

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with the installation's master key, in base64."""
        key = sealing.new_wrapped_key()
        return base64.b64encode(key + sealing.seal(key, text.encode(), SECRET_LABEL)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` got. Raises `sealing.Unreadable` with another master key."""
        sealed = base64.b64decode(encrypted_text)
        key, data = sealed[:WRAPPED_KEY_BYTES], sealed[WRAPPED_KEY_BYTES:]
        return sealing.unseal(key, data, SECRET_LABEL).decode()
