"""«Mi calendario», and the address that a calendar fetches without anybody's password."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import allow, public
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.freshness import freshly
from arraigo.accounts.requests import user_of
from arraigo.casework.calendar.actions import feed_by, make_address, note_use, revoke_address
from arraigo.casework.calendar.counting import lines_of
from arraigo.casework.calendar.forms import AddressForm
from arraigo.casework.calendar.ics import written
from arraigo.casework.calendar.models import CalendarFeed
from arraigo.core.context import Actor, acting_as
from arraigo.ui.pages import FORM_METHODS, done, form_page, posted

KEPT_FOR = 15 * 60  # seconds: calendars ask every few hours at most


@allow(*OFFICE_ROLES)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Tell whether one's calendar has an address, and when it was last fetched."""
    own = CalendarFeed.objects.in_force().filter(user=user_of(request)).select_related("use")
    return render(request, "calendar/mine.html", {"feed": own.first()})


@allow(*OFFICE_ROLES)
@never_cache
@freshly
@require_http_methods(FORM_METHODS)
def make(request: HttpRequest) -> HttpResponse:
    """Make an address and show it once; the one before it ends."""
    user, form = user_of(request), AddressForm(posted(request))
    made = done(form, lambda: make_address(user=user, **form.cleaned_data))
    if not made:
        return form_page(request, "calendar/make.html", form)
    address = f"{settings.BASE_URL}{reverse('calendar:feed', args=[made[1]])}"
    subscribe = f"webcal:{address.partition(':')[2]}"
    return render(request, "calendar/made.html", {"address": address, "subscribe": subscribe})


@allow(*OFFICE_ROLES)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the address answer no more."""
    revoke_address(user=user_of(request))
    messages.success(request, _("La dirección ya no funciona."))
    return redirect("calendar:mine")


@public
@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a user's agenda in numbers to whoever has its address; 404 for any other."""
    found = feed_by(token)
    if found is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    with override("es"), acting_as(Actor.user(found.user)):
        note_use(found)
        content = written(lines_of(found.user), of=found.user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="arraigo.ics"'
    response["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
