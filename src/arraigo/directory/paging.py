"""Pages of the list by key: as fast on the last page as on the first."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import QueryDict

if TYPE_CHECKING:
    from arraigo.directory.models import Service, ServiceQuerySet

PAGE_SIZE = 25


class Page(NamedTuple):
    """Some services in order, and the addresses of the pages around them ('' if none)."""

    services: list[Service]
    previous_url: str
    next_url: str


def page_of(services: ServiceQuerySet, parameters: QueryDict) -> Page:
    """Return the page that `after` or `before` (ids of services) in the address ask for.

    An id that is unknown, or no id, gives the first page.
    """
    direction = "before" if "before" in parameters else "after"
    edge = _edge(services, parameters.get(direction, ""))
    backwards = edge is not None and direction == "before"
    order = ("-sort_key", "-pk") if backwards else ("sort_key", "pk")
    rows = list(_beyond(services, edge, backwards).order_by(*order)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    earlier = more if backwards else edge is not None
    later = edge is not None if backwards else more
    return Page(
        rows,
        _address(parameters, "before", rows[0]) if rows and earlier else "",
        _address(parameters, "after", rows[-1]) if rows and later else "",
    )


def _edge(services: ServiceQuerySet, ident: str) -> tuple[str, uuid.UUID] | None:
    try:
        key = uuid.UUID(ident)
    except ValueError:
        return None
    return services.model.objects.filter(pk=key).values_list("sort_key", "pk").first()


def _beyond(
    services: ServiceQuerySet, edge: tuple[str, uuid.UUID] | None, backwards: bool
) -> ServiceQuerySet:
    if edge is None:
        return services
    name, key = edge
    if backwards:
        return services.filter(Q(sort_key__lt=name) | Q(sort_key=name, pk__lt=key))
    return services.filter(Q(sort_key__gt=name) | Q(sort_key=name, pk__gt=key))


def _address(parameters: QueryDict, direction: str, service: Service) -> str:
    address = parameters.copy()
    for old in ("after", "before"):
        address.pop(old, None)
    address[direction] = str(service.pk)
    return f"?{address.urlencode()}"
