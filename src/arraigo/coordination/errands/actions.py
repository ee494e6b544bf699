"""Writes about errands. Their agenda is the only place that says whether they are to be done."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.accounts.models import User
from arraigo.casework.actions import cancel_due, finish_due, plan_due, postpone_due, write_event
from arraigo.casework.actions.dues import LATEST, make_due_again
from arraigo.casework.actions.events import lock_visible_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, Due
from arraigo.coordination.errands import rules
from arraigo.coordination.errands.enums import Verdict
from arraigo.coordination.errands.inputs import AnswerInput, ErrandInput, ReturnInput
from arraigo.coordination.errands.models import Errand, ErrandAnswer
from arraigo.core import clock
from arraigo.core.models import field_id
from arraigo.core.transitions import Outdated, Refused, refuse_future


@transaction.atomic
def give_errands(*, data: ErrandInput, user: Any) -> list[Errand]:
    """Give the same errand to several people, one each, and return them.

    Each is on the agenda of its receiver. The same form sent twice, or by two at once, gives one
    to each. Raises `Refused` for who may not be given any, a case that is closed or that she or
    the receiver may not see, and a day gone by or more than three years away.
    """
    receivers = sorted(set(data.given_to), key=lambda one: one.pk)
    sent = list(Errand.objects.filter(given_by=user, lot=data.lot, given_to__in=receivers))
    if receivers and len(sent) == len(receivers):
        return sent
    if not data.title.strip():
        raise Refused(_("Escriba qué hay que hacer."))
    if not receivers:
        raise Refused(_("Escoja a quién se lo encarga."))
    _check_day(data.due_on)
    case = None if data.case is None else lock_visible_case(data.case, user)
    if case is not None and case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    return [_give(data, receiver, case, user) for receiver in receivers]


def _check_day(day: date) -> None:
    if not clock.today() <= day <= clock.today() + LATEST:
        raise Refused(_("Escoja una fecha de hoy en adelante, dentro de tres años."))


def _give(data: ErrandInput, receiver: User, case: Case | None, user: Any) -> Errand:
    office = rules.office_for(receiver, user, case)
    if office is None:
        raise Refused(_("Usted no puede darle este encargo a %(who)s.") % {"who": receiver})
    if case is not None and not Case.objects.visible_to(receiver).filter(pk=case.pk).exists():
        raise Refused(_("%(who)s no puede ver este caso.") % {"who": receiver})
    own = Errand.objects.filter(given_by=user, lot=data.lot, given_to=receiver)
    title = data.title.strip()
    try:
        with transaction.atomic():
            earlier = own.first()
            if earlier is not None:
                return earlier
            errand = Errand(
                id=field_id(), lot=data.lot, office=office, given_by=user, given_to=receiver,
                title=title, detail=data.detail.strip(), due_on=data.due_on, case=case,
                person_id=case.person_id if case else None,
            )  # fmt: skip
            errand.due = plan_due(
                kind=DueKind.ERRAND, title=title, due_on=data.due_on, source=errand, case=case,
                office=office, assigned_to=receiver,
            )  # fmt: skip
            errand.save(force_insert=True)
    except IntegrityError:
        return own.get()
    _tell(errand, case, EventKind.ERRAND_GIVEN, title, user)
    if not errand.is_own:
        note_act(user=user, office_id=office.pk, source=errand, name=_("Dio un encargo"))
    return errand


@transaction.atomic
def finish_errand(*, errand: Errand, data: AnswerInput, user: Any) -> Errand:
    """Say what was done and on which day, and return the errand. The same form twice is once.

    Raises `Refused` to anybody but who has it, for what is no longer to be done, and for a day
    to come or before it was given.
    """
    standing, case = _locked(errand, user)
    if standing.answers.filter(pk=data.id).exists():
        return standing
    if not rules.has(standing, user):
        raise Refused(_("Esto lo tiene %(who)s.") % {"who": standing.due.assigned_to})
    _refuse_over(standing)
    if not data.words.strip():
        raise Refused(_("Escriba qué se hizo."))
    refuse_future(data.occurred_on)
    if data.occurred_on < standing.given_at.astimezone(clock.GUATEMALA).date():
        raise Refused(_("Ese día todavía no se lo habían encargado."))
    answer = ErrandAnswer.objects.create(
        id=data.id, errand=standing, person_id=standing.person_id, words=data.words.strip(),
        occurred_on=data.occurred_on, recorded_by=user,
    )  # fmt: skip
    finish_due(due=standing.due, on=data.occurred_on)
    _tell(standing, case, EventKind.ERRAND_DONE, answer.words, user, data.occurred_on)
    return standing


@transaction.atomic
def accept_errand(*, errand: Errand, answer_id: uuid.UUID, comment: str, user: Any) -> Errand:
    """Say that what was done is right, and return the errand. Twice is once.

    Raises `Refused` to who did not give it nor leads its office, and to who did it; `Outdated`
    when what was read is no longer what stands.
    """
    standing, _case = _locked(errand, user)
    answer = _to_judge(standing, answer_id, Verdict.ACCEPTED, user)
    if answer is not None:
        _decide(answer, Verdict.ACCEPTED, comment, user)
        _note_act(standing, user, _("Aceptó un encargo cumplido"))
    return standing


@transaction.atomic
def return_errand(*, errand: Errand, answer_id: uuid.UUID, data: ReturnInput, user: Any) -> Errand:
    """Return what was done with what is missing: it is due again, on a new day. Twice is once.

    Raises what `accept_errand` does, and `Refused` without a comment, for a day gone by and when
    its case was closed.
    """
    standing, case = _locked(errand, user)
    answer = _to_judge(standing, answer_id, Verdict.RETURNED, user)
    if answer is None:
        return standing
    if not data.comment.strip():
        raise Refused(_("Escriba qué falta."))
    _check_day(data.due_on)
    if case is not None and case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    answer.new_due_on = data.due_on
    _decide(answer, Verdict.RETURNED, data.comment, user)
    standing.due_on = data.due_on
    standing.save(update_fields=["due_on"])
    again = make_due_again(due=standing.due)
    postpone_due(due=again, new_date=data.due_on)
    _note_act(standing, user, _("Devolvió un encargo"))
    return standing


@transaction.atomic
def take_back_errand(*, errand: Errand, reason: str, user: Any) -> Errand:
    """Take an errand back, so that nobody has to do it, and return it. Twice is once.

    Raises `Refused` without a reason, to who did not give it nor leads its office, and when it
    was done meanwhile.
    """
    standing, case = _locked(errand, user)
    if standing.taken_back_at is not None:
        return standing
    if not rules.may_take_back(standing, user):
        raise Refused(_("Solo quien dio el encargo puede retirarlo."))
    _refuse_over(standing)
    if not reason.strip():
        raise Refused(_("Escriba por qué se retira."))
    standing.taken_back_at, standing.taken_back_by = clock.now(), user
    standing.taken_back_reason = reason.strip()
    standing.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    cancel_due(due=standing.due)
    _tell(standing, case, EventKind.ERRAND_TAKEN_BACK, standing.taken_back_reason, user)
    _note_act(standing, user, _("Retiró un encargo"))
    return standing


def _locked(errand: Errand, user: Any) -> tuple[Errand, Case | None]:
    """Lock the errand, its case first, and return both as they stand.

    The case is the one whose agenda has it: after a merge, the one that goes on. Raises
    `Refused` to who has nothing to do with it.
    """
    due = Due.objects.select_related("case").get(pk=errand.due_id)
    case = None if due.case is None else lock_visible_case(due.case, user)
    rows = Errand.objects.visible_to(user).select_for_update(of=("self",), no_key=True)
    standing = rows.filter(pk=errand.pk).first()
    if standing is None:
        raise Refused(_("Este encargo es de otras personas."))
    return standing, case


def _refuse_over(standing: Errand) -> None:
    """Raise `Refused` for what is no longer to be done, saying who did what."""
    if standing.taken_back_at is not None:
        said = {"who": standing.taken_back_by, "why": standing.taken_back_reason}
        raise Refused(_("%(who)s retiró este encargo: %(why)s") % said)
    if standing.due.done_at is not None:
        raise Refused(_("%(who)s ya lo cumplió.") % {"who": standing.due.assigned_to})
    if standing.due.cancelled_at is not None:
        raise Refused(_("El caso se cerró, y el encargo terminó con él."))


def _to_judge(
    standing: Errand, answer_id: uuid.UUID, verdict: Verdict, user: Any
) -> ErrandAnswer | None:
    """Return the answer that `user` may judge, or None when she said this of it already."""
    answer = standing.answers.filter(pk=answer_id).first()
    if answer is None:
        raise Outdated
    if answer.verdict == verdict and answer.decided_by_id == user.pk:
        return None
    if answer.verdict == Verdict.ACCEPTED:
        raise Refused(_("%(who)s ya lo aceptó.") % {"who": answer.decided_by})
    if answer.verdict == Verdict.RETURNED:
        raise Refused(_("%(who)s ya lo devolvió.") % {"who": answer.decided_by})
    if not rules.may_judge(standing, answer, user):
        raise Refused(_("Lo acepta o lo devuelve quien dio el encargo."))
    return answer


def _decide(answer: ErrandAnswer, verdict: Verdict, comment: str, user: Any) -> None:
    answer.verdict, answer.comment = verdict, comment.strip()
    answer.decided_by, answer.decided_at = user, clock.now()
    answer.save(update_fields=["verdict", "comment", "new_due_on", "decided_by", "decided_at"])


def _tell(
    errand: Errand, case: Case | None, kind: EventKind, summary: str, user: Any,
    occurred_on: date | None = None,
) -> None:  # fmt: skip
    """Tell the timeline of the case it is about, if it is about one."""
    if case is not None:
        write_event(
            case=case, kind=kind, source=errand, summary=summary[:300], user=user,
            occurred_on=occurred_on,
        )  # fmt: skip


def _note_act(errand: Errand, user: Any, name: Any) -> None:
    if not errand.is_own:
        note_act(user=user, office_id=errand.office_id, source=errand, name=name)
