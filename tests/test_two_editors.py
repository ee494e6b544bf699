"""Two people change the same thing, in any order: nothing is overwritten that one had not seen.

What each saw when she opened it travels with her form. A save either stands whole beside what
the other wrote, or is refused and shows what stands now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Outdated
from arraigo.people.actions import correct_person, identity_of
from arraigo.people.models import Person
from arraigo.plans.actions import save_plan
from arraigo.plans.content import content_of
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import CONTENT
from arraigo.profiling.actions import save_profile
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import WHOLE
from arraigo.reports.actions import Narrative, save_narrative, start_report
from arraigo.reports.models import MonthlyReport
from arraigo.territory.models import Office
from tests.factories import opened_case

pytestmark = pytest.mark.django_db

Values = dict[str, Any]
#: Reads what stands, with the version of it; saves what was typed over what was seen.
Read = Callable[[], tuple[Any, Values]]
Save = Callable[[Any, Values, Values, Any], Any]


@dataclass(frozen=True)
class Thing:
    """Something that several may change, and what may be typed into each of its fields."""

    choices: dict[str, list[Any]]
    read: Read
    save: Save
    #: Whether fields that nobody else touched may be saved beside what somebody else saved.
    by_field: bool = False


def a_profile(cast: Any, case: Case) -> Thing:
    save_profile(case=case, answers=WHOLE, version=0, user=cast.promotora)
    choices: dict[str, list[Any]] = {
        "english": ["A1", "A2", "B1"], "experience_years": [1, 7, 9], "literate": ["si", "no"],
    }  # fmt: skip

    def read() -> tuple[int, Values]:
        profile = Profile.objects.get(case=case)
        return profile.version, {name: getattr(profile, name) for name in choices}

    def save(version: int, _seen: Values, typed: Values, user: Any) -> None:
        save_profile(case=case, answers=typed, version=version, user=user)

    return Thing(choices, read, save, by_field=True)


def a_person(_cast: Any, case: Case) -> Thing:
    def read() -> tuple[Any, Values]:
        known = identity_of(Person.objects.get(pk=case.person_id))
        return known, {name: getattr(known, name) for name in choices}

    def save(known: Any, _seen: Values, typed: Values, _user: Any) -> None:
        correct_person(person=case.person, seen=known, data=replace(known, **typed))

    choices: dict[str, list[Any]] = {
        "given_names": ["Luz", "Luz María"], "birth_year": [1980, 1981],
        "phone": ["", "+50255550199"],
    }  # fmt: skip
    return Thing(choices, read, save)


def a_plan(cast: Any, case: Case) -> Thing:
    save_plan(case=case, data=CONTENT, revision=0, user=cast.promotora)
    choices: dict[str, list[Any]] = {
        "situation": ["Vive sola", "Vive con su hermana"],
        "feasibility": ["", "Hay cupo en enero"],
        "barriers": [(), ("transporte",), ("deudas", "transporte")],
    }

    def read() -> tuple[int, Values]:
        plan = Plan.objects.drafts().whole().get(case=case)
        content = content_of(plan)
        return plan.revision, {name: getattr(content, name) for name in choices}

    def save(revision: int, seen: Values, typed: Values, user: Any) -> None:
        data = replace(CONTENT, **{**seen, **typed})
        save_plan(case=case, data=data, revision=revision, user=user)

    return Thing(choices, read, save)


def a_report(cast: Any, _case: Case) -> Thing:
    """Only its author writes a report: on a telephone and on a laptop."""
    today, author = clock.today(), cast.promotora
    office = Office.objects.get(pk=min(author.office_ids))
    report = start_report(
        author=author, office=office, starts_on=today.replace(day=1), ends_on=today
    )
    choices = {name: ["", "Una", "Otra"] for name in ("good_practices", "challenges")}

    def read() -> tuple[int, Values]:
        standing = MonthlyReport.objects.get(pk=report.pk)
        return standing.version, {name: getattr(standing, name) for name in choices}

    def save(version: int, seen: Values, typed: Values, _user: Any) -> None:
        told = Narrative(**{**seen, **typed})
        save_narrative(report=report, user=author, version=version, narrative=told)

    return Thing(choices, read, save)


@pytest.mark.parametrize("make", [a_profile, a_person, a_plan, a_report])
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_is_overwritten_that_one_had_not_seen(cast, make, data):
    case = opened_case(cast.promotora, phone="")
    editors = [cast.promotora, cast.promotor]
    with transaction.atomic():
        with acting_as(Actor.user(cast.promotora)):
            thing = make(cast, case)
            opened = [thing.read(), thing.read()]
        for turn in data.draw(st.lists(st.sampled_from([0, 0, 1, 1]), min_size=3, max_size=8)):
            with acting_as(Actor.user(editors[turn])):
                if data.draw(st.booleans(), label="opens it anew"):
                    opened[turn] = thing.read()
                typed = data.draw(typed_into(thing), label="types")
                save_once(thing, opened[turn], typed, editors[turn])
        transaction.set_rollback(True)


def typed_into(thing: Thing) -> st.SearchStrategy[Values]:
    """Return what may be typed: something into one or several fields."""
    each = {name: st.sampled_from(values) for name, values in thing.choices.items()}
    return st.fixed_dictionaries({}, optional=each).filter(bool)


def save_once(thing: Thing, opened: tuple[Any, Values], typed: Values, user: Any) -> None:
    """Save what was typed over what was opened, and check what stands afterwards."""
    version, seen = opened
    _version, before = thing.read()
    wanted = {**(before if thing.by_field else seen), **typed}
    try:
        with transaction.atomic():
            thing.save(version, seen, typed, user)
    except Outdated:
        assert thing.read()[1] == before
        assert thing.read()[0] != version, "refused although nobody had saved anything"
        return
    assert thing.read()[1] == wanted
    blindly = {name for name in wanted if before[name] not in (seen[name], wanted[name])}
    assert not blindly, f"{blindly} of somebody else is lost"


def test_the_two_are_told_what_the_other_wrote(cast):
    """A refusal carries what stands now, for the page to show beside what was typed."""
    case = opened_case(cast.promotora)
    for make in (a_profile, a_plan, a_report):
        with acting_as(Actor.user(cast.promotora)):
            thing = make(cast, case)
            version, seen = thing.read()
            name, values = next(iter(thing.choices.items()))
            mine, theirs = [value for value in values if value != seen[name]][-2:]
            thing.save(version, seen, {name: theirs}, cast.promotora)
        with acting_as(Actor.user(cast.promotor)), pytest.raises(Outdated) as refused:
            partial(thing.save, version, seen, {name: mine}, cast.promotor)()
        assert getattr(refused.value.saved, name) == theirs
