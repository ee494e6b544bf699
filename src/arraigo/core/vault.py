"""Sealed files on the disk: whole before their row is written, under a random name.

`room` keeps the files of different owners apart, so that each sweeps its own.
"""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from arraigo.core import clock

_BY_NAME = "[0-9a-f][0-9a-f]/*"


def path_of(file_id: uuid.UUID, room: str = "") -> Path:
    """Return where a file lies."""
    name = str(file_id)
    return Path(settings.FILES_ROOT) / room / name[:2] / name


def write(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, even if the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _to_disk(path.parent)


def _to_disk(folder: Path) -> None:
    """Let the folder itself tell of its new file, whatever happens to the machine."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def older_than(age: timedelta, room: str = "") -> list[Path]:
    """Return the files of a room that were written longer than `age` ago."""
    limit = clock.now().timestamp() - age.total_seconds()
    found = (Path(settings.FILES_ROOT) / room).glob(_BY_NAME)
    return [path for path in found if path.stat().st_mtime < limit]
