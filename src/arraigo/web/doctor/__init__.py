"""`arraigo doctor`: looks at the installation and says, in plain words, what to do.

Each check is a small function that returns a `Finding`. A check that itself breaks is a finding
too: whoever runs this has a problem already and is not shown a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from arraigo.web.doctor import application, database, machine
from arraigo.web.doctor.findings import Check, Finding, Kind, fail
from arraigo.web.embedded import DatabaseTrouble
from arraigo.web.home import home
from arraigo.web.supervisor import installation, uses_server


def examine(*, ledger: bool = False) -> int:
    """Print what every check found; return 0 when nothing has to be put right, else 1.

    With `ledger` the state of every case is rebuilt and compared as well.
    """
    folder = home()
    problems = 0
    for finding in _findings(folder, *([application.check_ledger] if ledger else [])):
        sys.stdout.write(f"{finding.kind.value}  {finding.text}\n")
        if finding.what_to_do:
            sys.stdout.write(f"          → {finding.what_to_do}\n")
        problems += finding.kind is Kind.FAIL
    summary = {0: "Todo bien", 1: "1 problema"}.get(problems, f"{problems} problemas")
    sys.stdout.write(f"\n{summary}\n")
    return 1 if problems else 0


def _findings(folder: Path, *more: Check) -> Iterator[Finding]:
    yield from _run(
        [
            partial(machine.check_folder, folder),
            partial(machine.check_disk, folder),
            machine.check_binaries,
            partial(machine.check_port, folder),
            machine.check_timezone,
        ]
    )
    if not (folder / "secrets.json").exists():
        yield fail(
            f"En {folder} todavía no hay una instalación.",
            "Ejecute «arraigo serve» (datos reales) o «arraigo demo» (capacitación).",
        )
        return
    try:
        with _database(folder):
            yield from _run(_database_checks(folder))
            yield from _run(more)
    except DatabaseTrouble as trouble:
        yield fail("La base de datos no arranca.", str(trouble))
    except Exception as error:
        yield _broken("la base de datos", error)


def _run(checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        try:
            yield check()
        except Exception as error:
            yield _broken(_name(check), error)


def _name(check: Check) -> str:
    function = check.func if isinstance(check, partial) else check
    return function.__name__.removeprefix("check_").replace("_", " ")


def _broken(name: str, error: Exception) -> Finding:
    reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
    return fail(f"No se pudo revisar «{name}»: {reason}", "Corrija eso y vuelva a ejecutar.")


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """Have the database run while it is looked at: as it is, or started just for this."""
    if uses_server() or machine.is_running(folder):
        yield
    else:
        with installation(folder):
            yield


def _database_checks(folder: Path) -> Iterator[Check]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    import django

    django.setup()
    from django.conf import settings

    try:
        web = psycopg.connect(settings.DATABASE_URL, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().split("\n", 1)[0]
        advice = (
            "Revise DATABASE_URL y que el servidor esté en marcha."
            if uses_server()
            else "Detenga Arraigo, vuelva a iniciarlo y mire el archivo postgres/log."
        )
        yield lambda: fail(f"No se pudo conectar a la base de datos: {reason}", advice)
    else:
        with web:
            yield partial(database.check_version, web)
            yield partial(database.check_web_role, web)
            yield partial(database.check_owner_role, settings.DATABASE_OWNER_URL, web)
            yield partial(database.check_row_security, web)
            yield partial(database.check_server_log, web)
            yield application.check_migrations
            yield partial(database.check_clock, web)
            yield partial(application.check_training, folder)
            yield application.check_files
            yield application.check_retention
    yield application.check_static
    yield application.check_mail
