"""Addresses that lead nowhere, whatever they look like."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

_NUL = ("\x00", "%00")


class NoNul:
    """Answers 404 to an address with a NUL in it: PostgreSQL takes that character in no text.

    Forms refuse it in every field by themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on any other address. Raises `Http404`."""
        query = request.META.get("QUERY_STRING", "")
        if _NUL[0] in request.path or any(nul in query for nul in _NUL):
            raise Http404
        return self.get_response(request)
