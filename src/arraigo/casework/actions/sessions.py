"""Notes and counselling sessions."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.deliveries import record_delivery
from arraigo.casework.actions.dues import cancel_due, finish_due, plan_due
from arraigo.casework.actions.events import lock_visible_case, write_event
from arraigo.casework.actions.facts import check_day, common, sent_before
from arraigo.casework.enums import Directness, DueKind, EventKind, Kept, NoteKind
from arraigo.casework.flags.actions import tell_of_note
from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.inputs import NoteInput, SessionInput
from arraigo.casework.models import Case, CounsellingSession, Due, Note
from arraigo.core.transitions import Refused
from arraigo.directory.models import Service
from arraigo.people.consent import check_not_withdrawn

ASKED_MEANWHILE = _(
    "Alguien anotó otra sesión mientras tanto: lea qué acordaron y responda de nuevo."
)


@transaction.atomic
def record_note(*, data: NoteInput, user: Any) -> Note:
    """Keep a note or visit in the case and return it. The same form twice leaves one.

    A visit or a call is a contact with the person. Raises `Refused` for a closed case, a
    day that cannot be, or one on which the person had withdrawn.
    """
    case = lock_visible_case(data.case, user)
    earlier = sent_before(Note, data.id, case)
    if earlier is not None:
        return earlier
    check_day(case, data.occurred_on)
    check_not_withdrawn(case.person_id, data.occurred_on)
    note = Note.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        kind=data.kind,
        duration_minutes=data.duration_minutes,
        text=data.text.strip(),
        is_good_practice=data.is_good_practice,
        is_challenge=data.is_challenge,
    )
    alone = data.kind == NoteKind.NOTE
    write_event(
        case=case,
        kind=EventKind.NOTE_ADDED if alone else EventKind.CONTACT_MADE,
        source=note,
        occurred_on=note.occurred_on,
        summary="" if alone else str(note.get_kind_display()),
        user=user,
    )
    tell_of_note(note=note, kind=FlagKind.MENTION, colleagues=data.mentioned, user=user)
    return note


@transaction.atomic
def record_session(*, data: SessionInput, user: Any) -> CounsellingSession:
    """Keep a counselling session and return it. The same form twice leaves one.

    What became of what was agreed in the last one is told here once; done, its next step is off
    the agenda. The new next step goes there, and where the directory has a counselling service of
    the implementing organisation it leaves a delivery of it. Raises `Refused` for a closed case,
    a day that cannot be, or an answer about what is no longer the last session.
    """
    case = lock_visible_case(data.case, user)
    earlier = sent_before(CounsellingSession, data.id, case)
    if earlier is not None:
        return earlier
    check_day(case, data.occurred_on)
    check_not_withdrawn(case.person_id, data.occurred_on)
    known = dict(case.protocol.choices("topics"))
    if not data.topics or not set(data.topics) <= set(known):
        raise Refused(_("Marque de qué se habló."))
    if data.next_on is not None and data.next_on < data.occurred_on:
        raise Refused(_("El siguiente paso es después de la sesión."))
    _check_earlier(case, data)
    session = _insert(case, data, user)
    _settle(session)
    write_event(
        case=case,
        kind=EventKind.COUNSELLING_SESSION,
        source=session,
        occurred_on=session.occurred_on,
        summary=", ".join(str(known[topic]) for topic in session.topics),
        user=user,
    )
    if session.next_on is not None:
        plan_due(
            kind=DueKind.NEXT_STEP,
            title=session.next_step or _t("Siguiente paso de la consejería"),
            due_on=session.next_on,
            source=session,
            case=case,
        )
    _deliver(session, user)
    return session


def _settle(session: CounsellingSession) -> None:
    """Take the earlier next step off the agenda, if what was agreed is done or given up."""
    if session.earlier is None or session.kept not in (Kept.DONE, Kept.DROPPED):
        return
    for due in Due.objects.open().of_source(session.earlier, DueKind.NEXT_STEP):
        if session.kept == Kept.DONE:
            finish_due(due=due, on=session.occurred_on)
        else:
            cancel_due(due=due)


def _check_earlier(case: Case, data: SessionInput) -> None:
    if data.kept is None:
        return
    if data.earlier is None or data.earlier != CounsellingSession.objects.to_ask_about(case.pk):
        raise Refused(ASKED_MEANWHILE)


def _insert(case: Case, data: SessionInput, user: Any) -> CounsellingSession:
    return CounsellingSession.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        mode=data.mode,
        topics=list(data.topics),
        agreements=data.agreements.strip(),
        next_step=data.next_step.strip(),
        next_on=data.next_on,
        duration_minutes=data.duration_minutes,
        earlier=data.earlier if data.kept else None,
        kept=data.kept or "",
        kept_words=data.kept_words.strip() if data.kept else "",
    )


def _deliver(session: CounsellingSession, user: Any) -> None:
    """Leave the delivery of the programme's own counselling service, if it is in the directory."""
    service = Service.objects.own_counselling()
    if service is None:
        return
    record_delivery(
        case=session.case,
        service=service,
        occurred_on=session.occurred_on,
        source=session,
        user=user,
        award=user.award_for(session.office_id),
        directness=Directness.DIRECT,
    )
