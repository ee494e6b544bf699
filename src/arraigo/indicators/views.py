"""Pages of the figures and of the facts behind them."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from arraigo.accounts.access import CASE_WORKERS, allow, listing
from arraigo.indicators import computation
from arraigo.indicators.figures import sheets
from arraigo.indicators.forms import MonthFilter
from arraigo.indicators.models import Indicator
from arraigo.indicators.paging import page_of
from arraigo.indicators.shown import with_names


@allow(*CASE_WORKERS)
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """Show each indicator's figures of one month, by office, with its definition."""
    form = MonthFilter(request.GET, user=request.user)
    context = {"form": form, "sheets": sheets(form.scope, form.chosen_offices)}
    return render(request, "indicators/month.html", context)


@listing
@allow(*CASE_WORKERS)
@cache_control(no_store=True, private=True)
@require_safe
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """List the facts behind one figure of one month, each with its person."""
    form = MonthFilter(request.GET, user=request.user)
    definitions: Any = Indicator.objects.in_force(form.period.ends_on)
    indicator = get_object_or_404(definitions, code=code, variant=request.GET.get("variante", ""))
    fetch = partial(computation.page_of_facts, indicator, form.scope)
    page = page_of(fetch, request.GET, attrgetter("key"))
    context = {
        "form": form,
        "indicator": indicator,
        "value": computation.count(indicator, form.scope),
        "page": page,
        "facts": with_names(page.rows),
    }
    return render(request, "indicators/facts.html", context)
