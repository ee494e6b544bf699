"""`arraigo doctor`: looks at the installation and says, in plain words, what to do.

Each check is a small function that returns a `Finding`. A check that itself breaks is a finding
too: whoever runs this has a problem already and is not shown a traceback.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import psycopg
from filelock import FileLock, Timeout

from arraigo.web.embedded import DatabaseTrouble, _reachable, find_binaries
from arraigo.web.home import home, is_training
from arraigo.web.supervisor import free_port, installation, uses_server

PORT = 8000
GIGABYTE = 1024**3
OLDEST_POSTGRESQL = 15
CLOCK_SECONDS = 5
TABLES_WITH_PERSONS = ("people_person", "casework_case")


class Kind(Enum):
    """How serious a finding is; the value is what is printed before it."""

    OK = "bien   "
    WARN = "aviso  "
    FAIL = "PROBLEMA"


@dataclass(frozen=True)
class Finding:
    """What a check saw, and what to do about it."""

    kind: Kind
    text: str
    what_to_do: str = ""


Check = Callable[[], Finding]


def ok(text: str) -> Finding:
    """Return a finding of something that is well."""
    return Finding(Kind.OK, text)


def warn(text: str, what_to_do: str) -> Finding:
    """Return a finding that does not keep anybody from working."""
    return Finding(Kind.WARN, text, what_to_do)


def fail(text: str, what_to_do: str) -> Finding:
    """Return a finding that has to be put right."""
    return Finding(Kind.FAIL, text, what_to_do)


def examine(*, ledger: bool = False) -> int:
    """Print what every check found; return 0 when nothing has to be put right, else 1.

    With `ledger` the state of every case is rebuilt and compared as well.
    """
    folder = home()
    problems = 0
    for finding in _findings(folder, *([check_ledger] if ledger else [])):
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
            partial(check_folder, folder),
            partial(check_disk, folder),
            check_binaries,
            partial(check_port, folder),
            check_timezone,
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


def is_running(folder: Path) -> bool:
    """Tell whether a supervisor holds the installation in `folder`."""
    try:
        with FileLock(folder / "lock").acquire(timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """Have the database run while it is looked at: as it is, or started just for this."""
    if uses_server() or is_running(folder):
        yield
    else:
        with installation(folder):
            yield


def check_folder(folder: Path) -> Finding:
    """Tell whether the installation's folder can be written, and entered by the database."""
    existing = next(part for part in (folder, *folder.parents) if part.exists())
    elsewhere = "Elija otra con ARRAIGO_HOME, por ejemplo /var/lib/arraigo."
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError:
        return fail(f"No se puede escribir en la carpeta {existing}.", elsewhere)
    if os.geteuid() == 0 and not uses_server() and not _reachable(existing):
        return fail(f"El usuario de la base de datos no puede entrar a {existing}.", elsewhere)
    return ok(f"Carpeta: {folder}")


def check_disk(folder: Path) -> Finding:
    """Warn below 1 GB of free space; fail below 200 MB."""
    existing = next(part for part in (folder, *folder.parents) if part.exists())
    free = shutil.disk_usage(existing).free / GIGABYTE
    text = f"Espacio libre en el disco: {free:.1f} GB"
    advice = "Libere espacio: con el disco lleno la base de datos se detiene."
    if free < 0.2:
        return fail(text, advice)
    return warn(text, advice) if free < 1 else ok(text)


def check_binaries() -> Finding:
    """Tell whether there is a PostgreSQL to run on this machine."""
    if uses_server():
        return ok("Base de datos: el servidor de DATABASE_URL")
    try:
        return ok(f"PostgreSQL incluido: {find_binaries()}")
    except DatabaseTrouble as trouble:
        return fail("No hay PostgreSQL para esta máquina.", str(trouble))


def check_port(folder: Path) -> Finding:
    """Tell whether the usual port is free, or who seems to have it."""
    if free_port("127.0.0.1", PORT, tries=1) is not None:
        return ok(f"El puerto {PORT} está libre")
    if folder.exists() and is_running(folder):
        return ok(f"El puerto {PORT} está en uso, y Arraigo está en marcha")
    return warn(
        f"El puerto {PORT} lo usa otro programa.",
        "Arraigo tomará el siguiente libre; para fijar uno use --port.",
    )


def check_timezone() -> Finding:
    """Tell whether this machine knows Guatemala's time."""
    hour = datetime.now(ZoneInfo("America/Guatemala"))
    return ok(f"Hora de Guatemala: {hour:%d/%m/%Y %H:%M}")


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
            yield partial(check_version, web)
            yield partial(check_web_role, web)
            yield partial(check_owner_role, settings.DATABASE_OWNER_URL, web)
            yield partial(check_row_security, web)
            yield check_migrations
            yield partial(check_clock, web)
            yield partial(check_training, folder)
    yield check_static
    yield check_mail


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


def check_migrations() -> Finding:
    """Tell whether the database is at this version."""
    from arraigo.web.provision import pending_migrations

    if pending := pending_migrations():
        return fail(
            f"A la base de datos le faltan {pending} cambios de esta versión.",
            "Detenga Arraigo y ejecute «arraigo migrate».",
        )
    return ok("La base de datos está al día")


def check_ledger() -> Finding:
    """Rebuild the state of every case from its sources, and tell which were otherwise."""
    from arraigo.casework.ledger import rebuild_states
    from arraigo.core.context import SYSTEM, acting_as

    with acting_as(SYSTEM, purpose="doctor"):
        cases, wrong = rebuild_states()
    if not wrong:
        return ok(f"El estado de los {cases} casos es el que dicen sus hechos")
    some = "; ".join(f"{case.code} ({', '.join(case.columns)})" for case in wrong[:10])
    return warn(
        f"{len(wrong)} de {cases} casos tenían otro estado y se corrigieron: {some}",
        "Si vuelve a pasar, avise a quien mantiene Arraigo con esta lista.",
    )


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


def check_training(folder: Path) -> Finding:
    """Tell whether training and real data are kept apart."""
    from django.conf import settings

    from arraigo.accounts.models import User

    accounts = User.objects.filter(is_training=True, is_active=True).count()
    if settings.TRAINING_MODE and not is_training(folder) and not uses_server():
        return warn(
            "El modo de capacitación está encendido, y estos datos no son de capacitación.",
            "Quite ARRAIGO_TRAINING.",
        )
    if accounts and not settings.TRAINING_MODE:
        return fail(
            f"Hay {accounts} cuentas de capacitación activas, con una contraseña conocida.",
            "Desactívelas, o use esta instalación solo para capacitación (ARRAIGO_TRAINING=1).",
        )
    return ok("Instalación de capacitación" if settings.TRAINING_MODE else "Instalación real")


def check_static() -> Finding:
    """Tell whether the web's files are gathered, for this version."""
    from django.conf import settings

    from arraigo.web.assets import fingerprint

    stamp = settings.STATIC_ROOT / "fingerprint"
    if not stamp.exists() or stamp.read_text() != fingerprint():
        return fail(
            "Los archivos de la web no son los de esta versión.",
            "Detenga Arraigo y ejecute «arraigo migrate», que también los prepara.",
        )
    return ok("Los archivos de la web están listos")


def check_mail() -> Finding:
    """Tell whether mails leave this machine."""
    from django.conf import settings
    from django.core.mail import get_connection

    if "smtp" not in settings.EMAIL_BACKEND:
        if settings.TRAINING_MODE:
            return ok("Capacitación: los correos se guardan y no salen")
        return warn(
            "El correo no está configurado: los enlaces para una contraseña nueva no llegan.",
            "Indique EMAIL_URL, por ejemplo smtp+tls://usuario:clave@servidor:587",
        )
    connection = get_connection(timeout=5)
    try:
        connection.open()
    except OSError as error:
        return warn(f"El servidor de correo no responde: {error}", "Revise EMAIL_URL.")
    finally:
        connection.close()
    return ok(f"El servidor de correo responde ({settings.EMAIL_HOST})")
