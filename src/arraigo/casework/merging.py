"""What a merge does with cases.

All cases go to the surviving file, each with its facts. Where both files have an open case the
user chooses which continues; the other is closed the same day and points at it
(`Case.continued_in`). Its facts stay in it, where they happened; its agenda moves over; and the
state of the case that continues is computed from the milestones of both (protocol: the step is
derived from facts). No closure is written: nobody certifies a result that did not happen.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions.dues import finish_due, manager_of, plan_due
from arraigo.casework.actions.events import recompute_state, write_event
from arraigo.casework.emergency.models import ReservedFile
from arraigo.casework.enums import ClosureState, DueKind, EventKind
from arraigo.casework.models import (
    Case,
    CaseAssignment,
    CaseEvent,
    CaseState,
    Closure,
    Due,
    ProtectionNote,
)
from arraigo.casework.protection.actions import give_notes_back
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.people.enums import ScopeReason
from arraigo.people.merging.aliases import ids_of
from arraigo.people.merging.born import Described, Group
from arraigo.people.merging.ledger import Ledger
from arraigo.people.merging.models import Merge, Separation
from arraigo.people.merging.rooms import Holder, MergeRoom, OpenCase

ANSWER_WITHIN = timedelta(days=3)
#: What hangs on the case itself and cannot be handed to another case.
_OF_THE_CASE = frozenset(
    {
        "casework_closure",
        "casework_caseassignment",
        "casework_protectionnote",
        "casework_drawncase",
        "casework_qualitycheck",
        "plans_plan",
        "profiling_profile",
    }
)


class CaseworkRoom(MergeRoom):
    """The rule of cases, their assignments, states and closures."""

    decides = (Case, CaseAssignment, CaseState, Closure)

    def lock(self, person_ids: Sequence[uuid.UUID]) -> None:
        """Lock the cases, as every action about a case does first."""
        cases = Case.objects.filter(person__in=person_ids).order_by("pk")
        list(cases.select_for_update(of=("self",), no_key=True))

    def open_cases(self, person_ids: Sequence[uuid.UUID]) -> list[OpenCase]:
        """Return the open cases, the one that has come furthest first."""
        cases = Case.objects.open().filter(person__in=person_ids)
        found = cases.select_related("state", "protocol").order_by("-state__step", "opened_on")
        return [
            OpenCase(
                case.pk,
                case.person_id,
                case.code,
                _("%(step)s, abierto el %(day)s")
                % {"step": case.step_name, "day": f"{case.opened_on:%d/%m/%Y}"},
            )
            for case in found
        ]

    def refusal(self, merge: Merge) -> str | Promise | None:
        """Return why not: a closure that awaits its certification comes first."""
        people = [merge.survivor_id, merge.absorbed_id]
        asked = Closure.objects.filter(person__in=people, state=ClosureState.REQUESTED)
        if asked.exists():
            return _("Hay un cierre por certificar. Certifíquelo o devuélvalo antes de unir.")
        return None

    def refuses_comparison(self, person_ids: Sequence[uuid.UUID]) -> str | Promise | None:
        """Return why not: a reserved file opens to no other office; data protection decides."""
        known = [one for person_id in person_ids for one in ids_of(person_id)]
        with acting_as(Actor.job("casework.reserved")):
            if ReservedFile.objects.standing().filter(person__in=known).exists():
                return _("Sobre esta pareja decide protección de datos.")
        return None

    def requested(self, merge: Merge, user: Any) -> None:
        """Put it on the agenda of who manages the cases, unless she asked for it herself."""
        people = [merge.survivor_id, merge.absorbed_id]
        for slot, case in enumerate(Case.objects.open().filter(person__in=people)):
            manager = manager_of(case)
            if manager is not None and manager.pk != user.pk:
                plan_due(
                    kind=DueKind.TASK,
                    title=_t("Confirmar si dos expedientes son de la misma persona"),
                    due_on=clock.today() + ANSWER_WITHIN,
                    source=merge,
                    case=case,
                    slot=slot,
                )

    def decided(self, merge: Merge, user: Any) -> None:
        """Take it off the agenda."""
        asked = Due.objects.open().filter(source_table=merge._meta.db_table, source_id=merge.pk)
        for due in asked:
            finish_due(due=due)

    def merge(self, ledger: Ledger) -> None:
        """Close the open case that does not continue, and move all cases to the survivor."""
        merge = ledger.merge
        open_ones = Case.objects.open().filter(person__in=[merge.survivor_id, merge.absorbed_id])
        cases = {case.pk: case for case in open_ones}
        if merge.continuing_case is not None and len(cases) == 2:
            goes_on = cases.pop(merge.continuing_case)
            (ends,) = cases.values()
            _continue(ledger, ends, goes_on)
        for model in self.decides:
            ledger.move(model)

    def merged(self, merge: Merge, user: Any) -> None:
        """Tell the timeline of the case that goes on, or else of the latest one."""
        _tell(merge.survivor_id, EventKind.FILES_MERGED, merge, user)

    def separated(self, merge: Merge, separation: Separation, user: Any) -> None:
        """Say anew where each case stands, give its notes back, and tell both timelines."""
        people = (merge.survivor_id, merge.absorbed_id)
        for case in Case.objects.filter(person__in=people).order_by("pk"):
            recompute_state(case.pk)
        give_notes_back(people)
        for person_id in people:
            _tell(person_id, EventKind.FILES_SEPARATED, separation, user)

    def other_case(self, merge: Merge, case_id: uuid.UUID) -> uuid.UUID | None:
        """Return the case that the merge ended in favour of `case_id`, or the other way round."""
        ended = merge.moves.filter(table_name=Case._meta.db_table, column_name="continued_in_id")
        line = ended.first()
        if line is None:
            return None
        pair = (uuid.UUID(line.row_id), uuid.UUID(line.after))
        return {pair[0]: pair[1], pair[1]: pair[0]}.get(case_id)

    def may_change_case(self, group: Group) -> bool:
        """Tell whether all of it may lie in either case: no plan, profile or closure."""
        tables = {row._meta.db_table for row in group.rows}
        older = {table for table, _key in group.anchors}
        return not tables & _OF_THE_CASE and older <= {Due._meta.db_table}

    def describe(self, group: Group) -> Described | None:
        """Return what the timeline says of it, or what is due."""
        events = [row for row in group.rows if isinstance(row, CaseEvent)]
        if events:
            first = min(events, key=lambda event: event.pk)
            return Described(first.get_kind_display(), first.occurred_on, first.summary)
        for row in group.rows:
            if isinstance(row, ProtectionNote):
                return Described(_("Nota de protección"), row.occurred_on, "")
        due = next((row for row in group.rows if isinstance(row, Due)), None)
        return Described(due.get_kind_display(), due.due_on, due.title) if due else None

    def holders(self, person_id: uuid.UUID) -> set[Holder]:
        """Return the offices of her cases."""
        offices = Case.objects.filter(person=person_id).values_list("office", flat=True)
        return {(str(ScopeReason.CASE), office, None) for office in offices}


def _continue(ledger: Ledger, ends: Case, goes_on: Case) -> None:
    """Close one case in favour of the other, which takes its agenda over.

    Follow-ups are planned once per person: those of the case that ends are taken off the agenda
    unless the other has none.
    """
    ledger.change(ends, closed_on=max(clock.today(), ends.opened_on), continued_in=goes_on)
    has_its_own = goes_on.dues.open().filter(kind=DueKind.FOLLOW_UP, source_id=goes_on.pk)
    follow_ups_stand = has_its_own.exists()
    for due in ends.dues.open().order_by("pk"):
        if due.kind == DueKind.FOLLOW_UP and due.source_id == ends.pk:
            if follow_ups_stand:
                ledger.change(due, cancelled_at=clock.now())
                continue
            ledger.change(due, source_id=goes_on.pk)
        ledger.change(due, case=goes_on, office=goes_on.office)
    for case in (ends, goes_on):
        recompute_state(case.pk)


def _tell(person_id: uuid.UUID, kind: EventKind, source: Any, user: Any) -> None:
    cases = Case.objects.filter(person=person_id).order_by("-opened_on")
    case = cases.open().first() or cases.first()
    if case is not None:
        write_event(case=case, kind=kind, source=source, user=user)
