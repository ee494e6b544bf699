"""Probable duplicates: shown before saving within one's scope, and only noted outside it.

Outside one's scope, that a file exists already reveals migration and assistance, so files are
compared by a job, after at least three identifiers agree, and whoever registers learns nothing
(domain: privacy, duplicates across offices).
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core.text import fold
from arraigo.core.transitions import Refused
from arraigo.people.cui import digits
from arraigo.people.enums import MatchSource
from arraigo.people.inputs import Registration
from arraigo.people.linkage.elsewhere import identifiers_agree
from arraigo.people.linkage.keys import candidates
from arraigo.people.linkage.likely import Likely, likely_persons, probabilities
from arraigo.people.linkage.model import PROBABLE
from arraigo.people.linkage.records import record_of, record_of_search, records_of
from arraigo.people.linkage.versions import model_in_force
from arraigo.people.merging.matches import known_pair, propose_match
from arraigo.people.merging.models import MatchSettlement
from arraigo.people.models import ContactPoint, MatchCandidate, Person, PersonScope
from arraigo.people.search.find import find_people

#: How alike (0–100) two names of a received list are that may, or surely do, name one person.
ALIKE_NAME, SAME_NAME = 75, 90


def probable_duplicates(data: Registration, *, user: Any) -> list[Likely]:
    """Return the persons `user` may see who are probably the one being registered."""
    return likely_persons(record_of(data), user=user)


def probable_from_search(text: str, *, user: Any) -> list[Likely]:
    """Return the persons `user` may see who, by what was searched for, may be the one meant."""
    found = [hit.person.pk for hit in find_people(text, user=user)]
    return likely_persons(record_of_search(text), user=user, also=found)


def note_matches(person: Person) -> int:
    """Put the files that are probably of this person into the review queue; return how many.

    A file that no office shares with hers is taken only if three identifiers agree. To be called
    by a job, which sees every office's persons.
    """
    record = records_of([person.pk])[person.pk]
    chances = probabilities(record, [one for one in candidates(record) if one != person.pk])
    return sum(
        queue_pair(person, other, chances[other.pk])
        for other in Person.objects.filter(pk__in=[p for p, c in chances.items() if c >= PROBABLE])
    )


def queue_pair(one: Person, other: Person, probability: float) -> bool:
    """Propose that two files are of one person, if they may be compared; tell if it is new."""
    if not (share_an_office(one.pk, other.pk) or identifiers_agree(one.pk, other.pk)):
        return False
    proposed = propose_match(
        one=one,
        other=other,
        agreements=agreements_of(one, other),
        source=MatchSource.MODEL,
        probability=probability,
        model_version=model_in_force().version,
    )
    return proposed is not None


@transaction.atomic
def propose_by_hand(*, one: Person, other: Person, reason: str, user: Any) -> MatchCandidate:
    """Send a pair that `user` takes for one person to the review, and return it.

    A pair under review already is that one; files that were merged and separated may be asked
    about again. It decides nothing: two people still do. Raises `Refused` for files she does not
    see, without a reason, or when two have decided that they are of different persons.
    """
    if one.pk == other.pk:
        raise Refused(_("Son el mismo expediente."))
    if not reason.strip():
        raise Refused(_("Escriba por qué cree que es la misma persona."))
    visible = Person.objects.visible_to(user).filter(pk__in=[one.pk, other.pk])
    if visible.count() != 2:
        raise Refused(_("Usted no ve los dos expedientes."))
    if one.is_training != other.is_training:
        raise Refused(_("Un expediente de práctica no se une con uno real."))
    proposed = propose_match(
        one=one,
        other=other,
        agreements=agreements_of(one, other),
        source=MatchSource.HAND,
        reason=reason.strip(),
        proposed_by=user,
    )
    pair = proposed or known_pair(one.pk, other.pk)
    if pair is None or MatchSettlement.objects.filter(candidate=pair).exists():
        raise Refused(_("Sobre esta pareja ya se decidió."))
    return pair


def share_an_office(one: uuid.UUID, other: uuid.UUID) -> bool:
    """Tell whether some office sees both files already."""
    offices = PersonScope.objects.filter(person=other, office__isnull=False).values("office")
    return PersonScope.objects.filter(person=one, office__in=offices).exists()


def agreements_of(one: Person, other: Person) -> list[str]:
    """Return the identifiers both files share, of five: name, year, place, phone, CUI."""
    agreeing = {
        "name": fold(one.full_name) == fold(other.full_name),
        "birth_year": one.birth_year == other.birth_year,
        "municipality": one.municipality_id == other.municipality_id,
        "phone": bool(_phones(one) & _phones(other)),
        "cui": bool(one.cui) and one.cui == other.cui,
    }
    return [name for name, agrees in agreeing.items() if agrees]


def _phones(person: Person) -> set[str]:
    contacts = ContactPoint.objects.filter(person=person).values_list("phone", flat=True)
    return {digits(str(phone)) for phone in contacts}
