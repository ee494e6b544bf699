"""Who a row may already be: a contact of the same office, or a person its user may see.

Other offices' persons are not compared here at all. Nobody in a list has consented, and outside
one's scope that a file exists may not show (domain: privacy, duplicates across offices); that
comparison is made by its own job once the person registers.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from arraigo.core.text import fold
from arraigo.people.duplicates import ALIKE_NAME, SAME_NAME
from arraigo.people.leads.enums import TwinReason
from arraigo.people.leads.models import Lead
from arraigo.people.leads.rows import LeadData
from arraigo.people.search.find import SAME_CUI, SAME_PHONE, find_people, name_likeness
from arraigo.people.search.words import sound
from arraigo.territory.models import Office

SHOWN = 3


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


def persons_like(data: LeadData, user: Any) -> list[Twin]:
    """Return the persons within the user's scope that the row may be, best first."""
    twins = []
    for hit in find_people(f"{data.full_name} {data.cui} {data.phone}", user=user):
        likeness = name_likeness(data.full_name, hit.person.full_name)
        if hit.score >= SAME_CUI:
            reason = TwinReason.CUI
        elif hit.score >= SAME_PHONE and likeness >= ALIKE_NAME:
            reason = TwinReason.PHONE
        elif likeness >= SAME_NAME and _near(data.birth_year, hit.person.birth_year):
            reason = TwinReason.NAME
        else:
            continue
        twins.append(Twin("person", str(hit.person.pk), reason))
    return twins[:SHOWN]


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1


def _sounds(name: str) -> str:
    return " ".join(sorted(sound(word) for word in fold(name).split()))
