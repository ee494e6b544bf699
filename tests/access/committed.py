"""A database of one's own whose rows are committed, for tests that several connections read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.db import connections

from arraigo.accounts.models import User
from arraigo.demo.cast import LOGINS
from tests.database import Address


@contextmanager
def committed_database(address: Address, name: str, blocker: Any) -> Iterator[SimpleNamespace]:
    """Give a database of one's own whose rows are committed; yield the cast."""
    address.clone(name)
    settings = connections["default"].settings_dict
    usual = settings["NAME"]
    with blocker.unblock():
        connections.close_all()
        settings["NAME"] = name
        try:
            users = {user.email: user for user in User.objects.all()}
            yield SimpleNamespace(
                **{login.key.replace(".", "_"): users[login.email] for login in LOGINS}
            )
        finally:
            connections.close_all()
            settings["NAME"] = usual
