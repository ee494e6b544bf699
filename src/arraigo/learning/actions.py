"""Writes about training and certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import annul_delivery, annul_fact, record_delivery, write_event
from arraigo.casework.actions.facts import case_to_record_in, common, sent_before
from arraigo.casework.enums import Directness, EventKind, EvidenceStatus
from arraigo.casework.models import ServiceDelivery
from arraigo.core import clock
from arraigo.core.transitions import Refused, advance, refuse_future
from arraigo.learning.enums import OPEN_STATES, CertificateKind, Recognition, TrainingState
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.learning.transitions import BEGIN, DROP, FINISH, RESUME, TRANSITIONS
from arraigo.organizations.enums import OrganizationKind


@transaction.atomic
def enrol(*, data: EnrolmentInput, user: Any) -> Enrolment:
    """Record the person's place in a training and return it.

    The id comes from the form, so the same form sent twice, or by two at once, enrols once.
    Raises `Refused` when the case is not open to it, the training is no longer offered, or the
    person already has a place in it.
    """
    case = case_to_record_in(data.case, user=user, day=data.occurred_on)
    earlier = sent_before(Enrolment, data.id, case)
    if earlier is not None:
        return earlier
    _check_enrolment(data)
    organization = data.service.organization
    implements = organization.kind == OrganizationKind.IMPLEMENTER
    begun = data.starts_on <= clock.today()
    places = Enrolment.objects.standing().filter(case=case, service=data.service)
    if places.filter(state__in=OPEN_STATES).exists():
        raise Refused(_("La persona ya está inscrita en esa formación."))
    enrolment = Enrolment.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        service=data.service,
        organization=organization,
        award=data.award or user.award_for(case.office_id),
        directness=Directness.DIRECT if implements else Directness.FACILITATED,
        starts_on=data.starts_on,
        expected_end_on=data.expected_end_on,
        state=TrainingState.IN_PROGRESS if begun else TrainingState.ENROLLED,
    )
    write_event(
        case=case,
        kind=EventKind.ENROLLED,
        source=enrolment,
        occurred_on=data.occurred_on,
        summary=f"{data.service.name} · {organization}",
        user=user,
    )
    return enrolment


def _check_enrolment(data: EnrolmentInput) -> None:
    if not data.service.is_active or not data.service.organization.is_active:
        raise Refused(_("Esta formación ya no se ofrece."))
    if data.expected_end_on is not None and data.expected_end_on < data.starts_on:
        raise Refused(_("No puede terminar antes de empezar."))


@transaction.atomic
def begin_training(*, enrolment: Enrolment, user: Any) -> Enrolment:
    """Note that the person has begun. Twice is once; raises `Refused` once it has ended."""
    if enrolment.state == TrainingState.IN_PROGRESS:
        return enrolment
    advance(TRANSITIONS, BEGIN, enrolment, user, user.roles)
    return enrolment


@transaction.atomic
def complete_training(*, data: CompletionInput, user: Any) -> Completion:
    """Record that the person finished, leave the delivery in the case, and return the completion.

    A referral alone is no completion (indicator 6): only this is. The same form sent twice
    completes once. Raises `Refused` for a date before the start or to come, and when the
    training was left, finished or annulled.
    """
    case = case_to_record_in(data.enrolment.case, user=user, day=data.occurred_on)
    earlier = sent_before(Completion, data.id, case)
    if earlier is not None:
        return earlier
    enrolment = Enrolment.objects.select_related("service", "award").get(pk=data.enrolment.pk)
    if data.occurred_on < enrolment.starts_on:
        raise Refused(_("La fecha es anterior al inicio de la formación."))
    advance(TRANSITIONS, FINISH, enrolment, user, user.roles)
    completion = Completion.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        enrolment=enrolment,
        evidence_status=data.evidence_status,
        evidence_note=data.evidence_note.strip(),
    )
    write_event(
        case=case,
        kind=EventKind.TRAINING_COMPLETED,
        source=completion,
        occurred_on=data.occurred_on,
        summary=enrolment.service.name,
        user=user,
    )
    record_delivery(
        case=case,
        service=enrolment.service,
        occurred_on=data.occurred_on,
        source=completion,
        user=user,
        award=enrolment.award,
        directness=Directness(enrolment.directness),
        evidence_status=data.evidence_status,
        evidence_note=data.evidence_note.strip(),
    )
    return completion


@transaction.atomic
def drop_training(*, enrolment: Enrolment, dropped_on: date, reason: str, user: Any) -> Enrolment:
    """Note that the person left the training, when and why. Twice is once.

    Raises `Refused` without a reason, for a date to come, and when the training has ended.
    """
    if not reason.strip():
        raise Refused(_("Escriba por qué la dejó."))
    refuse_future(dropped_on)
    if enrolment.state == TrainingState.DROPPED:
        return enrolment
    advance(
        TRANSITIONS, DROP, enrolment, user, user.roles,
        dropped_on=dropped_on, dropped_reason=reason.strip(),
    )  # fmt: skip
    return enrolment


@transaction.atomic
def annul_enrolment(*, fact: Enrolment, user: Any, reason: str) -> Enrolment:
    """Void an enrolment recorded by mistake. Raises `Refused` while its completion stands."""
    if fact.completions.filter(annulled_at=None).exists():
        raise Refused(_("Anule primero que la terminó."))
    annul_fact(fact=fact, user=user, reason=reason)
    return Enrolment.objects.get(pk=fact.pk)


@transaction.atomic
def annul_completion(*, fact: Completion, user: Any, reason: str) -> Completion:
    """Void a completion with the delivery it left; the training is in progress again.

    Raises `Refused` when the person has since enrolled again in the same training.
    """
    enrolment = Enrolment.objects.get(pk=fact.enrolment_id)
    annul_fact(fact=fact, user=user, reason=reason)
    try:
        with transaction.atomic():
            advance(TRANSITIONS, RESUME, enrolment, user, user.roles)
    except IntegrityError as error:
        raise Refused(_("La persona ya está inscrita otra vez en esa formación.")) from error
    left = ServiceDelivery.objects.standing().filter(
        source_table=Completion._meta.db_table, source_id=fact.pk
    )
    for delivery in left:
        annul_delivery(delivery=delivery, user=user, reason=reason)
    return Completion.objects.get(pk=fact.pk)


@transaction.atomic
def record_certificate(*, data: CertificateInput, user: Any) -> Certificate:
    """Record a certificate the person obtained and return it.

    The same form sent twice, or by two at once, records once. Raises `Refused` with the reason:
    the issuer is not authorised, what it recognises or the level is missing, it is verified
    without a number, or it is already recorded.
    """
    case = case_to_record_in(data.case, user=user, day=data.occurred_on)
    earlier = sent_before(Certificate, data.id, case)
    if earlier is not None:
        return earlier
    _check_certificate(data)
    number = data.number.strip()
    same = Certificate.objects.standing().filter(person_id=case.person_id, issuer=data.issuer)
    if number and same.filter(number=number).exists():
        raise Refused(_("Ese certificado ya está registrado."))
    certificate = Certificate.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        kind=data.kind,
        recognition=data.recognition or "",
        title=data.title.strip(),
        issuer=data.issuer,
        issuer_authorised=data.issuer_authorised,
        number=number,
        level=data.level or "",
        evidence_status=data.evidence_status,
        evidence_note=data.evidence_note.strip(),
    )
    if data.kind != CertificateKind.ATTENDANCE:
        write_event(
            case=case,
            kind=EventKind.CERTIFICATE_ISSUED,
            source=certificate,
            occurred_on=data.occurred_on,
            summary=f"{certificate.title} · {data.issuer}",
            user=user,
        )
    return certificate


def _check_certificate(data: CertificateInput) -> None:
    """Refuse in words what the table's constraints refuse."""
    if data.kind == CertificateKind.ATTENDANCE:
        if data.recognition is not None or data.level is not None:
            raise Refused(_("Un diploma de asistencia no reconoce nada."))
        return
    if not data.issuer_authorised:
        raise Refused(
            _(
                "Solo una institución autorizada certifica. Si no lo es, anótelo como diploma de "
                "participación."
            )
        )
    if data.recognition is None:
        raise Refused(_("Diga qué reconoce."))
    is_language = data.kind == CertificateKind.LANGUAGE
    if is_language != (data.level is not None):
        raise Refused(_("El nivel, de A1 a C2, es de los certificados de idioma."))
    if is_language and data.recognition != Recognition.RECOGNITION:
        raise Refused(_("Un nivel de idioma es un reconocimiento."))
    if data.evidence_status == EvidenceStatus.VERIFIED and not data.number.strip():
        raise Refused(_("Un certificado verificado tiene su número."))
