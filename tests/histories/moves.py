"""What may happen to a case, in any order: each move calls an action of some room, as a page does.

A move that has nothing to act on does nothing; one that an action refuses leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from arraigo.casework import actions
from arraigo.casework.enums import AttemptResult, CasePriority, DueKind, NoteKind, Source
from arraigo.casework.models import (
    Case,
    Closure,
    ContactAttempt,
    CounsellingSession,
    Due,
    FollowUp,
    Note,
    ProtocolVersion,
    ServiceDelivery,
)
from arraigo.casework.protocol.moving import move_case
from arraigo.casework.tests.making import attempt, closure, follow_up, note, session
from arraigo.core import clock
from arraigo.directory.models import Service
from arraigo.jobs.actions import apply, end_placement, place
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.jobs.models import Application, Placement
from arraigo.learning import actions as learning
from arraigo.learning.enums import CertificateKind, Recognition
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.organizations.models import Organization
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.plans import actions as plans
from arraigo.plans.enums import State as PlanState
from arraigo.plans.inputs import Signed
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import CONTENT
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import WHOLE
from arraigo.referrals import actions as referrals
from arraigo.referrals.enums import Answer, Channel, RejectionReason
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral
from tests.factories import witnessed

#: Facts that their room lets one annul as they are.
PLAIN_FACTS = (
    Note, CounsellingSession, FollowUp, ContactAttempt, Certificate, Application, Placement,
)  # fmt: skip


@dataclass
class Life:
    """A person whose cases live through a history."""

    cast: Any
    case: Case
    user: Any
    rng: Random
    services: list[Service]
    issuer: Organization

    def pick(self, model: Any, **narrow: Any) -> Any:
        """Return one of the case's rows, or None when there are none."""
        rows = list(model.objects.filter(case=self.case, **narrow).order_by("pk"))
        return self.rng.choice(rows) if rows else None

    def some_day(self) -> date:
        """Return today or some day before, perhaps before the case."""
        return clock.today() - timedelta(days=self.rng.choice([0, 0, 0, 1, 5, 40]))


def open_another(life: Life) -> None:
    case = actions.open_case(
        person=life.case.person, office=life.case.office, source=Source.PARTNER, user=life.user
    )
    life.case = case


def profile(life: Life) -> None:
    known = Profile.objects.of_case(life.case)
    if known is None or life.rng.random() < 0.2:
        answers = dict(WHOLE, priority=life.rng.choice(CasePriority.values))
        version = known.version if known else 0
        save_profile(case=life.case, answers=answers, version=version, user=life.user)
    complete_profile(case=life.case, user=life.user)


def agree_plan(life: Life) -> None:
    draft = life.pick(Plan, state=PlanState.DRAFT)
    if draft is None:
        standing = Plan.objects.in_force().filter(case=life.case).first()
        if standing is None:
            draft = plans.save_plan(case=life.case, data=CONTENT, revision=0, user=life.user)
        else:
            draft = plans.amend_plan(plan=standing, user=life.user)
    signed = Signed(how=ConsentHow.WITNESS, witness_name="Testigo", on=clock.today())
    plans.agree_plan(plan=draft, signed=signed, revision=draft.revision, user=life.user)


def review_plan(life: Life) -> None:
    plan = Plan.objects.in_force().filter(case=life.case).first()
    if plan is not None and life.rng.random() < 0.7:
        plans.approve_plan(plan=plan, user=life.user)
    elif plan is not None:
        plans.return_plan(plan=plan, user=life.user, comment="Faltan fechas")


def counsel(life: Life) -> None:
    ahead = life.rng.choice([None, None, 0, 9])
    next_on = None if ahead is None else clock.today() + timedelta(days=ahead)
    data = session(life.case, occurred_on=life.some_day(), next_on=next_on)
    actions.record_session(data=data, user=life.user)


def write_note(life: Life) -> None:
    data = note(life.case, kind=life.rng.choice(list(NoteKind)), occurred_on=life.some_day())
    actions.record_note(data=data, user=life.user)


def follow(life: Life) -> None:
    due = life.pick(Due, kind=DueKind.FOLLOW_UP) if life.rng.random() < 0.8 else None
    data = follow_up(
        life.case, due=due, outcomes=life.rng.choice([(), ("empleo",), ("estudio", "ingreso")]),
        occurred_on=life.some_day(),
        next_on=life.rng.choice([None, clock.today() + timedelta(days=20)]),
    )  # fmt: skip
    actions.record_follow_up(data=data, user=life.user)


def try_to_reach(life: Life) -> None:
    due = life.pick(Due, kind=DueKind.FOLLOW_UP)
    result = life.rng.choice(list(AttemptResult))
    data = attempt(life.case, due=due, result=result, occurred_on=life.some_day())
    actions.record_attempt(data=data, user=life.user)


def refer(life: Life) -> None:
    data = ReferralInput(life.case, life.rng.choice(life.services), "Quiere un oficio")
    given = witnessed("nombre", "telefono")
    referrals.send_referral(data=data, consent_given=given, user=life.user)


def answer(life: Life) -> None:
    referral = life.pick(Referral)
    told = life.rng.choice([*Answer, Answer.FINISHED, Answer.FINISHED])
    if referral is not None:
        reason = RejectionReason.AGE if told == Answer.REJECTED else ""
        data = AnswerInput(told, occurred_on=life.some_day(), reason=reason)
        referrals.record_answer(
            referral=referral, answer=data, channel=Channel.PHONE, user=life.user
        )


def end_referral(life: Life) -> None:
    referral = life.pick(Referral)
    if referral is not None and life.rng.random() < 0.5:
        referrals.withdraw_referral(referral=referral, reason="Ya no quiere", user=life.user)
    elif referral is not None:
        referrals.close_referral(referral=referral, user=life.user)


def enrol(life: Life) -> None:
    day = life.some_day()
    data = EnrolmentInput(life.case, life.rng.choice(life.services), day, day)
    learning.enrol(data=data, user=life.user)


def go_on_training(life: Life) -> None:
    enrolment = life.pick(Enrolment)
    if enrolment is None:
        return
    if life.rng.random() < 0.7:
        data = CompletionInput(enrolment, life.some_day())
        learning.complete_training(data=data, user=life.user)
    else:
        learning.drop_training(
            enrolment=enrolment, dropped_on=clock.today(), reason="Trabajo", user=life.user
        )


def certify(life: Life) -> None:
    kind, recognition = life.rng.choice([
        (CertificateKind.TECHNICAL, Recognition.CERTIFICATION), (CertificateKind.ATTENDANCE, None),
    ])  # fmt: skip
    data = CertificateInput(
        life.case, kind, "Soldadura", life.issuer, life.some_day(),
        issuer_authorised=recognition is not None, recognition=recognition,
    )  # fmt: skip
    learning.record_certificate(data=data, user=life.user)


def apply_for_job(life: Life) -> None:
    data = ApplicationInput(life.case, "Ficticia", "Ayudante", Means.NETWORKS, life.some_day())
    apply(data=data, user=life.user)


def start_job(life: Life) -> None:
    data = PlacementInput(
        life.case, PlacementKind.EMPLOYED, "Ayudante", life.some_day(), PlacementEvidence.CALL,
        employer_name="Ficticia", hours_per_week=30, expected_months=Decimal(6),
    )  # fmt: skip
    place(data=data, user=life.user)


def lose_job(life: Life) -> None:
    job = life.pick(Placement)
    if job is not None:
        end_placement(placement=job, ended_on=clock.today(), user=life.user)


def annul(life: Life) -> None:
    model = life.rng.choice([*PLAIN_FACTS, ServiceDelivery, Enrolment, Completion])
    fact, why = life.pick(model), {"user": life.user, "reason": "Era otra persona"}
    if fact is None:
        return
    match fact:
        case ServiceDelivery():
            actions.annul_delivery(delivery=fact, **why)
        case Enrolment():
            learning.annul_enrolment(fact=fact, **why)
        case Completion():
            learning.annul_completion(fact=fact, **why)
        case _:
            actions.annul_fact(fact=fact, **why)


def plan_something(life: Life) -> None:
    actions.plan_due(
        case=life.case, kind=DueKind.TASK, title="Llevar papelería", source=life.case,
        due_on=clock.today() + timedelta(days=life.rng.randint(0, 30)), slot=life.rng.randint(0, 2),
    )  # fmt: skip


def handle_due(life: Life) -> None:
    due, how = life.pick(Due), life.rng.choice(["postpone", "finish", "cancel"])
    if due is None:
        return
    if how == "postpone":
        day = clock.today() + timedelta(days=life.rng.randint(-2, 40))
        actions.postpone_due(due=due, new_date=day)
    elif how == "finish":
        actions.finish_due(due=due)
    else:
        actions.cancel_due(due=due)


def set_priority(life: Life) -> None:
    actions.set_priority(case=life.case, priority=life.rng.choice(list(CasePriority)))


def reassign(life: Life) -> None:
    manager = getattr(life.cast, life.rng.choice(["promotora", "promotor", "supervisora"]))
    actions.reassign_case(case=life.case, manager=manager, user=life.user)


def change_protocol(life: Life) -> None:
    version = life.rng.choice(list(ProtocolVersion.objects.published()))
    move_case(case=life.case, version=version, user=life.user)


def request_closure(life: Life) -> None:
    reason = life.rng.choice(["objetivos", "no_localizada", "fallecimiento"])
    actions.request_closure(data=closure(life.case, reason=reason), user=life.user)


def decide_closure(life: Life) -> None:
    requested = life.pick(Closure)
    if requested is not None and life.rng.random() < 0.7:
        actions.certify_closure(closure=requested, user=life.user)
    elif requested is not None:
        actions.return_closure(closure=requested, user=life.user, reason="Falta la evidencia")


def reopen(life: Life) -> None:
    ended = Closure.objects.filter(person=life.case.person_id).order_by("pk")
    if ended:
        chosen = life.rng.choice(list(ended))
        actions.reopen_case(closure=chosen, user=life.user, reason="Volvió")
        life.case = chosen.case


def decide_consent(life: Life) -> None:
    decision = life.rng.choice([ConsentDecision.WITHDRAWN, ConsentDecision.GIVEN])
    given = witnessed()
    record_consent(
        person=life.case.person, purpose=ConsentPurpose.SERVICE, user=life.user,
        given=type(given)(how=given.how, witness_name=given.witness_name, decision=decision),
    )  # fmt: skip


#: Each move with how often it comes: what leads on comes more often than what undoes.
MOVES: dict[Any, int] = {
    profile: 8, agree_plan: 8, review_plan: 9, counsel: 4, write_note: 2, follow: 7,
    try_to_reach: 3, refer: 3, answer: 3, end_referral: 1, enrol: 3, go_on_training: 3,
    certify: 2, apply_for_job: 2, start_job: 2, lose_job: 1, annul: 5, plan_something: 2,
    handle_due: 4, set_priority: 1, reassign: 3, change_protocol: 3, request_closure: 5,
    decide_closure: 7, reopen: 3, open_another: 2, decide_consent: 1,
}  # fmt: skip

#: Moves of who leads the office; the others are tried by everybody.
_LEADS = {review_plan, reassign, decide_closure, reopen}


def random_user(life: Life, move: Any) -> str:
    """Return who makes the move: mostly somebody who may."""
    if move in _LEADS:
        return life.rng.choice(["supervisora", "supervisora", "supervisora", "promotora"])
    return life.rng.choice(["promotora", "promotora", "promotor", "supervisora"])
