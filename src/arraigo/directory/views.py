"""Pages of the directory. They show no person, so filters stand in the address."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from arraigo.accounts.access import STAFF, allow
from arraigo.directory.forms import ServiceFilter
from arraigo.directory.models import Service
from arraigo.directory.paging import page_of


@allow(*STAFF)
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Show the services offered now that pass the filters, by name."""
    form = ServiceFilter(request.GET)
    services = form.narrow(Service.objects.active())
    context = {
        "form": form,
        "filtered": any(form.cleaned_data.values()),
        "total": services.count(),
        "page": page_of(services.with_names(), request.GET),
    }
    return render(request, "directory/list.html", context)


@allow(*STAFF)
@require_safe
def service_card(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show everything known of one service, also of one no longer offered."""
    services = Service.objects.with_names().select_related("verified_by")
    service = get_object_or_404(services.prefetch_related("coverage__department"), pk=pk)
    return render(request, "directory/service.html", {"service": service})
