"""Writes about assessments, and what opens their answers of class C to be counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import annul_fact, write_event
from arraigo.casework.actions.events import lock_visible_case
from arraigo.casework.actions.facts import check_day, common, sent_before
from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case
from arraigo.core import sealing
from arraigo.core.transitions import Refused
from arraigo.people.consent import check_not_withdrawn
from arraigo.profiling.assessments import agenda
from arraigo.profiling.assessments.enums import MILESTONES, ONCE
from arraigo.profiling.assessments.inputs import AssessmentInput
from arraigo.profiling.assessments.instruments import Instrument, instrument_of
from arraigo.profiling.assessments.lent import interviews
from arraigo.profiling.assessments.models import (
    Assessment,
    AssessmentScore,
    ScoringScheme,
    SealedAnswers,
)
from arraigo.profiling.assessments.scoring import score


@transaction.atomic
def record_assessment(*, data: AssessmentInput, user: Any) -> Assessment:
    """Keep what the person answered, score it, do what was due, and return the assessment.

    Answers of class C are sealed, unless they came with a delivery, which keeps them. The same
    form twice leaves one. Raises `Refused` for a case the user does not see or that is closed, a
    day that cannot be, answers that are none of the question's, or a round that is there already.
    """
    case = lock_visible_case(data.case, user)
    earlier = sent_before(Assessment, data.id, case)
    if earlier is not None:
        return earlier
    check_day(case, data.occurred_on)
    check_not_withdrawn(case.person_id, data.occurred_on)
    instrument = _checked(data, case)
    answers = instrument.tidied(data.answers)
    assessment = _insert(data, case, user, instrument.parted(answers))
    score_under(assessment, ScoringScheme.objects.in_force(data.kind), answers)
    write_event(
        case=case,
        kind=EventKind.ASSESSMENT_DONE,
        source=assessment,
        occurred_on=assessment.occurred_on,
        summary=assessment.title,
        user=user,
    )
    write_event(
        case=case,
        kind=MILESTONES[data.kind],
        source=assessment,
        occurred_on=assessment.occurred_on,
        user=user,
    )
    agenda.assessed(assessment)
    return assessment


def _checked(data: AssessmentInput, case: Case) -> Instrument:
    instrument = instrument_of(data.kind)
    if instrument is None:
        raise Refused(_("Esta evaluación todavía no se puede anotar aquí."))
    questions = instrument.by_code
    for code, answer in data.answers.items():
        if answer and code in questions and not questions[code].knows(answer):
            raise Refused(_("Una respuesta no es de las que la pregunta tiene. Escójala de nuevo."))
    standing = Assessment.objects.standing().filter(case=case, kind=data.kind, round=data.round)
    if data.round in ONCE and standing.exists():
        raise Refused(
            _("Esa ronda ya está anotada en este caso. Escoja «Otra», o anule la anterior.")
        )
    return instrument


def _insert(
    data: AssessmentInput, case: Case, user: Any, parts: tuple[dict[str, str], dict[str, str]]
) -> Assessment:
    open_answers, guarded = parts
    assessment = Assessment(
        id=data.id, **common(case, day=data.occurred_on, user=user), kind=data.kind,
        round=data.round, answers=open_answers, delivery_id=data.delivery_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error
    if guarded and data.delivery_id is None:
        wrapped = sealing.new_wrapped_key()
        told = json.dumps(guarded).encode()
        sealed = sealing.seal(wrapped, told, assessment.pk.bytes)
        SealedAnswers(
            assessment=assessment, person_id=case.person_id, wrapped=wrapped, sealed=sealed
        ).save(force_insert=True)
    return assessment


def score_under(
    assessment: Assessment, scheme: ScoringScheme | None, answers: Mapping[str, str]
) -> AssessmentScore | None:
    """Keep what the answers come to under a scheme, and return it; None where there is none."""
    if scheme is None:
        return None
    row = scored(assessment, scheme, answers)
    row.save(force_insert=True)
    return row


def scored(
    assessment: Assessment, scheme: ScoringScheme, answers: Mapping[str, str]
) -> AssessmentScore:
    """Return what the answers come to under a scheme, not kept yet."""
    told = score(scheme.scale, answers)
    reserved = {each.code for each in scheme.scale.dimensions if each.is_reserved}
    shown = {
        code: None if value is None else str(value)
        for code, value in told.dimensions.items() if code not in reserved
    }  # fmt: skip
    return AssessmentScore(
        assessment=assessment, person_id=assessment.person_id, scheme=scheme, dimensions=shown,
        composite=told.composite, reading=told.reading, answered=told.answered, asked=told.asked,
    )  # fmt: skip


def all_answers(assessment: Assessment) -> dict[str, str]:
    """Return every answer, those of class C as well, to count them: for a job, never for a page.

    Raises `core.sealing.Unreadable` once those are erased.
    """
    if assessment.delivery_id is not None:
        delivered = interviews().answers_of(assessment.delivery_id)
        instrument = instrument_of(assessment.kind)
        return instrument.tidied(delivered) if instrument else {}
    sealed = SealedAnswers.objects.filter(assessment=assessment).first()
    if sealed is None:
        return dict(assessment.answers)
    key = bytes(sealed.wrapped)
    told = json.loads(sealing.unseal(key, bytes(sealed.sealed), assessment.pk.bytes))
    return {**assessment.answers, **told}


@transaction.atomic
def annul_assessment(*, fact: Assessment, user: Any, reason: str) -> Assessment:
    """Void an assessment recorded by mistake; what was due is due again, and it stays readable.

    Raises what `casework.actions.annul_fact` does.
    """
    voided = annul_fact(fact=fact, user=user, reason=reason)
    assert isinstance(voided, Assessment)  # noqa: S101 -- of the same model
    agenda.annulled(voided)
    return voided
