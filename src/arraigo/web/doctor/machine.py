"""Checks of the machine: folder, disk, programs, port, time."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from arraigo.web.doctor.findings import Finding, fail, ok, warn
from arraigo.web.embedded import DatabaseTrouble, _reachable, find_binaries
from arraigo.web.supervisor import free_port, uses_server

PORT = 8000
GIGABYTE = 1024**3


def is_running(folder: Path) -> bool:
    """Tell whether a supervisor holds the installation in `folder`."""
    try:
        with FileLock(folder / "lock").acquire(timeout=0):
            return False
    except Timeout:
        return True


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
