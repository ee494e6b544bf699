"""Which view stands behind each named address, and whom it opens to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, get_urlconf

from arraigo.accounts.access import may_open

View = Callable[..., Any]


def view_of(url_name: str) -> View | None:
    """Return the view behind a named address, or None when there is no such address."""
    return views(get_urlconf() or settings.ROOT_URLCONF).get(url_name)


def may_open_page(url_name: str, roles: frozenset[str]) -> bool:
    """Tell whether somebody with `roles` may open the page.

    Raises NoReverseMatch for a name without an address: a misspelt one would hide its link from
    everybody and be noticed by nobody.
    """
    view = view_of(url_name)
    if view is None:
        raise NoReverseMatch(url_name)
    return may_open(view, roles)


@cache
def views(urlconf: str) -> dict[str, View]:
    """Return the view behind each name."""
    return {name: entry.callback for name, entry in _named(get_resolver(urlconf))}


@cache
def without_row(urlconf: str) -> frozenset[str]:
    """Return the names of the addresses that name no row: lists, forms to begin something."""
    named = _named(get_resolver(urlconf))
    return frozenset(name for name, entry in named if not entry.pattern.converters)


def _named(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _named(entry, space)
        elif entry.name:
            yield f"{prefix}{entry.name}", entry
