"""Jobs about deliveries."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as


@app.periodic(cron="15 * * * *")
@app.task(name="field.settle_deliveries", queueing_lock="field.settle_deliveries")
def settle_deliveries(timestamp: int) -> None:
    """Each hour, try again what waits for another delivery; after five days a person decides."""
    from arraigo.field.submissions.settling import settle_waiting, stop_incomplete

    settle_waiting()
    stop_incomplete()


@app.periodic(cron="25 4 * * *")
@app.task(name="field.sweep_orphan_files", queueing_lock="field.sweep_orphan_files")
def sweep_orphan_files(timestamp: int) -> None:
    """Each night, delete files of deliveries of more than a day whose row or key is not there."""
    from arraigo.field.submissions.storing import sweep_orphans

    with acting_as(Actor.job("field.sweep_orphan_files")):
        sweep_orphans(timedelta(days=1))
