"""The registry's own recipe: how files of persons are compared.

Names are compared token by token, so that a second name never given is silence and not
disagreement; a token may sound alike, stand in the other's place, or among the surnames where it
was a given name. The married name ("de Pérez") is left aside: it is the husband's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from arraigo.core.text import fold
from arraigo.people.linkage.degrees import (
    BothMissing,
    Close,
    Edits,
    Missing,
    Same,
    Within,
    either,
)
from arraigo.people.linkage.recipe import Block, Comparison, Level, Recipe, block
from arraigo.people.training import without_mark

#: Words that belong to the name after them: "de León", "de la Cruz", "del Cid".
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "san", "santa", "y"))
#: Surnames that begin with a particle; after another surname, "de" otherwise says the husband's.
_WITH_PARTICLE = frozenset(
    ("leon", "paz", "cruz", "rosa", "cid", "mata", "santos", "torre", "vega", "dios", "jesus")
)

_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"[^a-z]", ""), (r"qu|k|c(?![eih])", "k"), (r"ch|x|sh", "s"), (r"c|z", "s"),
        (r"ll|y", "i"), (r"gu(?=[ei])|g(?=[ei])|j", "j"), (r"v|w", "b"), (r"ph", "f"), (r"h", ""),
        (r"(.)\1+", r"\1"), (r"(?<=.)[aeiou]", ""),
    )
)  # fmt: skip

COLUMNS = (
    "id", "given_1", "given_2", "surname_1", "surname_2", "given_1_sound", "given_2_sound",
    "surname_1_sound", "surname_2_sound", "sex", "birth_year", "birth_digits", "municipality",
    "department", "phone", "other_phone", "cui", "returned_on",
)  # fmt: skip


@lru_cache(maxsize=200_000)
def _folded_words(word: str) -> tuple[str, ...]:
    return tuple(fold(word).replace("-", " ").split())


@lru_cache(maxsize=200_000)
def sound(token: str | None) -> str | None:
    """Return a code that names sounding alike in Guatemala share (Vásquez, Básques → bsks).

    It stands apart from the search's own: the codes are part of what a model has learnt and of
    the keys kept, so they change only with both.
    """
    if not token:
        return None
    code = token
    for pattern, heard in _SOUNDS:
        code = pattern.sub(heard, code)
    return code or token


def tokens(text: str, *, married: bool = False) -> tuple[str | None, str | None]:
    """Return the first two names in `text`, folded, with their particles joined.

    With `married` what follows a "de" after the first surname is left out, unless it is one of
    the surnames that begin so.
    """
    names: list[str] = []
    particles = ""
    for word in (part for written in text.split() for part in _folded_words(written)):
        if word in _PARTICLES:
            particles += word
            continue
        if married and names and particles == "de" and word not in _WITH_PARTICLE:
            break
        names.append(particles + word)
        particles = ""
    return (names[0] if names else None), (names[1] if len(names) > 1 else None)


def prepared(person: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person's record as the recipe reads it (`COLUMNS`).

    `person` has `id`, `given_names`, `surnames`, `sex`, `birth_year`, `municipality` (INE code),
    `cui`, `returned_on` (ISO date), and `phone` and perhaps `other_phone` (digits); what is not
    known is empty or None.
    """
    given_1, given_2 = tokens(person["given_names"])
    surname_1, surname_2 = tokens(without_mark(person["surnames"]), married=True)
    town, year = person["municipality"], person["birth_year"]
    return {
        "id": person["id"],
        "given_1": given_1,
        "given_2": given_2,
        "surname_1": surname_1,
        "surname_2": surname_2,
        "given_1_sound": sound(given_1),
        "given_2_sound": sound(given_2),
        "surname_1_sound": sound(surname_1),
        "surname_2_sound": sound(surname_2),
        "sex": person["sex"] or None,
        "birth_year": year,
        "birth_digits": str(year) if year else None,
        "municipality": town or None,
        "department": town[:2] if town else None,
        "phone": person["phone"] or None,
        "other_phone": person.get("other_phone") or None,
        "cui": person["cui"] or None,
        "returned_on": person["returned_on"] or None,
    }


def _name(column: str, partner: str, *elsewhere: str, optional: bool = False) -> Comparison:
    """Return how one token is compared; `partner` is the other token of the same field.

    That only one of the two gave an `optional` token says a little against them; that neither
    did says nothing.
    """
    swapped = (test for name in elsewhere for test in (Same(column, name), Same(name, column)))
    levels = (
        Level("same", Same(column), frequency=column),
        Level("sounds alike", Same(f"{column}_sound")),
        Level("one letter", Close(column, 0.92)),
        Level("other place", either(Same(column, partner), Same(partner, column))),
        Level("other field", either(*swapped)),
        Level("alike", Close(column, 0.8)),
    )
    if not optional:
        return Comparison(column, Missing(column), levels)
    return Comparison(
        column, BothMissing(column), (*levels, Level("one lacks it", Missing(column)))
    )


def _phone() -> Comparison:
    """Return how phones are compared: any of the one's two with any of the other's."""
    same = either(Same("phone"), Same("phone", "other_phone"), Same("other_phone", "phone"))
    return Comparison(
        "phone", Missing("phone"), (Level("same", same), Level("one digit", Edits("phone", 1)))
    )


PERSONS = Recipe(
    name="persons",
    link_type="dedupe_only",
    comparisons=(
        _name("given_1", "given_2", "surname_1", "surname_2"),
        _name("given_2", "given_1", "surname_2", optional=True),
        _name("surname_1", "surname_2", "given_1"),
        _name("surname_2", "surname_1", "given_2", optional=True),
        Comparison(
            "birth_year",
            Missing("birth_year"),
            (
                Level("same", Same("birth_year"), frequency="birth_year"),
                Level("a year apart", Within("birth_year", 1)),
                Level("one digit", Edits("birth_digits", 1)),
            ),
        ),
        Comparison("sex", Missing("sex"), (Level("same", Same("sex")),)),
        Comparison(
            "municipality",
            Missing("municipality"),
            (
                Level("same", Same("municipality"), frequency="municipality"),
                Level("same department", Same("department")),
            ),
        ),
        _phone(),
        Comparison(
            "cui",
            Missing("cui"),
            (Level("same", Same("cui")), Level("one digit", Edits("cui", 1))),
        ),
        Comparison("returned_on", Missing("returned_on"), (Level("same", Same("returned_on")),)),
    ),
    # In the order of what they find for what they cost, measured by `bench/linkage.py`.
    blocks=(
        block("cui"),
        block("phone"),
        Block(("phone",), ("other_phone",)),
        Block(("other_phone",), ("phone",)),
        Block(
            ("given_1_sound", "surname_1_sound", "birth_year"),
            ("surname_1_sound", "given_1_sound", "birth_year"),
        ),
        block("given_1_sound", "surname_1_sound", "returned_on"),
        block("birth_year", "municipality", "returned_on"),
        block("given_1_sound", "given_2_sound", "surname_2_sound", "birth_year"),
        block("given_1_sound", "given_2_sound", "birth_year", "municipality"),
        block("given_1_sound", "given_2_sound", "surname_1_sound"),
        block("surname_1_sound", "birth_year", "municipality"),
        block("given_1_sound", "surname_1_sound", "surname_2_sound"),
        block("surname_1_sound", "surname_2_sound", "birth_year"),
        block("given_1_sound", "surname_2_sound", "birth_year", "department"),
        block("given_1_sound", "surname_1_sound", "birth_year"),
        block("given_1_sound", "surname_1_sound", "municipality"),
        block("given_1_sound", "surname_2_sound", "municipality"),
    ),
    certain=(
        block("cui"),
        block("given_1", "surname_1", "birth_year", "phone"),
        block("given_1", "surname_1", "surname_2", "birth_year", "municipality"),
    ),
    certain_recall=0.7,
    # Relatives share surnames, home and phone: learning within those alone would take them for
    # one person. So every block holds something relatives do not share.
    training=(
        block("cui"),
        block("birth_year", "municipality", "returned_on"),
        block("given_1", "surname_1", "birth_year"),
    ),
    family=("surname_1", "surname_2", "municipality", "phone"),
    family_block=block("surname_1", "surname_2", "municipality"),
    sampled_pairs=2e6,
    training_pairs=1e6,
)
