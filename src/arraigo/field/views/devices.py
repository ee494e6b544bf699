"""«Mis teléfonos»: which phones deliver in one's name."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.core.documents import qr_svg
from arraigo.field.devices.actions import enrol, revoke
from arraigo.field.devices.settings_code import code_text, collect_settings
from arraigo.field.forms import DeviceForm
from arraigo.field.models import Device
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted

PROJECT = "Arraigo"
SQUARE = 3  # pixels: the code is some hundred squares wide, and a phone 360


@allow(*OFFICE_ROLES, Role.ADMINISTRATOR)
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Show one's phones, and to an administrator everybody's."""
    user = user_of(request)
    found = Device.objects.visible_to(user).select_related("user", "use", "revoked_by")
    context = {
        "in_force": found.in_force(),
        "revoked": found.exclude(revoked_at=None)[:20],
        "may_add": bool(user.roles & set(OFFICE_ROLES)),
        "sees_all": Role.ADMINISTRATOR in user.roles,
    }
    return render(request, "field/devices.html", context)


@allow(*OFFICE_ROLES)
@never_cache
@freshly
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a phone, and show once the code it is set up with."""
    user, form = user_of(request), DeviceForm(posted(request))
    made = done(form, lambda: enrol(user=user, **form.cleaned_data))
    if not made:
        return form_page(request, "field/device_add.html", form)
    device, secret = made
    address = f"{settings.BASE_URL}{reverse('openrosa:forms', args=[secret])}"
    told = collect_settings(address.rpartition("/")[0], PROJECT, settings.TRAINING_MODE)
    context = {"device": device, "code": qr_svg(code_text(told), SQUARE)}
    return render(request, "field/device_code.html", context)


@allow(*OFFICE_ROLES, Role.ADMINISTRATOR)
@require_POST
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a phone come no more."""
    user = user_of(request)
    device = get_object_or_404(Device.objects.visible_to(user), pk=pk)
    revoke(device=device, user=user)
    messages.success(request, _("El teléfono ya no puede recibir ni enviar nada."))
    return redirect("field:devices")
