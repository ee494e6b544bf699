"""Two at once add one member, make one link, and close the two cases of one house."""

import itertools
import uuid

from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.casework.household.actions import MemberInput, add_member, link_member
from arraigo.casework.household.cases import close_in_household
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
from arraigo.casework.models import Closure, Due
from arraigo.casework.tests.making import closure
from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.enums import ConsentHow, Sex


def test_two_at_once_add_and_link_once(committed):  # noqa: F811
    user = committed.promotora
    case, hers = opened_case(user), opened_case(user)
    data = MemberInput(case.person, Kinship.SIBLING, Sex.FEMALE, AgeBand.ADULT, id=uuid.uuid4())
    at_once(user, lambda me: add_member(data=data, user=me))
    with acting_as(SYSTEM):
        member = HouseholdMember.objects.get()
    results = at_once(
        user,
        lambda me: link_member(
            member=member, code=hers.code, agreed_how=ConsentHow.PAPER, witness_name="", user=me
        ),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    with acting_as(SYSTEM):
        assert HouseholdLink.objects.count() == 1


def test_two_cases_of_one_house_closed_at_once_wait_for_each_other(committed):  # noqa: F811
    user = committed.promotora
    one, other = opened_case(user), opened_case(user)
    turns = itertools.cycle([(closure(one), other), (closure(other), one)])
    pairs = [next(turns) for _ in range(6)]

    def close(me):
        data, review = pairs.pop()
        return close_in_household(data=data, to_review=[review], user=me)

    results = at_once(user, close)
    assert not [result for result in results if isinstance(result, Exception)]
    with acting_as(SYSTEM):
        assert Closure.objects.count() == 2
        assert Due.objects.filter(title="Revisar si este caso sigue").count() == 2
