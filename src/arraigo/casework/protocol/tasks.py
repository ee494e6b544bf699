"""Jobs on the protocol. Arraigo's registry of jobs finds them through `casework.tasks`."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django import app

from arraigo.core.context import Actor, acting_as


@app.task(name="casework.move_cases")
def move_cases(order_id: str) -> None:
    """Pass the open cases of an order to its version. Safe to repeat at any moment."""
    from arraigo.casework.protocol.moving import carry_out

    carry_out(uuid.UUID(order_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="casework.resume_moves", queueing_lock="casework.resume_moves")
def resume_moves(timestamp: int) -> None:
    """Every five minutes, go on with an order whose worker was stopped in the middle."""
    from arraigo.casework.models import ProtocolMove

    with acting_as(Actor.job("casework.resume_moves")):
        for order in ProtocolMove.objects.filter(finished_at=None):
            move_cases.defer(order_id=str(order.pk))
