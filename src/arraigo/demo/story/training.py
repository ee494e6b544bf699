"""Training: enrolled, begun, finished or left; and the certificates that follow."""

from __future__ import annotations

from datetime import datetime, timedelta

from arraigo.casework.enums import EvidenceStatus
from arraigo.demo import assumed
from arraigo.demo.chance import new_id
from arraigo.demo.enums import Fate, TrainingEnd
from arraigo.demo.institutions import OWN_COURSES
from arraigo.demo.story import jobs
from arraigo.demo.story.world import Life
from arraigo.learning.actions import (
    begin_training,
    complete_training,
    drop_training,
    enrol,
    record_certificate,
)
from arraigo.learning.enums import CertificateKind, LanguageLevel, Recognition
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Enrolment

#: What each kind of certificate says, and what it recognises.
CERTIFICATES = {
    CertificateKind.TECHNICAL: ("Competencias en su oficio", Recognition.CERTIFICATION),
    CertificateKind.PROFESSIONAL: ("Título reconocido", Recognition.RECOGNITION),
    CertificateKind.EDUCATIONAL: ("Equiparación de grados", Recognition.RECOGNITION),
    CertificateKind.LANGUAGE: ("Nivel de inglés", Recognition.RECOGNITION),
    CertificateKind.ATTENDANCE: ("Diploma de participación", None),
}
REASONS_TO_LEAVE = ("Consiguió trabajo de día.", "El pasaje era muy caro.", "Enfermó un familiar.")
LEVELS = (LanguageLevel.A2, LanguageLevel.B1, LanguageLevel.B2)


def plan(life: Life, at: datetime) -> None:
    """Plan her course, if she takes one, and a certificate of what she knows without a course."""
    if life.traits.trains:
        life.later(at, assumed.DAYS_TO_ENROL, begin)
    elif kind := life.world.dealer.draw("certified_without_course"):
        days = assumed.DAYS_TO_CERTIFY_WITHOUT_COURSE
        life.later(at, days, lambda life, then: certify(life, then, CertificateKind(kind)))


def begin(life: Life, at: datetime) -> None:
    """Enrol her in a course of the programme itself; it begins now or some days later."""
    random, world = life.random, life.world
    service = world.offered.by_name[random.choice(OWN_COURSES)]
    wait = random.randint(*assumed.DAYS_TO_BEGIN)
    lasts = random.randint(*assumed.TRAINING_LASTS)
    starts_on = at.date() + timedelta(days=wait)
    with life.acting(at):
        enrolment = enrol(
            data=EnrolmentInput(
                id=new_id(random),
                case=life.case,
                service=service,
                occurred_on=at.date(),
                starts_on=starts_on,
                expected_end_on=starts_on + timedelta(days=lasts),
                award=world.offered.awards[world.dealer.draw("fund")],
            ),
            user=life.promotor,
        )
    if wait:
        life.later(at, (wait + 1, wait + 1), lambda life, then: _start(life, then, enrolment))
    ends = wait + lasts + 2
    if life.traits.training_end == TrainingEnd.DROPS:
        half = wait + lasts // 2
        life.later(at, (half, half), lambda life, then: drop(life, then, enrolment))
    else:
        life.later(at, (ends, ends + 4), lambda life, then: finish(life, then, enrolment))


def _start(life: Life, at: datetime, enrolment: Enrolment) -> None:
    with life.acting(at):
        begin_training(enrolment=Enrolment.objects.get(pk=enrolment.pk), user=life.promotor)


def drop(life: Life, at: datetime, enrolment: Enrolment) -> None:
    """Note that she left the course, and why."""
    with life.acting(at):
        drop_training(
            enrolment=Enrolment.objects.get(pk=enrolment.pk),
            dropped_on=at.date(),
            reason=life.random.choice(REASONS_TO_LEAVE),
            user=life.promotor,
        )


def finish(life: Life, at: datetime, enrolment: Enrolment) -> None:
    """Note that she finished it; a certificate and applications may follow."""
    verified = life.random.random() < 0.7
    with life.acting(at):
        complete_training(
            data=CompletionInput(
                id=new_id(life.random),
                enrolment=Enrolment.objects.get(pk=enrolment.pk),
                occurred_on=at.date(),
                evidence_status=EvidenceStatus.VERIFIED if verified else EvidenceStatus.DECLARED,
                evidence_note="Lista del curso (ficticia)" if verified else "",
            ),
            user=life.promotor,
        )
    life.achieved.append("estudio" if life.traits.fate == Fate.STUDY else "formacion")
    if kind := life.world.dealer.draw("certified"):
        days = assumed.DAYS_TO_CERTIFICATE
        life.later(at, days, lambda life, then: certify(life, then, CertificateKind(kind)))
    if life.traits.applies_after_training:
        life.later(at, assumed.DAYS_TO_APPLY, jobs.apply_for_one)


def certify(life: Life, at: datetime, kind: CertificateKind) -> None:
    """Note the certificate she obtained; a diploma of attendance recognises nothing."""
    random = life.random
    title, recognition = CERTIFICATES[kind]
    with life.acting(at):
        record_certificate(
            data=CertificateInput(
                id=new_id(random),
                case=life.case,
                kind=kind,
                title=f"{title} (ficticio)",
                issuer=life.world.offered.certifier,
                issuer_authorised=True,
                occurred_on=at.date(),
                recognition=recognition,
                number=f"CAP-{random.randint(10_000, 99_999)}-{life.number}",
                level=random.choice(LEVELS) if kind == CertificateKind.LANGUAGE else None,
                evidence_status=EvidenceStatus.VERIFIED,
            ),
            user=life.promotor,
        )
    if recognition is not None:
        life.achieved.append("certificado")
