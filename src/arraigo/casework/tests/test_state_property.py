"""CaseState against a recomputation written apart, on random histories of a case."""

from __future__ import annotations

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arraigo.casework import actions
from arraigo.casework.enums import AttemptResult, CasePriority, ClosureState, DueKind, EventKind
from arraigo.casework.models import Case, CaseEvent, CaseState, Closure, Due, FollowUp
from arraigo.casework.tests.making import attempt, case_of, closure, follow_up, on_day, session
from arraigo.core import clock
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db

#: What rooms above write into the timeline.
FROM_ABOVE = [
    EventKind.PROFILE_COMPLETED, EventKind.PLAN_AGREED, EventKind.PLAN_REVIEWED,
    EventKind.SERVICE_DELIVERED, EventKind.ENROLLED, EventKind.PLACED, EventKind.REFERRAL_SENT,
]  # fmt: skip

who = st.sampled_from(["promotora", "promotor", "supervisora"])
picks = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("event"), st.sampled_from(FROM_ABOVE), picks),
    st.tuples(st.just("annul"), picks),
    st.tuples(st.just("plan"), st.sampled_from([*CasePriority, ""]), st.integers(0, 9)),
    st.tuples(st.just("priority"), st.sampled_from(CasePriority)),
    st.tuples(st.just("postpone"), picks, st.integers(-2, 40)),
    st.tuples(st.just("finish"), picks),
    st.tuples(st.just("cancel"), picks),
    st.tuples(st.just("session"), st.integers(0, 20)),
    st.tuples(st.just("follow_up"), picks, st.booleans()),
    st.tuples(st.just("attempt"), picks, st.sampled_from(AttemptResult)),
    st.tuples(st.just("undo_follow_up"), picks),
    st.tuples(st.just("request"), who),
    st.tuples(st.just("certify"), who),
    st.tuples(st.just("return"), who),
    st.tuples(st.just("reopen"), who),
)
histories = st.lists(st.tuples(st.integers(0, 20), steps), min_size=1, max_size=14)


def pick(rows, number):
    """Return one of the rows, or None when there are none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def live(case, act, **more):
    """Apply `act` to the case's latest closure, if there is one."""
    latest = Closure.objects.filter(case=case).order_by("-requested_at", "-pk").first()
    if latest is not None:
        act(closure=latest, **more)


def do(case, cast, name, *told):
    """Do one step of a history."""
    match name, told:
        case "event", (kind, number):
            actions.write_event(
                case=case, kind=kind, source=(pick(Due.objects.filter(case=case), number) or case)
            )
        case "annul", (number,):
            event = pick(CaseEvent.objects.filter(case=case, kind__in=FROM_ABOVE), number)
            if event is not None:
                CaseEvent.objects.create(
                    case=case, person_id=case.person_id, kind=EventKind.FACT_ANNULLED,
                    occurred_on=clock.today(), source_table=event.source_table,
                    source_id=event.source_id,
                )  # fmt: skip
                actions.recompute_state(case.pk)
        case "plan", (priority, days):
            start = clock.today().replace(day=1 + days)
            actions.schedule_follow_ups(case=case, start=start, priority=priority)
        case "priority", (priority,):
            actions.set_priority(case=case, priority=priority)
        case "session", (ahead,):
            data = session(case, next_on=clock.today().replace(day=28) if ahead % 2 else None)
            actions.record_session(data=data, user=cast.promotora)
        case "follow_up" | "attempt", (number, what):
            due = pick(Due.objects.filter(case=case, kind=DueKind.FOLLOW_UP), number)
            if name == "follow_up":
                data = follow_up(case, due=due, outcomes=("empleo",) if what else ())
                actions.record_follow_up(data=data, user=cast.promotora)
            else:
                data = attempt(case, due=due, result=what)
                actions.record_attempt(data=data, user=cast.promotora)
        case "undo_follow_up", (number,):
            fact = pick(FollowUp.objects.filter(case=case), number)
            if fact is not None:
                actions.annul_fact(fact=fact, user=cast.promotora, reason="Error")
        case "request", (user,):
            actions.request_closure(data=closure(case), user=getattr(cast, user))
        case "certify", (user,):
            live(case, actions.certify_closure, user=getattr(cast, user))
        case "return", (user,):
            live(case, actions.return_closure, user=getattr(cast, user), reason="Falta")
        case "reopen", (user,):
            live(case, actions.reopen_case, user=getattr(cast, user), reason="Volvió")
        case _, (number, *_how_far):
            due = pick(Due.objects.filter(case=case), number)
            if due is not None:
                move = {
                    "postpone": lambda: actions.postpone_due(
                        due=due, new_date=clock.today().replace(day=28)
                    ),
                    "finish": lambda: actions.finish_due(due=due),
                    "cancel": lambda: actions.cancel_due(due=due),
                }
                move[name]()


def recomputed(case):
    """Return what the state must be, from the source tables, without the SQL function."""
    case = Case.objects.select_related("protocol").get(pk=case.pk)
    document = case.protocol.document
    standing = []
    for event in CaseEvent.objects.filter(case=case).order_by("id"):
        source = (event.source_table, event.source_id)
        undone = {kind for kind, by in document["undone_by"].items() if event.kind in by}
        void = event.kind in {"fact_annulled", "delivery_annulled"}
        standing = [
            (kind, of, on) for kind, of, on in standing
            if kind not in undone and not (void and of == source)
        ]  # fmt: skip
        standing.append((event.kind, source, event.occurred_on))
    kinds = {kind for kind, _of, _on in standing}
    here, missing = None, []
    for step in document["steps"]:
        lacking = [each["task"] for each in step["checks"] if not kinds & set(each["kinds"])]
        if kinds & set(step.get("entered_by", [])) or (lacking and here is None):
            here, missing = step["number"], lacking
    last = document["steps"][-1]["number"]
    open_days = [due.due_on for due in Due.objects.filter(case=case)
                 if due.done_at is None and due.cancelled_at is None]  # fmt: skip
    contacts = [on for kind, _of, on in standing if kind in document["contacts"]]
    return {
        "step": last if here is None else here,
        "missing": missing,
        "next_due_on": min(open_days, default=None),
        "last_contact_on": max(contacts, default=None),
        "priority": case.priority,
    }


def forbidden(case):
    """Return what must never be true of a case, as words; empty when all is well."""
    case = Case.objects.select_related("state").get(pk=case.pk)
    closures = list(Closure.objects.filter(case=case))
    certified = [one for one in closures if one.state == ClosureState.CERTIFIED]
    requests = [one for one in closures if one.state == ClosureState.REQUESTED]
    manager = case.assignments.get(until=None).manager_id
    wrong = []
    if (case.closed_on is not None) != bool(certified):
        wrong.append("closed without a certified closure, or the other way round")
    if len(certified) + len(requests) > 1:
        wrong.append("two closures at once")
    if any(one.certified_by_id in {one.requested_by_id, manager} for one in certified):
        wrong.append("certified by the manager or the requester")
    if case.closed_on and case.dues.open().exists():
        wrong.append("a closed case with something due")
    if case.closed_on and (case.state.step, case.state.missing) != (5, []):
        wrong.append("a closed case with something missing")
    if requests and case.state.missing != ["certify"]:
        wrong.append("a requested closure that awaits something else")
    return wrong


def live_through(cast, case, history):
    """Live a history of the case, compare where it ends, and leave nothing behind."""
    with transaction.atomic():
        day = 0
        for later, step in history:
            day += later
            refused = contextlib.suppress(Refused, ValidationError)
            with on_day(cast.promotora, day), refused, transaction.atomic():
                do(case, cast, *step)
        with on_day(cast.promotora, day):
            told = recomputed(case)
            assert CaseState.objects.filter(case=case).values(*told).get() == told
            assert forbidden(case) == []
        transaction.set_rollback(True)


@pytest.fixture
def case(cast):
    """A case that each history begins with."""
    return case_of(cast.promotora)


SEVERAL = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


@settings(max_examples=200, **SEVERAL)
@given(history=histories)
def test_the_state_is_what_the_sources_say(cast, case, history):
    live_through(cast, case, history)


@pytest.mark.sweep
@settings(max_examples=2_000, **SEVERAL)
@given(history=histories)
def test_the_state_is_what_the_sources_say_in_two_thousand_histories(cast, case, history):
    live_through(cast, case, history)
