"""What the database refuses about a signed plan, whoever asks (protocol: amendments create a
new version)."""

from __future__ import annotations

import pgtrigger

_SIGNED = "RAISE EXCEPTION 'arraigo: un plan acordado no se cambia' USING ERRCODE = '23514';"

_CONTENT_CHANGED = """
IF (to_jsonb(NEW) - ARRAY[{free}]) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{free}])
{also} THEN {refuse} END IF;
RETURN NEW;
"""

_PART_OF_SIGNED = """
IF EXISTS (SELECT FROM plans_plan plan {join} AND plan.state <> 'borrador') {unless}
THEN {refuse} END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""

_OF_GOAL = "WHERE plan.id IN ({row}.plan_id)"
_OF_ACTION = "JOIN plans_goal goal ON goal.plan_id = plan.id WHERE goal.id IN ({row}.goal_id)"


def _listed(*names: str) -> str:
    return ", ".join(f"'{name}'" for name in names)


def signed_plan_stands() -> pgtrigger.Trigger:
    """Return the trigger that lets a signed plan only be reviewed, replaced or moved in a merge."""
    free = _listed(
        "state", "reviewed_by_id", "reviewed_at", "review_comment", "replaced_at", "person_id"
    )
    return pgtrigger.Trigger(
        name="signed_stands",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.state <> 'borrador'"),
        func=_CONTENT_CHANGED.format(free=free, also="OR NEW.state = 'borrador'", refuse=_SIGNED),
    )


def _part_stands(
    operation: pgtrigger.Operation, name: str, join: str, *free: str
) -> pgtrigger.Trigger:
    listed = _listed("person_id", *free)
    unless = (
        f"AND (to_jsonb(NEW) - ARRAY[{listed}]) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{listed}])"
        if operation is pgtrigger.Update
        else ""
    )
    row = "NEW" if operation is pgtrigger.Insert else "OLD"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=operation,
        func=_PART_OF_SIGNED.format(join=join.format(row=row), unless=unless, refuse=_SIGNED),
    )


def goals_stand() -> list[pgtrigger.Trigger]:
    """Return the triggers that keep the goals of a signed plan as they are."""
    return [
        _part_stands(pgtrigger.Insert, "signed_no_more", _OF_GOAL),
        _part_stands(pgtrigger.Update, "signed_no_change", _OF_GOAL),
        _part_stands(pgtrigger.Delete, "signed_no_less", _OF_GOAL),
    ]


def actions_stand() -> list[pgtrigger.Trigger]:
    """Return those that keep its actions; only how far they are may still change."""
    progress = ("state", "done_on", "evidence", "award_id", "marked_by_id")
    return [
        _part_stands(pgtrigger.Insert, "signed_no_more", _OF_ACTION),
        _part_stands(pgtrigger.Update, "signed_no_change", _OF_ACTION, *progress),
        _part_stands(pgtrigger.Delete, "signed_no_less", _OF_ACTION),
    ]
