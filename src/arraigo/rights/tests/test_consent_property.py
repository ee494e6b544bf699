"""Whatever a person decides, in whatever order: nothing is shared, referred or applied for
without a consent that stands.

Random decisions about every purpose, through the page's actions and straight into the ledger;
after each of them every path that shows something to others, or works for her, must agree with
the simplest reading of the ledger: the last word counts, and without the service nothing does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.jobs.actions import apply, place
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentPurpose
from arraigo.people.models import Consent, ContactPoint
from arraigo.referrals.actions import send_referral
from arraigo.referrals.disclosure import disclosed
from arraigo.referrals.models import Referral
from arraigo.referrals.slip import print_slip
from arraigo.referrals.tasks import send_message
from arraigo.referrals.tests.making import agreed, referral_input
from arraigo.rights.consents import give_consent, withdraw_consent

pytestmark = pytest.mark.django_db

EXPIRED = "expired"
decisions = st.sampled_from([*ConsentDecision, EXPIRED])
steps = st.lists(
    st.tuples(st.sampled_from(list(ConsentPurpose)), decisions, st.booleans()),
    min_size=1,
    max_size=6,
)


def decide(case, user, institution, purpose, decision, through_page):
    """Let the person decide; a page's action that is refused changes nothing."""
    recipient = institution if purpose == ConsentPurpose.PARTNER else None
    said = replace(agreed(), decision=ConsentDecision.GIVEN if decision == EXPIRED else decision)
    if decision == EXPIRED:
        said = replace(said, expires_on=clock.today() - timedelta(days=1))
    elif through_page and decision != ConsentDecision.REFUSED:
        try:
            with transaction.atomic():
                _on_page(case, user, recipient, purpose, said)
        except Refused:
            pass
        return
    record_consent(person=case.person, purpose=purpose, given=said, user=user, recipient=recipient)


def _on_page(case, user, recipient, purpose, said):
    if said.decision == ConsentDecision.GIVEN:
        give_consent(person=case.person, purpose=purpose, given=said, user=user)
        return
    ledger = Consent.objects.filter(person=case.person_id, purpose=purpose, recipient=recipient)
    standing = ledger.order_by("-pk").first()
    if standing is not None:
        withdraw_consent(consent=standing, given=said, user=user)


def last_words(case):
    """Return the purposes that stand, read from the ledger line by line."""
    words = {}
    for line in Consent.objects.filter(person=case.person_id).order_by("pk"):
        live = line.expires_on is None or line.expires_on >= clock.today()
        words[line.purpose] = line.decision == ConsentDecision.GIVEN and live
    served = words.get(ConsentPurpose.SERVICE, False)
    return {purpose for purpose, stands in words.items() if stands and served}


def refused(act):
    """Tell whether `act` is refused; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused:
        return True
    return False


def check(case, user, referral):
    standing = last_words(case)
    served = ConsentPurpose.SERVICE in standing
    shared = ConsentPurpose.PARTNER in standing
    for purpose in ConsentPurpose:
        recipient = referral.organization_id if purpose == ConsentPurpose.PARTNER else None
        current = Consent.objects.current(case.person_id, purpose, recipient)
        assert (current is not None) == (purpose in standing), purpose
    referral = Referral.objects.with_names().get(pk=referral.pk)
    assert bool(disclosed(referral)) == shared
    assert refused(lambda: print_slip(referral)) == (not shared or referral.is_closed)
    sends = refused(
        lambda: send_referral(
            data=referral_input(case, need="Otro curso"), consent_given=agreed(), user=user
        )
    )
    open_already = not referral.is_closed
    assert sends == (not served or open_already)
    application = ApplicationInput(case, "Empresa", "Puesto", Means.DIRECT, clock.today())
    assert refused(lambda: apply(data=application, user=user)) == (not served)
    told = PlacementInput(
        case, PlacementKind.EMPLOYED, "Puesto", clock.today(), employer_name="Empresa",
        hours_per_week=40, expected_months=Decimal(6), evidence=PlacementEvidence.EMPLOYER,
    )  # fmt: skip
    asked_of_employer = served and ConsentPurpose.EMPLOYER in standing
    assert refused(lambda: place(data=told, user=user)) == (not asked_of_employer)
    said = Consent.objects.filter(person=case.person_id, purpose=ConsentPurpose.CONTACT)
    last = said.order_by("-pk").first()
    silent = last is not None and last.decision != ConsentDecision.GIVEN
    assert ContactPoint.objects.current().get(person=case.person_id).said_no == silent
    mail.outbox.clear()
    send_message(str(referral.pk))
    assert bool(mail.outbox) == (shared and not referral.is_closed)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=steps)
def test_nothing_leaves_without_a_consent_that_stands(cast, history):
    user = cast.promotora
    with transaction.atomic():
        case = opened_case(user, phone="+50255550101")
        with acting_as(Actor.user(user)):
            referral = send_referral(data=referral_input(case), consent_given=agreed(), user=user)
            for step in history:
                decide(case, user, referral.organization, *step)
                check(case, user, referral)
        transaction.set_rollback(True)
