"""Files of a person: sealed with her key, written before their row, under a random name."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from arraigo.core import sealing, vault
from arraigo.people.enums import FileKind
from arraigo.people.keys import opening_key, sealing_key
from arraigo.people.models import Person, PersonFile, PersonKey

_HANDED_OVER = ".handed-over"


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
    sealed = sealing.seal(sealing_key(person.pk), data, row.pk.bytes)
    vault.write(vault.path_of(row.pk), sealed)
    row.save(force_insert=True)
    return row


def read_file(row: PersonFile) -> bytes:
    """Return the file's bytes.

    Raises `core.sealing.Unreadable` once the key is destroyed, and `FileNotFoundError` when the
    disk has lost it.
    """
    key, path = opening_key(row.person_id), vault.path_of(row.pk)
    try:
        return sealing.unseal(key, path.read_bytes(), row.pk.bytes)
    except sealing.Unreadable:
        handed_over = path.with_suffix(_HANDED_OVER)
        if not handed_over.exists():
            raise
        return sealing.unseal(key, handed_over.read_bytes(), row.pk.bytes)


def seal_for(row: PersonFile, person: Person) -> None:
    """Seal the file anew with the key of `person`, to whom its row now belongs.

    The new file lies beside the old one until the row is committed; `read_file` finds it even
    if the process dies between the two.
    """
    data, path = read_file(row), vault.path_of(row.pk)
    handed_over = path.with_suffix(_HANDED_OVER)
    vault.write(handed_over, sealing.seal(sealing_key(person.pk), data, row.pk.bytes))
    transaction.on_commit(lambda: handed_over.replace(path))


def remove_files(file_ids: Iterable[uuid.UUID]) -> None:
    """Take files of an erased person off the disk; without her key nobody could open them."""
    for path in map(vault.path_of, file_ids):
        path.unlink(missing_ok=True)
        path.with_suffix(_HANDED_OVER).unlink(missing_ok=True)


def sweep_orphans(older_than: timedelta) -> int:
    """Delete the files whose row never came, once they are older than `older_than`.

    Return how many there were. To be called by a job, which sees every row.
    """
    orphans = _without_row(older_than)
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def mismatches(older_than: timedelta) -> tuple[int, int]:
    """Return how many rows have lost their file, and how many old files have no row.

    The files of an erased person are gone by design. To be called as the system, which sees
    every row.
    """
    kept = PersonFile.objects.filter(person__in=PersonKey.objects.values("person"))
    lost = sum(
        not vault.path_of(pk).exists() for pk in kept.values_list("pk", flat=True).iterator()
    )
    return lost, len(_without_row(older_than))


def _without_row(older_than: timedelta) -> list[Path]:
    known = {str(pk) for pk in PersonFile.objects.values_list("pk", flat=True)}
    old = vault.older_than(older_than)
    return [path for path in old if path.name.removesuffix(_HANDED_OVER) not in known]
