"""Recording what an institution tells."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from arraigo.casework.enums import Directness, EventKind, EvidenceStatus
from arraigo.casework.models import CaseEvent, ServiceDelivery
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.organizations.enums import OrganizationKind
from arraigo.referrals.actions import close_referral, mark_received, record_answer
from arraigo.referrals.enums import Answer, Channel, State
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.referrals.tests.making import again
from arraigo.referrals.transitions import answers_now

pytestmark = pytest.mark.django_db


def tell(
    referral: Referral,
    user: Any,
    answer: Answer,
    channel: Channel = Channel.PHONE,
    **changes: Any,
) -> Referral:
    with acting_as(Actor.user(user)):
        return record_answer(
            referral=referral,
            answer=AnswerInput(answer=answer, **changes),
            channel=channel,
            user=user,
            answered_by="Recepción",
        )


@pytest.mark.parametrize(
    ("answer", "state", "more"),
    [
        (Answer.ATTENDED, State.ATTENDED, {}),
        (Answer.ABSENT, State.ABSENT, {}),
        (Answer.ENROLLED, State.IN_SERVICE, {}),
        (Answer.WAITING_LIST, State.WAITING_LIST, {}),
        (Answer.REJECTED, State.REJECTED, {"reason": "edad"}),
        (Answer.FINISHED, State.CONCLUDED, {}),
    ],
)
def test_each_answer_leads_to_its_state(
    cast: SimpleNamespace, referral: Referral, answer: Answer, state: State, more: dict[str, str]
) -> None:
    tell(referral, cast.promotora, answer, **more)
    assert again(referral).state == state
    with acting_as(Actor.user(cast.promotora)):
        event = ReferralEvent.objects.filter(referral=referral).latest("id")
        assert (event.name, event.to_state, event.channel) == (answer, state, "telefono")
        assert event.answered_by == "Recepción"
        assert CaseEvent.objects.filter(kind=EventKind.REFERRAL_ANSWERED).count() == 1


def test_the_whole_way_of_a_course(cast: SimpleNamespace, referral: Referral) -> None:
    for answer in (Answer.ABSENT, Answer.ATTENDED, Answer.ENROLLED, Answer.FINISHED):
        referral = tell(again(referral), cast.promotora, answer)
    assert again(referral).state == State.CONCLUDED
    assert answers_now(referral, Channel.PHONE) == []


def test_the_same_answer_again_changes_nothing(cast: SimpleNamespace, referral: Referral) -> None:
    tell(referral, cast.promotora, Answer.FINISHED)
    tell(again(referral), cast.promotora, Answer.FINISHED)
    with acting_as(Actor.user(cast.promotora)):
        assert ReferralEvent.objects.filter(name=Answer.FINISHED).count() == 1
        assert ServiceDelivery.objects.count() == 1


def test_two_at_once_have_one_effect(cast: SimpleNamespace, referral: Referral) -> None:
    stale = again(referral)
    tell(referral, cast.promotora, Answer.ATTENDED)
    with pytest.raises(Outdated):
        tell(stale, cast.promotora, Answer.ENROLLED)
    tell(stale, cast.promotora, Answer.ATTENDED)
    with acting_as(Actor.user(cast.promotora)):
        assert ReferralEvent.objects.exclude(name="enviar").count() == 1


def test_what_came_is_not_undone(cast: SimpleNamespace, referral: Referral) -> None:
    tell(referral, cast.promotora, Answer.ATTENDED)
    with pytest.raises(Refused):
        tell(referral, cast.promotora, Answer.ABSENT)


def test_a_delivery_with_the_sender_s_award(cast: SimpleNamespace, referral: Referral) -> None:
    tell(referral, cast.promotor, Answer.FINISHED, evidence_note="Diploma 12")
    with acting_as(Actor.user(cast.promotora)):
        delivery = ServiceDelivery.objects.get()
    assert delivery.award == cast.promotora.active_memberships[0].default_award
    assert delivery.award is not None
    assert delivery.evidence_status == EvidenceStatus.DECLARED
    assert delivery.evidence_note == "Diploma 12"
    assert (delivery.service_id, delivery.source_id) == (referral.service_id, referral.pk)


@pytest.mark.parametrize(
    ("kind", "directness"),
    [
        (OrganizationKind.IMPLEMENTER, Directness.DIRECT),
        (OrganizationKind.TRAINING, Directness.FACILITATED),
    ],
)
def test_only_what_the_implementer_gives_is_direct(
    cast: SimpleNamespace, referral: Referral, kind: OrganizationKind, directness: Directness
) -> None:
    referral.organization.kind = kind
    referral.organization.save()
    tell(again(referral), cast.promotora, Answer.FINISHED)
    with acting_as(Actor.user(cast.promotora)):
        assert ServiceDelivery.objects.get().directness == directness


@pytest.mark.parametrize(
    ("answer", "channel", "changes", "words"),
    [
        (Answer.REJECTED, Channel.PHONE, {}, "requisito"),
        (Answer.REJECTED, Channel.PHONE, {"reason": "inventada"}, "requisito"),
        (Answer.FINISHED, Channel.SLIP, {}, "boleta"),
        (Answer.ATTENDED, Channel.PHONE, {"days": 1}, "futura"),
        (Answer.ATTENDED, Channel.PHONE, {"days": -1}, "anterior al envío"),
    ],
)
def test_refused(
    cast: SimpleNamespace, referral: Referral, answer: Answer, channel: Channel,
    changes: dict[str, Any], words: str,
) -> None:  # fmt: skip
    changes = dict(changes)
    day = clock.today() + timedelta(days=changes.pop("days", 0))
    with pytest.raises(Refused, match=words):
        tell(referral, cast.promotora, answer, channel, occurred_on=day, **changes)
    assert again(referral).state == State.SENT


def test_opening_the_message_is_noted_once(cast: SimpleNamespace, referral: Referral) -> None:
    with acting_as(Actor.user(cast.promotora)):
        mark_received(referral=referral)
        mark_received(referral=referral)
        assert ReferralEvent.objects.filter(name="recibir").count() == 1
    tell(again(referral), cast.promotora, Answer.ATTENDED)
    with acting_as(Actor.user(cast.promotora)):
        mark_received(referral=referral)
    assert again(referral).state == State.ATTENDED


def test_close_once_the_outcome_is_known(cast: SimpleNamespace, referral: Referral) -> None:
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        close_referral(referral=referral, user=cast.promotora)
    tell(referral, cast.promotora, Answer.FINISHED)
    stale = again(referral)
    with acting_as(Actor.user(cast.promotora)):
        close_referral(referral=referral, user=cast.promotora)
        close_referral(referral=stale, user=cast.promotora)
        assert ReferralEvent.objects.filter(name="cerrar").count() == 1
    assert again(referral).is_closed
    with pytest.raises(Refused):
        tell(again(referral), cast.promotora, Answer.ATTENDED)


def test_only_who_sends_closes(cast: SimpleNamespace, referral: Referral) -> None:
    tell(referral, cast.promotora, Answer.FINISHED)
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused, match="función"):
        close_referral(referral=referral, user=cast.oficial)
