"""Checks of the database: its version, its two roles, its protection row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg

from arraigo.web.doctor.findings import Finding, fail, ok, warn

OLDEST_POSTGRESQL = 15
CLOCK_SECONDS = 5
#: Settings of the server under which its log holds no statement and no row.
QUIET_LOG = {
    "log_min_messages": ("log", "fatal", "panic"),
    "log_min_error_statement": ("log", "fatal", "panic"),
    "log_error_verbosity": ("terse",),
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
}
TABLES_WITH_PERSONS = ("people_person", "casework_case")


def check_version(web: psycopg.Connection) -> Finding:
    """Tell whether the server is new enough."""
    version = web.info.server_version // 10000
    if version < OLDEST_POSTGRESQL:
        return fail(
            f"El servidor es PostgreSQL {version}.",
            f"Arraigo necesita PostgreSQL {OLDEST_POSTGRESQL} o más nuevo.",
        )
    return ok(f"PostgreSQL {version}")


def _row(connection: psycopg.Connection, query: LiteralString) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    if row is None:
        raise LookupError("la base de datos no respondió")
    return row


def _powers(connection: psycopg.Connection) -> tuple[str, bool, bool]:
    name, superuser, bypasses = _row(
        connection,
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    return name, superuser, bypasses


def check_web_role(web: psycopg.Connection) -> Finding:
    """Tell whether the web's role is bound by the policies: no superuser, owner of nothing."""
    name, superuser, bypasses = _powers(web)
    advice = (
        f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS; y las tablas, del rol de "
        "DATABASE_OWNER_URL. Si no, cada persona vería los expedientes de todas."
    )
    if superuser or bypasses:
        return fail(f"El rol de la web ({name}) se salta la protección por filas.", advice)
    (owned,) = _row(
        web,
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE r.rolname = current_user AND c.relkind IN ('r', 'p', 'v', 'm')",
    )
    if owned:
        return fail(f"El rol de la web ({name}) es dueño de {owned} tablas.", advice)
    return ok(f"El rol de la web ({name}) no puede saltarse la protección")


def check_owner_role(owner_url: str, web: psycopg.Connection) -> Finding:
    """Tell whether the owner can connect, and is another role than the web's."""
    advice = "Revise DATABASE_OWNER_URL: sin él no se puede poner al día la base."
    try:
        with psycopg.connect(owner_url, connect_timeout=5) as owner:
            name, superuser, _bypasses = _powers(owner)
    except psycopg.OperationalError as error:
        return fail(f"El rol dueño no puede conectarse: {str(error).strip()[:200]}", advice)
    if name == _powers(web)[0]:
        return fail("La web y el dueño son el mismo rol.", "Use dos roles distintos.")
    if superuser:
        return warn(f"El rol dueño ({name}) es superusuario.", f"ALTER ROLE {name} NOSUPERUSER;")
    return ok(f"El rol dueño ({name}) se conecta")


def check_row_security(web: psycopg.Connection) -> Finding:
    """Tell whether the tables with persons are protected row by row, for their owner as well."""
    protected = {
        name
        for (name,) in web.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity "
            "AND relforcerowsecurity AND relnamespace = 'public'::regnamespace",
            [list(TABLES_WITH_PERSONS)],
        )
    }
    if open_tables := [name for name in TABLES_WITH_PERSONS if name not in protected]:
        return fail(
            f"Sin protección por filas: {', '.join(open_tables)}.",
            "Detenga Arraigo y ejecute «arraigo migrate»; si sigue así, no lo use todavía.",
        )
    return ok("Los expedientes tienen protección por filas")


def check_server_log(web: psycopg.Connection) -> Finding:
    """Tell whether the server's own log leaves out refused statements, which hold persons' data."""
    chosen = web.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
        [list(QUIET_LOG)],
    )
    loud = [name for name, setting in chosen if setting not in QUIET_LOG[name]]
    if loud:
        return warn(
            f"El registro del servidor puede guardar nombres: {', '.join(loud)}.",
            "En postgresql.conf: log_min_messages = log, log_min_error_statement = panic, "
            "log_error_verbosity = terse, log_statement = none, log_min_duration_statement = -1.",
        )
    return ok("El registro del servidor no guarda lo que se escribe")


def check_clock(web: psycopg.Connection) -> Finding:
    """Tell whether this machine and the database agree on the time."""
    (theirs,) = _row(web, "SELECT clock_timestamp()")
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > CLOCK_SECONDS:
        return warn(
            f"El reloj de esta máquina y el de la base difieren {apart:.0f} segundos.",
            "Ponga los dos en hora (NTP): los códigos de entrada dependen de ella.",
        )
    return ok("Los relojes coinciden")
