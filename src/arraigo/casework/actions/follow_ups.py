"""Follow-ups and attempts to reach the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.dues import finish_due, plan_due, postpone_due
from arraigo.casework.actions.events import lock_visible_case, write_event
from arraigo.casework.actions.facts import check_day, common, sent_before
from arraigo.casework.enums import AttemptResult, DueKind, EventKind
from arraigo.casework.inputs import AttemptInput, FollowUpInput
from arraigo.casework.models import Case, ContactAttempt, Due, FollowUp
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.people.consent import check_not_withdrawn


@transaction.atomic
def record_follow_up(*, data: FollowUpInput, user: Any) -> FollowUp:
    """Keep what the person told, do what was due, and return the follow-up.

    With outcomes it is also the milestone of a result. Its next date goes to the agenda unless
    one is open by then. The same form twice, or two about the same due, leave one. Raises
    `Refused` for a closed case, a day that cannot be, or an outcome the protocol does not know.
    """
    case = lock_visible_case(data.case, user)
    earlier = _recorded_before(case, data)
    if earlier is not None:
        return earlier
    _check(case, data)
    follow_up = _insert(case, data, user)
    words = [str(follow_up.get_employment_display())]
    if data.unchanged_since is not None:
        words.insert(0, _t("Sigue igual"))
    write_event(
        case=case,
        kind=EventKind.FOLLOW_UP_DONE,
        source=follow_up,
        occurred_on=follow_up.occurred_on,
        summary=" · ".join(words),
        user=user,
    )
    if follow_up.outcomes:
        write_event(
            case=case,
            kind=EventKind.OUTCOME_RECORDED,
            source=follow_up,
            occurred_on=follow_up.occurred_on,
            summary=", ".join(case.protocol.label("outcomes", code) for code in follow_up.outcomes),
            user=user,
        )
    if data.due is not None:
        finish_due(due=data.due, on=follow_up.occurred_on)
    _plan_next(case, follow_up)
    return follow_up


def _recorded_before(case: Case, data: FollowUpInput) -> FollowUp | None:
    same = sent_before(FollowUp, data.id, case)
    if same is None and data.due is not None:
        same = FollowUp.objects.standing().filter(due=data.due, case=case).first()
    return same


def _check(case: Case, data: FollowUpInput) -> None:
    check_day(case, data.occurred_on)
    check_not_withdrawn(case.person_id, data.occurred_on)
    if data.due is not None and data.due.case_id != case.pk:
        raise Refused(_("Este pendiente es de otro caso."))
    if not set(data.outcomes) <= {code for code, _label in case.protocol.choices("outcomes")}:
        raise Refused(_("El protocolo no conoce ese logro."))
    if data.next_on is not None and data.next_on < clock.today():
        raise Refused(_("La próxima fecha no puede ser pasada."))


def _insert(case: Case, data: FollowUpInput, user: Any) -> FollowUp:
    return FollowUp.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        due=data.due,
        mode=data.mode,
        employment=data.employment,
        income_change=data.income_change,
        services_received=data.services_received.strip(),
        satisfaction=data.satisfaction,
        difficulties=data.difficulties.strip(),
        agreed_actions=data.agreed_actions.strip(),
        next_on=data.next_on,
        outcomes=list(data.outcomes),
        unchanged_since=data.unchanged_since,
    )


def _plan_next(case: Case, follow_up: FollowUp) -> None:
    """Put the next date on the agenda, unless the plan's calendar has one by then."""
    if follow_up.next_on is None:
        return
    planned = case.dues.open().filter(kind=DueKind.FOLLOW_UP, due_on__lte=follow_up.next_on)
    if not planned.exists():
        plan_due(
            kind=DueKind.FOLLOW_UP,
            title=_t("Seguimiento acordado"),
            due_on=follow_up.next_on,
            source=follow_up,
            case=case,
        )


@transaction.atomic
def record_attempt(*, data: AttemptInput, user: Any) -> ContactAttempt:
    """Keep that one tried to reach the person, and move what was due; return the attempt.

    The next date is the one given, or the protocol's days from now. The same form twice leaves
    one. Raises `Refused` for a closed case or a day that cannot be.
    """
    case = lock_visible_case(data.case, user)
    earlier = sent_before(ContactAttempt, data.id, case)
    if earlier is not None:
        return earlier
    check_day(case, data.occurred_on)
    if data.due is not None and data.due.case_id != case.pk:
        raise Refused(_("Este pendiente es de otro caso."))
    attempt = ContactAttempt.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        due=data.due,
        mode=data.mode,
        result=data.result,
    )
    reached = data.result == AttemptResult.LATER
    write_event(
        case=case,
        kind=EventKind.CONTACT_MADE if reached else EventKind.CONTACT_ATTEMPT,
        source=attempt,
        occurred_on=attempt.occurred_on,
        summary=str(attempt.get_result_display()),
        user=user,
    )
    if data.due is not None and Due.objects.open().filter(pk=data.due.pk).exists():
        postpone_due(due=data.due, new_date=data.next_on or retry_on(case), user=user)
    return attempt


def retry_on(case: Case) -> date:
    """Return the day to try again, as the case's protocol says."""
    return clock.today() + timedelta(days=case.protocol.document["retry_days"])


def suggested_next(case: Case, due: Due | None) -> date:
    """Return the day of the next follow-up that the agenda already holds, else 30 days on."""
    ahead = case.dues.open().filter(kind=DueKind.FOLLOW_UP, due_on__gt=clock.today())
    if due is not None:
        ahead = ahead.exclude(pk=due.pk)
    planned = ahead.order_by("due_on").first()
    return planned.due_on if planned else clock.today() + timedelta(days=30)
