"""`arraigo reindex`: what persons are found by, made anew where it is missing or of an old way."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from arraigo.core.context import SYSTEM, acting_as


def reindex(*, anew: bool = False) -> None:
    """Index who is not, or everybody `anew`, with a bar for a long run. Needs the owner's role.

    Stopped half-way, it goes on from there the next time.
    """
    from arraigo.people.search import rebuild

    with acting_as(SYSTEM, purpose="reindex"):
        waiting = rebuild.waiting(anew=anew)
    if not waiting:
        return
    columns = (
        TextColumn("Claves de búsqueda"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=waiting)
        rebuild.rebuild(anew=anew, progress=lambda done: bar.update(task, completed=done))
