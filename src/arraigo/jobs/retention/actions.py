"""Writes about whether a placement lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import annul_fact, finish_due, write_event
from arraigo.casework.actions.dues import make_due_again
from arraigo.casework.actions.events import lock_case, lock_visible_case
from arraigo.casework.actions.facts import common, sent_before
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, Due
from arraigo.core.transitions import Refused, refuse_future
from arraigo.jobs.actions import check_evidence, end_placement, standing_placement
from arraigo.jobs.enums import PlacementEvidence, Still
from arraigo.jobs.inputs import CheckInput
from arraigo.jobs.models import Placement, RetentionCheck
from arraigo.jobs.retention.agenda import plan_checks
from arraigo.people.consent import check_not_withdrawn


@transaction.atomic
def record_check(*, data: CheckInput, user: Any) -> RetentionCheck:
    """Keep whether the placement lasts, do what was due, and return the check.

    «Ya no trabaja» ends the placement. Talking with the person is a contact. The case may be
    closed: half a year is longer than many a case (indicator 7). The same form twice leaves one.
    Raises `Refused` for a case the user does not see, a day before its time or to come, a
    placement that ended or is void, days that were answered already, and for the word of an
    employer whom the person did not allow to be asked.
    """
    case = lock_visible_case(data.placement.case, user)
    earlier = sent_before(RetentionCheck, data.id, case)
    if earlier is not None:
        return earlier
    placement = standing_placement(data.placement)
    _check(case, placement, data)
    due = Due.objects.of_source(placement, DueKind.RETENTION).open().filter(slot=data.days).first()
    check = _insert(case, placement, due, data, user)
    _tell(case, check, user)
    if due is not None:
        finish_due(due=due, on=check.occurred_on)
    if check.left_on is not None:
        end_placement(placement=placement, ended_on=check.left_on, user=user)
    else:
        plan_checks(placement)
    return check


def _check(case: Case, placement: Placement, data: CheckInput) -> None:
    check_not_withdrawn(case.person_id, data.occurred_on)
    if RetentionCheck.objects.standing().filter(placement=placement, days=data.days).exists():
        raise Refused(_("Esta verificación ya está anotada. Para corregirla, anúlela primero."))
    if placement.ended_on is not None:
        ended = date_format(placement.ended_on, "DATE_FORMAT")
        raise Refused(_("Ya está anotado que terminó el %(day)s.") % {"day": ended})
    if data.days not in {*case.protocol.retention_days, *_slots(placement)}:
        raise Refused(
            _("El protocolo no pregunta a esos días. Vuelva al caso y escoja otra fecha.")
        )
    refuse_future(data.occurred_on)
    day = placement.occurred_on + timedelta(days=data.days)
    if data.occurred_on < day - case.protocol.on_time:
        raise Refused(
            _(
                "Todavía no se cumplen los %(days)s días. Si ya no trabaja, anótelo con «Ya "
                "terminó» en su empleo."
            )
            % {"days": data.days}
        )
    _check_answer(placement, data)
    check_evidence(case, data.evidence)


def _slots(placement: Placement) -> Any:
    return Due.objects.of_source(placement, DueKind.RETENTION).values_list("slot", flat=True)


def _check_answer(placement: Placement, data: CheckInput) -> None:
    """Refuse in words what the table's constraints refuse."""
    if data.still == Still.UNKNOWN and data.evidence:
        raise Refused(_("Si no se pudo saber, nadie lo confirmó."))
    if data.still != Still.UNKNOWN and data.evidence not in PlacementEvidence:
        raise Refused(_("Diga quién lo confirmó."))
    left = data.left_on is not None and bool(data.left_reason)
    if left != (data.still == Still.LEFT) or (data.left_on is None) != (not data.left_reason):
        raise Refused(_("Si ya no trabaja, diga hasta cuándo y por qué."))
    if data.left_on is not None and not placement.occurred_on <= data.left_on <= data.occurred_on:
        raise Refused(_("El último día va entre el inicio del empleo y el día en que preguntó."))
    if data.monthly_income is not None and (
        data.monthly_income < 0 or data.still not in (Still.YES, Still.CHANGED)
    ):
        raise Refused(_("El ingreso se anota solo si trabaja, y no es negativo."))


def _insert(
    case: Case, placement: Placement, due: Due | None, data: CheckInput, user: Any
) -> RetentionCheck:
    return RetentionCheck.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        placement=placement,
        due=due,
        days=data.days,
        still=data.still,
        evidence=data.evidence,
        left_on=data.left_on,
        left_reason=data.left_reason,
        ended_it=data.left_on is not None,
        monthly_income=data.monthly_income,
    )


def _tell(case: Case, check: RetentionCheck, user: Any) -> None:
    """Write it in the timeline, and the contact beside it when the person herself was asked.

    Contacts are named by the protocol's document, and those published do not know this kind.
    """
    told = {"days": check.days, "answer": check.get_still_display()}
    words = _t("A los %(days)s días: %(answer)s") % told
    kinds = [EventKind.RETENTION_CHECKED]
    if check.evidence == PlacementEvidence.CALL:
        kinds.append(EventKind.CONTACT_MADE)
    for kind in kinds:
        write_event(
            case=case, kind=kind, source=check, occurred_on=check.occurred_on, summary=words,
            user=user,
        )  # fmt: skip


@transaction.atomic
def annul_check(*, fact: RetentionCheck, user: Any, reason: str) -> RetentionCheck:
    """Void a check recorded by mistake: the end it noted is taken back, and it is due again.

    In a closed case nothing is due. Raises what `casework.actions.annul_fact` does.
    """
    voided = annul_fact(fact=fact, user=user, reason=reason)
    assert isinstance(voided, RetentionCheck)  # noqa: S101 -- of the same model
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=voided.placement_id)
    if placement.annulled_at is not None:
        return voided
    if voided.ended_it:
        placement.ended_on = None
        placement.save(update_fields=["ended_on"])
    if voided.due is not None and voided.due.case is not None and not voided.due.case.closed_on:
        make_due_again(due=voided.due)
    plan_checks(placement)
    return voided


@transaction.atomic
def annul_placement(*, fact: Placement, user: Any, reason: str) -> Placement:
    """Void a placement recorded by mistake, with what was asked about it; nothing more is due.

    Raises what `casework.actions.annul_fact` does.
    """
    lock_case(fact.case)
    voided = annul_fact(fact=fact, user=user, reason=reason)
    assert isinstance(voided, Placement)  # noqa: S101 -- of the same model
    for check in voided.checks.standing():
        annul_fact(fact=check, user=user, reason=reason)
    plan_checks(voided)
    return voided
