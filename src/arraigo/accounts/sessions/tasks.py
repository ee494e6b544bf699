"""Sessions that ran out go away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from arraigo.accounts.sessions.store import SessionStore


@app.periodic(cron="20 4 * * *")
@app.task(name="accounts.clear_sessions", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Each night, delete the sessions that expired."""
    SessionStore.clear_expired()
