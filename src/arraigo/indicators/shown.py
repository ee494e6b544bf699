"""Facts with the names a page shows: whatever the length of the list, four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from arraigo.casework.enums import EvidenceStatus
from arraigo.casework.models import Case
from arraigo.directory.models import Service
from arraigo.indicators.computation import FactRow
from arraigo.organizations.models import Award
from arraigo.people.models import Person
from arraigo.referrals.enums import State


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as a list shows it; what the reader may not see is None."""

    occurred_on: date
    person: Person | None
    case: Case | None
    service: Service | None
    award: Award | None
    evidence: str | Promise
    is_verified: bool


def with_names(rows: Sequence[FactRow]) -> list[ShownFact]:
    """Return the facts with person, case, service, institution and fund.

    Persons and cases out of the actor's sight come back as None: a frozen list outlives the
    right to open the files in it.
    """
    people = Person.objects.in_bulk({row.person_id for row in rows if row.person_id})
    cases = Case.objects.in_bulk({row.case_id for row in rows if row.case_id})
    services = Service.objects.select_related("organization").in_bulk(
        {row.service_id for row in rows if row.service_id}
    )
    awards = Award.objects.select_related("funder").in_bulk(
        {row.award_id for row in rows if row.award_id}
    )
    return [
        ShownFact(
            row.occurred_on,
            people.get(row.person_id),
            cases.get(row.case_id),
            services.get(row.service_id),
            awards.get(row.award_id),
            _EVIDENCE.get(row.evidence, row.evidence),
            row.evidence == EvidenceStatus.VERIFIED,
        )
        for row in rows
    ]


#: A delivery is declared or verified; a referral's evidence is how far it has come.
_EVIDENCE: dict[str, str | Promise] = dict([*EvidenceStatus.choices, *State.choices])
