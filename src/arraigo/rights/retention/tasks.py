"""Jobs of retention. Arraigo's registry of jobs finds them through `rights.tasks`."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django import app


@app.periodic(cron="20 4 * * *")
@app.task(name="rights.look_through", queueing_lock="rights.look_through")
def look_through(timestamp: int) -> None:
    """Each night, delete what needs nobody and propose what is due; go on with what was stopped."""
    from arraigo.rights.retention.nightly import look_through as look

    for batch_id in look():
        carry_out.defer(batch_id=str(batch_id))


@app.task(name="rights.carry_out")
def carry_out(batch_id: str) -> None:
    """Erase the files of a confirmed batch. Safe to repeat at any moment."""
    from arraigo.rights.retention.batches import carry_out as carry

    carry(uuid.UUID(batch_id))
