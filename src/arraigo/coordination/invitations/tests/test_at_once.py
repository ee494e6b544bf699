"""Many presses at the same moment, on committed data, invite once."""

from __future__ import annotations

import pytest
from tests.factories import opened_case
from tests.test_races import at_once, committed  # noqa: F401 -- the fixture

from arraigo.casework.models import Due
from arraigo.coordination.invitations.actions import invite
from arraigo.coordination.invitations.inputs import InviteInput
from arraigo.coordination.invitations.models import Invitation
from arraigo.coordination.invitations.tests.making import planned
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.xdist_group("races")


def test_six_presses_at_once_leave_one(committed):  # noqa: F811
    user = committed.promotora
    with acting_as(Actor.user(user)):
        case = opened_case(user, phone="+50255550188")
    activity = planned(user)
    one_form = InviteInput(activity, [case.pk])
    same = at_once(user, lambda who: invite(data=one_form, user=who))
    assert len({rows[0].pk for rows in same}) == 1
    other = at_once(user, lambda who: invite(data=InviteInput(activity, [case.pk]), user=who))
    assert all(isinstance(each, Refused) for each in other)
    with acting_as(SYSTEM):
        assert Invitation.objects.standing().filter(case=case).count() == 1
        assert Due.objects.open().filter(title__startswith="Llamar para invitar").count() == 1
