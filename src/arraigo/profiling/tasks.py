"""The jobs of profiling."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="profiling.rescore_assessments")
def rescore_assessments() -> None:
    """Score assessments under the schemes in force. Safe to repeat."""
    from arraigo.profiling.assessments.rescoring import rescore_all

    rescore_all()


@app.periodic(cron="40 2 * * *")
@app.task(name="profiling.rescore_nightly", queueing_lock="profiling.rescore_nightly")
def rescore_nightly(timestamp: int) -> None:
    """Each night, begin to count with a scheme whose day has come."""
    from arraigo.profiling.assessments.rescoring import rescore_all

    rescore_all()


@app.task(name="profiling.follow_switch")
def follow_switch() -> None:
    """Follow the survey's switch: its rounds go on the agenda, or off it."""
    from arraigo.profiling.assessments.agenda import follow_switch as follow

    follow()
