"""Files of a person: sealed with her key, written before their row, under a random name."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from arraigo.core import clock, sealing
from arraigo.people.enums import FileKind
from arraigo.people.models import Person, PersonFile, PersonKey


def _path(file_id: uuid.UUID) -> Path:
    name = str(file_id)
    return Path(settings.FILES_ROOT) / name[:2] / name


def key_of(person: Person) -> bytes:
    """Return the person's wrapped key, making it the first time one is needed."""
    key, _created = PersonKey.objects.get_or_create(
        person=person, defaults={"wrapped": sealing.new_wrapped_key()}
    )
    return bytes(key.wrapped)


def keep_file(person: Person, kind: FileKind, data: bytes, content_type: str) -> PersonFile:
    """Seal `data`, write it to the disk and return its row.

    The file is complete on the disk before the row exists; one whose row never came is swept.
    """
    row = PersonFile(
        person=person,
        kind=kind,
        content_type=content_type,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
    path = _path(row.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".new")
    with partial.open("wb") as file:
        file.write(sealing.seal(key_of(person), data, row.pk.bytes))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    row.save(force_insert=True)
    return row


def read_file(row: PersonFile) -> bytes:
    """Return the file's bytes. Raises `core.sealing.Unreadable` once the key is destroyed."""
    return sealing.unseal(key_of(row.person), _path(row.pk).read_bytes(), row.pk.bytes)


def sweep_orphans(older_than: timedelta) -> int:
    """Delete the files whose row never came, once they are older than `older_than`.

    Return how many there were. To be called by a job, which sees every row.
    """
    limit = clock.now().timestamp() - older_than.total_seconds()
    root = Path(settings.FILES_ROOT)
    old = [path for path in root.glob("*/*") if path.stat().st_mtime < limit]
    known = {str(pk) for pk in PersonFile.objects.values_list("pk", flat=True)}
    orphans = [path for path in old if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
