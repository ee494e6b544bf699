"""The page that writes a plan: its form, and the rows of goals and steps under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.directory.models import Service
from arraigo.organizations.models import Award
from arraigo.plans.catalogue.ideas import Idea
from arraigo.plans.content import TEXTS, content_of
from arraigo.plans.enums import Barrier
from arraigo.plans.forms import GoalForm, MeasureForm, PlanForm, StepForm
from arraigo.plans.inputs import ActionInput, GoalInput, MitigationInput, PlanInput
from arraigo.plans.models import Plan
from arraigo.profiling import rows

MOST_GOALS = MOST_STEPS = 8
MOST_SERVICES, MOST_MEASURES = 60, 12
GOAL, STEP, MEASURE = "meta", "accion", "medida"
#: The press that asks, of every barrier that is marked, what will be done about it.
BARRIERS = "barreras"

Told = dict[str, Any]


@dataclass
class GoalRows:
    """A goal on the page and its steps."""

    prefix: str
    form: GoalForm
    steps: list[StepForm] = field(default_factory=list)

    @property
    def steps_prefix(self) -> str:
        """Return the name that the buttons of its steps use."""
        return f"{self.prefix}-{STEP}"

    @property
    def may_add(self) -> bool:
        """Tell whether one more step fits."""
        return len(self.steps) < MOST_STEPS

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was written into it: then it is left out."""
        return not self.form.has_changed() and not any(step.has_changed() for step in self.steps)


class PlanEditor:
    """A plan on the page: read from its rows, from what was typed, or after a press of a row."""

    def __init__(
        self,
        case: Case,
        plan: Plan | None,
        data: QueryDict | None = None,
        ideas: Sequence[Idea] = (),
        known: Sequence[str] = (),
    ) -> None:
        self.ideas = {each.key: each for each in ideas}
        self.services = self._services(case, plan)
        self.awards = self._awards(plan)
        self.data = data
        self.saved: Plan | None = None
        self.is_bound = data is not None and not rows.presses(data)
        if data is None:
            told = _with_a_row_for_each(_told_by(plan, known))
            self._show(told, plan.revision if plan else 0)
        elif self.is_bound:
            self._bind(data)
        else:
            self._rearrange(data)

    @staticmethod
    def _services(case: Case, plan: Plan | None) -> dict[str, Service]:
        """Return the services that may be named: suggested where she lives, and those named."""
        offered = Service.objects.suggested_for(case.person.municipality)
        found = {str(row.pk): row for row in offered.select_related("organization")[:MOST_SERVICES]}
        for goal in plan.goals.all() if plan else ():
            for step in goal.actions.all():
                if step.service is not None:
                    found.setdefault(str(step.service_id), step.service)
        return found

    @staticmethod
    def _awards(plan: Plan | None) -> dict[str, Award]:
        """Return the awards that may pay for a step: those that run today, and those named."""
        found = {str(row.pk): row for row in Award.objects.running(clock.today())}
        for goal in plan.goals.all() if plan else ():
            for step in goal.actions.all():
                if step.award is not None:
                    found.setdefault(str(step.award_id), step.award)
        return found

    def _step(self, *args: Any, **kwargs: Any) -> StepForm:
        names = [(key, f"{row.name} · {row.organization}") for key, row in self.services.items()]
        awards = [(key, str(row)) for key, row in self.awards.items()]
        return StepForm(*args, services=names, awards=awards, **kwargs)

    def _measures(self, *args: Any, told: Sequence[Told]) -> list[MeasureForm]:
        """Return a row for each measure; it may name the steps that are on the page."""
        written = [step["text"].value() or "" for goal in self.goals for step in goal.steps]
        steps = [*dict.fromkeys(text.strip() for text in written if text.strip())]
        return [
            MeasureForm(*args, initial=each, prefix=f"{MEASURE}-{number}", steps=steps)
            for number, each in enumerate(told)
        ]

    def _show(self, told: Told, revision: Any) -> None:
        """Show this content, unchecked."""
        self.form = PlanForm(initial={**told["plan"], "revision": revision})
        self.goals = []
        for number, goal in enumerate(told["goals"]):
            prefix = f"{GOAL}-{number}"
            steps = [
                self._step(initial=step, prefix=f"{prefix}-{STEP}-{place}")
                for place, step in enumerate(goal["steps"])
            ]
            self.goals.append(
                GoalRows(prefix, GoalForm(initial=goal["goal"], prefix=prefix), steps)
            )
        self.measures = self._measures(told=told["measures"])

    def _bind(self, data: QueryDict) -> None:
        """Take what was typed, to check it."""
        self.form = PlanForm(data)
        self.goals = []
        for number in range(rows.total(data, GOAL, MOST_GOALS)):
            prefix = f"{GOAL}-{number}"
            goal = GoalForm(data, prefix=prefix, initial=_BLANK_GOAL)
            steps = [
                self._step(data, prefix=f"{prefix}-{STEP}-{place}", empty_permitted=True,
                           initial=_BLANK_STEP)
                for place in range(rows.total(data, f"{prefix}-{STEP}", MOST_STEPS))
            ]  # fmt: skip
            self.goals.append(GoalRows(prefix, goal, steps))
        blank: list[Told] = [{}] * rows.total(data, MEASURE, MOST_MEASURES)
        self.measures = self._measures(data, told=blank)

    def _rearrange(self, data: QueryDict) -> None:
        """Show what was typed with one row more or less."""
        goals = []
        for number in range(rows.total(data, GOAL, MOST_GOALS)):
            prefix = f"{GOAL}-{number}"
            under = f"{prefix}-{STEP}"
            steps = [
                rows.typed(StepForm, data, f"{under}-{place}")
                for place in range(rows.total(data, under, MOST_STEPS))
            ]
            steps = rows.rearranged(steps, data, under, {})[:MOST_STEPS]
            goals.append({"goal": rows.typed(GoalForm, data, prefix), "steps": steps})
        goals = rows.rearranged(goals, data, GOAL, _blank_goal())
        if (taken := self.ideas.get(data.get(rows.ADD, ""))) is not None:
            goals = [each for each in goals if not _is_untouched(each)]
            goals.append(_told_goal(taken.goal))
        goals = goals[:MOST_GOALS]
        told = {
            name: form_field.widget.value_from_datadict(data, {}, name)
            for name, form_field in PlanForm.base_fields.items()
        }
        content = {"plan": told, "goals": goals, "measures": _measures_after(data)}
        if data.get(rows.ADD) == BARRIERS:
            content = _with_a_row_for_each(content)
        self._show(content, data.get("revision", "0"))

    def is_valid(self) -> bool:
        """Check everything that was typed; a goal with nothing in it is left out."""
        if not self.is_bound:
            return False
        parts: list[forms.Form] = [self.form]
        for goal in self.goals:
            parts += [] if goal.is_blank else [goal.form, *goal.steps]
        parts += [each for each in self.measures if not each.is_blank]
        return all(part.is_valid() for part in parts)

    @property
    def parts(self) -> list[forms.Form]:
        """Return every form of the page in its order, for the summary of errors."""
        parts: list[forms.Form] = [self.form]
        for goal in self.goals:
            parts += [] if self.is_bound and goal.is_blank else [goal.form, *goal.steps]
        return [*parts, *(each for each in self.measures if not each.is_blank)]

    @property
    def may_add(self) -> bool:
        """Tell whether one more goal fits."""
        return len(self.goals) < MOST_GOALS

    @property
    def may_add_measure(self) -> bool:
        """Tell whether one more measure fits."""
        return len(self.measures) < MOST_MEASURES

    @property
    def offered(self) -> list[Idea]:
        """Return the goals that may be taken over and are not among those here."""
        here = {goal.form["text"].value() for goal in self.goals}
        return [each for each in self.ideas.values() if each.goal.text not in here]

    @property
    def plan_input(self) -> PlanInput:
        """Return the typed content of a valid page."""
        told = self.form.cleaned_data
        measures = tuple(_measure(each.cleaned_data) for each in self.measures if not each.is_blank)
        marked = {*told["barriers"], *(each.barrier for each in measures)}
        return PlanInput(
            **{name: told[name].replace("\r\n", "\n") for name in TEXTS},
            barriers=tuple(each for each in Barrier.values if each in marked),
            measures=measures,
            goals=tuple(self._goal(goal) for goal in self.goals if not goal.is_blank),
        )

    def _goal(self, goal: GoalRows) -> GoalInput:
        steps = tuple(self._action(step) for step in goal.steps if step.has_changed())
        return GoalInput(**goal.form.cleaned_data, actions=steps)

    def _action(self, step: StepForm) -> ActionInput:
        told = {**step.cleaned_data}
        service, award = self.services.get(told["service"]), self.awards.get(told["award"])
        return ActionInput(**{**told, "service": service, "award": award})

    def refuse(self, message: str) -> None:
        """Show why it was not saved."""
        self.form.add_error(None, message)

    def show_saved(self, saved: Plan) -> None:
        """Keep what was typed, show beside it what somebody saved, and build on that revision."""
        sent: Any = self.form.data
        typed = sent.copy()
        typed["revision"] = str(saved.revision)
        self.form.data = typed
        self.saved = saved
        self.refuse(str(_("Alguien más guardó el plan. Compare y guarde de nuevo.")))


_BLANK_GOAL = {"horizon": "corto"}
_BLANK_STEP = {"responsible": "persona"}


def _blank_goal() -> Told:
    return {"goal": {**_BLANK_GOAL}, "steps": [{**_BLANK_STEP}]}


def _measure(told: Told) -> MitigationInput:
    """Return a measure; of a step of the plan, in the words of the step unless it has its own."""
    words = told["text"] or told["action"]
    return MitigationInput(told["barrier"], words[:300], told["action"])


def _measures_after(data: QueryDict) -> list[Told]:
    """Return the measures as they were typed, with one row more or less."""
    typed = [
        rows.typed(MeasureForm, data, f"{MEASURE}-{number}")
        for number in range(rows.total(data, MEASURE, MOST_MEASURES))
    ]
    return rows.rearranged(typed, data, MEASURE, {})[:MOST_MEASURES]


def _with_a_row_for_each(told: Told) -> Told:
    """Return the content with a row to fill in for every marked barrier that has none."""
    measures = list(told["measures"])
    here = {each.get("barrier") for each in measures}
    marked = told["plan"].get("barriers") or ()
    measures += [{"barrier": each} for each in marked if each not in here]
    return {**told, "measures": measures[:MOST_MEASURES]}


def _told_goal(goal: GoalInput) -> Told:
    steps = [
        {**vars(step), "service": _key(step.service), "award": _key(step.award)}
        for step in goal.actions
    ]
    told = {"text": goal.text, "horizon": goal.horizon}
    return {"goal": told, "steps": steps or [{**_BLANK_STEP}]}


def _key(row: Service | Award | None) -> str:
    return str(row.pk) if row else ""


def _is_untouched(goal: Told) -> bool:
    """Tell whether nothing was written into a goal and its steps: another may stand there."""
    texts = [goal["goal"].get("text"), *(step.get("text") for step in goal["steps"])]
    return not any((text or "").strip() for text in texts)


def _told_by(plan: Plan | None, known: Sequence[str]) -> Told:
    """Return the content of a plan as forms show it; while there is none, a blank goal.

    What is `known` to stand in the way is marked in a plan that nobody has written yet.
    """
    if plan is None:
        return {"plan": {"barriers": [*known]}, "goals": [_blank_goal()], "measures": []}
    content = content_of(plan)
    goals = [_told_goal(goal) for goal in content.goals]
    told = {name: getattr(content, name) for name in (*TEXTS, "barriers")}
    measures = [{**vars(each)} for each in content.measures]
    return {"plan": told, "goals": goals or [_blank_goal()], "measures": measures}
