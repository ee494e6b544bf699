"""What every request of a phone stands behind: its secret, in the address as Collect needs it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from arraigo.accounts.access import public
from arraigo.core.context import Actor, acting_as
from arraigo.field.devices.actions import device_by
from arraigo.field.openrosa.answers import message

DeviceView = Callable[..., HttpResponse]


def through_device(view: DeviceView) -> Callable[..., HttpResponse]:
    """Open a view to a phone that may come; it acts as its user and gets the device.

    A secret that is unknown and a phone that was revoked get the same refusal. There is no
    session and so nothing for another site to ride on.
    """

    @public
    @login_not_required
    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
        device = device_by(token)
        with override("es"):
            if device is None:
                return message(_refused(), "error", HTTPStatus.NOT_FOUND)
            with acting_as(Actor.user(device.user)):
                return view(request, token, device, *args, **kwargs)

    return page


def _refused() -> str:
    return _(
        "Este teléfono no está autorizado. Pida que lo agreguen de nuevo en «Teléfonos de campo»."
    )


def app_of(request: HttpRequest) -> str:
    """Return the program that asks, as it names itself."""
    return request.headers.get("User-Agent", "")
