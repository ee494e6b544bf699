"""Jobs about persons."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as
from arraigo.people.leads import tasks as _lists  # noqa: F401 -- its jobs are this app's


@app.task(name="people.look_for_matches")
def look_for_matches(person_id: str, at: str | None = None) -> None:
    """Note the files of other offices that may be of this person (never told to who registers).

    `at` is the registering context's clock, so that training data keep their dates.
    """
    from arraigo.people.duplicates import note_matches
    from arraigo.people.models import Person

    moment = datetime.fromisoformat(at) if at else None
    with acting_as(Actor.job("people.look_for_matches"), at=moment):
        note_matches(Person.objects.get(pk=uuid.UUID(person_id)))


@app.periodic(cron="10 4 * * *")
@app.task(name="people.sweep_orphan_files", queueing_lock="people.sweep_orphan_files")
def sweep_orphan_files(timestamp: int) -> None:
    """Each night, delete files of more than a day whose row never came."""
    from arraigo.people.files import sweep_orphans

    with acting_as(Actor.job("people.sweep_orphan_files")):
        sweep_orphans(timedelta(days=1))


@app.periodic(cron="50 3 * * *")
@app.task(name="people.count_words", queueing_lock="people.count_words")
def count_words(timestamp: int) -> None:
    """Each night, count how many persons have each word of a name: search tries those first."""
    from arraigo.people.search.index import count_words as count

    with acting_as(Actor.job("people.count_words")):
        count()


@app.task(name="people.linkage_step")
def linkage_step(run_id: str) -> None:
    """Take one step of the bulk comparison and queue the next: other jobs get their turn."""
    from arraigo.people.linkage.run import take_step

    if take_step(uuid.UUID(run_id)):
        linkage_step.defer(run_id=run_id)


@app.periodic(cron="*/3 * * * *")
@app.task(name="people.resume_linkage", queueing_lock="people.resume_linkage")
def resume_linkage(timestamp: int) -> None:
    """Go on with a bulk comparison whose process was killed, and purge what others left."""
    from arraigo.people.linkage.run import interrupted, purge

    purge()
    for run_id in interrupted():
        linkage_step.defer(run_id=str(run_id))
