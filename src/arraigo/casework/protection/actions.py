"""Writes about protection notes, and opening one. Nothing here leaves a line in the timeline."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.events import lock_visible_case
from arraigo.casework.actions.facts import check_day, common
from arraigo.casework.models.case import Case
from arraigo.casework.protection.enums import Concern, Void
from arraigo.casework.protection.models import ProtectionNote
from arraigo.core import sealing
from arraigo.core.context import Actor, acting_as
from arraigo.core.models import field_id
from arraigo.core.transitions import Outdated, Refused
from arraigo.people.consent import check_not_withdrawn
from arraigo.people.keys import opening_key, sealing_key

JOB = Actor.job("casework.protection")


@dataclass(frozen=True)
class Confided:
    """What a note holds, in clear: only ever in memory, and on the page of who opened it."""

    concern: Concern
    text: str


@dataclass(frozen=True, kw_only=True)
class ProtectionInput:
    """A protection note as it was written; the id is the form's."""

    case: Case
    told: Confided
    occurred_on: date
    id: uuid.UUID = field(default_factory=field_id)


@transaction.atomic
def write_protection_note(*, data: ProtectionInput, user: Any) -> ProtectionNote:
    """Keep a protection note, sealed, and return it. The same form twice leaves one.

    Raises `Refused` without words, for a case the user does not see or that is closed, a day that
    cannot be, or one on which the person had withdrawn.
    """
    return _write(data, user, corrects=None)


@transaction.atomic
def correct_protection_note(
    *, note: ProtectionNote, data: ProtectionInput, user: Any
) -> ProtectionNote:
    """Write a note anew, and return the newer one; the older stays behind it.

    Raises what `write_protection_note` does, and `Outdated` when somebody corrected it or made it
    void before.
    """
    lock_visible_case(note.case, user)
    earlier = _sent_before(data)
    if earlier is not None:
        return earlier
    if not ProtectionNote.objects.visible_to(user).standing().filter(pk=note.pk).exists():
        raise Outdated
    return _write(data, user, corrects=note)


def _write(data: ProtectionInput, user: Any, corrects: ProtectionNote | None) -> ProtectionNote:
    if not data.told.text.strip():
        raise Refused(_("Escriba la nota."))
    case = lock_visible_case(data.case, user)
    earlier = _sent_before(data)
    if earlier is not None:
        return earlier
    check_day(case, data.occurred_on)
    check_not_withdrawn(case.person_id, data.occurred_on)
    sealed = _seal(case.person_id, data.id, data.told)
    try:
        with transaction.atomic():
            return ProtectionNote.objects.create(
                id=data.id,
                **common(case, day=data.occurred_on, user=user),
                corrects=corrects,
                sealed=sealed,
            )
    except IntegrityError as error:
        if corrects is not None:
            raise Outdated from error
        raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error


def _sent_before(data: ProtectionInput) -> ProtectionNote | None:
    return ProtectionNote.objects.filter(pk=data.id, case=data.case.pk).first()


def _seal(person_id: uuid.UUID, note_id: uuid.UUID, told: Confided) -> bytes:
    words = {**asdict(told), "text": told.text.strip()}
    written = json.dumps(words, ensure_ascii=False).encode()
    return sealing.seal(sealing_key(person_id), written, note_id.bytes)


def read_protection_note(note: ProtectionNote) -> Confided:
    """Return what a note holds. Raises `core.sealing.Unreadable` once the key is destroyed."""
    return _opened(note, note.person_id)


def _opened(note: ProtectionNote, person_id: uuid.UUID) -> Confided:
    key = opening_key(person_id)
    words = json.loads(sealing.unseal(key, bytes(note.sealed), note.pk.bytes))
    return Confided(Concern(words["concern"]), words["text"])


@transaction.atomic
def annul_protection_note(*, note: ProtectionNote, why: Void, user: Any) -> ProtectionNote:
    """Make a note void: it is opened no more. Raises `Outdated` when somebody acted before."""
    lock_visible_case(note.case, user)
    found = ProtectionNote.objects.visible_to(user).standing().filter(pk=note.pk).first()
    if found is None:
        raise Outdated
    found.annul(by=user, reason=why)
    return found


def count_protection_notes(person_ids: Collection[uuid.UUID]) -> int:
    """Return how many notes there are about a person, for who oversees without reading."""
    with acting_as(JOB):
        return ProtectionNote.objects.standing().filter(person__in=person_ids).count()


def give_notes_back(person_ids: Collection[uuid.UUID]) -> None:
    """Give each note to the person of its case, sealed with her key.

    For files that parted: a note written while they were one was sealed with the key of the file
    that stood for both. Whoever confirms that need not be allowed to read it, so a job does it.
    """
    with acting_as(JOB):
        notes = ProtectionNote.objects.filter(person__in=person_ids).select_related("case")
        for note in notes.select_for_update(of=("self",)):
            owner = note.case.person_id
            for holder in dict.fromkeys([owner, *person_ids]):
                try:
                    told = _opened(note, holder)
                except sealing.Unreadable:
                    continue
                if (holder, note.person_id) != (owner, owner):
                    note.person_id, note.sealed = owner, _seal(owner, note.pk, told)
                    note.save(update_fields=["person", "sealed"])
                break
