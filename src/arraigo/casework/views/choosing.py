"""The cases marked in a list, whatever room does something with them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from arraigo.casework.models import Case
from arraigo.core.ids import ids_in

#: With more persons two people decide (domain: privacy, four eyes).
MOST = 100


def chosen_in(request: HttpRequest, read: Callable[[Collection[UUID]], list[Case]]) -> list[Case]:
    """Return what `read` gives of the marked cases: those that the user may see.

    None, and a message that says what to do, when nothing is marked or too much.
    """
    ids = set(ids_in(request.POST.getlist("caso")))
    if len(ids) > MOST:
        messages.error(request, _("Son demasiados. Escoja %(n)s casos o menos.") % {"n": MOST})
        return []
    cases = read(ids)
    if not cases:
        messages.error(request, _("Escoja primero los casos: marque la casilla de cada uno."))
    return cases
