"""The whole story: who comes when, and everything else that is planned before the first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from arraigo.core.tasks import ensure_partitions
from arraigo.demo import assumed
from arraigo.demo.agenda import Agenda, working_hour
from arraigo.demo.cast import create_cast
from arraigo.demo.chance import ids_from, lots_from
from arraigo.demo.institutions import furnish
from arraigo.demo.story import (
    authorisations,
    complaints,
    coordination,
    errands,
    field,
    lists,
    practice,
    programme,
    quality,
    registration,
    transfers,
)
from arraigo.demo.story.world import Dealer, Life, World
from arraigo.demo.whole import without_savepoints
from arraigo.profiling.models import Occupation
from arraigo.territory.models import Office

#: Partitions of traces and history beyond today, as the monthly job makes them.
AHEAD = timedelta(days=92)


def tell(*, seed: int, until: datetime, persons: int) -> Iterator[datetime]:
    """Let the months before `until` happen to so many persons; yield each moment.

    The same seed, day and number give the same story, ids and codes. To be called by the
    system; each step acts as whoever does it, at its own time.
    """
    with ids_from(Random(f"{seed} ids")), without_savepoints():
        world = _world(seed, until)
        _plan_persons(world, seed, persons)
        programme.plan(world, Random(f"{seed} programme"))
        coordination.plan(world, Random(f"{seed} coordination"))
        authorisations.plan(world, Random(f"{seed} authorisations"))
        errands.plan(world, Random(f"{seed} errands"))
        complaints.plan(world, Random(f"{seed} complaints"))
        lists.plan(world, Random(f"{seed} lists"))
        field.plan(world, Random(f"{seed} field"))
        quality.plan(world, Random(f"{seed} quality"))
        transfers.plan(world, Random(f"{seed} transfers"))
        practice.plan(world)
        with lots_from(Random(f"{seed} lots")):
            yield from world.agenda.tell()


def _world(seed: int, until: datetime) -> World:
    begin = programme.first_day(until.date())
    ensure_partitions(begin, until.date() + AHEAD)
    users = create_cast()
    offices = {office.code: office for office in Office.objects.order_by("code")}
    random = Random(f"{seed} world")
    return World(
        agenda=Agenda(until),
        begin=begin,
        users=users,
        offices=offices,
        offered=furnish(until.date()),
        occupations=Occupation.objects.in_bulk(),
        dealer=Dealer(random, offices),
    )


def _plan_persons(world: World, seed: int, persons: int) -> None:
    """Let the persons come one after the other, evenly over the days, and some say no."""
    random = Random(f"{seed} arrivals")
    days = (world.agenda.until.date() - world.begin).days
    for number in range(persons):
        life = _life(world, seed, number)
        day = world.begin + timedelta(days=int((number + random.random()) * days / persons))
        life.then(min(working_hour(random, day), world.last_afternoon()), registration.begin)
        world.lives.append(life)
    for _refusal in range(round(persons * assumed.REFUSALS_PER_PERSON)):
        registration.refuse(world, random, world.dealer.promotor())


def _life(world: World, seed: int, number: int) -> Life:
    promotor = world.users[world.dealer.promotor()]
    office = next(office for office in world.offices.values() if office.pk in promotor.office_ids)
    return Life(
        world=world,
        number=number,
        traits=world.dealer.traits(office),
        random=Random(f"{seed} person {number}"),
        promotor=promotor,
        office=office,
    )
