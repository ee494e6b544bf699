"""The plan: drafted, signed by the person, reviewed or returned, followed, and amended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from arraigo.core.pictures.cleaning import Picture
from arraigo.demo import assumed, words
from arraigo.demo.agenda import working_hour
from arraigo.demo.enums import Fate
from arraigo.demo.signature import SHEET
from arraigo.demo.story import closures, counselling, follow_ups, jobs, training
from arraigo.demo.story.world import Life, acting
from arraigo.people.enums import ConsentHow
from arraigo.plans.actions import (
    agree_plan,
    amend_plan,
    approve_plan,
    mark_action,
    return_plan,
    save_plan,
)
from arraigo.plans.content import content_of
from arraigo.plans.enums import Answer, Barrier, Horizon, Pathway, State, Waiting
from arraigo.plans.inputs import (
    ActionInput,
    GoalInput,
    MitigationInput,
    PlanInput,
    Signed,
)
from arraigo.plans.models import Plan, PlanAction
from arraigo.plans.transitions import CANCEL, DO

#: The pathway that goes with what becomes of her; the others choose as they want.
PATHWAY_OF_FATE = {Fate.BUSINESS: Pathway.BUSINESS, Fate.STUDY: Pathway.EDUCATION}
PATHWAY_OF_WANT = {
    "empleo": Pathway.EMPLOYMENT, "negocio": Pathway.BUSINESS, "estudio": Pathway.EDUCATION,
    "oficio": Pathway.TRAINING, "certificado": Pathway.CERTIFICATION,
}  # fmt: skip


def draft(life: Life, at: datetime) -> None:
    """Write the draft with the person; she signs it soon."""
    write(life, at)
    life.later(at, assumed.DAYS_TO_SIGN, sign_first)


def write(life: Life, at: datetime) -> None:
    """Write the draft with the person."""
    with life.acting(at):
        life.plan = save_plan(
            case=life.case, data=_content(life, at.date()), revision=0, user=life.promotor
        )


def sign_first(life: Life, at: datetime) -> None:
    """Let her sign her first plan: all that follows from a plan begins."""
    sign(life, at)
    life.go_on = follow_ups.await_all
    counselling.plan(life, at)
    training.plan(life, at)
    jobs.plan(life, at)
    closures.plan(life, at)
    if life.world.dealer.draw("plan_amended"):
        life.later(at, assumed.DAYS_TO_AMEND, amend)


def sign(life: Life, at: datetime) -> None:
    """Let her sign the draft; the follow-ups are on the agenda from now on."""
    consent = life.consents()
    on_paper = consent.how == ConsentHow.PAPER
    with life.acting(at):
        plan = Plan.objects.get(pk=life.plan.pk)
        if plan.state != State.DRAFT:
            return  # signed on another day
        life.plan = agree_plan(
            plan=plan,
            signed=Signed(
                how=consent.how,
                witness_name=words.WITNESS if on_paper else consent.witness_name,
                signature=consent.signature,
                sheet=Picture(SHEET) if on_paper else None,
            ),
            revision=plan.revision,
            user=life.promotor,
        )
        steps = list(
            PlanAction.objects.filter(goal__plan=life.plan).order_by("goal__place", "place")
        )
    follow_ups.await_all(life, at)
    life.later(at, assumed.DAYS_TO_REVIEW, review)
    for step in steps:
        _progress(life, step, at.date())


def review(life: Life, at: datetime) -> None:
    """Let the Project Lead approve the plan, or return it with what to change."""
    lead = life.world.lead_of(life.office)
    with acting(lead, at):
        plan = Plan.objects.get(pk=life.plan.pk)
    if plan.state != State.AGREED:
        return  # reviewed already, or a new version is being written
    if life.world.dealer.draw("plan_returned"):
        send_back(life, at)
        return
    with acting(lead, at):
        life.plan = approve_plan(plan=plan, user=lead)


def send_back(life: Life, at: datetime) -> None:
    """Let the Project Lead return the plan; a new version follows some days later."""
    lead = life.world.lead_of(life.office)
    with acting(lead, at):
        life.plan = return_plan(
            plan=life.plan,
            user=lead,
            comment="Falta quién paga el pasaje y una fecha (ficticio).",
        )
    life.later(at, assumed.DAYS_TO_CORRECT, amend)


def amend(life: Life, at: datetime) -> None:
    """Write a new version, because it was returned or her circumstances changed."""
    with life.acting(at):
        plan = amend_plan(plan=life.plan, user=life.promotor)
        content = content_of(plan)
        changed = replace(
            content,
            mitigations=life.random.choice(words.MITIGATIONS),
            goals=content.goals or _goals(life, Pathway.COMBINED, at.date()),
        )
        life.plan = save_plan(
            case=life.case, data=changed, revision=plan.revision, user=life.promotor
        )
    life.later(at, assumed.DAYS_TO_SIGN, sign)


def _progress(life: Life, step: PlanAction, signed_on: date) -> None:
    """Plan that a step of the plan will be done or given up, on its day or some days late."""
    if step.due_on is None:
        return
    chance = life.random.random()
    is_late = chance > assumed.ACTION_DONE + assumed.ACTION_CANCELLED
    name = CANCEL if chance > assumed.ACTION_DONE and not is_late else DO
    days = life.random.randint(2, 9) if is_late else life.random.randint(-6, 2)

    def mark(at: datetime) -> None:
        if life.is_closed:  # a case that is reopened has it on its agenda again
            life.world.agenda.plan(at + timedelta(days=14), mark)
            return
        with life.acting(at):
            standing = PlanAction.objects.select_related("goal__plan").get(pk=step.pk)
            if standing.goal.plan.is_in_force:
                evidence = "Lo mostró (ficticio)" if name == DO else ""
                mark_action(action=standing, name=name, user=life.promotor, evidence=evidence)

    day = max(step.due_on + timedelta(days=days), signed_on + timedelta(days=1))
    life.world.agenda.plan(working_hour(life.random, day), mark)


def _content(life: Life, today: date) -> PlanInput:
    random, pathway = life.random, _pathway(life)
    situation = random.choice(words.SITUATIONS)
    barriers = tuple(str(each) for each in random.sample(list(Barrier), random.randint(0, 2)))
    return PlanInput(
        pathway=pathway,
        situation=situation,
        barriers=barriers,
        measures=tuple(MitigationInput(each, words.MEASURES[each]) for each in barriers[:1]),
        mitigations=random.choice(words.MITIGATIONS),
        feasibility=random.choice(words.FEASIBILITY),
        goals=_goals(life, pathway, today),
    )


def _pathway(life: Life) -> Pathway:
    wants = life.profile.wants
    chosen = PATHWAY_OF_FATE.get(life.traits.fate) or PATHWAY_OF_WANT.get(next(iter(wants), ""))
    return chosen if chosen and len(wants) < 2 else Pathway.COMBINED


def _goals(life: Life, pathway: Pathway, today: date) -> tuple[GoalInput, ...]:
    text, steps = words.GOALS[pathway]
    first = GoalInput(
        text=text,
        horizon=Horizon.SHORT,
        actions=tuple(
            _step(life, number, step, today) for number, step in enumerate(steps, start=1)
        ),
    )
    if life.random.random() < 0.5:
        return (first,)
    saving = ActionInput(
        text=words.LONG_STEP, responsible="persona", due_on=today + timedelta(days=300)
    )
    return first, GoalInput(text=words.LONG_GOAL, horizon=Horizon.LONG, actions=(saving,))


def _step(life: Life, number: int, step: tuple[str, str, str], today: date) -> ActionInput:
    text, responsible, kind = step
    begins = today + timedelta(days=7 * number)
    services = life.world.offered.by_kind.get(kind, [])
    return ActionInput(
        text=text,
        responsible=responsible,
        service=life.random.choice(services) if services else None,
        starts_on=begins,
        due_on=begins + timedelta(days=life.random.randint(10, 30)),
        cost=Decimal(life.random.randrange(25, 200, 25)) if not kind else None,
        is_offered=Answer.YES if services else "",
        is_eligible=Answer.UNKNOWN if services and responsible == "proveedor" else "",
        waiting=Waiting.MONTH if services else "",
    )
