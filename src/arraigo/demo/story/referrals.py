"""Referrals: sent for a need, and what comes back: nothing, a no, a place on a list, a service."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from arraigo.core.context import Actor, Context, acting_as
from arraigo.demo import assumed, words
from arraigo.demo.chance import new_id, pick
from arraigo.demo.enums import Answering
from arraigo.demo.story.world import Life
from arraigo.directory.models import Service
from arraigo.referrals.actions import (
    close_referral,
    mark_received,
    record_answer,
    send_referral,
    withdraw_referral,
)
from arraigo.referrals.enums import Answer, Channel, DisclosedField
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral
from arraigo.referrals.transitions import can_close, can_withdraw

#: Which type of service a referral is to (assumption): most are for employment (indicator 1).
KINDS = {
    "intermediacion": 38, "formacion": 22, "certificacion": 15, "documentacion": 9,
    "emprendimiento": 7, "educacion": 5, "recepcion": 2, "psicosocial": 2,
}  # fmt: skip
ANSWERS = {
    Answering.ABSENT: Answer.ABSENT,
    Answering.REJECTED: Answer.REJECTED,
    Answering.WAITING_LIST: Answer.WAITING_LIST,
    Answering.ATTENDED: Answer.ATTENDED,
    Answering.ENROLLED: Answer.ENROLLED,
}
#: A slip that was found tells only whether she came.
OF_THE_SLIP = (Answer.ATTENDED, Answer.ABSENT)


def plan(life: Life, at: datetime) -> None:
    """Plan the referrals that she will have, some of them before any plan."""
    first, second = assumed.DAYS_TO_REFER, assumed.DAYS_TO_REFER_AGAIN
    for days in (first, second)[: life.traits.referrals]:
        life.later(at, days, send)


def send(life: Life, at: datetime) -> None:
    """Send her to a service she is not at, with her consent, and plan what comes back."""
    random = life.random
    disclosed = [DisclosedField.NAME]
    if life.traits.phone != "none":
        disclosed.append(DisclosedField.PHONE)
    with life.acting(at):
        service = _service(life)
        referral = send_referral(
            data=ReferralInput(
                id=new_id(random),
                case=life.case,
                service=service,
                need=words.NEEDS[service.type_id],
                priority=pick(random, assumed.URGENCY),
            ),
            consent_given=life.consents(*disclosed),
            user=life.promotor,
        )
    _plan_answer(life, at, referral)


def _service(life: Life) -> Service:
    """Return a service of some type at which she has no open referral."""
    open_now = Referral.objects.open().filter(case=life.case)
    taken = set(open_now.values_list("service_id", flat=True))
    kinds = dict(KINDS)
    if life.traits.has_cui:
        del kinds["documentacion"]
    while True:
        kind = pick(life.random, kinds)
        free = [each for each in life.world.offered.by_kind[kind] if each.pk not in taken]
        if free:
            return life.random.choice(free)


def _plan_answer(life: Life, at: datetime, referral: Referral) -> None:
    coming = life.world.dealer.draw("answering")
    if coming == Answering.NEVER:
        life.later(at, assumed.DAYS_TO_CHASE, lambda life, then: chase(life, then, referral))
        return
    life.later(at, assumed.DAYS_TO_OPEN, lambda life, then: _open(life, then, referral))
    if coming == Answering.ONLY_OPENS:
        life.later(at, assumed.DAYS_TO_CHASE, lambda life, then: chase(life, then, referral))
        return
    life.later(at, assumed.DAYS_TO_ANSWER, lambda life, then: answer(life, then, referral, coming))


def _open(life: Life, at: datetime, referral: Referral) -> None:
    """Let the institution open the message."""
    with _link(life, at):
        mark_received(referral=referral)


def answer(life: Life, at: datetime, referral: Referral, coming: Answering) -> None:
    """Let the institution tell whether she came, and later whether she received the service."""
    if coming == Answering.FINISHED:
        first = life.random.choice((Answer.ATTENDED, Answer.ENROLLED))
        _tell(life, at, referral, first)
        life.later(at, assumed.DAYS_TO_FINISH, lambda life, then: finish(life, then, referral))
        return
    _tell(life, at, referral, ANSWERS[coming])
    is_known = coming in (Answering.ABSENT, Answering.REJECTED)
    if is_known and life.random.random() < assumed.CLOSED_AFTER_ANSWER:
        days = assumed.DAYS_TO_CLOSE_REFERRAL
        life.later(at, days, lambda life, then: close(life, then, referral))


def finish(life: Life, at: datetime, referral: Referral) -> None:
    """Let the institution tell that she received the service, with its proof: a delivery."""
    proof = f"Constancia {life.random.randint(100, 999)} (ficticia)"
    _tell(life, at, referral, Answer.FINISHED, proof)


def chase(life: Life, at: datetime, referral: Referral) -> None:
    """Ask by telephone about a referral without an answer, take it back, or let it wait."""
    chance = life.random.random()
    if chance < assumed.ANSWERED_WHEN_CHASED:
        _tell(life, at, referral, life.random.choice((Answer.ATTENDED, Answer.ABSENT)), phone=True)
    elif chance < assumed.ANSWERED_WHEN_CHASED + assumed.WITHDRAWN_WHEN_CHASED:
        with life.acting(at):
            standing = Referral.objects.get(pk=referral.pk)
            if can_withdraw(standing, life.promotor.roles):
                withdraw_referral(
                    referral=standing,
                    reason="La institución no contestó; se busca otra (ficticio).",
                    user=life.promotor,
                )


def close(life: Life, at: datetime, referral: Referral) -> None:
    """Close a referral whose outcome is known."""
    with life.acting(at):
        standing = Referral.objects.get(pk=referral.pk)
        if can_close(standing, life.promotor.roles):
            close_referral(referral=standing, user=life.promotor)


def _tell(
    life: Life, at: datetime, referral: Referral, told: Answer, proof: str = "",
    *, phone: bool = False,
) -> None:  # fmt: skip
    """Record an answer as it came: by the message's link, the slip's, or the telephone."""
    channel = Channel.PHONE if phone else pick(life.random, assumed.ANSWER_CHANNEL)
    if channel == Channel.SLIP and told not in OF_THE_SLIP:
        channel = Channel.MESSAGE
    by_phone = channel == Channel.PHONE
    with life.acting(at) if by_phone else _link(life, at):
        record_answer(
            referral=Referral.objects.get(pk=referral.pk),
            answer=AnswerInput(
                answer=told,
                occurred_on=at.date(),
                reason=life.world.dealer.draw("rejection") if told == Answer.REJECTED else "",
                evidence_note=proof,
            ),
            channel=channel,
            user=life.promotor if by_phone else None,
            answered_by=life.random.choice(words.WHO_ANSWERED) if by_phone else "",
        )


def _link(life: Life, at: datetime) -> AbstractContextManager[Context]:
    return acting_as(Actor.link("training", life.person.pk), at=at, purpose="training")
