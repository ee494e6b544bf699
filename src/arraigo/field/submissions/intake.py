"""Taking in what a phone delivers: kept first, handled after, answered with a receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from arraigo.casework.enums import DataClass
from arraigo.core import sealing
from arraigo.core.context import Actor, acting_as
from arraigo.field.enums import Problem, StepName, SubmissionState
from arraigo.field.models import Device, Submission, XFormVersion
from arraigo.field.submissions.handling import handle
from arraigo.field.submissions.storing import Attached, keep
from arraigo.field.submissions.telling import note_step, stop
from arraigo.field.xform.instance import Instance
from arraigo.territory.models import Office

JOB = Actor.job("field.intake")
#: Longest code and version of a form that are kept as such.
_FORM, _VERSION = 64, 40


@dataclass(frozen=True)
class Delivery:
    """What one request brought. `is_last` is false while more files of it are to come."""

    xml: bytes
    files: Sequence[Attached] = ()
    is_last: bool = True

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the interview, in hexadecimal."""
        return hashlib.sha256(self.xml).hexdigest()


@transaction.atomic
def receive(
    *, delivery: Delivery, user: Any, office: Office, device: Device | None = None
) -> Submission:
    """Keep a delivered interview and its files, handle it once it is whole, and return it.

    The same content again changes nothing. Other content under the same name is kept beside the
    first, for a person to decide. What the handler cannot do is noted and stays kept. Raises
    `field.xform.reading.NotXml` for what cannot be read at all.
    """
    instance = Instance(delivery.xml)
    submission, is_new = _kept(delivery, instance, user, office, device)
    locked = submission if is_new else _locked(submission)
    if locked is None:
        return submission  # of an office that is no longer hers
    if is_new:
        note_step(locked, StepName.RECEIVED)
    kept = [keep(locked, file) for file in delivery.files]
    new_files = any(kept)
    if new_files and not is_new:
        note_step(locked, StepName.FILES)
    if locked.original_id is not None:
        if is_new:
            stop(locked, Problem.OTHER_CONTENT)
    elif delivery.is_last and _waits_for_files(locked, new_files=new_files):
        handle(locked, instance)
    return locked


def _waits_for_files(submission: Submission, *, new_files: bool) -> bool:
    """Tell whether it is to be handled now that its last request, or a missing file, has come."""
    if submission.state == SubmissionState.INCOMPLETE:
        return True
    stands_still = submission.problem in {Problem.ANSWERS, Problem.NEVER_WHOLE}
    return new_files and stands_still and not submission.is_settled


def _locked(submission: Submission) -> Submission | None:
    """Return the row once nobody else is at work on it; None if the actor does not see it."""
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.filter(pk=submission.pk).first()


def _kept(
    delivery: Delivery, instance: Instance, user: Any, office: Office, device: Device | None
) -> tuple[Submission, bool]:
    """Return the row of this content, and whether it came just now."""
    name = instance.instance_id or f"sha256:{delivery.sha256}"
    row = _row(delivery, instance, name)
    row.sent_by, row.office, row.device = user, office, device
    while not _inserted(row):
        if (same := _came_before(row)) is not None:
            return same, False
    return row, True


def _inserted(row: Submission) -> bool:
    """Tell whether the row is in; not if its name or content was here already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _came_before(row: Submission) -> Submission | None:
    """Return the row of the same content; with other content, note which came first.

    Looked for as the system: a user who changed offices delivers again what her old one holds.
    """
    with acting_as(JOB):
        known = list(Submission.objects.filter(instance_id=row.instance_id).defer("sealed"))
    row.original = next((each for each in known if each.original_id is None), None)
    return next((each for each in known if each.sha256 == row.sha256), None)


def _row(delivery: Delivery, instance: Instance, name: str) -> Submission:
    form_id, version = instance.form_id[:_FORM], instance.version[:_VERSION]
    published = XFormVersion.objects.filter(form__form_id=form_id, version=version)
    wrapped = sealing.new_wrapped_key()
    row = Submission(
        instance_id=name,
        sha256=delivery.sha256,
        form_id=form_id,
        version_text=version,
        version=published.select_related("form").defer("xml", "sheets").first(),
        wrapped=wrapped,
        data_class=DataClass.PERSONAL,
        state=SubmissionState.INCOMPLETE,
    )
    if row.version is not None:
        row.data_class = row.version.form.data_class
    row.sealed = sealing.seal(wrapped, delivery.xml, row.pk.bytes)
    return row
