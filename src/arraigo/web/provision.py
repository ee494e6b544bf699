"""Roles, database and migrations.

Two roles: the owner migrates and owns everything; the web's role owns nothing, cannot bypass
row-level security, and gets its rights from default privileges granted before the first
migration, so that tables of libraries are covered too.
"""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

LOCK = 5182025  # one installation sets its roles up at a time, however many start at once


def address_parts(url: str) -> dict[str, str]:
    """Return the parts of a libpq address (user, password, host, port, dbname and options)."""
    return {name: str(value) for name, value in conninfo_to_dict(url).items()}


def ensure_embedded_roles(
    superuser_url: str, owner_url: str, web_url: str, *, owner_creates: bool = False
) -> None:
    """Make the owner, the web's role and the database of an embedded server, once.

    `owner_creates` lets the owner create databases, as the tests need.
    """
    owner, web = address_parts(owner_url), address_parts(web_url)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        _ensure_role(connection, owner, "CREATEDB" if owner_creates else "NOCREATEDB")
        _ensure_role(connection, web, "NOCREATEDB")
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (owner["dbname"],)
        ).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(owner["dbname"]), sql.Identifier(owner["user"])
                )
            )


def _ensure_role(connection: psycopg.Connection, address: dict[str, str], creates: str) -> None:
    name = address["user"]
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
    connection.execute(
        sql.SQL("{} {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {} PASSWORD {}").format(
            verb, sql.Identifier(name), sql.SQL(creates), sql.Literal(address.get("password", ""))
        )
    )


def grant_defaults(owner_url: str, web_role: str) -> None:
    """Give the web's role its rights on everything the owner will create from now on.

    Run as the owner, before the first migration. Repeating it changes nothing.
    """
    role = sql.Identifier(web_role)
    with psycopg.connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for grant in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {}",
        ):
            connection.execute(sql.SQL(grant).format(role))


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database to the present version. Needs Django set up with the owner's role."""
    from django.conf import settings
    from django.core.management import call_command

    from arraigo.core import privileges

    grant_defaults(settings.DATABASE_OWNER_URL, settings.DATABASE_WEB_ROLE)
    call_command("migrate", interactive=False, verbosity=verbosity)
    privileges.apply(settings.DATABASE_WEB_ROLE)


def pending_migrations() -> int:
    """Return how many migrations the database still lacks. Needs Django set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
