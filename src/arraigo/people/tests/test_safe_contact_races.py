"""Two who write at once how a person may be reached write it once."""

from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.actions import make_contact_safe
from arraigo.people.enums import ContactOwner
from arraigo.people.inputs import SafeContact
from arraigo.people.models import ContactPoint
from arraigo.people.tests.test_safe_contact import PHONE, phone_of


def test_two_at_once_write_once(committed):  # noqa: F811
    case = opened_case(committed.promotora, phone=PHONE)
    data = SafeContact(ContactOwner.SELF, can_call=False, can_write=True)
    results = at_once(
        committed.promotora,
        lambda me: make_contact_safe(contact=phone_of(case), data=data, user=me),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    with acting_as(SYSTEM):
        assert not ContactPoint.objects.get(person=case.person_id).can_call
