"""Telling a colleague of a case, and attending to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.accounts.models import User
from arraigo.casework.actions.dues import manager_of
from arraigo.casework.actions.events import lock_visible_case, write_event
from arraigo.casework.enums import EventKind
from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.flags.models import Flag
from arraigo.casework.models import Case, Note
from arraigo.core import clock
from arraigo.core.transitions import Refused


@transaction.atomic
def raise_flag(*, case: Case, text: str, user: Any, flag_id: uuid.UUID) -> Flag:
    """Tell who manages the case what its supervisor saw, and return the flag. Twice is once.

    Raises `Refused` to who does not lead the office or manages the case herself, and for a
    closed case.
    """
    locked = lock_visible_case(case, user)
    earlier = Flag.objects.filter(pk=flag_id, case=locked).first()
    if earlier is not None:
        return earlier
    if locked.office_id not in user.led_office_ids:
        raise Refused(_("Sólo quien supervisa esa oficina puede hacerlo."))
    if locked.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    manager = manager_of(locked)
    if manager is None or manager.pk == user.pk:
        raise Refused(_("Usted lleva este caso: anote lo que vio en una nota."))
    flag = Flag.objects.create(
        id=flag_id, case=locked, person_id=locked.person_id, kind=FlagKind.FLAG,
        to_user=manager, raised_by=user, text=text.strip(),
    )  # fmt: skip
    write_event(
        case=locked, kind=EventKind.FLAG_RAISED, source=flag, user=user, summary=flag.text[:300]
    )
    note_act(user=user, office_id=locked.office_id, source=flag, name=_("Puso una señal"))
    return flag


@transaction.atomic
def tell_of_note(
    *, note: Note, kind: FlagKind, colleagues: Iterable[User], user: Any
) -> list[Flag]:
    """Tell colleagues of a note: those it mentions, or who takes the case over. Twice is once.

    Who wrote it is not told of what she wrote.
    """
    told = []
    for colleague in colleagues:
        if colleague.pk != user.pk:
            flag, _made = Flag.objects.get_or_create(
                note=note, to_user=colleague,
                defaults={
                    "case_id": note.case_id, "person_id": note.person_id, "kind": kind,
                    "raised_by": user,
                },
            )  # fmt: skip
            told.append(flag)
    return told


@transaction.atomic
def attend_flag(*, flag: Flag, user: Any, answer: str = "") -> Flag:
    """Say that it was seen or attended to, perhaps with what was done. Twice is once.

    Raises `Refused` to who is neither meant by it, nor raised it, nor leads the office.
    """
    case = lock_visible_case(flag.case, user)
    standing = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if standing.done_at is not None:
        return standing
    meant = user.pk in (standing.to_user_id, standing.raised_by_id)
    if not meant and case.office_id not in user.led_office_ids:
        raise Refused(_("Esta señal es para otra persona."))
    standing.done_at, standing.done_by, standing.answer = clock.now(), user, answer.strip()
    standing.save(update_fields=["done_at", "done_by", "answer"])
    if standing.kind == FlagKind.FLAG:
        write_event(
            case=case, kind=EventKind.FLAG_ATTENDED, source=standing, user=user,
            summary=standing.answer[:300],
        )  # fmt: skip
    return standing


def hand_on(case: Case, manager: User) -> None:
    """Let the open flags of a case follow it to its new manager. To be called with it locked."""
    case.flags.open().filter(kind=FlagKind.FLAG).update(to_user=manager)
