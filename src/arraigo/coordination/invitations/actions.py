"""Writes about activities to come and who is invited.

The activity is locked first, then its cases in their order: so two of these never wait in a circle.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arraigo.casework.actions import cancel_due, plan_due, write_event
from arraigo.casework.actions.events import lock_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, Due
from arraigo.coordination.invitations.inputs import InviteInput, PlanInput
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.coordination.invitations.rules import candidates
from arraigo.core import clock
from arraigo.core.transitions import Refused

#: How long before the activity its invited are to be called.
CALLED_BEFORE = timedelta(days=2)
LATEST = timedelta(days=365)


@transaction.atomic
def plan_activity(*, data: PlanInput, user: Any) -> PlannedActivity:
    """Plan an activity of the office, and return it. The same form sent twice plans one.

    Raises `Refused` for another office, a day gone by or more than a year away, and when the
    office has planned one of that name for that day.
    """
    if data.office.pk not in user.office_ids:
        raise Refused(_("Esa no es su oficina."))
    own = PlannedActivity.objects.visible_to(user).filter(pk=data.id)
    if earlier := own.first():
        return earlier
    if not clock.today() <= data.happens_on <= clock.today() + LATEST:
        raise Refused(_("Escoja una fecha de hoy en adelante, dentro de un año."))
    try:
        with transaction.atomic():
            return PlannedActivity.objects.create(
                id=data.id, office=data.office, kind=data.kind, title=data.title.strip(),
                place=data.place.strip(), happens_on=data.happens_on, starts_at=data.starts_at,
                planned_by=user,
            )  # fmt: skip
    except IntegrityError as error:
        if sent := own.first():
            return sent
        raise Refused(_("Esa actividad ya está planeada para ese día.")) from error


def _locked(activity: PlannedActivity, user: Any) -> PlannedActivity:
    rows = PlannedActivity.objects.visible_to(user).select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=activity.pk, office__in=user.office_ids).first()
    if locked is None:
        raise Refused(_("Esa no es su oficina."))
    if locked.called_off_at is not None:
        raise Refused(_("Esa actividad se canceló."))
    if locked.is_over:
        raise Refused(_("Esa actividad ya pasó."))
    return locked


@transaction.atomic
def invite(*, data: InviteInput, user: Any) -> list[Invitation]:
    """Invite the persons of these cases, all or none, and return the invitations.

    Each goes on the timeline of her case, and calling her on the agenda of who manages it. The
    same form sent twice invites once. Raises `Refused` for an activity of another office, gone by
    or called off, and when somebody may not be invited or her case may not be seen.
    """
    activity = _locked(data.activity, user)
    sent = list(Invitation.objects.of_lot(data.lot, user))
    if sent:
        return sent
    wanted = set(data.case_ids)
    visible = Case.objects.visible_to(user).to_change().filter(pk__in=wanted)
    cases = list(visible.order_by("pk"))
    refused = [each for each in candidates(cases, activity) if each.refusal]
    missing = len(wanted) - len(cases) + len(refused)
    if missing or not cases:
        words = ngettext(
            "No se invitó a nadie: a %(n)s persona ya no se le puede invitar. Revise la lista.",
            "No se invitó a nadie: a %(n)s personas ya no se les puede invitar. Revise la lista.",
            missing,
        )
        raise Refused(words % {"n": missing})
    return [_invite(case, activity, data.lot, user) for case in cases]


def _invite(case: Case, activity: PlannedActivity, lot: uuid.UUID, user: Any) -> Invitation:
    invitation = Invitation.objects.create(
        activity=activity, case=case, person_id=case.person_id, lot=lot, invited_by=user
    )
    day = max(clock.today(), activity.happens_on - CALLED_BEFORE)
    title = _t("Llamar para invitar: %(what)s") % {"what": activity.title}
    plan_due(kind=DueKind.TASK, title=title, due_on=day, source=invitation, case=case)
    _tell(invitation, case, EventKind.INVITED, activity, user)
    return invitation


def _tell(
    invitation: Invitation, case: Case, kind: EventKind, activity: PlannedActivity, user: Any
) -> None:
    day = date_format(activity.happens_on, "SHORT_DATE_FORMAT")
    summary = f"{activity.title}, {day}"
    write_event(case=case, kind=kind, source=invitation, summary=summary, user=user)


@transaction.atomic
def undo_invitations(*, lot: uuid.UUID, user: Any) -> int:
    """Take back what `user` invited with one form; return how many. Twice is once.

    Whoever was called already stays invited: she knows of it. Raises `Refused` once the activity
    has passed or was called off, and when there is nothing of hers.
    """
    own = Invitation.objects.of_lot(lot, user)
    first = own.select_related("activity").first()
    if first is None:
        raise Refused(_("Solo quien las hizo puede deshacer esas invitaciones."))
    activity = _locked(first.activity, user)
    taken_back = 0
    for invitation in own.standing().order_by("case"):
        case = lock_case(invitation.case)
        if _was_called(invitation):
            continue
        _withdraw(invitation, case, activity, user)
        taken_back += 1
    return taken_back


def _calls(invitation: Invitation) -> Any:
    return Due.objects.of_source(invitation, DueKind.TASK)


def _was_called(invitation: Invitation) -> bool:
    return bool(_calls(invitation).filter(done_at__isnull=False).exists())


def _withdraw(invitation: Invitation, case: Case, activity: PlannedActivity, user: Any) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by = clock.now(), user
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    for due in _calls(invitation).open():
        cancel_due(due=due)
    _tell(invitation, case, EventKind.INVITATION_WITHDRAWN, activity, user)


@transaction.atomic
def call_off(*, activity: PlannedActivity, reason: str, user: Any) -> PlannedActivity:
    """Say that the activity will not be held, take its invitations back, and return it.

    Whoever was called already is to be told: that goes on the agenda, for today. Raises `Refused`
    for another office, without a reason, and for what has passed or was called off.
    """
    locked = _locked(activity, user)
    if not reason.strip():
        raise Refused(_("Diga por qué se cancela."))
    locked.called_off_at, locked.called_off_by = clock.now(), user
    locked.called_off_reason = reason.strip()
    locked.save(update_fields=["called_off_at", "called_off_by", "called_off_reason"])
    title = _t("Avisar que se canceló: %(what)s") % {"what": locked.title}
    for invitation in locked.invitations.standing().order_by("case"):
        case = lock_case(invitation.case)
        was_called = _was_called(invitation)
        _withdraw(invitation, case, locked, user)
        if was_called and case.closed_on is None:
            today = clock.today()
            plan_due(
                kind=DueKind.TASK, title=title, due_on=today, source=invitation, case=case, slot=1
            )  # fmt: skip
    return locked
