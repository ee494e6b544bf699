"""What a person's data said before, and who changed them: read from the history."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.models import User
from arraigo.core.context import ActorKind
from arraigo.core.models import History
from arraigo.rights.sheets import SHEETS, Sheet

SHOWN = 100
#: The parts of a file that may be corrected in place; facts are annulled and recorded anew.
_PARTS = ("people.Person", "people.ContactPoint", "people.ReturnEvent")
_SHEETS: dict[str, Sheet] = {
    sheet.model._meta.db_table: sheet for sheet in SHEETS if sheet.label in _PARTS
}


@dataclass(frozen=True)
class Change:
    """One correction: when, by whom, and per field what it said and what it says since."""

    at: datetime
    who: str | Promise
    title: str | Promise
    fields: list[tuple[str | Promise, str, str]]


def changes_of(person_ids: Iterable[uuid.UUID]) -> list[Change]:
    """Return the last corrections of who the person is, newest first, at most 100."""
    lines = History.objects.filter(
        person_id__in=list(person_ids),
        table_name__in=_SHEETS,
        before__isnull=False,
        after__isnull=False,
    )
    rows = list(lines.order_by("-at", "-id")[:SHOWN])
    users = User.objects.in_bulk(
        {int(row.actor_id) for row in rows if row.actor_kind == ActorKind.USER}
    )
    return [change for row in rows if (change := _change(row, users)).fields]


def _change(row: History, users: dict[int, User]) -> Change:
    sheet = _SHEETS[row.table_name]
    by_user = row.actor_kind == ActorKind.USER
    who = users[int(row.actor_id)].name if by_user else _("Arraigo, tarea automática")
    before: dict[str, Any] = row.before or {}
    after: dict[str, Any] = row.after or {}
    fields = []
    for name, words in sheet.own.items():
        column: Any = sheet.model._meta.get_field(name)
        if column.column in before:
            was, became = before[column.column], after.get(column.column)
            fields.append((words, _in_words(column, was), _in_words(column, became)))
    return Change(row.at, who, sheet.title, fields)


def _in_words(column: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return str(_("Sí") if value else _("No"))
    if column.is_relation:
        return str(column.related_model._default_manager.get(pk=value))
    return str(dict(column.flatchoices).get(value, value))
