"""What the job does each night, one rule after another, each in a transaction of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from arraigo.accounts.models import Session
from arraigo.core import clock
from arraigo.core.context import acting_as
from arraigo.people.leads.actions.work import purge as purge_contacts
from arraigo.people.linkage.run import purge as purge_linkage
from arraigo.people.search.models import StoredSearch
from arraigo.rights.retention.batches import propose_batch
from arraigo.rights.retention.due import due_people
from arraigo.rights.retention.enums import BatchState, Kind
from arraigo.rights.retention.holds import JOB
from arraigo.rights.retention.models import RetentionBatch, RetentionRule, RetentionRun


def look_through() -> list[uuid.UUID]:
    """Delete what needs nobody, propose what two people decide; return the batches to carry out.

    Safe to repeat at any moment: what is done is not there any more, what is proposed is not
    proposed again.
    """
    with acting_as(JOB):
        rules = RetentionRule.objects.in_force(clock.today())
    for kind in Kind:
        rule = rules.get(kind)
        if rule is not None:
            with acting_as(JOB):
                _apply(rule)
    with acting_as(JOB):
        confirmed = RetentionBatch.objects.filter(state=BatchState.CONFIRMED)
        return list(confirmed.values_list("pk", flat=True))


def _apply(rule: RetentionRule) -> None:
    if rule.is_decided:
        due = due_people(rule, clock.today())
        propose_batch(rule, due)
        waiting = [one.since for one in due if not one.held]
        RetentionRun.objects.create(
            rule=rule,
            due=len(waiting),
            held=len(due) - len(waiting),
            since=min(waiting, default=None),
        )
    else:
        RetentionRun.objects.create(rule=rule, done=_AT_ONCE[Kind(rule.kind)](rule))


def _kept_for(rule: RetentionRule) -> timedelta:
    return timedelta(days=rule.amount or 0)


def _searches(rule: RetentionRule) -> int:
    old = StoredSearch.objects.filter(made_at__lt=clock.now() - _kept_for(rule))
    return old.delete()[0]


def _sessions(rule: RetentionRule) -> int:
    over = Session.objects.filter(expire_date__lt=clock.now() - _kept_for(rule))
    return over.delete()[0]


def _tries(rule: RetentionRule) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rights_purge_tries(%s)", [clock.now() - _kept_for(rule)])
        return int(cursor.fetchone()[0])


def _deliveries(rule: RetentionRule) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rights_empty_deliveries(%s)", [clock.now() - _kept_for(rule)])
        return int(cursor.fetchone()[0])


def _leftovers(_rule: RetentionRule) -> int:
    return purge_linkage()


_AT_ONCE: dict[Kind, Callable[[RetentionRule], int]] = {
    Kind.CONTACT: lambda _rule: purge_contacts(),
    Kind.DELIVERY: _deliveries,
    Kind.SEARCH: _searches,
    Kind.SESSION: _sessions,
    Kind.EMERGENCY_TRY: _tries,
    Kind.LINKAGE: _leftovers,
    Kind.REFUSAL: lambda _rule: 0,
}
