"""Finding a person: candidates from integer keys, then persons by id under their policy."""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from arraigo.core.text import fold
from arraigo.people.cui import LENGTH, digits
from arraigo.people.models import ContactPoint, Person, SearchKey

CANDIDATES = 60
SHOWN = 10
PHONE_DIGITS = 8
NAME_THRESHOLD = 60

_SOUNDS = (
    (r"[^a-z]", ""), (r"qu|k|c(?![eih])", "k"), (r"ch|x", "s"), (r"c|z", "s"), (r"ll|y", "i"),
    (r"gu(?=[ei])|g(?=[ei])|j", "h"), (r"v|w", "b"), (r"ph", "f"), (r"(?<!s)h", ""),
    (r"(.)\1+", r"\1"), (r"(?<=.)[aeiou]", ""),
)  # fmt: skip


def sound(token: str) -> str:
    """Return a code that names sounding alike in Guatemala share (Vásquez, Básques → bsks)."""
    code = fold(token)
    for pattern, replacement in _SOUNDS:
        code = re.sub(pattern, replacement, code)
    return code


def _key(kind: str, value: str) -> int:
    digest = hmac.new(settings.SEARCH_KEY, f"{kind}:{value}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _name_keys(text: str) -> set[int]:
    tokens = fold(text).split()
    return {_key("name", token) for token in tokens} | {
        _key("sound", sound(token)) for token in tokens if len(token) > 1
    }


def _number_keys(numbers: Iterable[str]) -> set[int]:
    keys = set()
    for number in numbers:
        if len(number) == LENGTH:
            keys.add(_key("cui", number))
        elif len(number) >= PHONE_DIGITS:
            keys.add(_key("phone", number[-PHONE_DIGITS:]))
    return keys


def person_keys(person: Person) -> set[int]:
    """Return the keys a person is found by: names, sounds, phones, CUI."""
    phones = ContactPoint.objects.filter(person=person).values_list("phone", flat=True)
    return _name_keys(person.full_name) | _number_keys(
        [person.cui, *(digits(str(phone)) for phone in phones)]
    )


def index_person(person: Person) -> None:
    """Write the person's keys anew, after her names, phones or CUI have changed."""
    keys = person_keys(person)
    SearchKey.objects.filter(person_id=person.pk).delete()
    SearchKey.objects.bulk_create(SearchKey(key=key, person_id=person.pk) for key in keys)


@dataclass(frozen=True)
class Found:
    """A person who may be the one searched for, and why."""

    person: Person
    reason: str | Promise
    score: float


def candidate_ids(keys: Iterable[int]) -> list[uuid.UUID]:
    """Return the ids of the persons that share most keys, at most `CANDIDATES`, best first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM people_searchkey WHERE key = ANY(%s)"
            " GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT %s",
            [list(keys), CANDIDATES],
        )
        return [person_id for (person_id,) in cursor.fetchall()]


def find_people(text: str, *, user: Any) -> list[Found]:
    """Return the persons `user` may see that match `text` (names, phone or CUI), best first.

    Accents, apostrophes, letter case and the order of the names do not matter.
    """
    numbers = [digits(part) for part in re.findall(r"\+?\d[\d\s-]{6,}\d", text)]
    ids = candidate_ids(_name_keys(text) | _number_keys(numbers))
    people = Person.objects.visible_to(user).filter(pk__in=ids).select_related("municipality")
    phones: dict[uuid.UUID, list[str]] = {}
    for contact in ContactPoint.objects.filter(person__in=[person.pk for person in people]):
        phones.setdefault(contact.person_id, []).append(digits(str(contact.phone)))
    found = [_judge(person, phones.get(person.pk, []), text, numbers) for person in people]
    kept = [hit for hit in found if hit is not None]
    return sorted(kept, key=lambda hit: (-hit.score, hit.person.sort_key))[:SHOWN]


def _judge(person: Person, phones: list[str], text: str, numbers: list[str]) -> Found | None:
    if person.cui and person.cui in numbers:
        return Found(person, _("Mismo CUI"), 200)
    if any(phone.endswith(number[-PHONE_DIGITS:]) for phone in phones for number in numbers):
        return Found(person, _("Mismo teléfono"), 150)
    score = name_likeness(text, person.full_name)
    if score < NAME_THRESHOLD:
        return None
    return Found(person, _("Mismo nombre") if score >= 99 else _("Nombre parecido"), score)


def name_likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0–100; accents, case and order do not count."""
    return fuzz.token_set_ratio(fold(one), fold(other))
