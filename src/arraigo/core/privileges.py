"""Privileges of the web's role, derived from what each model declares.

The web's role owns nothing. It may select, insert, update and delete by default (sessions and
jobs need it); a `Tracked` model takes the deletion away, an `AppendOnly` one the update as well.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from psycopg import sql

from arraigo.core.models import AppendOnly, Tracked


def revocations(web_role: str) -> dict[str, sql.Composed]:
    """Return the REVOKE statement for `web_role` of each restricted table."""
    statements = {}
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            taken = sql.SQL("UPDATE, DELETE")
        elif issubclass(model, Tracked) and not model.deletable:
            taken = sql.SQL("DELETE")
        else:
            continue
        table = model._meta.db_table
        statements[table] = sql.SQL("REVOKE {} ON {} FROM {}").format(
            taken, sql.Identifier(table), sql.Identifier(web_role)
        )
    return statements


def apply(web_role: str) -> None:
    """Take from `web_role` what the models say it must not do. Run as the owner."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table, statement in revocations(web_role).items():
            if table in present:
                cursor.execute(statement)
