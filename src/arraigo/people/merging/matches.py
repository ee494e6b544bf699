"""Probable duplicates: proposed by rules or a model, decided by two different people."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.people.enums import MatchSource, ScopeReason
from arraigo.people.merging.aliases import canonicals, ids_of
from arraigo.people.merging.enums import OPEN_VERDICTS, SeparationState, Verdict
from arraigo.people.merging.models import (
    MatchDecision,
    MatchOpening,
    MatchSettlement,
    Separation,
)
from arraigo.people.merging.rooms import rooms
from arraigo.people.models import MatchCandidate, Person, PersonScope

#: How long both offices see the two files, once the older file's office agreed to compare them.
COMPARED_FOR = timedelta(days=30)
_ARBITERS = frozenset({str(Role.PROJECT_LEAD), str(Role.NATIONAL_OFFICER)})


@transaction.atomic
def propose_match(
    *,
    one: Person,
    other: Person,
    agreements: Collection[str],
    source: MatchSource = MatchSource.RULES,
    probability: float | None = None,
    model_version: str = "",
    reason: str = "",
    proposed_by: Any = None,
) -> MatchCandidate | None:
    """Propose that two files may be of one person, and return the pair; None if it is known.

    A pair is known, whichever is named first and under whatever id, once it was proposed: the
    decision that two files are of different persons stands for ever. Only by hand may files that
    were merged and separated be proposed again. `probability` is 0–1, by the model
    `model_version`; `reason` is that of `proposed_by`, who proposes by hand. Whoever calls it
    sees both files, as jobs do.
    """
    ids = canonicals([one.pk, other.pk])
    if ids[one.pk] == ids[other.pk]:
        return None
    people = Person.objects.in_bulk(list(ids.values()))
    newer, older = sorted(
        (people[ids[one.pk]], people[ids[other.pk]]),
        key=lambda person: (person.registered_at, person.pk),
        reverse=True,
    )
    known = known_pair(newer.pk, older.pk)
    if known and not (source == MatchSource.HAND and was_separated(known)):
        return None
    candidate, created = MatchCandidate.objects.get_or_create(
        person=newer,
        other=older,
        turn=1 + MatchCandidate.objects.filter(person=newer, other=older).count(),
        defaults={
            "agreements": list(agreements),
            "source": source,
            "probability": probability,
            "model_version": model_version,
            "reason": reason,
            "proposed_by": proposed_by,
        },
    )
    return candidate if created else None


def known_pair(one: uuid.UUID, other: uuid.UUID) -> MatchCandidate | None:
    """Return the pair of two persons if it was proposed before, under whatever ids; else None.

    That they are different stands before all; then what is still asked counts, the newest first.
    """
    ones, others = ids_of(one), ids_of(other)
    either_way = Q(person__in=ones, other__in=others) | Q(person__in=others, other__in=ones)
    rank = Case(
        When(settlement__verdict=Verdict.DIFFERENT, then=0),
        When(settlement=None, then=1),
        default=2,
    )
    return MatchCandidate.objects.filter(either_way).order_by(rank, "-pk").first()


def was_separated(known: MatchCandidate) -> bool:
    """Tell whether a known pair of two standing files was settled as one person: then separated."""
    return MatchSettlement.objects.filter(candidate=known, verdict=Verdict.SAME).exists()


def separated_before(one: Person, other: Person) -> list[Separation]:
    """Return how the two files were separated after a merge, the latest first."""
    ids = [*ids_of(one.pk), *ids_of(other.pk)]
    undone = Separation.objects.filter(
        state=SeparationState.CONFIRMED, merge__survivor__in=ids, merge__absorbed__in=ids
    )
    return list(undone.select_related("requested_by").order_by("-decided_at"))


@transaction.atomic
def accept_comparison(*, candidate: MatchCandidate, user: Any) -> MatchOpening:
    """Let the offices of both files see the two for 30 days, and return the acceptance.

    Until then the office that registered the newer file learns nothing. Twice is once. Raises
    `Refused` to who does not see the older file, and where a room keeps one to itself.
    """
    if not Person.objects.visible_to(user).filter(pk=candidate.other_id).exists():
        raise Refused(_("Este expediente no está en su oficina."))
    both = [candidate.person_id, candidate.other_id]
    for room in rooms():
        if why := room.refuses_comparison(both):
            raise Refused(why)
    opening, created = MatchOpening.objects.get_or_create(
        candidate=candidate, defaults={"accepted_by": user}
    )
    if created:
        _show_to_both(candidate.person_id, candidate.other_id)
    return opening


def _show_to_both(one: uuid.UUID, other: uuid.UUID) -> None:
    until = clock.now() + COMPARED_FOR
    for seen, by in ((one, other), (other, one)):
        home = PersonScope.objects.filter(
            person=by, office__isnull=False, reason__in=[ScopeReason.REGISTERED, ScopeReason.CASE]
        )
        for office_id in set(home.values_list("office", flat=True)):
            PersonScope.objects.update_or_create(
                person_id=seen, office_id=office_id, organization=None,
                reason=ScopeReason.REVIEW, defaults={"until": until},
            )  # fmt: skip


def pair_of(candidate: MatchCandidate, user: Any) -> tuple[Person, Person] | None:
    """Return the two files as they stand now, the newer first, or None unless `user` sees both."""
    ids = canonicals([candidate.person_id, candidate.other_id])
    seen = Person.objects.visible_to(user).select_related("municipality").in_bulk(ids.values())
    newer, older = seen.get(ids[candidate.person_id]), seen.get(ids[candidate.other_id])
    return (newer, older) if newer and older and newer.pk != older.pk else None


def decisions_of(candidate: MatchCandidate) -> dict[str, list[MatchDecision]]:
    """Return what was decided about a pair and stands, by verdict."""
    standing: dict[int, list[MatchDecision]] = {}
    for decision in candidate.decisions.select_related("decided_by").order_by("pk"):
        if decision.verdict == Verdict.TAKEN_BACK:
            standing.pop(decision.decided_by_id, None)
        else:
            standing.setdefault(decision.decided_by_id, []).append(decision)
    found: dict[str, list[MatchDecision]] = {verdict: [] for verdict in Verdict.values}
    for decision in sorted(chain(*standing.values()), key=attrgetter("pk")):
        found[decision.verdict].append(decision)
    return found


def _decided_by(candidate: MatchCandidate, user: Any) -> set[str]:
    """Return what `user` said of the pair and stands, but for «No sé»."""
    found = decisions_of(candidate)
    said = {
        verdict
        for verdict, decisions in found.items()
        if any(decision.decided_by_id == user.pk for decision in decisions)
    }
    return said - {str(verdict) for verdict in OPEN_VERDICTS}


def is_disputed(candidate: MatchCandidate) -> bool:
    """Tell whether one said that it is the same person and another that it is not."""
    found = decisions_of(candidate)
    return bool(found[Verdict.SAME] and found[Verdict.DIFFERENT])


def may_decide(candidate: MatchCandidate, user: Any) -> bool:
    """Tell whether `user` may still decide; a disagreement is for the supervision to settle."""
    if MatchSettlement.objects.filter(candidate=candidate).exists():
        return False
    if _decided_by(candidate, user):
        return False
    return not is_disputed(candidate) or bool(_ARBITERS & user.roles)


@transaction.atomic
def decide_match(*, candidate: MatchCandidate, verdict: Verdict, user: Any) -> None:
    """Decide that the pair are two persons, or that one cannot tell. Twice is once.

    That they are one is said by asking for the merge. The second who finds them different
    settles it for ever. Raises `Refused` to who does not see both files or decided otherwise.
    """
    if verdict == Verdict.SAME:
        raise Refused(_("Para decir que es la misma persona, pida la unión."))
    if pair_of(candidate, user) is None:
        raise Refused(_("Usted no ve los dos expedientes."))
    decide(candidate, verdict, user)
    different = decisions_of(candidate)[Verdict.DIFFERENT]
    if verdict == Verdict.DIFFERENT and len(different) > 1:
        settle(candidate, Verdict.DIFFERENT, different[0].decided_by, user)


def decide(candidate: MatchCandidate, verdict: Verdict, user: Any) -> None:
    """Note what `user` decides about the pair, locked until the transaction ends.

    Raises `Refused` when it is settled, she said otherwise, or it is for the supervision.
    """
    _one_at_a_time(candidate)
    if any(one.decided_by_id == user.pk for one in decisions_of(candidate)[verdict]):
        return
    if _decided_by(candidate, user):
        raise Refused(_("Usted ya decidió sobre esta pareja."))
    if not may_decide(candidate, user):
        raise Refused(_("Sobre esta pareja ya se decidió, o decide la supervisión."))
    MatchDecision.objects.create(
        candidate=candidate, verdict=verdict, decided_by=user, turn=_turn(candidate, user)
    )


def take_back(candidate: MatchCandidate, user: Any) -> None:
    """Note that `user` takes back what she said of the pair: she may decide anew."""
    _one_at_a_time(candidate)
    if _decided_by(candidate, user):
        MatchDecision.objects.create(
            candidate=candidate, verdict=Verdict.TAKEN_BACK, decided_by=user,
            turn=_turn(candidate, user),
        )  # fmt: skip


def _turn(candidate: MatchCandidate, user: Any) -> int:
    taken_back = candidate.decisions.filter(decided_by=user, verdict=Verdict.TAKEN_BACK)
    return 1 + taken_back.count()


def _one_at_a_time(candidate: MatchCandidate) -> None:
    """Let one decide at a time: of two who decide alike at once, the second settles it.

    An advisory lock, because the row itself is a ledger's and cannot be locked for update.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('people_matchcandidate'), %s::integer)",
            [candidate.pk % 2**31],
        )


def settle_within(ids: Collection[uuid.UUID], first: Any, second: Any) -> None:
    """End the question about every pair of these ids, which are now of one person."""
    pairs = MatchCandidate.objects.filter(person__in=ids, other__in=ids, settlement=None)
    for candidate in pairs:
        settle(candidate, Verdict.SAME, first, second)


def settle(candidate: MatchCandidate, verdict: Verdict, first: Any, second: Any) -> None:
    """End the question with the two who decided alike. Raises `Refused` if it has ended."""
    try:
        with transaction.atomic():
            MatchSettlement.objects.create(
                candidate=candidate, verdict=verdict, first_by=first, second_by=second
            )
    except IntegrityError as error:
        raise Refused(_("Sobre esta pareja ya se decidió.")) from error
