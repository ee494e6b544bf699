"""Facts with the names a page shows: whatever the length of the list, a few queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import AttemptResult, ContactMode, EvidenceStatus, NoteKind
from arraigo.casework.models import Case, Due
from arraigo.coordination.enums import ActivityEvidence
from arraigo.coordination.models import Activity, Participation
from arraigo.directory.models import Service
from arraigo.indicators.lines import FactRow
from arraigo.jobs.enums import PlacementEvidence
from arraigo.jobs.models import Placement
from arraigo.learning.models import Certificate
from arraigo.organizations.models import Award
from arraigo.people.enums import ConsentHow
from arraigo.people.models import Person
from arraigo.plans.models import PlanAction
from arraigo.referrals.enums import State


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as a list shows it; what the reader may not see is None."""

    occurred_on: date
    person: Person | None
    case: Case | None
    service: Service | None
    subject: str | Promise
    award: Award | None
    evidence: str | Promise
    is_verified: bool
    is_about_person: bool


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
    subjects = _subjects(rows)
    return [
        ShownFact(
            row.occurred_on,
            people.get(row.person_id),
            cases.get(row.case_id),
            services.get(row.service_id),
            subjects.get(row.fact_id, _NAMES.get(row.fact_table, "")),
            awards.get(row.award_id),
            _EVIDENCE.get(row.evidence, row.evidence),
            row.evidence == EvidenceStatus.VERIFIED,
            row.person_id is not None,
        )
        for row in rows
    ]


#: Where the words are of a fact that is of no service: what the activity, certificate or job is.
_WORDS: dict[str, tuple[type[Model], str]] = {
    "coordination_activity": (Activity, "title"),
    "coordination_participation": (Participation, "activity__title"),
    "learning_certificate": (Certificate, "title"),
    "jobs_placement": (Placement, "position"),
    "casework_due": (Due, "title"),
    "plans_planaction": (PlanAction, "text"),
}

#: What a contact is called: its own words stay in the file.
_NAMES: dict[str, Promise] = {
    "casework_followup": _("Seguimiento"),
    "casework_counsellingsession": _("Consejería"),
    "casework_note": _("Nota de contacto"),
    "casework_contactattempt": _("Intento de contacto"),
}


def _subjects(rows: Sequence[FactRow]) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for table in {row.fact_table for row in rows} & _WORDS.keys():
        model, column = _WORDS[table]
        ids = [row.fact_id for row in rows if row.fact_table == table]
        found.update(model._default_manager.filter(pk__in=ids).values_list("pk", column))
    return found


#: A delivery is declared or verified; a referral's evidence is how far it has come; that of a
#: follow-up how one talked; that of a consent how it was given.
_EVIDENCE: dict[str, str | Promise] = dict(
    [
        *EvidenceStatus.choices, *State.choices, *ContactMode.choices, *ConsentHow.choices,
        *ActivityEvidence.choices, *PlacementEvidence.choices, *AttemptResult.choices,
        *NoteKind.choices, ("entrevista", _("Entrevista")),
    ]
)  # fmt: skip
