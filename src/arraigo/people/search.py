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

from arraigo.accounts.enums import Role
from arraigo.core.text import fold
from arraigo.people.cui import LENGTH, digits
from arraigo.people.models import ContactPoint, Person, SearchKey

CANDIDATES = 60
SHOWN = 10
PHONE_DIGITS = 8
NAME_THRESHOLD = 78
BEGINNINGS = (3, 4)  # letters of a name that are enough to find it
FRAGMENT = 4  # digits of a phone that are enough

_SOUNDS = (
    (r"[^a-z]", ""), (r"qu|k|c(?![eih])", "k"), (r"ch|x|sh", "s"), (r"c|z", "s"), (r"ll|y", "i"),
    (r"gu(?=[ei])|g(?=[ei])|j", "j"), (r"v|w", "b"), (r"ph", "f"), (r"h", ""),
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
    """Return the keys of each token: as written, as it sounds, and its first letters."""
    keys = set()
    for token in fold(text).split():
        keys.add(_key("name", token))
        keys.update(_key("begin", token[:size]) for size in BEGINNINGS if len(token) >= size)
        if len(token) > 1:
            keys.add(_key("sound", sound(token)))
    return keys


def _number_keys(numbers: Iterable[str]) -> set[int]:
    """Return the keys of CUIs and phones: whole, and a phone's first digits and last four."""
    keys = set()
    for number in numbers:
        if len(number) == LENGTH:
            keys.add(_key("cui", number))
        elif len(number) >= PHONE_DIGITS:
            local = number[-PHONE_DIGITS:]
            keys.update(_key("phone", local[:size]) for size in range(4, PHONE_DIGITS + 1))
            keys.add(_key("phone end", local[-4:]))
        elif len(number) >= FRAGMENT:
            keys.update((_key("phone", number), _key("phone end", number[-4:])))
    return keys


def keys_of(name: str, numbers: Iterable[str]) -> set[int]:
    """Return the keys of a full name, and of a CUI and phones written as digits."""
    return _name_keys(name) | _number_keys(numbers)


def person_keys(person: Person) -> set[int]:
    """Return the keys a person is found by: names, sounds, phones, CUI."""
    phones = ContactPoint.objects.filter(person=person).values_list("phone", flat=True)
    return keys_of(person.full_name, [person.cui, *(digits(str(phone)) for phone in phones)])


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


_CANDIDATES = """
SELECT person_id FROM people_searchkey k WHERE key = ANY(%(keys)s) AND (%(everyone)s OR EXISTS (
    SELECT FROM people_personscope s WHERE s.person_id = k.person_id
    AND (s.office_id = ANY(%(offices)s) OR s.organization_id = ANY(%(organizations)s))
)) GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT %(limit)s
"""


def candidate_ids(keys: Iterable[int], *, user: Any = None) -> list[uuid.UUID]:
    """Return the ids of the persons that share most keys, at most `CANDIDATES`, best first.

    With `user` only persons of her scope take a place among them: another office's many
    namesakes hide nobody. A job leaves it out.
    """
    everyone = user is None or Role.NATIONAL_OFFICER in user.roles
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "keys": list(keys),
                "everyone": everyone,
                "offices": [] if everyone else user.office_ids,
                "organizations": [] if everyone else user.organization_ids,
                "limit": CANDIDATES,
            },
        )
        return [person_id for (person_id,) in cursor.fetchall()]


def find_people(text: str, *, user: Any) -> list[Found]:
    """Return the persons `user` may see that match `text` (names, phone or CUI), best first.

    Accents, apostrophes, letter case and the order of the names do not matter; the first letters
    of a name, or one that sounds alike, are enough.
    """
    numbers = [digits(part) for part in re.findall(r"\+?\d[\d\s-]{2,}\d", text)]
    ids = candidate_ids(_name_keys(text) | _number_keys(numbers), user=user)
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
    local = [phone[-PHONE_DIGITS:] for phone in phones]
    if any(phone == number[-PHONE_DIGITS:] for phone in local for number in numbers):
        return Found(person, _("Mismo teléfono"), 150)
    if any(phone.startswith(part) or phone.endswith(part) for phone in local for part in numbers):
        return Found(person, _("Parte del teléfono"), 120)
    score = _closeness(text, person.full_name)
    if score < NAME_THRESHOLD:
        return None
    return Found(person, _("Mismo nombre") if score >= 99 else _("Nombre parecido"), score)


def _closeness(query: str, name: str) -> float:
    """Return how well each word of `query` finds its own among those of `name`, 0–100."""
    words = [word for word in fold(query).split() if not word.strip("+-").isdigit()]
    tokens = fold(name).split()
    if not words or not tokens:
        return 0
    return sum(max(_word_closeness(word, token) for token in tokens) for word in words) / len(words)


def _word_closeness(word: str, token: str) -> float:
    if word == token:
        return 100
    if len(word) >= BEGINNINGS[0] and token.startswith(word):
        return 95
    if len(word) > 1 and sound(word) == sound(token):
        return 92
    return fuzz.ratio(word, token)


def name_likeness(one: str, other: str) -> float:
    """Return how alike two whole names are, 0–100; accents, case and order do not count."""
    return (_closeness(one, other) + _closeness(other, one)) / 2
