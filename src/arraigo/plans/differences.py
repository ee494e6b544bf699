"""What a version of a plan says otherwise than the one before, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arraigo.core.money import format_amount
from arraigo.plans import feasibility
from arraigo.plans.content import content_of
from arraigo.plans.enums import Barrier, Horizon, Pathway, Responsible
from arraigo.plans.inputs import ActionInput, GoalInput, MitigationInput, PlanInput
from arraigo.plans.models import Plan


def differences(old: Plan, new: Plan) -> list[str]:
    """Return what `new` says otherwise than `old`, a sentence each; nothing when they agree.

    Goals and actions are the same when their words are. What was done or given up under the old
    version is not missing from the new one, and is not told.
    """
    before, after = content_of(old, pending_only=True), content_of(new)
    ended = {_words(step.text) for step in _steps(content_of(old))}
    ended -= {_words(step.text) for step in _steps(before)}
    told = [*_of_texts(before, after)]
    return [*told, *_of_goals(before.goals, after.goals, ended)]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _steps(content: PlanInput) -> list[ActionInput]:
    return [step for goal in content.goals for step in goal.actions]


def _of_texts(before: PlanInput, after: PlanInput) -> Iterator[str]:
    if before.pathway != after.pathway and after.pathway:
        yield _("Camino: %(now)s.") % {"now": Pathway(after.pathway).label}
    named = {
        "situation": _("Cambia lo que dice de su situación."),
        "mitigations": _("Cambia cómo se resuelve lo que puede estorbar."),
        "feasibility": _("Cambia lo que dice de si se puede cumplir."),
    }
    for name, sentence in named.items():
        if getattr(before, name) != getattr(after, name):
            yield sentence
    for barrier in sorted(set(after.barriers) - set(before.barriers)):
        yield _("Puede estorbar también: %(what)s.") % {"what": Barrier(barrier).label}
    for measure in after.measures:
        if _solution(measure) not in {_solution(each) for each in before.measures}:
            yield _("Para resolver «%(what)s»: %(how)s.") % {
                "what": Barrier(measure.barrier).label, "how": measure.text,
            }  # fmt: skip
    for measure in before.measures:
        if _solution(measure) not in {_solution(each) for each in after.measures}:
            yield _("Ya no se hará, contra «%(what)s»: %(how)s.") % {
                "what": Barrier(measure.barrier).label, "how": measure.text,
            }  # fmt: skip
    for barrier in sorted(set(before.barriers) - set(after.barriers)):
        yield _("Ya no estorba: %(what)s.") % {"what": Barrier(barrier).label}


def _solution(measure: MitigationInput) -> tuple[str, str]:
    return measure.barrier, _words(measure.text)


def _of_goals(
    before: tuple[GoalInput, ...], after: tuple[GoalInput, ...], ended: set[str]
) -> Iterator[str]:
    former = {_words(goal.text): goal for goal in before}
    kept = {_words(goal.text) for goal in after}
    for key, goal in former.items():
        if key not in kept:
            yield _("Se quita la meta «%(goal)s».") % {"goal": goal.text}
    for goal in after:
        was = former.get(_words(goal.text))
        if was is None:
            yield _("Meta nueva: «%(goal)s».") % {"goal": goal.text}
            continue
        if was.horizon != goal.horizon:
            words = {"goal": goal.text, "now": Horizon(goal.horizon).label}
            yield _("«%(goal)s»: %(now)s.") % words
        yield from _of_steps(was.actions, goal.actions, ended)


def _of_steps(
    before: tuple[ActionInput, ...], after: tuple[ActionInput, ...], ended: set[str]
) -> Iterator[str]:
    former = {_words(step.text): step for step in before}
    kept = {_words(step.text) for step in after}
    for key, step in former.items():
        if key not in kept:
            yield _("Se quita la acción «%(step)s».") % {"step": step.text}
    for step in after:
        was = former.get(_words(step.text))
        if was is not None:
            yield from _of_step(was, step)
        elif _words(step.text) in ended:
            yield _("Se retoma la acción «%(step)s».") % {"step": step.text}
        else:
            yield _("Acción nueva: «%(step)s».") % {"step": step.text}


def _of_step(was: ActionInput, now: ActionInput) -> Iterator[str]:
    words = {"step": now.text}
    if was.due_on != now.due_on:
        day = date_format(now.due_on, "SHORT_DATE_FORMAT") if now.due_on else _("sin fecha")
        yield _("«%(step)s»: a más tardar, %(day)s.") % {**words, "day": day}
    if was.starts_on != now.starts_on:
        day = date_format(now.starts_on, "SHORT_DATE_FORMAT") if now.starts_on else _("sin fecha")
        yield _("«%(step)s»: empieza, %(day)s.") % {**words, "day": day}
    if was.responsible != now.responsible:
        yield _("«%(step)s»: lo hace %(who)s.") % {
            **words, "who": Responsible(now.responsible).label,
        }  # fmt: skip
    if was.service != now.service:
        service = now.service.name if now.service else _("ningún servicio")
        yield _("«%(step)s»: con %(service)s.") % {**words, "service": service}
    if was.cost != now.cost:
        cost = format_amount(now.cost) if now.cost is not None else _("sin costo escrito")
        yield _("«%(step)s»: cuesta %(cost)s.") % {**words, "cost": cost}
    if was.award != now.award:
        fund = str(now.award) if now.award else _("ningún fondo")
        yield _("«%(step)s»: lo paga %(fund)s.") % {**words, "fund": fund}
    if any(getattr(was, name) != getattr(now, name) for name in feasibility.FIELDS):
        yield _("«%(step)s»: cambia si se puede cumplir.") % words
