"""Filters of Casos kept under a name: their address names a filter, and nothing of it."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.requests import user_of
from arraigo.casework.models import SavedFilter
from arraigo.casework.saved.actions import remove_filter, save_filter
from arraigo.casework.saved.forms import SaveFilterForm
from arraigo.desk.filters import CaseFilter
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters that stand in the address under a name."""
    user, filters = user_of(request), CaseFilter(request.GET, user=request.user)
    form = SaveFilterForm(posted(request), user=user)
    chosen = filters.chosen()
    if done(form, lambda: save_filter(chosen=chosen, user=user, **form.told())):
        messages.success(request, _("Filtro guardado."))
        return redirect(f"{reverse('desk:cases')}?{urlencode(chosen)}")
    context = {"said": filters.said(), "back": f"{reverse('desk:cases')}?{urlencode(chosen)}"}
    return form_page(request, "desk/filter_save.html", form, **context)


@allow(*CASE_WORKERS)
@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go to the list that a saved filter gives."""
    saved = get_object_or_404(SavedFilter.objects.visible_to(user_of(request)), pk=pk)
    return redirect(f"{reverse('desk:cases')}?{urlencode(saved.chosen)}")


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one's own filter off the list."""
    user = user_of(request)
    saved = get_object_or_404(SavedFilter.objects.visible_to(user), pk=pk)
    if attempted(request, lambda: remove_filter(saved=saved, user=user)):
        messages.success(request, _("Filtro quitado."))
    return redirect("desk:cases")
