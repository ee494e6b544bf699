"""Files whose time has come, and batches of them."""

from datetime import date

from tests.factories import opened_case

from arraigo.casework.models import Case
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.models import Person
from arraigo.rights.retention import batches
from arraigo.rights.retention.enums import Kind
from arraigo.rights.retention.models import RetentionBatch
from arraigo.rights.retention.nightly import look_through

LONG_AGO = date(2015, 1, 10)


def ended(user, **changes):
    """Return the case of a person whose time has come."""
    case = opened_case(user, **changes)
    end(case)
    return case


def end(case):
    """Close the person's case so long ago that her time has come."""
    with acting_as(SYSTEM):
        Case.objects.filter(pk=case.pk).update(opened_on=LONG_AGO, closed_on=LONG_AGO)


def proposed(kind=Kind.FILE):
    """Return the batch that the night proposes."""
    look_through()
    with acting_as(SYSTEM):
        return RetentionBatch.objects.get(kind=kind)


def decided(batch, first, second):
    """Return the batch, asked for by one and confirmed by another."""
    with acting_as(Actor.user(first)):
        batches.ask_batch(batch=batch, user=first)
    with acting_as(Actor.user(second)):
        batches.confirm_batch(batch=batch, user=second)
    return batch


def name_of(case):
    """Return the name of the person of the case, as it stands."""
    with acting_as(SYSTEM):
        return Person.objects.get(pk=case.person_id).full_name
