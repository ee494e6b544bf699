"""Search across rooms: a person by name, phone or CUI, a case by its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from arraigo.casework.codes import codes_meant
from arraigo.casework.models import Case
from arraigo.people.models import Person
from arraigo.people.search.find import Query, find_people
from arraigo.people.search.words import words_of


@dataclass(frozen=True)
class Hit:
    """A person found, why, the words of her name that fit, and her case.

    `case` is the one that was asked for by its code, else her open one; None if there is none.
    """

    person: Person
    reason: str | Promise
    case: Case | None
    has_cases: bool
    marked: frozenset[str] = frozenset()


def search(text: str, *, user: Any) -> list[Hit]:
    """Return what `user` may see that matches `text`, best first. Two queries for the cases."""
    cases = Case.objects.visible_to(user)
    codes = codes_meant(text)
    if codes is not None:
        by_code = cases.filter(code__in=codes).select_related("person__municipality")
        return [Hit(case.person, _("Código de caso"), case, True) for case in by_code]
    found = find_people(text, user=user)
    theirs = list(cases.filter(person__in=[hit.person.pk for hit in found]))
    open_cases = {case.person_id: case for case in theirs if case.closed_on is None}
    with_cases = {case.person_id for case in theirs}
    return [
        Hit(
            hit.person,
            hit.reason,
            open_cases.get(hit.person.pk),
            hit.person.pk in with_cases,
            hit.marked,
        )
        for hit in found
    ]


def advice(text: str) -> str:
    """Return what to try when nothing was found, in a sentence or two."""
    if codes_meant(text) is not None:
        return _("Ese código no es de un caso de su oficina. Revise los números y la letra final.")
    if Query.read(text).numbers:
        return _("Revise el número, o busque por el nombre: puede tener otro teléfono ahora.")
    if len(words_of(text)) > 1:
        return _("Pruebe con menos palabras: un nombre y un apellido, o las primeras letras.")
    return _("Pruebe con las primeras tres o cuatro letras, con otro apellido o con el teléfono.")
