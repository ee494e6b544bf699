"""Merging two files: asked for by one, confirmed or refused by another."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.transitions import Refused, advance
from arraigo.people.enums import MergeRule
from arraigo.people.finding import write_found_by
from arraigo.people.merging.aliases import ids_of
from arraigo.people.merging.enums import MergeState, Verdict
from arraigo.people.merging.ledger import Ledger, relations
from arraigo.people.merging.matches import decide, settle_within, take_back
from arraigo.people.merging.models import Merge, MergeMove, PersonAlias, Separation
from arraigo.people.merging.rooms import OpenCase, rooms
from arraigo.people.merging.transitions import CONFIRM, MERGES, REFUSE, TAKE_BACK
from arraigo.people.models import MatchCandidate, Person, PersonKey, PersonScope

#: The fields of a person in which the two files may differ, and one value is chosen.
FIELDS = ("given_names", "surnames", "sex", "birth_year", "municipality", "cui")
#: Tables about persons that are no part of the file: merging keeps its own books.
_BOOKS = (PersonScope, PersonKey, PersonAlias, MatchCandidate, Merge, MergeMove, Separation)


def differing(one: Person, other: Person) -> list[str]:
    """Return the names of the fields in which two files differ."""
    return [name for name in FIELDS if getattr(one, name) != getattr(other, name)]


def both_open(one: Person, other: Person) -> list[OpenCase]:
    """Return the open cases of both when each has one, so that one must be chosen; else none."""
    found = [case for room in rooms() for case in room.open_cases([one.pk, other.pk])]
    return found if {case.person_id for case in found} == {one.pk, other.pk} else []


@transaction.atomic
def request_merge(
    *,
    survivor: Person,
    absorbed: Person,
    reason: str,
    user: Any,
    kept: Collection[str] = (),
    continuing_case: uuid.UUID | None = None,
    candidate: MatchCandidate | None = None,
) -> Merge:
    """Ask for two files to become one, and return the request, which awaits another person.

    `kept` names the fields in which the absorbed file's value is kept. The same request twice
    is one. Raises `Refused` for files the user does not see, a request that stands already, no
    reason, or two open cases of which none was chosen.
    """
    _check(survivor, absorbed, reason, user, kept, continuing_case)
    standing = Merge.objects.filter(
        survivor=survivor, absorbed=absorbed, requested_by=user, state=MergeState.REQUESTED
    ).first()
    if standing is not None:
        return standing
    if candidate is not None:
        decide(candidate, Verdict.SAME, user)
    try:
        with transaction.atomic():
            merge = Merge.objects.create(
                survivor=survivor,
                absorbed=absorbed,
                reason=reason.strip(),
                kept=sorted(kept),
                continuing_case=continuing_case,
                candidate=candidate,
                requested_by=user,
            )
    except IntegrityError as error:
        raise Refused(_("Estos dos expedientes ya tienen una unión en curso.")) from error
    for room in rooms():
        room.requested(merge, user)
    return merge


def _check(
    survivor: Person, absorbed: Person, reason: str, user: Any, kept: Collection[str],
    continuing_case: uuid.UUID | None,
) -> None:  # fmt: skip
    if survivor.pk == absorbed.pk:
        raise Refused(_("Son el mismo expediente."))
    visible = Person.objects.visible_to(user).filter(pk__in=[survivor.pk, absorbed.pk])
    if visible.count() != 2:
        raise Refused(_("Usted no ve los dos expedientes."))
    if survivor.is_training != absorbed.is_training:
        raise Refused(_("Un expediente de práctica no se une con uno real."))
    if not reason.strip():
        raise Refused(_("Escriba por qué cree que es la misma persona."))
    if not set(kept) <= set(FIELDS):
        raise Refused(_("Escoja qué datos se conservan."))
    cases = [case.id for case in both_open(survivor, absorbed)]
    if cases and continuing_case not in cases:
        raise Refused(_("Las dos tienen un caso abierto: escoja cuál continúa."))


@transaction.atomic
def confirm_merge(*, merge: Merge, user: Any) -> Merge:
    """Merge the two files and return the merge. The same confirmation twice is one.

    Everything in one transaction: rows move by their declared rule, each noted in the ledger.
    Raises `Refused` to who asked, to who does not see both files or stands for neither office,
    and when a file was absorbed meanwhile; `Outdated` to who came second.
    """
    standing = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if standing.state == MergeState.CONFIRMED and standing.decided_by_id == user.pk:
        return standing
    survivor, absorbed = _locked(merge)
    advance(MERGES, CONFIRM, merge, user, user.roles, decided_by=user, decided_at=clock.now())
    _choose_case_again(merge, survivor, absorbed)
    for room in rooms():
        room.decided(merge, user)
    merge.own_rows = _own_rows(merge)
    merge.save(update_fields=["own_rows"])
    _move(Ledger(merge), survivor, absorbed)
    write_found_by([survivor.pk, absorbed.pk])
    settle_within(ids_of(merge.survivor_id), merge.requested_by, user)
    for room in rooms():
        room.merged(merge, user)
    return merge


def _locked(merge: Merge) -> tuple[Person, Person]:
    """Lock what the rooms lock first and then both persons, so that nobody writes meanwhile.

    New rows of a person wait for her (`people_follow_merge`), and follow her afterwards.
    """
    ids = sorted([merge.survivor_id, merge.absorbed_id])
    for room in rooms():
        room.lock(ids)
    people = Person.objects.select_for_update().order_by("pk").in_bulk(ids)
    if len(people) != 2:
        raise Refused(_("Usted no ve los dos expedientes."))
    return people[merge.survivor_id], people[merge.absorbed_id]


def _choose_case_again(merge: Merge, survivor: Person, absorbed: Person) -> None:
    """Refuse when a case was opened or closed since the request, so that the choice is moot."""
    cases = [case.id for case in both_open(survivor, absorbed)]
    if cases and merge.continuing_case not in cases:
        raise Refused(_("Se abrió un caso después de la solicitud. Pida la unión de nuevo."))


@transaction.atomic
def take_back_merge(*, merge: Merge, user: Any) -> Merge:
    """Take back a request that still waits, by who made it; the pair is open for her again.

    Twice is once. Raises `Refused` to anybody else, and once it was decided.
    """
    standing = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if standing.state == MergeState.TAKEN_BACK and standing.requested_by_id == user.pk:
        return standing
    advance(MERGES, TAKE_BACK, merge, user, user.roles, decided_at=clock.now())
    if merge.candidate is not None:
        take_back(merge.candidate, user)
    for room in rooms():
        room.decided(merge, user)
    return merge


def file_models() -> list[type[models.Model]]:
    """Return the models whose rows make up a person's file, each with its `person`."""
    found = {model for rule in MergeRule for model, _field in relations(rule)}
    return sorted(found - set(_BOOKS), key=lambda model: model._meta.db_table)


def _own_rows(merge: Merge) -> dict[str, list[str]]:
    """Return the keys of the survivor's rows by table, and of the scopes of both files."""
    own = {model._meta.db_table: _keys(model, [merge.survivor_id]) for model in file_models()}
    both = [*ids_of(merge.survivor_id), *ids_of(merge.absorbed_id)]
    return {**own, PersonScope._meta.db_table: _keys(PersonScope, both)}


def _keys(model: type[models.Model], people: list[uuid.UUID]) -> list[str]:
    rows = model._default_manager.filter(person__in=people)
    return sorted(str(key) for key in rows.values_list("pk", flat=True))


def _move(ledger: Ledger, survivor: Person, absorbed: Person) -> None:
    for name in ledger.merge.kept:
        ledger.change(survivor, **{name: getattr(absorbed, name)})
        setattr(survivor, name, getattr(absorbed, name))
    ledger.change(survivor, **survivor.derive())
    alias = PersonAlias.objects.create(person=absorbed, survivor=survivor)
    ledger.created([alias])
    for model, field in relations(MergeRule.MOVE):
        ledger.move(model, field.name)
    for room in rooms():
        room.merge(ledger)


@transaction.atomic
def refuse_merge(*, merge: Merge, reason: str, user: Any) -> Merge:
    """Say that they are two persons: nothing moves, and the supervision decides about the pair.

    Raises `Refused` to who asked for the merge, or without a reason.
    """
    if not reason.strip():
        raise Refused(_("Escriba por qué no es la misma persona."))
    standing = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if standing.state == MergeState.REFUSED and standing.decided_by_id == user.pk:
        return standing
    advance(
        MERGES, REFUSE, merge, user, user.roles,
        decided_by=user, decided_at=clock.now(), decision_reason=reason.strip()[:400],
    )  # fmt: skip
    if merge.candidate is not None:
        decide(merge.candidate, Verdict.DIFFERENT, user)
    for room in rooms():
        room.decided(merge, user)
    return merge
