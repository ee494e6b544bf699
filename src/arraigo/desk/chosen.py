"""Cases chosen in a list: what a sheet shows of them, and what a file takes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.models import Case, CaseAssignment
from arraigo.core.spreadsheets import Column, Sheet, csv_safe, write_xlsx
from arraigo.desk.agenda import current_phones
from arraigo.people.models import Person


def chosen_cases(user: Any, ids: Iterable[UUID]) -> list[Case]:
    """Return the cases of these ids that `user` may see, by municipality and code.

    With what a sheet shows: person, place, step, manager (`managed_by`) and phones. Two queries.
    """
    now = CaseAssignment.objects.filter(case=OuterRef("pk"), until=None)
    shown = Case.objects.visible_to(user).filter(pk__in=ids)
    named = shown.select_related("person__municipality__department", "state", "protocol")
    ordered = named.annotate(managed_by=Subquery(now.values("manager__name")[:1]))
    with_phones = ordered.prefetch_related(current_phones())
    return list(with_phones.order_by("person__municipality__sort_key", "code"))


def may_see_phones(user: Any) -> bool:
    """Tell whether lists for `user` carry phones: those who call, in the offices."""
    return bool(user.roles & set(OFFICE_ROLES))


def columns() -> list[Column]:
    """Return what a file says of each case, in order."""
    return [
        Column(_("Código")), Column(_("Nombre")), Column(_("Municipio")),
        Column(_("Departamento")), Column(_("Paso")), Column(_("Prioridad")),
        Column(_("Abierto el"), "date"), Column(_("Cerrado el"), "date"),
        Column(_("Siguiente fecha"), "date"), Column(_("A cargo de")), Column(_("Teléfono")),
    ]  # fmt: skip


def xlsx_of(cases: Iterable[Case]) -> bytes:
    """Return the cases as an Excel of one sheet."""
    book = io.BytesIO()
    write_xlsx(book, [Sheet(_("Casos"), columns(), map(_row, cases))])
    return book.getvalue()


def csv_of(cases: Iterable[Case]) -> bytes:
    """Return the cases as CSV in UTF-8, with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([csv_safe(column.title) for column in columns()])
    writer.writerows([csv_safe(value) for value in _row(case)] for case in cases)
    return text.getvalue().encode("utf-8-sig")


def _row(case: Case) -> list[Any]:
    person, state = case.person, case.state
    return [
        case.code, person.full_name, person.municipality.name,
        person.municipality.department.name, _("Cerrado") if case.closed_on else case.step_name,
        case.get_priority_display(), case.opened_on, case.closed_on, state.next_due_on,
        getattr(case, "managed_by", None) or "", _phone_of(person),
    ]  # fmt: skip


def _phone_of(person: Person) -> str:
    """Return the first phone that one may call."""
    contacts = person.current_contacts  # type: ignore[attr-defined]
    phones = (contact.phone.as_national for contact in contacts if contact.may_call)
    return next(phones, "")
