"""What the rooms put on a case's agenda beside its follow-ups, planned anew when it changes.

Upper rooms register; casework asks them when a case is reopened or follows another protocol.
"""

from __future__ import annotations

from collections.abc import Callable

from arraigo.casework.models import Case

#: Puts a room's dates of a locked case on its agenda. Repeating it changes nothing.
Planner = Callable[[Case], None]

_planners: list[Planner] = []


def register(planner: Planner) -> None:
    """Add a room's planner. Twice is once."""
    if planner not in _planners:
        _planners.append(planner)


def plan_anew(case: Case) -> None:
    """Let every room say what is due in a case that is open and locked."""
    for planner in _planners:
        planner(case)
