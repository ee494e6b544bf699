"""Two at once add one member and make one link."""

import uuid

from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.casework.household.actions import MemberInput, add_member, link_member
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
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
