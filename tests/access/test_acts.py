"""Acts asked of another office's row, by whoever holds its id, with the policies away.

A page asks first whose row it is; here the action alone has to refuse.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from arraigo.accounts.harvest.actions import review_alert
from arraigo.casework.actions import record_note
from arraigo.casework.emergency.actions import review_access
from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.casework.household.actions import MemberInput, add_member, member_left
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    annul_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern, Void
from arraigo.casework.tests.making import note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentDecision, ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.actions import request_merge
from arraigo.people.merging.matches import accept_comparison
from arraigo.rights.consents import withdraw_consent
from arraigo.rights.enums import ErasureReason
from arraigo.rights.erasing import request_erasure
from arraigo.rights.risk.actions import tell_at_risk
from tests.access import walls

pytestmark = pytest.mark.xdist_group("access")

TAKEN_BACK = ConsentGiven(
    how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
)
LABELS = {
    "alert": "accounts.LookAlert", "emergency": "casework.EmergencyAccess",
    "person": "people.Person", "member": "casework.HouseholdMember", "case": "casework.Case",
    "protection": "casework.ProtectionNote", "consent": "people.Consent",
    "pair": "people.MatchCandidate",
}  # fmt: skip

Act = Callable[[SimpleNamespace, Any], Any]

#: Who tries, and what: `its` holds the other office's rows by kind, `own` a person of one's own.
ACTS: dict[str, tuple[str, Act]] = {
    "review an alert": ("supervisora", lambda its, me: review_alert(
        alert=its.alert, comment="Feria", user=me)),
    "review an emergency": ("supervisora", lambda its, me: review_access(
        access=its.emergency, verdict=EmergencyVerdict.JUSTIFIED, comment="", user=me)),
    "add to a household": ("promotora", lambda its, me: add_member(
        data=MemberInput(its.person, Kinship.CHILD, Sex.FEMALE, AgeBand.CHILD), user=me)),
    "say that somebody left": ("promotora", lambda its, me: member_left(
        member=its.member, user=me)),
    "write a note": ("promotora", lambda its, me: record_note(
        data=note(its.case, text="Nota"), user=me)),
    "write a protection note": ("promotora", lambda its, me: write_protection_note(
        data=ProtectionInput(case=its.case, told=Confided(Concern.VIOLENCE, "Algo"),
                             occurred_on=clock.today()),
        user=me)),
    "annul a protection note": ("promotora", lambda its, me: annul_protection_note(
        note=its.protection, why=Void.values[0], user=me)),
    "ask for an erasure": ("promotora", lambda its, me: request_erasure(
        person=its.person, reason=ErasureReason.values[0], user=me)),
    "withdraw a permission": ("promotora", lambda its, me: withdraw_consent(
        consent=its.consent, given=TAKEN_BACK, user=me)),
    "tell with a life at risk": ("promotora", lambda its, me: tell_at_risk(
        person=its.person, told_to="PNC", what=["nombre"], id=uuid.uuid4(), user=me,
        reason="La amenazaron de muerte y no contesta")),
    "merge": ("promotora", lambda its, me: request_merge(
        survivor=its.own, absorbed=its.person, reason="Mismo DPI", user=me)),
    "accept a comparison": ("promotora", lambda its, me: accept_comparison(
        candidate=its.pair, user=me)),
}  # fmt: skip


@pytest.fixture
def its(offices: Any) -> SimpleNamespace:
    """The other office's rows, and a person of one's own."""
    theirs, mine = offices.worlds["other office"], offices.worlds["own"]
    with acting_as(SYSTEM):
        rows = {
            kind: apps.get_model(label)._base_manager.get(pk=theirs.ids[kind])
            for kind, label in LABELS.items()
        }
        own = apps.get_model("people.Person")._base_manager.get(pk=mine.ids["person"])
    return SimpleNamespace(**rows, own=own)


@pytest.mark.parametrize("name", ACTS)
def test_the_action_refuses_by_itself(offices, its, name):
    key, act = ACTS[name]
    user = getattr(offices.cast, key)
    with (
        walls.without_policies(),
        acting_as(Actor.user(user)),
        pytest.raises(Refused),
        transaction.atomic(),
    ):
        act(its, user)
