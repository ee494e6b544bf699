"""Writes about verifications."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.casework.actions.deliveries import annul_fact
from arraigo.casework.actions.dues import LATEST, cancel_due, finish_due, manager_of, plan_due
from arraigo.casework.actions.events import lock_visible_case, write_event
from arraigo.casework.actions.facts import common, sent_before
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models.agenda import Due
from arraigo.casework.models.case import Case
from arraigo.casework.quality.checklist import CHECKLISTS, VERSION, result_of
from arraigo.casework.quality.enums import (
    TOLD,
    Confirms,
    ItemAnswer,
    Reached,
    Result,
    Unverifiable,
)
from arraigo.casework.quality.models import DrawnCase, QualityCheck
from arraigo.core import clock
from arraigo.core.models import field_id
from arraigo.core.transitions import Refused
from arraigo.people.consent import check_not_withdrawn


class Incomplete(Refused):
    """Something is missing or does not go together; `field` names what to answer."""

    def __init__(self, field: str, message: str | Promise) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class CheckInput:
    """What was found in a drawn case: answers by the code of the item; the id is the form's."""

    drawn: DrawnCase
    answers: Mapping[str, ItemAnswer]
    reached: Reached
    id: uuid.UUID = field(default_factory=field_id)
    not_tried_because: str = ""
    confirms: Confirms | str = ""
    satisfaction: int | None = None
    differs: str = ""
    observations: str = ""
    correction: str = ""
    correct_by: date | None = None


@transaction.atomic
def record_check(*, data: CheckInput, user: Any) -> QualityCheck:
    """Keep what was found in a drawn case, with the result that follows, and return it.

    What is to be corrected goes on the agenda of who manages the case. The same form twice leaves
    one. Raises `Refused` to who manages the case or does not lead its office and once somebody
    else has answered, `Incomplete` for answers that are not whole.
    """
    case, earlier = _to_answer(data.drawn, data.id, user)
    if earlier is not None:
        return earlier
    told = {
        "answers": {code: str(answer) for code, answer in data.answers.items()},
        "reached": data.reached,
        "not_tried_because": data.not_tried_because.strip()[:300],
        "confirms": data.confirms,
        "satisfaction": data.satisfaction,
        "differs": data.differs.strip(),
        "observations": data.observations.strip(),
        "correction": data.correction.strip(),
        "correct_by": data.correct_by,
    }
    told["result"] = _result(case, data, told)
    check = _insert(case, data.drawn, data.id, user, told)
    if data.correct_by is not None:
        _ask_to_correct(check, case, data.correct_by)
    return check


@transaction.atomic
def record_unverifiable(
    *, drawn: DrawnCase, why: Unverifiable, told: str, id: uuid.UUID, user: Any
) -> QualityCheck:
    """Say why a drawn case cannot be verified, and return that; no other takes its place.

    Raises `Refused` as `record_check` does, and without words when the reason is another one.
    """
    case, earlier = _to_answer(drawn, id, user)
    if earlier is not None:
        return earlier
    if why == Unverifiable.OTHER and not told.strip():
        raise Incomplete("told", _("Escriba por qué no se puede verificar."))
    words = {"result": Result.NOT_VERIFIED, "unverifiable": why, "observations": told.strip()}
    return _insert(case, drawn, id, user, words)


def refusal(drawn: DrawnCase, user: Any) -> str | Promise | None:
    """Return why `user` may not answer for a drawn case, or None if she may."""
    if drawn.office_id not in user.led_office_ids:
        return _("Sólo quien supervisa esa oficina puede hacerlo.")
    managing = drawn.case.assignments.filter(until=None, manager=user.pk)
    if drawn.manager_id == user.pk or managing.exists():
        return _("Quien lleva el caso no lo verifica.")
    return None


def _to_answer(drawn: DrawnCase, id: uuid.UUID, user: Any) -> tuple[Case, QualityCheck | None]:
    """Return the case, locked, and what the same form left before. Raises `Refused`."""
    case = lock_visible_case(drawn.case, user)
    why = refusal(drawn, user)
    if why is not None:
        raise Refused(why)
    same = sent_before(QualityCheck, id, case)
    if same is None:
        standing = QualityCheck.objects.standing().filter(drawn=drawn).first()
        if standing is not None:
            raise Refused(_("%(who)s ya lo registró.") % {"who": standing.recorded_by})
    return case, same


def _result(case: Case, data: CheckInput, told: Mapping[str, Any]) -> Result:
    """Return the result of answers that are whole. Raises `Refused`, `Incomplete` otherwise."""
    if set(data.answers) != {item.code for item in CHECKLISTS[VERSION]}:
        raise Refused(_("Responda cada punto de la lista."))
    _check_reached(case, data, told)
    if bool(told["correction"]) != bool(data.correct_by):
        missing = "correct_by" if told["correction"] else "correction"
        raise Incomplete(missing, _("Escriba qué corregir y para cuándo."))
    today = clock.today()
    if data.correct_by is not None and not today <= data.correct_by <= today + LATEST:
        words = _("Escoja una fecha de hoy en adelante, dentro de tres años.")
        raise Incomplete("correct_by", words)
    result = result_of(VERSION, data.answers, data.confirms)
    if result != Result.CONFORMS and not told["observations"]:
        words = _("El resultado es «%(result)s»: escriba qué observó.")
        raise Incomplete("observations", words % {"result": result.label})
    if result == Result.FAILS and not told["correction"]:
        words = _("El resultado es «No conforme»: escriba qué corregir y para cuándo.")
        raise Incomplete("correction", words)
    return result


def _check_reached(case: Case, data: CheckInput, told: Mapping[str, Any]) -> None:
    if data.reached in TOLD:
        check_not_withdrawn(case.person_id, clock.today())
        if not data.confirms:
            raise Incomplete("confirms", _("Diga si la persona confirma lo anotado."))
    elif data.confirms or data.satisfaction or told["differs"]:
        words = _("Si no habló con la persona, deje vacío lo que ella contó.")
        raise Incomplete("reached", words)
    if data.reached == Reached.NOT_TRIED and not told["not_tried_because"]:
        raise Incomplete("not_tried_because", _("Escriba por qué no se intentó."))


def _insert(
    case: Case, drawn: DrawnCase, id: uuid.UUID, user: Any, told: Mapping[str, Any]
) -> QualityCheck:
    try:
        with transaction.atomic():
            check = QualityCheck.objects.create(
                id=id,
                **common(case, day=clock.today(), user=user),
                drawn=drawn,
                month=drawn.draw.month,
                manager_id=drawn.manager_id,
                **told,
            )
    except IntegrityError as error:
        raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error
    write_event(case=case, kind=EventKind.QUALITY_CHECKED, source=check, user=user)
    note_act(
        user=user, office_id=case.office_id, source=check, name=_("Verificó la calidad de un caso")
    )
    return check


def _ask_to_correct(check: QualityCheck, case: Case, day: date) -> None:
    """Put it on the agenda: of the case, or of the office once the case is closed."""
    whose: dict[str, Any] = {"case": case}
    if case.closed_on is not None:
        whose = {"office": case.office, "assigned_to": manager_of(case) or check.manager}
    plan_due(
        kind=DueKind.CORRECTION,
        title=_t("Corregir lo que observó la verificación de calidad"),
        due_on=day,
        source=check,
        **whose,
    )


def may_correct(check: QualityCheck, user: Any) -> bool:
    """Tell whether `user` may say that it is corrected: who managed the case, or does now."""
    managing = check.case.assignments.filter(until=None, manager=user.pk)
    return check.awaits_correction and (check.manager_id == user.pk or managing.exists())


@transaction.atomic
def mark_corrected(*, check: QualityCheck, note: str = "", user: Any) -> QualityCheck:
    """Say that what was observed is corrected, and take it off the agenda. Twice is once.

    Raises `Refused` to who does not manage the case, and where there is nothing to correct.
    """
    case = lock_visible_case(check.case, user)
    locked = QualityCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if locked.corrected_at is not None:
        return locked
    if not locked.awaits_correction:
        raise Refused(_("No hay nada que corregir."))
    if not may_correct(locked, user):
        raise Refused(_("Lo marca quien lleva el caso."))
    locked.corrected_by, locked.corrected_at = user, clock.now()
    locked.corrected_note = note.strip()[:300]
    locked.save(update_fields=["corrected_by", "corrected_at", "corrected_note"])
    for due in _asked(locked):
        finish_due(due=due)
    write_event(case=case, kind=EventKind.QUALITY_CORRECTED, source=locked, user=user)
    return locked


@transaction.atomic
def annul_check(*, fact: QualityCheck, reason: str, user: Any) -> QualityCheck:
    """Make a verification recorded by mistake void: the same case waits to be verified again.

    Raises `Refused` to who may not verify it, `ValidationError` when it is void or without reason.
    """
    lock_visible_case(fact.case, user)
    why = refusal(fact.drawn, user)
    if why is not None:
        raise Refused(why)
    annul_fact(fact=fact, user=user, reason=reason)
    for due in _asked(fact):
        cancel_due(due=due)
    return fact


def _asked(check: QualityCheck) -> list[Due]:
    table = check._meta.db_table
    return list(Due.objects.open().filter(source_table=table, source_id=check.pk))
