"""Who a row may already be: a contact of the same office, or a person its user may see.

Other offices' persons are not compared here at all. Nobody in a list has consented, and outside
one's scope that a file exists may not show (domain: privacy, duplicates across offices); that
comparison is made by its own job once the person registers.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from arraigo.core.text import fold
from arraigo.people.cui import digits
from arraigo.people.duplicates import ALIKE_NAME, SAME_NAME
from arraigo.people.leads.enums import TwinReason
from arraigo.people.leads.models import Lead
from arraigo.people.leads.rows import LeadData
from arraigo.people.linkage.keys import candidates_of
from arraigo.people.linkage.persons import prepared
from arraigo.people.linkage.records import PHONE_DIGITS
from arraigo.people.merging.aliases import canonicals
from arraigo.people.models import ContactPoint, Person
from arraigo.people.search.find import name_likeness
from arraigo.people.search.many import namesakes_of
from arraigo.people.search.words import sound
from arraigo.territory.models import Office

SHOWN = 3
COMPARED = 40  # persons compared with a row, those who share the most keys


@dataclass(frozen=True)
class Twin:
    """Somebody the row may be: a contact (`lead`) or a person, by id, and why."""

    kind: str
    id: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """Return it as it is kept with the row."""
        return asdict(self)


class KnownLeads:
    """The pending contacts of an office, by what makes two of them alike. One query."""

    def __init__(self, office: Office) -> None:
        self.by_cui: dict[str, list[Lead]] = defaultdict(list)
        self.by_phone: dict[str, list[Lead]] = defaultdict(list)
        self.by_sound: dict[str, list[Lead]] = defaultdict(list)
        for lead in Lead.objects.pending().filter(office=office):
            self.add(lead)

    def add(self, lead: Lead) -> None:
        """Take one more contact into account."""
        if lead.cui:
            self.by_cui[lead.cui].append(lead)
        if lead.phone:
            self.by_phone[lead.phone].append(lead)
        self.by_sound[_sounds(lead.full_name)].append(lead)

    def like(self, data: LeadData) -> list[Twin]:
        """Return the contacts the row may be, the surest reason first."""
        found: dict[uuid.UUID, str] = {}
        for lead in self.by_cui.get(data.cui, []):
            found.setdefault(lead.pk, TwinReason.CUI)
        for lead in self.by_phone.get(data.phone, []):
            if name_likeness(data.full_name, lead.full_name) >= ALIKE_NAME:
                found.setdefault(lead.pk, TwinReason.PHONE)
        for lead in self.by_sound.get(_sounds(data.full_name), []):
            if _near(data.birth_year, lead.birth_year) and (
                name_likeness(data.full_name, lead.full_name) >= SAME_NAME
            ):
                found.setdefault(lead.pk, TwinReason.NAME)
        return [Twin("lead", str(pk), reason) for pk, reason in found.items()][:SHOWN]


@dataclass(frozen=True, slots=True)
class _Known:
    """What of a person is compared with a row; `pk` is the id that stands for her now."""

    pk: uuid.UUID
    name: str
    birth_year: int
    cui: str
    phones: frozenset[str]


def persons_like(rows: Sequence[LeadData], user: Any) -> list[list[Twin]]:
    """Return, for each row, the persons within the user's scope that it may be, best first.

    Six queries, however many rows: those who share a key of the comparison are looked at, and
    those whose name is a letter off, whose surnames may sound otherwise.
    """
    sharing = candidates_of([_record(data) for data in rows], user=user, most=COMPARED)
    namesakes = namesakes_of([data.full_name for data in rows], user=user)
    found = [{*ids, *others} for ids, others in zip(sharing, namesakes, strict=True)]
    known = _known(set().union(*found), user)
    return [
        _like(data, [known[person_id] for person_id in ids if person_id in known])
        for data, ids in zip(rows, found, strict=True)
    ]


def _record(data: LeadData) -> dict[str, Any]:
    return prepared(
        {
            "id": "",
            "given_names": data.given_names,
            "surnames": data.surnames,
            "sex": data.sex,
            "birth_year": data.birth_year,
            "municipality": data.municipality_id,
            "phone": digits(data.phone)[-PHONE_DIGITS:],
            "cui": data.cui,
            "returned_on": data.returned_on.isoformat() if data.returned_on else "",
        }
    )


def _known(ids: Collection[uuid.UUID], user: Any) -> dict[uuid.UUID, _Known]:
    phones: dict[uuid.UUID, set[str]] = defaultdict(set)
    contacts = ContactPoint.objects.filter(person__in=ids).values_list("person_id", "phone")
    for person_id, phone in contacts:
        phones[person_id].add(digits(str(phone)))
    visible = Person.objects.visible_to(user, under_any_id=True).filter(pk__in=ids)
    standing = canonicals(ids)
    return {
        person.pk: _Known(
            standing[person.pk],
            person.full_name,
            person.birth_year,
            person.cui,
            frozenset(phones[person.pk]),
        )
        for person in visible
    }


def _like(data: LeadData, known: Iterable[_Known]) -> list[Twin]:
    found: dict[uuid.UUID, tuple[int, float, TwinReason]] = {}
    phone = digits(data.phone)
    for one in known:
        same_phone, near = (
            bool(phone) and phone in one.phones,
            _near(data.birth_year, one.birth_year),
        )
        same_cui = bool(data.cui) and data.cui == one.cui
        if not (same_cui or same_phone or near):
            continue
        likeness = name_likeness(data.full_name, one.name)
        if same_cui:
            judged = (0, -likeness, TwinReason.CUI)
        elif same_phone and likeness >= ALIKE_NAME:
            judged = (1, -likeness, TwinReason.PHONE)
        elif near and likeness >= SAME_NAME:
            judged = (2, -likeness, TwinReason.NAME)
        else:
            continue
        found[one.pk] = min(judged, found.get(one.pk, judged))
    best = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return [Twin("person", str(pk), reason) for pk, (_rank, _alike, reason) in best[:SHOWN]]


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1


def _sounds(name: str) -> str:
    return " ".join(sorted(sound(word) for word in fold(name).split()))
