"""Keeping a filter under a name, and removing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.saved.models import SavedFilter
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

#: More than these are a list one searches in, not one that helps.
MOST = 20


@transaction.atomic
def save_filter(
    *, name: str, chosen: Mapping[str, Any], office: Office | None, user: Any
) -> SavedFilter:
    """Keep the filters chosen under a name, for the team of `office` if one is given; return them.

    The same name again holds the new ones. Raises `Refused` when nothing is chosen, for an office
    where she does not work, and beyond twenty of one's own.
    """
    name = name.strip()
    if not chosen or not name:
        raise Refused(_("Escoja antes algún filtro."))
    if office is not None and office.pk not in user.office_ids:
        raise Refused(_("Usted no trabaja en esa oficina."))
    own = SavedFilter.objects.select_for_update().filter(owner=user, removed_at=None)
    names = set(own.values_list("name", flat=True))
    if name not in names and len(names) >= MOST:
        raise Refused(_("Ya tiene veinte filtros. Quite alguno que no use."))
    told = {"chosen": dict(chosen), "office": office}
    saved, _made = SavedFilter.objects.update_or_create(
        owner=user, name=name, removed_at=None, defaults=told
    )
    return saved


@transaction.atomic
def remove_filter(*, saved: SavedFilter, user: Any) -> SavedFilter:
    """Take a filter off the list. Twice is once. Raises `Refused` to who did not make it."""
    if saved.owner_id != user.pk:
        raise Refused(_("Solo lo puede quitar quien lo guardó."))
    if saved.removed_at is None:
        saved.removed_at = clock.now()
        saved.save(update_fields=["removed_at"])
    return saved
