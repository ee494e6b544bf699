"""Writes about referrals."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import plan_due, record_delivery, write_event
from arraigo.casework.actions.events import lock_case, lock_visible_case
from arraigo.casework.enums import Directness, DueKind, EventKind, EvidenceStatus
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import current
from arraigo.core.transitions import Refused, advance, refuse_future
from arraigo.organizations.enums import OrganizationKind
from arraigo.people.actions import give_scope
from arraigo.people.consent import check_served, record_consent
from arraigo.people.enums import ConsentDecision, ConsentPurpose, ScopeReason
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Consent
from arraigo.referrals import tasks
from arraigo.referrals.enums import (
    AWAITING_STATES,
    OPEN_STATES,
    Answer,
    Channel,
    DisclosedField,
    RejectionReason,
    State,
)
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.referrals.transitions import (
    ANSWERS_BY_CHANNEL,
    CLOSE,
    RECEIVE,
    SEND,
    TRANSITIONS,
    WITHDRAW,
)


@transaction.atomic
def send_referral(*, data: ReferralInput, consent_given: ConsentGiven, user: Any) -> Referral:
    """Send the person of an open case to a service, with her consent, and return the referral.

    The consent names the data handed over and is written to the ledger for this institution.
    The id comes from the form, so the same form sent twice, or by two at once, refers once.
    Raises `Refused` when the case is not open to `user`, the consent is not given, or the
    service is no longer offered.
    """
    case = lock_visible_case(data.case, user)
    sent_before = Referral.objects.filter(pk=data.id, case=case).first()
    if sent_before is not None:
        return sent_before
    _check_sending(case, data, consent_given)
    consent = record_consent(
        person=case.person,
        purpose=ConsentPurpose.PARTNER,
        given=consent_given,
        user=user,
        recipient=data.service.organization,
    )
    referral = _insert(case, data, consent, user)
    give_scope(
        person=case.person,
        reason=ScopeReason.REFERRAL,
        organization_id=referral.organization_id,
    )
    _note(referral, SEND, State.DRAFT, channel=Channel.SCREEN, user=user)
    write_event(
        case=case,
        kind=EventKind.REFERRAL_SENT,
        source=referral,
        summary=f"{data.service.name} · {referral.organization}",
        user=user,
    )
    if referral.organization.registered_email:
        moment = current().at
        tasks.send_message.defer(
            referral_id=str(referral.pk), at=moment.isoformat() if moment else None
        )
    return referral


def _check_sending(case: Case, data: ReferralInput, consent_given: ConsentGiven) -> None:
    if case.closed_on is not None:
        raise Refused(_("El caso está cerrado."))
    check_served(case.person_id)
    if consent_given.decision != ConsentDecision.GIVEN:
        raise Refused(_("Sin el consentimiento de la persona no se envía la referencia."))
    if not set(consent_given.disclosed_fields) <= set(DisclosedField.values):
        raise Refused(_("El consentimiento nombra un dato que no se entrega."))
    if not data.service.is_active or not data.service.organization.is_active:
        raise Refused(_("Este servicio ya no se ofrece."))
    if Referral.objects.open().filter(case=case, service=data.service).exists():
        raise Refused(_("Este caso ya tiene una referencia abierta a ese servicio."))
    if not data.need.strip():
        raise Refused(_("Escriba a qué necesidad de la persona responde."))


def _insert(case: Case, data: ReferralInput, consent: Consent, user: Any) -> Referral:
    sent_at = clock.now()
    return Referral.objects.create(
        id=data.id,
        person_id=case.person_id,
        case=case,
        office_id=case.office_id,
        service=data.service,
        organization=data.service.organization,
        need=data.need.strip(),
        priority=data.priority,
        deadline=data.priority.deadline(sent_at),
        state=State.SENT,
        message=data.message.strip(),
        consent=consent,
        disclosed_fields=consent.disclosed_fields,
        sent_at=sent_at,
        occurred_on=clock.today(),
        created_by=user,
    )


@transaction.atomic
def mark_received(*, referral: Referral) -> Referral:
    """Note that the institution has opened the message; later than that it changes nothing."""
    standing = _locked(referral)
    if standing.state == State.SENT:
        before = advance(TRANSITIONS, RECEIVE, standing, None, ())
        _note(standing, RECEIVE, before, channel=Channel.MESSAGE)
    return standing


@transaction.atomic
def record_answer(
    *,
    referral: Referral,
    answer: AnswerInput,
    channel: Channel,
    user: Any = None,
    answered_by: str = "",
) -> Referral:
    """Record what the institution told, by link or by telephone, and return the referral.

    A service received leaves its delivery in the case, verified when the institution itself
    said so. The same answer told again changes nothing. Raises `Outdated` when another answer
    came first, and `Refused` for what the state, the channel or the answer's data do not allow.
    """
    standing = _locked(referral)
    name = str(answer.answer)
    if standing.state == TRANSITIONS[name].target:
        return standing
    _check_answer(standing, answer, channel)
    before = advance(TRANSITIONS, name, referral, user, user.roles if user else ())
    _note(
        referral,
        name,
        before,
        channel=channel,
        user=user,
        occurred_on=answer.occurred_on,
        answered_by=answered_by.strip(),
        reason=answer.reason if answer.answer == Answer.REJECTED else "",
        note=answer.note.strip(),
    )
    write_event(
        case=referral.case,
        kind=EventKind.REFERRAL_ANSWERED,
        source=referral,
        occurred_on=answer.occurred_on,
        summary=f"{referral.service.name}: {_in_words(answer)}",
        user=user,
    )
    if answer.answer == Answer.FINISHED:
        _deliver(referral, answer, channel, user)
    return referral


def _check_answer(referral: Referral, answer: AnswerInput, channel: Channel) -> None:
    if answer.answer not in ANSWERS_BY_CHANNEL[channel]:
        raise Refused(_("Con la boleta solo se puede decir si la persona se presentó."))
    if answer.answer == Answer.REJECTED and answer.reason not in RejectionReason.values:
        raise Refused(_("Diga qué requisito no cumple."))
    refuse_future(answer.occurred_on)
    if answer.occurred_on < referral.occurred_on:
        raise Refused(_("La fecha es anterior al envío de la referencia."))


def _in_words(answer: AnswerInput) -> str:
    if answer.answer == Answer.REJECTED:
        return f"{answer.answer.label} ({RejectionReason(answer.reason).label})"
    return str(answer.answer.label)


def _deliver(referral: Referral, answer: AnswerInput, channel: Channel, user: Any) -> None:
    """Leave the delivery of the service in the case, charged to the sender's award."""
    implements = referral.organization.kind == OrganizationKind.IMPLEMENTER
    by_us = channel == Channel.PHONE
    record_delivery(
        case=referral.case,
        service=referral.service,
        occurred_on=answer.occurred_on,
        source=referral,
        user=user,
        award=referral.created_by.award_for(referral.office_id),
        directness=Directness.DIRECT if implements else Directness.FACILITATED,
        evidence_status=EvidenceStatus.DECLARED if by_us else EvidenceStatus.VERIFIED,
        evidence_note=answer.evidence_note.strip(),
    )


@transaction.atomic
def withdraw_referral(*, referral: Referral, reason: str, user: Any) -> Referral:
    """Take the referral back: its links stop working. Twice is once. Needs a reason."""
    if not reason.strip():
        raise Refused(_("Escriba por qué se retira."))
    return _end(referral, WITHDRAW, EventKind.REFERRAL_WITHDRAWN, user, note=reason.strip())


@transaction.atomic
def stop_sharing(*, referral: Referral, user: Any) -> Referral:
    """Act on the person's withdrawal of what she agreed to share with the institution.

    A referral that nobody has answered is withdrawn. Of any other the outcome may still be
    told, while nothing of her is shown. Whoever manages the case finds it on Hoy, and the
    institution is told without a word about the person. A closed one stays as it is.
    """
    lock_case(referral.case)
    standing = _locked(referral)
    if standing.state not in OPEN_STATES:
        return standing
    if standing.state in AWAITING_STATES:
        reason = str(_("La persona retiró su permiso para compartir sus datos"))
        standing = withdraw_referral(referral=standing, reason=reason, user=user)
    if standing.case.closed_on is None:
        plan_due(
            kind=DueKind.TASK,
            title=str(
                _("Retiró su permiso para %(institution)s: hable con la persona")
                % {"institution": standing.organization}
            ),
            due_on=clock.today(),
            source=standing,
            case=standing.case,
        )
    if standing.organization.registered_email:
        tasks.tell_stopped.defer(referral_id=str(standing.pk))
    return standing


@transaction.atomic
def close_referral(*, referral: Referral, user: Any) -> Referral:
    """Close a referral whose outcome is known: its links stop working. Twice is once."""
    return _end(referral, CLOSE, None, user)


def _end(
    referral: Referral, name: str, kind: EventKind | None, user: Any, note: str = ""
) -> Referral:
    standing = _locked(referral)
    if standing.state == TRANSITIONS[name].target:
        return standing
    before = advance(TRANSITIONS, name, referral, user, user.roles, closed_at=clock.now())
    _note(referral, name, before, channel=Channel.SCREEN, user=user, note=note)
    if kind is not None:
        summary = f"{referral.service.name}: {note}"[:300]
        write_event(case=referral.case, kind=kind, source=referral, summary=summary, user=user)
    return referral


def _locked(referral: Referral) -> Referral:
    """Return the referral as it stands in the database, locked until the transaction ends."""
    return Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)


def _note(
    referral: Referral, name: str, before: str, *, channel: Channel, user: Any = None, **told: Any
) -> None:
    """Add the step to the referral's own ledger, with who acts."""
    ReferralEvent.objects.create(
        referral=referral,
        person_id=referral.person_id,
        from_state=before,
        to_state=referral.state,
        name=name,
        recorded_by=user,
        actor_kind=current().actor.kind,
        channel=channel,
        **told,
    )
