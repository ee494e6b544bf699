"""allauth's forms in our words: what is asked, a hint, and what to do when it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.accounts.training import PASSWORD as TRAINING_PASSWORD
from arraigo.accounts.training import practice_codes, training_users

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Words(NamedTuple):
    """What a question says."""

    label: str | _StrPromise
    missing: str | _StrPromise
    hint: str | _StrPromise = ""


EMAIL = Words(_("Correo electrónico"), _("Escriba su correo electrónico."))
PASSWORD = Words(_("Contraseña"), _("Escriba su contraseña."))
OLD_PASSWORD = Words(_("Contraseña actual"), _("Escriba su contraseña actual."))
NEW_PASSWORD = Words(
    _("Contraseña nueva"),
    _("Escriba una contraseña nueva."),
    _("Al menos 12 letras. Una frase que solo usted conozca es segura y fácil de recordar."),
)
REPEATED = Words(_("Contraseña nueva, otra vez"), _("Repita la contraseña nueva."))
CODE = Words(
    _("Código"),
    _("Escriba el código."),
    _("Los 6 números que muestra su aplicación, o uno de sus códigos de respaldo."),
)


class InOurWords(forms.BaseForm):
    """Says the questions as `words` has them, without placeholders."""

    words: ClassVar[dict[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = words.label, words.hint
            field.error_messages["required"] = words.missing
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):
    """E-mail and password."""

    words = {"login": EMAIL, "password": PASSWORD}

    def training_users(self) -> list[User]:
        """Return the accounts anyone may practise with; none outside training mode."""
        return training_users()

    def training_password(self) -> str:
        """Return the password that all training accounts share."""
        return TRAINING_PASSWORD


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """A new password, knowing the present one."""

    words = {"oldpassword": OLD_PASSWORD, "password1": NEW_PASSWORD, "password2": REPEATED}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link for a new password."""

    words = {"email": EMAIL}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password, with the link that came by mail."""

    words = {"password1": NEW_PASSWORD, "password2": REPEATED}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before a change to the account."""

    words = {"password": PASSWORD}


class CodeForm(InOurWords):
    """The code of the second factor; training accounts are told theirs."""

    words = {"code": CODE}
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")

    def has_key(self) -> bool:
        """Tell whether she may use a passkey instead."""
        return self._has(Authenticator.Type.WEBAUTHN)

    def has_codes(self) -> bool:
        """Tell whether she has an application of codes."""
        return self._has(Authenticator.Type.TOTP)

    def _has(self, kind: str) -> bool:
        return Authenticator.objects.filter(user=self.user, type=kind).exists()

    def practice_code(self) -> str:
        """Return the code that a training account may copy, or nothing."""
        return next(iter(practice_codes(self.user)), "")

    def clean_code(self) -> str:
        """Return the code when it is right.

        Several people practise with one training account at a time, so there the same code may
        be used more than once.
        """
        code = str(self.cleaned_data["code"])
        if code in practice_codes(self.user):
            self.authenticator = Authenticator.objects.get(
                user=self.user, type=Authenticator.Type.TOTP
            )
            return code
        return str(super().clean_code())  # type: ignore[misc]


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):
    """The second step of logging in."""


class ReauthenticateCodeForm(CodeForm, mfa.ReauthenticateForm):
    """The code once more, before a change to the account."""


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new application."""

    words = {
        "code": Words(
            _("Código de 6 números"),
            _("Escriba el código que muestra la aplicación."),
            _("Cambia cada 30 segundos: escriba el que ve ahora."),
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def spelled_secret(self) -> str:
        """Return the secret in groups of four, as it is typed by hand."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))
