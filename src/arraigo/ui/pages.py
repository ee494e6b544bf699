"""What the pages of forms have in common: what was sent, whether it was done, what to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from arraigo.core.transitions import Refused

FORM_METHODS = ("GET", "HEAD", "POST")


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, even when it is nothing; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def done(form: Any, act: Callable[[], Any]) -> Any:
    """Return what `act` gives, or True, if the form is valid; else None: the form says why not."""
    if not form.is_valid():
        return None
    try:
        return act() or True
    except Refused as refused:
        form.add_error(None, str(refused.message))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def attempted(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Tell whether `act`, which needs no form, was done; else a message says why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.message))
        return False
    return True


def form_page(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    """Show the page of a form; with errors, as 422."""
    context = {"form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
