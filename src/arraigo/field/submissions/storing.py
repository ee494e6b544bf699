"""The sealed content of a delivery: its XML in the row, its files on the disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from arraigo.core import sealing, vault
from arraigo.field.models import Submission, SubmissionFile
from arraigo.field.xform.instance import Instance

ROOM: Final = "entregas"


@dataclass(frozen=True)
class Attached:
    """A file that came with an interview."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of its content."""
        return hashlib.sha256(self.data).hexdigest()


def xml_of(submission: Submission) -> bytes:
    """Return the interview as it came. Raises `core.sealing.Unreadable` once it is erased."""
    return sealing.unseal(bytes(submission.wrapped), bytes(submission.sealed), submission.pk.bytes)


def instance_of(submission: Submission) -> Instance:
    """Return the interview's answers. Raises `core.sealing.Unreadable` once it is erased."""
    return Instance(xml_of(submission))


def keep(submission: Submission, file: Attached) -> bool:
    """Seal a file and keep it; tell whether it was new. The same file twice is kept once."""
    known = SubmissionFile.objects.filter(submission=submission, name=file.name)
    if known.filter(sha256=file.sha256).exists():
        return False
    row = SubmissionFile(
        submission=submission, name=file.name, content_type=file.content_type[:80],
        sha256=file.sha256, size=len(file.data),
    )  # fmt: skip
    sealed = sealing.seal(bytes(submission.wrapped), file.data, row.pk.bytes)
    vault.write(vault.path_of(row.pk, ROOM), sealed)
    row.save(force_insert=True)
    return True


def read(row: SubmissionFile) -> bytes:
    """Return a file's bytes. Raises `core.sealing.Unreadable` or `FileNotFoundError`."""
    path = vault.path_of(row.pk, ROOM)
    return sealing.unseal(bytes(row.submission.wrapped), path.read_bytes(), row.pk.bytes)


def sweep_orphans(older_than: timedelta) -> int:
    """Delete the files whose row never came, or whose key is gone; return how many there were.

    To be called by a job, which sees every row.
    """
    kept = SubmissionFile.objects.exclude(submission__wrapped=b"")
    known = {str(pk) for pk in kept.values_list("pk", flat=True)}
    orphans = [path for path in vault.older_than(older_than, ROOM) if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
