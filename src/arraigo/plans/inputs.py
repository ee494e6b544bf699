"""The typed inputs of the actions, built alike by web forms and field submissions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from arraigo.core import clock
from arraigo.core.pictures.cleaning import Picture
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.people.enums import ConsentHow


@dataclass(frozen=True)
class ActionInput:
    """A step towards a goal, and whether it can be done. `cost` in quetzales."""

    text: str
    responsible: str
    service: Service | None = None
    starts_on: date | None = None
    due_on: date | None = None
    cost: Decimal | None = None
    award: Award | None = None
    is_offered: str = ""
    is_eligible: str = ""
    is_reachable: str = ""
    is_in_demand: str = ""
    waiting: str = ""
    risk: str = ""


@dataclass(frozen=True)
class GoalInput:
    """A goal with its steps, in the order told."""

    text: str
    horizon: str
    actions: tuple[ActionInput, ...] = ()


@dataclass(frozen=True)
class MitigationInput:
    """What will be done about a barrier; `action` is the words of the step of the plan that is."""

    barrier: str
    text: str
    action: str = ""


@dataclass(frozen=True)
class PlanInput:
    """The content of a plan; a draft may be unfinished."""

    pathway: str = ""
    situation: str = ""
    barriers: tuple[str, ...] = ()
    mitigations: str = ""
    measures: tuple[MitigationInput, ...] = ()
    feasibility: str = ""
    goals: tuple[GoalInput, ...] = ()


@dataclass(frozen=True)
class Signed:
    """How the person signed the plan, and when; `signature` is a PNG, `sheet` what she signed."""

    how: ConsentHow
    witness_name: str = ""
    signature: bytes | None = None
    sheet: Picture | None = None
    on: date = field(default_factory=clock.today)
