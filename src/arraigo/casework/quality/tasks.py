"""The lot, cast each month while nobody works."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="40 4 1 * *")
@app.task(name="casework.draw_quality_samples", queueing_lock="casework.draw_quality_samples")
def draw_quality_samples(timestamp: int) -> None:
    """On the first of each month, draw the cases to verify of the month before."""
    from arraigo.casework.quality.drawing import draw_last_month

    draw_last_month()
