"""The whole registry compared with itself, step by step, so that it goes on where it stopped.

Each step leaves a whole file in the run's own folder (mode 0700), takes its name there at the end,
and is done again if it was cut short: read the registry, learn, score part by part, queue the
pairs. The folder goes away with the run; folders of runs that no longer go on are purged whenever
a run is looked at, so that no copy of personal data outlives its purpose.
"""

from __future__ import annotations

import json
import math
import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.linkage.keys import write_keys
from arraigo.people.linkage.model import PROBABLE, Model
from arraigo.people.linkage.models import LinkageKey, LinkageRun, RunState
from arraigo.people.linkage.persons import PERSONS
from arraigo.people.linkage.records import all_records, records_of
from arraigo.people.linkage.versions import keep, model_in_force
from arraigo.people.models import Person

JOB = Actor.job("people.linkage")
ENOUGH_TO_LEARN = 20_000  # records; with fewer, the parameters in force serve better
PART = 100_000  # records scored in one step: some seconds to half a minute
QUEUED_AT_ONCE = 200  # pairs
LOCK = 5182026
QUIET = timedelta(minutes=2)


def start_linkage(*, user: Any) -> LinkageRun:
    """Start a comparison of the whole registry. Raises `Refused` while another is under way."""
    from arraigo.people.tasks import linkage_step

    try:
        with transaction.atomic():
            run = LinkageRun.objects.create(started_by=user)
    except IntegrityError as error:
        raise Refused(_("Ya hay una comparación en marcha.")) from error
    linkage_step.defer(run_id=str(run.pk))
    return run


def folder_of(run: LinkageRun) -> Path:
    """Return the run's own folder, made if it is not there."""
    folder = _root() / str(run.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def purge() -> int:
    """Delete the folders of runs that do not go on any more; return how many."""
    with acting_as(JOB):
        going_on = {
            str(pk)
            for pk in LinkageRun.objects.filter(state=RunState.RUNNING).values_list("pk", flat=True)
        }
    left = [folder for folder in _root().glob("*") if folder.name not in going_on]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _root() -> Path:
    return Path(settings.ARRAIGO_HOME) / "linkage"


def take_step(run_id: uuid.UUID) -> bool:
    """Take the run's next step; tell whether there is more to do.

    One process at a time: a second one does nothing. A step that fails ends the run, and its
    folder goes.
    """
    purge()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        try:
            return _step_of(run_id)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _step_of(run_id: uuid.UUID) -> bool:
    with acting_as(JOB):
        run = LinkageRun.objects.get(pk=run_id)
    if run.state != RunState.RUNNING:
        return False
    folder = folder_of(run)
    try:
        _next_step(run, folder)(run, folder)
    except Exception as error:
        _end(run, folder, RunState.FAILED, failure=type(error).__name__)
        raise
    return run.state == RunState.RUNNING


def _next_step(run: LinkageRun, folder: Path) -> Callable[[LinkageRun, Path], None]:
    if not (folder / "records.parquet").exists():
        return _read
    if not (folder / "model.json").exists():
        return _learn
    if _missing_parts(run, folder):
        return _score
    return _queue


def _read(run: LinkageRun, folder: Path) -> None:
    """Write the registry, prepared, into the folder; give keys to whoever has none yet."""
    from arraigo.people.linkage.prepared import write_prepared

    with acting_as(JOB):
        run.records = write_prepared(all_records(), folder / "records.parquet")
        keyed = LinkageKey.objects.values("person_id")
        without = list(Person.objects.exclude(pk__in=keyed).values_list("pk", flat=True))
        for start in range(0, len(without), QUEUED_AT_ONCE):
            write_keys(records_of(without[start : start + QUEUED_AT_ONCE]).values())
        _note(run, "records")


def _learn(run: LinkageRun, folder: Path) -> None:
    """Learn the parameters from the registry itself if it is large enough."""
    from arraigo.people.linkage.engine import TooFewPairs

    with acting_as(JOB):
        model = model_in_force()
    if run.records >= ENOUGH_TO_LEARN:
        today = clock.today().isoformat()
        with suppress(TooFewPairs):
            model = _linkage(run, folder).learn(
                version=f"{today}-{str(run.pk)[:8]}",
                learnt_from=str(_("el registro de esta instalación")),
                learnt_on=today,
                before=model,
            )
    with acting_as(JOB):
        if model != model_in_force():
            keep(model)
        run.model_version = model.version
        run.parts = max(1, math.ceil(run.records / PART))
        _write(folder / "model.json", model.to_json())
        _note(run, "model_version", "parts")


def _score(run: LinkageRun, folder: Path) -> None:
    """Score one part of the registry against all of it."""
    part = _missing_parts(run, folder)[0]
    model = Model.read(folder / "model.json")
    pairs = _linkage(run, folder).link(model, at_least=PROBABLE, part=(part, run.parts))
    _write(folder / f"pairs-{part}.json", json.dumps(pairs))
    with acting_as(JOB):
        run.parts_done = run.parts - len(_missing_parts(run, folder))
        run.pairs += len(pairs)
        _note(run, "parts_done", "pairs")


def _queue(run: LinkageRun, folder: Path) -> None:
    """Put the next pairs into the review queue; the last of them ends the run."""
    from arraigo.people.duplicates import queue_pair

    pairs = [
        pair
        for part in range(1, run.parts + 1)
        for pair in json.loads((folder / f"pairs-{part}.json").read_text())
    ]
    batch = pairs[run.pairs_done : run.pairs_done + QUEUED_AT_ONCE]
    with acting_as(JOB):
        ids = {uuid.UUID(person) for one, other, _chance in batch for person in (one, other)}
        people = Person.objects.in_bulk(ids)
        for one, other, probability in batch:
            first, second = people.get(uuid.UUID(one)), people.get(uuid.UUID(other))
            if first and second:
                run.proposed += queue_pair(first, second, probability)
        run.pairs, run.pairs_done = len(pairs), run.pairs_done + len(batch)
        _note(run, "pairs", "pairs_done", "proposed")
    if run.pairs_done >= len(pairs):
        _end(run, folder, RunState.DONE)


def _linkage(run: LinkageRun, folder: Path) -> Any:
    from arraigo.people.linkage.engine import Linkage, on_duckdb

    api = on_duckdb(folder / "spill")
    return Linkage(PERSONS, api, [folder / "records.parquet"], run.records)


def _missing_parts(run: LinkageRun, folder: Path) -> list[int]:
    return [
        part for part in range(1, run.parts + 1) if not (folder / f"pairs-{part}.json").exists()
    ]


def _write(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _note(run: LinkageRun, *fields: str) -> None:
    run.touched_at = clock.now()
    run.save(update_fields=["touched_at", *fields])


def _end(run: LinkageRun, folder: Path, state: RunState, failure: str = "") -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with acting_as(JOB):
        run.state, run.failure, run.finished_at = state, failure, clock.now()
        _note(run, "state", "failure", "finished_at")


def interrupted() -> list[uuid.UUID]:
    """Return the runs under way that nobody has touched for a while: their process has gone."""
    with acting_as(JOB):
        quiet = LinkageRun.objects.filter(
            state=RunState.RUNNING, touched_at__lt=clock.now() - QUIET
        )
        return list(quiet.values_list("pk", flat=True))
