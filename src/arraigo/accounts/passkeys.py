"""Passkeys: allauth's forms in our words, and safe from answers that no device would give.

allauth leaves some of fido2's complaints about a malformed answer uncaught; here whatever cannot
be read is refused with the same words as a key that is not known.
"""

from __future__ import annotations

import struct
from typing import Any

from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from arraigo.accounts.forms import InOurWords, Words
from arraigo.ui import forms as ui

#: What reading a malformed answer may raise.
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)
NAME = Words(
    _("Nombre de la llave"),
    _("Escriba un nombre."),
    _("Para reconocerla, por ejemplo «Mi teléfono»."),
)


class _Answer(forms.Form):
    """What a device answered, in a hidden field."""

    credential = ui.JSONField(widget=forms.HiddenInput)

    def refuse(self) -> None:
        """Raise the one refusal there is."""
        raise forms.ValidationError(
            _("No se reconoció la llave. Inténtelo otra vez o entre con su contraseña."),
            code="unknown_key",
        )


class _Given(_Answer):
    """The answer of a device that proves who it is."""

    def clean_credential(self) -> Any:
        """Return the key that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            self.refuse()
        except _UNREADABLE:
            self.refuse()


class LoginForm(_Given, webauthn.LoginWebAuthnForm):
    """Entering with a key alone."""


class AuthenticateForm(_Given, webauthn.AuthenticateWebAuthnForm):
    """A key as the second step."""


class ReauthenticateForm(_Given, webauthn.ReauthenticateWebAuthnForm):
    """A key to confirm who it is."""


class AddForm(InOurWords, _Answer, webauthn.AddWebAuthnForm):
    """A new key, which always asks for finger, face or PIN and so opens alone."""

    words = {"name": NAME}
    name = forms.CharField(required=False, max_length=60)
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """Return the answers once the device's is checked."""
        try:
            return dict(super().clean() or {})
        except (forms.ValidationError, *_UNREADABLE):
            self.refuse()
        raise AssertionError


class RenameForm(InOurWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    words = {"name": NAME}
    name = forms.CharField(max_length=60)


@method_decorator(never_cache, name="dispatch")
class ReauthenticateWithKeyView(ReauthenticateWebAuthnView):
    """Confirming who it is with a key; a refusal stays on the page, and where it led is kept."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Say why, and ask again."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


reauthenticate_with_key = ReauthenticateWithKeyView.as_view()
