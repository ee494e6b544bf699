"""A small story: told twice it is the same, and nobody in it could be taken for a real person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

import pytest

from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, acting_as
from arraigo.demo.institutions import furnish
from arraigo.demo.story import tell
from arraigo.demo.story.registration import FICTITIOUS_SERIAL
from arraigo.demo.tests.digest import digest
from arraigo.people.cui import is_doubtful
from arraigo.people.leads.enums import ListState
from arraigo.people.leads.models import LeadList, ListContent
from arraigo.people.models import Person
from arraigo.people.training import MARKS

# One story at a time: one seed gives one name to each file, and all share one folder.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("story")]

FEW = 9


@contextmanager
def told(seed: int) -> Iterator[None]:
    """Let the story of a few persons happen, and unmake it afterwards."""
    until = datetime.combine(clock.today(), time.min, GUATEMALA)
    with acting_as(SYSTEM, purpose="training") as context:
        for _moment in tell(seed=seed, until=until, persons=FEW):
            pass
        yield
        context.undo()


def test_the_same_seed_tells_the_same_story():
    with acting_as(SYSTEM):
        furnish(clock.today())
    with told(seed=7):
        first = digest()
        persons = list(Person.objects.order_by("pk"))
    with told(seed=7):
        again = digest()
    assert again == first
    assert len(persons) == FEW
    for person in persons:
        assert person.is_training
        assert person.surnames.split()[-1] in MARKS
        assert not person.cui or person.cui.startswith(FICTITIOUS_SERIAL)
        assert not person.cui or not is_doubtful(person.cui)


def test_one_list_is_brought_in_and_called_and_the_other_waits_for_the_promotora():
    with told(seed=5):
        finished, waiting = LeadList.objects.order_by("uploaded_at")
        assert (finished.state, waiting.state) == (ListState.IMPORTED, ListState.IMPORTED)
        assert finished.rows.counts()["wrong"] == 0
        assert finished.leads.untouched().count() == 0
        assert waiting.rows.counts()["wrong"] == 3
        assert waiting.leads.untouched().count() >= 5
        assert not ListContent.objects.exists()
