"""Writes about plans: the draft, its signature, its review and its next version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.casework.actions.events import lock_case, lock_open_case
from arraigo.casework.actions.facts import check_day
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused, advance, refuse_future
from arraigo.people.enums import ConsentHow, FileKind
from arraigo.people.files import keep_file
from arraigo.people.models import PersonFile
from arraigo.plans import consequences
from arraigo.plans.agenda import keep_agenda_of, take_off_agenda
from arraigo.plans.content import content_of, write_content
from arraigo.plans.enums import State
from arraigo.plans.inputs import PlanInput, Signed
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.sheets import keep_sheet
from arraigo.plans.transitions import ACTION, AGREE, APPROVE, DO, PLAN, RETURN, can_amend

UNSAVED = 0


class PlanOutdated(Outdated):
    """Somebody saved the draft, or signed it, meanwhile; `saved` is the plan as it stands."""

    def __init__(self, saved: Plan) -> None:
        super().__init__()
        self.saved = saved


@transaction.atomic
def save_plan(*, case: Case, data: PlanInput, revision: int, user: Any) -> Plan:
    """Save the case's draft as opened at `revision` (0: there was none), and return it.

    The first save makes the draft of version 1. The same content saved twice, or by two at
    once, is saved once. Raises `PlanOutdated` when something else was saved meanwhile, and
    `Refused` when the case is not open to `user` or its plan is signed: that one is amended.
    """
    locked = lock_open_case(case, user)
    plan = Plan.objects.drafts().filter(case=locked).whole().first()
    if plan is None:
        if Plan.objects.filter(case=locked).exists():
            raise Refused(_("El plan ya está acordado: no se cambia. Haga una versión nueva."))
        plan = _new_draft(locked, user)
        write_content(plan, data)
        return plan
    if content_of(plan) == data:
        return plan
    if plan.revision != revision:
        raise PlanOutdated(plan)
    plan.revision += 1
    plan.author = user
    write_content(plan, data)
    return plan


def _new_draft(case: Case, user: Any) -> Plan:
    latest = Plan.objects.of_case(case).values_list("version", flat=True).first() or 0
    return Plan.objects.create(case=case, person_id=case.person_id, version=latest + 1, author=user)


@transaction.atomic
def agree_plan(*, plan: Plan, signed: Signed, revision: int, user: Any) -> Plan:
    """Record that the person signed the plan as it was at `revision`, and return it.

    From then on its content never changes, an earlier version is replaced, the follow-ups are
    scheduled, and the session counts as counselling received. The sheet she signed is kept as a
    document of the case, in place of a signature on the screen. Signing the same plan twice is
    once. Raises `PlanOutdated` when the draft changed meanwhile, and `Refused` with the reason
    it cannot be signed.
    """
    case = lock_open_case(plan.case, user)
    standing = Plan.objects.whole().get(pk=plan.pk)
    if standing.revision != revision:
        raise PlanOutdated(standing)
    if not standing.is_draft:
        return standing
    _check_signed(signed, case)
    signature = _kept(standing, signed, user)
    replaced = Plan.objects.in_force().filter(case=case)
    take_off_agenda(replaced)
    replaced.update(replaced_at=clock.now())
    advance(
        PLAN,
        AGREE,
        standing,
        user,
        user.roles,
        signed_how=signed.how,
        signature=signature,
        witness_name=signed.witness_name.strip(),
        agreed_on=signed.on,
        agreed_at=clock.now(),
        agreed_by=user,
    )
    consequences.of_agreeing(standing, user)
    return standing


def _kept(plan: Plan, signed: Signed, user: Any) -> PersonFile | None:
    """Keep the signature on the screen, or the photo of the sheet, and return it."""
    if signed.how == ConsentHow.PAPER and signed.sheet:
        return keep_sheet(plan, signed.sheet, user).file
    if signed.how == ConsentHow.SIGNATURE and signed.signature:
        return keep_file(plan.person, FileKind.SIGNATURE, signed.signature, "image/png")
    return None


def _check_signed(signed: Signed, case: Case) -> None:
    if signed.how == ConsentHow.SIGNATURE and not signed.signature:
        raise Refused(_("Falta la firma. Pídala en el recuadro o elija otra forma."))
    if signed.how == ConsentHow.PAPER and not signed.sheet:
        raise Refused(_("Falta la foto de la hoja firmada."))
    if signed.how != ConsentHow.SIGNATURE and not signed.witness_name.strip():
        raise Refused(_("Escriba el nombre del testigo."))
    check_day(case, signed.on)


@transaction.atomic
def approve_plan(*, plan: Plan, user: Any, comment: str = "") -> Plan:
    """Approve the plan as the Project Lead; twice is once.

    Raises `Refused` to its author and to who does not lead the office.
    """
    return _review(plan, APPROVE, user, comment)


@transaction.atomic
def return_plan(*, plan: Plan, user: Any, comment: str) -> Plan:
    """Return the plan with what to change: it stands until a new version is signed.

    The case is back at agreeing on a plan. Twice is once. Raises `Refused` without a comment,
    to its author and to who does not lead the office.
    """
    if not comment.strip():
        raise Refused(_("Escriba qué hay que cambiar."))
    return _review(plan, RETURN, user, comment)


def _review(plan: Plan, name: str, user: Any, comment: str) -> Plan:
    visible = Plan.objects.visible_to(user).select_for_update(of=("self",), no_key=True)
    standing = visible.select_related("case").filter(pk=plan.pk).first()
    if standing is None:
        raise Refused(_("Este plan no está en su oficina."))
    if standing.state == PLAN[name].target and standing.reviewed_by_id == user.pk:
        return standing
    advance(
        PLAN,
        name,
        standing,
        user,
        user.roles,
        reviewed_by=user,
        reviewed_at=clock.now(),
        review_comment=comment.strip(),
    )
    note_act(
        user=user,
        office_id=standing.case.office_id,
        source=standing,
        name=_("Aprobó un plan") if name == APPROVE else _("Devolvió un plan"),
    )
    consequences.of_review(standing, user)
    return standing


@transaction.atomic
def amend_plan(*, plan: Plan, user: Any) -> Plan:
    """Begin a new version with the content of the plan in force, and return its draft.

    Steps already done or cancelled stay in the signed version and are not copied. Asked twice,
    or by two at once, it returns the draft there is. Raises `Refused` for any other plan.
    """
    case = lock_open_case(plan.case, user)
    draft = Plan.objects.drafts().filter(case=case).whole().first()
    if draft is not None:
        return draft
    standing = Plan.objects.whole().get(pk=plan.pk)
    if not can_amend(standing, user):
        raise Refused(_("Sólo se hace una versión nueva del plan vigente."))
    draft = _new_draft(case, user)
    write_content(draft, content_of(standing, pending_only=True))
    return draft


@transaction.atomic
def mark_action(
    *, action: PlanAction, name: str, user: Any, on: date | None = None, evidence: str = ""
) -> PlanAction:
    """Note that a step of the plan in force was done, cancelled or is pending again.

    `name` is one of `transitions.ACTION`. Twice is once. Raises `Refused` with the reason it
    cannot be, or for a day still to come.
    """
    if on is not None:
        refuse_future(on)
    visible = PlanAction.objects.visible_to(user).select_related("goal__plan__case")
    found = visible.filter(pk=action.pk).first()
    if found is None:
        raise Refused(_("Este plan no está en su oficina."))
    lock_case(found.goal.plan.case)
    standing = visible.select_for_update(of=("self",), no_key=True).get(pk=action.pk)
    if standing.state == ACTION[name].target:
        return standing
    advance(
        ACTION,
        name,
        standing,
        user,
        user.roles,
        done_on=(on or clock.today()) if name == DO else None,
        evidence=evidence.strip(),
        marked_by=user,
    )
    keep_agenda_of(standing)
    return standing


def draft_or_plan_of(case: Case) -> Plan | None:
    """Return the case's draft if there is one, else the plan in force, else None."""
    plans = list(Plan.objects.of_case(case).filter(replaced_at=None).whole())
    return next((plan for plan in plans if plan.state == State.DRAFT), plans[0] if plans else None)
