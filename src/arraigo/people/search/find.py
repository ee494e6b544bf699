"""Finding persons for somebody who looks at the result: scoped, compared, and with the reason."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core.text import fold
from arraigo.people.cui import LENGTH, digits
from arraigo.people.enums import Sex
from arraigo.people.merging.aliases import standing_id
from arraigo.people.models import ContactPoint, Person
from arraigo.people.search.candidates import candidate_ids
from arraigo.people.search.keys import CUI_BEGINNING, CUI_WINDOW, PHONE_DIGITS, PHONE_WINDOW
from arraigo.people.search.likeness import How, Likeness, likeness
from arraigo.people.search.words import written_words

SHOWN = 10
SAME_CUI, SAME_PHONE, PART_OF_NUMBER = 200.0, 150.0, 120.0
NAME_THRESHOLD = 66.0
BEHIND = 25.0  # points behind the best at which a name is no longer worth showing
WITHOUT_MARRIED = 0.97  # of its score, for a name searched for without the «de …» at its end

_NUMBER = re.compile(r"\+?\d[\d\s().-]*\d")
_MARRIED = re.compile(r"^(.*\S\s+\S.*)\s+de\s+(?:la\s+|las\s+|los\s+)?(\S+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A person who may be the one searched for, why, and the words of her name that fit."""

    person: Person
    reason: str | Promise
    score: float
    marked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Query:
    """What was typed, read: the name and the numbers in it, digits only."""

    name: str
    numbers: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Query:
        """Return the reading of `text`; fewer than four digits are no number."""
        numbers = (digits(number) for number in _NUMBER.findall(text))
        return cls(
            _NUMBER.sub(" ", text),
            tuple(number for number in numbers if len(number) >= PHONE_WINDOW),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A person who is compared, and the id that stands for her now, if she was merged."""

    person: Person
    standing: uuid.UUID
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Judged:
    """A row with its score and reason; a name with fewer words left over comes first."""

    row: _Row
    score: float
    reason: str | Promise
    alike: Likeness

    @property
    def order(self) -> tuple[float, int, str]:
        return (-round(self.score, 1), self.alike.left, fold(self.row.person.surnames))


def find_people(text: str, *, user: Any) -> list[Found]:
    """Return the persons `user` may see that match `text` (names, phone or CUI), best first.

    Accents, apostrophes, letter case, the order of the names and a missing one do not matter;
    the first letters of a name are enough, and misspelt, joined or split names are found. At
    most `SHOWN`; who is far behind the best is left out.
    """
    query = Query.read(text)
    ids = candidate_ids(query.name, query.numbers, user=user)
    judged = [_judge(row, query) for row in _rows(ids, bool(query.numbers), user)]
    kept = sorted((found for found in judged if found), key=lambda found: found.order)
    near = [found for found in kept if found.score >= kept[0].score - BEHIND]
    return _as_they_stand(near, user)


def _as_they_stand(judged: list[_Judged], user: Any) -> list[Found]:
    """Return the persons, best first: an absorbed file as the one it was merged into, once."""
    best: dict[uuid.UUID, _Judged] = {}
    for found in judged:
        best.setdefault(found.row.standing, found)
    shown = list(best)[:SHOWN]
    people = {found.row.person.pk: found.row.person for found in judged}
    if elsewhere := [pk for pk in shown if pk not in people]:
        seen = Person.objects.visible_to(user).select_related("municipality")
        people |= seen.in_bulk(elsewhere)
    return [
        Found(people[pk], best[pk].reason, best[pk].score, _marked(best[pk]))
        for pk in shown
        if pk in people
    ]


def _rows(ids: list[uuid.UUID], with_phones: bool, user: Any) -> list[_Row]:
    """Return the candidates whom `user` may see, under any of their ids."""
    people = (
        Person.objects.visible_to(user, under_any_id=True)
        .filter(pk__in=ids)
        .select_related("municipality")
        .annotate(standing=standing_id("pk"))
    )
    phones: dict[uuid.UUID, list[str]] = {}
    if with_phones:
        contacts = ContactPoint.objects.filter(person__in=ids).values_list("person_id", "phone")
        for person_id, phone in contacts:
            phones.setdefault(person_id, []).append(digits(str(phone)))
    return [_Row(person, person.standing, tuple(phones.get(person.pk, ()))) for person in people]


def _judge(row: _Row, query: Query) -> _Judged | None:
    """Return how well a row matches and the weightiest reason, or None for one that does not."""
    alike = _name_alike(query.name, row.person.full_name)
    if by_number := _number_reason(row, query.numbers):
        score, reason = by_number
        return _Judged(row, score + alike.score / 10, reason, alike)
    if alike.score < NAME_THRESHOLD:
        return None
    return _Judged(row, alike.score, _name_reason(row, query.name, alike), alike)


def _number_reason(row: _Row, numbers: Iterable[str]) -> tuple[float, Promise] | None:
    local = [phone[-PHONE_DIGITS:] for phone in row.phones]
    for number in numbers:
        if row.person.cui and number == row.person.cui:
            return SAME_CUI, _("Mismo CUI")
        if len(number) < LENGTH:
            if len(number) >= PHONE_DIGITS and number[-PHONE_DIGITS:] in local:
                return SAME_PHONE, _("Mismo teléfono")
            if any(number in phone for phone in local):
                return PART_OF_NUMBER, _("Parte del teléfono")
        if len(number) >= CUI_WINDOW and number in row.person.cui:
            return PART_OF_NUMBER, _("Parte del CUI")
        if len(number) >= CUI_BEGINNING and row.person.cui.startswith(number):
            return PART_OF_NUMBER, _("Parte del CUI")
    return None


def _name_alike(typed: str, name: str) -> Likeness:
    """Return the likeness; a married name («de Pérez») that was typed need not be registered."""
    alike = likeness(typed, name)
    if married := _MARRIED.match(typed):
        without = likeness(married[1], name)
        if without.score * WITHOUT_MARRIED > alike.score:
            return Likeness(without.score * WITHOUT_MARRIED, without.pairs, without.left)
    return alike


def _name_reason(row: _Row, typed: str, alike: Likeness) -> str | Promise:
    """Return why the name was found, in words: what differs is quoted, registered ≈ typed."""
    names, words = _shown_words(row.person.full_name), _shown_words(typed)
    married = _MARRIED.match(row.person.surnames) if row.person.sex == Sex.FEMALE else None
    if married and any(names[place] == married[2] for pair in alike.pairs for place in pair.names):
        return _("Apellido de casada")
    different = [
        f"{' '.join(names[at] for at in pair.names)} ≈ {' '.join(words[at] for at in pair.typed)}"
        for pair in alike.pairs
        if pair.how in (How.ALIKE, How.JOINED)
    ]
    if different:
        return _("Nombre parecido: %(names)s") % {"names": ", ".join(different)}
    whole = not alike.left and all(pair.how == How.SAME for pair in alike.pairs)
    return _("Mismo nombre") if whole and alike.score == 100 else _("Parte del nombre")


def _shown_words(name: str) -> list[str]:
    return [written for _folded, written in written_words(name)]


def _marked(found: _Judged) -> frozenset[str]:
    """Return the words of the name, as written, that something typed stands for."""
    names = _shown_words(found.row.person.full_name)
    return frozenset(names[place] for pair in found.alike.pairs for place in pair.names)


def name_likeness(one: str, other: str) -> float:
    """Return how alike two whole names are, 0–100; accents, case and order do not count."""
    return (likeness(one, other).score + likeness(other, one).score) / 2
