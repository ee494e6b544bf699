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

from arraigo.casework.models import Case
from arraigo.core.spreadsheets import csv_safe
from arraigo.profiling.models import Profile

NAME: Final = "casos.csv"
COLUMNS: Final = ("name", "label", "__version", "municipality", "person_id", "profile_version")
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
    """Return the user's own open cases, by name. Three statements, however many they are."""
    mine = Case.objects.visible_to(user).open().managed_by(user)
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
    mine = Case.objects.visible_to(user).open().managed_by(user)
    known = {str(pk) for pk in mine.values_list("pk", flat=True)}
    return [(ident, ident not in known) for ident in list(asked)[:MOST_ASKED]]
