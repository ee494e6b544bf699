"""The list of one's own open cases, as a phone chooses from it without a signal.

Only the cases that the phone's user manages, and of each only what tells persons apart: no CUI, no
phone, no address. A case that closes, or goes to somebody else, is missing from the next list and
leaves the phone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.aggregates import StringAgg
from django.core.cache import caches
from django.db.models import TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from arraigo.casework.models import Case
from arraigo.casework.querysets import CaseQuerySet
from arraigo.core.spreadsheets import csv_safe
from arraigo.profiling.models import Profile

NAME: Final = "casos.csv"
COLUMNS: Final = ("name", "label", "__version", "municipality", "person_id", "profile_version")
#: What the list is made of; the profile's version is 0 while there is none.
_MADE_OF: Final = (
    "pk", "code", "person", "person__sort_key", "person__given_names", "person__surnames",
    "person__municipality", "profile__version",
)  # fmt: skip
AN_HOUR: Final = 3600
#: How many ids one question about integrity may name.
MOST_ASKED: Final = 1000


@dataclass(frozen=True)
class CaseList:
    """The list as a file, and whom it shows."""

    content: bytes
    person_ids: tuple[uuid.UUID, ...]

    @property
    def md5(self) -> str:
        """Return the MD5 of the file, in hexadecimal."""
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()


def cases_of(user: Any) -> CaseList:
    """Return the user's own open cases, by name.

    A phone asks once for each form: while nothing in it changes, it costs one statement, which
    makes the database put together what it is made of. Kept in this process's memory only.
    """
    mine = _mine(user)
    text = TextField()
    parts = (Coalesce(Cast(column, text), Value("", text)) for column in _MADE_OF)
    line = Concat(*(each for part in parts for each in (part, Value("|", text))))
    version = mine.aggregate(told=MD5(StringAgg(line, Value("\n", text), order_by="pk")))["told"]
    known: Any = caches["memory"]
    made: CaseList = known.get_or_set(f"cases-{user.pk}-{version}", lambda: _made(mine), AN_HOUR)
    return made


def _mine(user: Any) -> CaseQuerySet:
    return Case.objects.visible_to(user).open().managed_by(user)


def _made(mine: CaseQuerySet) -> CaseList:
    cases = list(mine.select_related("person__municipality").order_by("person__sort_key", "pk"))
    versions = dict(Profile.objects.filter(case__in=cases).values_list("case", "version"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(case, versions.get(case.pk, 0)) for case in cases)
    return CaseList(text.getvalue().encode(), tuple(case.person_id for case in cases))


def _line(case: Case, profile_version: int) -> Iterable[Any]:
    label = f"{case.person.full_name} · {case.code}"
    place = case.person.municipality_id
    return (case.pk, csv_safe(label), 1, place, case.person_id, profile_version)


def still_there(user: Any, asked: Collection[str]) -> list[tuple[str, bool]]:
    """Return for each id asked about whether it is to leave the phone."""
    known = {str(pk) for pk in _mine(user).values_list("pk", flat=True)}
    return [(ident, ident not in known) for ident in list(asked)[:MOST_ASKED]]
