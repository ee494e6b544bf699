"""A lab whose folder stays, so that what took long to load is loaded once."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from bench.lab import ROOT, Lab, console, started

#: What the databases are made of: when any of it changes, they are made anew in another folder.
SOURCES = (
    "src/arraigo/*/migrations/*.py", "bench/caseload.py", "bench/seed.py", "bench/copying.py",
    "bench/load.py", "bench/nation.py", "bench/finishing.py", "bench/population.py",
    "bench/data/*.csv",
)  # fmt: skip


def digest() -> str:
    """Return the digest of what the databases are made of."""
    made = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


def default_folder() -> Path:
    """Return where the databases are kept. Root's own home the database's user cannot enter."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    cache = Path("/var/cache/arraigo") if is_root else Path(platformdirs.user_cache_dir("arraigo"))
    return cache / "bench" / f"casework-{digest()}"


@contextlib.contextmanager
def kept_lab(folder: Path | None = None) -> Iterator[Lab]:
    """Start the lab that is kept in `folder`, or an empty one there.

    Raises `BlockingIOError` while another benchmark has it.
    """
    folder = (folder or default_folder()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    console.print(f"kept in {folder}", highlight=False)
    for other in folder.parent.glob("casework-*"):
        if other != folder:
            console.print(f"an older one, to remove if nobody uses it: {other}", highlight=False)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with started(folder) as made:
            yield made
