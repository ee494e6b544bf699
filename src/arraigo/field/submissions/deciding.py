"""What a person decides about a delivery: try again, set aside, choose between two answers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.field.enums import Problem, StepName, SubmissionState
from arraigo.field.handlers import profile
from arraigo.field.handlers.base import Interview, Unfit, WaitsFor
from arraigo.field.models import Submission
from arraigo.field.submissions.handling import retry
from arraigo.field.submissions.storing import instance_of
from arraigo.field.submissions.telling import note_step


def _locked(submission: Submission, user: Any) -> Submission:
    visible = Submission.objects.visible_to(user).filter(pk=submission.pk)
    found = visible.select_for_update(of=("self",)).first()
    if found is None:
        raise Refused(_("Esa entrega no es de su oficina."))
    return found


@transaction.atomic
def try_again(*, submission: Submission, user: Any) -> Submission:
    """Handle a delivery that stands still once more, and return it. Refused to others' offices."""
    locked = _locked(submission, user)
    if locked.problem == Problem.CLASH:
        raise Refused(_("Ya se aplicó: falta escoger qué respuesta queda."))
    if locked.original_id is not None:
        raise Refused(_("Es otra versión de una entrega que ya está: compárelas."))
    retry(locked, by=user)
    return locked


@transaction.atomic
def set_aside(*, submission: Submission, reason: str, user: Any) -> Submission:
    """Apply a delivery no more; it stays kept, with who said so and why. Twice is once.

    Raises `Refused` for one that is applied, and without a reason.
    """
    locked = _locked(submission, user)
    if locked.state == SubmissionState.SET_ASIDE:
        return locked
    if locked.state == SubmissionState.DONE or locked.problem == Problem.CLASH:
        raise Refused(_("Ya se aplicó. Lo que esté mal se corrige en el caso."))
    if not reason.strip():
        raise Refused(_("Escriba por qué se aparta."))
    locked.aside_reason = reason.strip()
    _settle(locked, SubmissionState.SET_ASIDE, "aside_reason")
    note_step(locked, StepName.SET_ASIDE, by=user)
    return locked


@transaction.atomic
def choose(*, submission: Submission, sent: Collection[str], version: int, user: Any) -> Submission:
    """Settle a clash: the answers named in `sent` are saved, the others stay as they stand.

    `version` is that of the profile they were compared with. Decided already, it changes nothing.
    Raises `profiling.actions.ProfileOutdated` when one of them was answered anew since.
    """
    locked = _locked(submission, user)
    if locked.problem != Problem.CLASH:
        return locked
    known = {each[0] for each in locked.details}
    taken = known & set(sent)
    if taken:
        try:
            profile.take(Interview(locked, instance_of(locked)), taken, version, user)
        except (Unfit, WaitsFor) as error:
            raise Refused(_("El caso ya no está en su oficina.")) from error
    locked.problem, locked.details = Problem.NONE, []
    _settle(locked, SubmissionState.DONE, "problem", "details")
    note_step(locked, StepName.APPLIED, by=user)
    return locked


def _settle(submission: Submission, state: SubmissionState, *with_it: str) -> None:
    submission.state, submission.handled_at = state, clock.now()
    submission.waits_for = None
    submission.save(update_fields=["state", "handled_at", "waits_for", *with_it])
