"""What may happen to a received list, as data: one table for buttons, checks and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.core.transitions import Transition, TransitionTable
from arraigo.people.leads.enums import ListState, RowState, Step

if TYPE_CHECKING:
    from arraigo.people.leads.models import LeadList

_OFFICE = frozenset(str(role) for role in OFFICE_ROLES)


def _columns_still_there(received: LeadList, _actor: Any) -> str | Promise | None:
    if not hasattr(received, "content"):
        return _("Las columnas ya no se pueden cambiar: la lista se importó.")
    return None


def _has_rows_to_import(received: LeadList, _actor: Any) -> str | Promise | None:
    return None if received.rows.to_import().exists() else _("No hay filas por importar.")


def _has_imported_rows(received: LeadList, _actor: Any) -> str | Promise | None:
    imported = received.rows.filter(state=RowState.IMPORTED).exists()
    return None if imported else _("No hay filas importadas.")


def _has_no_imported_rows(received: LeadList, _actor: Any) -> str | Promise | None:
    if _has_imported_rows(received, _actor) is None:
        return _("Primero deshaga la importación.")
    return None


def _step(sources: set[ListState], target: ListState, guard: Any = None) -> Transition:
    return Transition(frozenset(map(str, sources)), str(target), _OFFICE, guard)


TRANSITIONS: TransitionTable = {
    str(Step.MAP): _step(
        {ListState.RECEIVED, ListState.CHECKED}, ListState.CHECKING, _columns_still_there
    ),
    str(Step.CORRECT): _step({ListState.CHECKED, ListState.IMPORTED}, ListState.CHECKING),
    str(Step.IMPORT): _step(
        {ListState.CHECKED, ListState.IMPORTED}, ListState.IMPORTING, _has_rows_to_import
    ),
    str(Step.UNDO): _step(
        {ListState.CHECKED, ListState.IMPORTED}, ListState.UNDOING, _has_imported_rows
    ),
    str(Step.DISCARD): _step(
        {ListState.RECEIVED, ListState.CHECKED}, ListState.DISCARDED, _has_no_imported_rows
    ),
}
