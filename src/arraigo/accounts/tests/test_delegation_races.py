"""Two who delegate at once delegate once."""

from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.accounts.delegations.actions import delegate_office
from arraigo.accounts.delegations.models import Delegation
from arraigo.accounts.models import Membership
from arraigo.accounts.tests.test_delegations import wanted
from arraigo.core.context import SYSTEM, acting_as


def test_two_at_once_delegate_once(committed):  # noqa: F811
    data = wanted(committed)
    results = at_once(committed.supervisora, lambda me: delegate_office(data=data, user=me))
    assert len({result.pk for result in results if not isinstance(result, Exception)}) == 1
    with acting_as(SYSTEM):
        assert Delegation.objects.count() == 1
        assert Membership.objects.exclude(delegation=None).count() == 1
