"""Jobs on received lists. Arraigo's registry of jobs finds them through `people.tasks`."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as


@app.task(name="people.work_on_list")
def work_on_list(list_id: str) -> None:
    """Check, import or undo a list, whichever it waits for. Safe to repeat at any moment."""
    from arraigo.people.leads.actions.work import work

    work(uuid.UUID(list_id))


@app.periodic(cron="* * * * *")
@app.task(name="people.resume_lists", queueing_lock="people.resume_lists")
def resume_lists(timestamp: int) -> None:
    """Each minute, go on with the lists whose worker was stopped in the middle."""
    from arraigo.people.leads.actions.work import stalled

    with acting_as(Actor.job("people.resume_lists")):
        for list_id in stalled():
            work_on_list.defer(list_id=str(list_id))
