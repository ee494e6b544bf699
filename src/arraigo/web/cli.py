"""The `arraigo` command."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from arraigo.web.embedded import DatabaseTrouble
from arraigo.web.home import (
    home,
    is_prepared,
    is_training,
    is_training_loaded,
    mark_prepared,
    mark_training,
)
from arraigo.web.supervisor import (
    AlreadyRunning,
    Children,
    Stopped,
    free_port,
    installation,
    run_arraigo,
    stop_on_signals,
    uses_server,
)

PORT = 8000
INSIDE = "ARRAIGO_INSIDE"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with 0 when all went well."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    os.environ.setdefault("ARRAIGO_HOME", str(home()))
    try:
        code = options.run(options)
    except AlreadyRunning:
        code = _complain(
            f"Arraigo ya está en marcha en {home()}. Deténgalo con Ctrl-C en su ventana, "
            "o elija otra carpeta con ARRAIGO_HOME."
        )
    except DatabaseTrouble as trouble:
        code = _complain(str(trouble))
    except PermissionError as error:
        code = _complain(f"No se puede escribir en {error.filename}. Elija otra con ARRAIGO_HOME.")
    except OSError as error:
        if error.errno != 28:  # ENOSPC
            raise
        code = _complain("El disco está lleno: libere espacio y vuelva a intentar.")
    except Stopped:
        code = 0
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="arraigo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="orden")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "prepara y sirve una instalación con personas ficticias")
    demo.add_argument("--no-serve", action="store_true", help="prepara todo y termina con JSON")
    demo.add_argument("--reset", action="store_true", help="borra los datos y comienza de nuevo")
    demo.add_argument("--seed", type=int, default=2026, help="semilla de los datos ficticios")
    demo.add_argument("--persons", type=int, default=300, help="cuántas personas ficticias")
    serve = command("serve", _serve, "sirve esta instalación: base de datos, web y tareas")
    for served in (demo, serve):
        served.add_argument("--host", default="127.0.0.1")
        served.add_argument("--port", type=int, default=None, help=f"puerto (normal: {PORT})")
    worker = command("worker", _worker, "ejecuta las tareas en cola")
    worker.add_argument("--once", action="store_true", help="termina cuando no queda ninguna")
    command("migrate", _migrate, "pone la base de datos al día")
    doctor = command("doctor", _doctor, "revisa la instalación y dice qué hacer")
    doctor.add_argument(
        "--ledger",
        action="store_true",
        help="calcula de nuevo el estado de cada caso, lo compara y lo corrige",
    )
    reindex = command("reindex", _reindex, "rehace las claves con que se busca a las personas")
    reindex.add_argument(
        "--all", action="store_true", help="todas de nuevo, no solo las que faltan"
    )
    administrator = command(
        "administrator", _administrator, "crea la cuenta de quien administra y da su enlace"
    )
    administrator.add_argument("email", help="correo electrónico")
    administrator.add_argument("name", help="nombre, entre comillas")
    manage = command("manage", _manage, "órdenes de Django, para quien desarrolla")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    prepare = command("prepare", _prepare, "pone al día la base y los archivos de la web")
    prepare.add_argument("--training", action="store_true")
    prepare.add_argument("--summary", action="store_true")
    prepare.add_argument("--seed", type=int, default=2026)
    prepare.add_argument("--persons", type=int, default=300)
    return parser


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _serve(options: argparse.Namespace) -> int:
    port = _port(options)
    if port is None:
        return 1
    stop_on_signals()
    with installation(home()):
        return _prepared() or _run(options.host, port)


def _demo(options: argparse.Namespace) -> int:
    folder = home()
    if options.reset and not _reset():
        return 1
    if not (folder / "secrets.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        mark_training(folder)
    port = None if options.no_serve else _port(options)
    if port is None and not options.no_serve:
        return 1
    os.environ["ARRAIGO_TRAINING"] = "1"
    if port and "ARRAIGO_BASE_URL" not in os.environ:
        os.environ["ARRAIGO_BASE_URL"] = f"http://{options.host}:{port}"
    stop_on_signals()
    with installation(folder):
        if code := _prepared():
            return code
        if options.no_serve or not is_training_loaded(folder):
            story = ["--seed", str(options.seed), "--persons", str(options.persons)]
            summary = ["--summary"] if options.no_serve else []
            if code := run_arraigo("prepare", "--training", *story, *summary):
                return code
            mark_training(folder, loaded=True)
        return 0 if options.no_serve else _run(options.host, port or PORT)


def _prepared() -> int:
    """Bring database and files up to date unless this version has done so; return 0 when well.

    A server's database may have been changed from elsewhere, so there it is always looked at.
    """
    if is_prepared(home()) and not uses_server():
        return 0
    code = run_arraigo("prepare", ARRAIGO_ROLE="owner")
    if code == 0:
        mark_prepared(home())
    return code


def _run(host: str, port: int) -> int:
    children = Children(home(), host, port)
    try:
        children.start_web()
        if not children.wait_until_ready():
            return _complain("El servidor web no respondió. Pruebe «arraigo doctor».")
        children.start_worker()
        print(f"\nArraigo está listo en http://{host}:{port}  (Ctrl-C para detener)", flush=True)
        if is_training(home()):
            _print_logins()
        ended = children.watch()
        return _complain(f"Se detuvo «{ended}». Arraigo se cierra; vuelva a iniciarlo.")
    finally:
        children.stop()


def _print_logins() -> None:
    import django

    django.setup()
    from arraigo.demo.logins import login_lines

    for line in login_lines():
        print(line, flush=True)


def _port(options: argparse.Namespace) -> int | None:
    """Return the port to use: the one asked for if free, else the next free one."""
    asked = options.port
    found = free_port(options.host, asked or PORT, tries=1 if asked else 20)
    if found is None:
        _complain(f"El puerto {asked or PORT} está ocupado. Elija otro con --port.")
    return found


def _reset() -> bool:
    """Delete the training installation. Refuses one that holds real data."""
    chosen = home()
    if uses_server():
        _complain("--reset no borra bases de datos de un servidor; bórrela usted.")
        return False
    if not (chosen / "secrets.json").exists():
        return True
    if not is_training(chosen):
        _complain(f"{chosen} no contiene datos de capacitación: no se borra.")
        return False
    with installation(chosen):
        pass
    for part in ("postgres", "files", "mail", "static", "training", "prepared", "secrets.json"):
        target = chosen / part
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
    return True


def _migrate(_options: argparse.Namespace) -> int:
    try:
        with installation(home()):
            return run_arraigo("prepare", ARRAIGO_ROLE="owner")
    except AlreadyRunning:
        return run_arraigo("prepare", ARRAIGO_ROLE="owner")


def _prepare(options: argparse.Namespace) -> int:
    """Run inside a child that `installation` has given a running database."""
    import django

    django.setup()
    if options.training:
        from arraigo.demo.load import load_training, print_summary

        if not load_training(seed=options.seed, persons=options.persons):
            return 1
        if options.summary:
            print_summary()
        return 0
    from arraigo.web import assets, provision
    from arraigo.web.reindex import reindex

    provision.migrate(verbosity=0)
    reindex()
    assets.collect()
    return 0


def _worker(options: argparse.Namespace) -> int:
    import django
    from procrastinate.contrib.django import app

    django.setup()
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as queue:
        queue.run_worker(wait=not options.once)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from arraigo.web.doctor import examine

    return examine(ledger=options.ledger)


def _reindex(options: argparse.Namespace) -> int:
    """Run as the owner in a child, whether the installation is in use or not."""
    if os.environ.get("ARRAIGO_ROLE") == "owner":
        import django

        django.setup()
        from arraigo.web.reindex import reindex

        reindex(anew=options.all)
        return 0
    words = ["reindex", *(["--all"] if options.all else [])]
    try:
        with installation(home()):
            return run_arraigo(*words, ARRAIGO_ROLE="owner")
    except AlreadyRunning:
        return run_arraigo(*words, ARRAIGO_ROLE="owner")


def _administrator(options: argparse.Namespace) -> int:
    """Run in a child that has a database, whether the installation is in use or not."""
    if os.environ.get(INSIDE):
        import django

        django.setup()
        from arraigo.accounts.team.first import make_administrator

        print(make_administrator(email=options.email, name=options.name))
        return 0
    words = ["administrator", options.email, options.name]
    try:
        with installation(home()):
            return run_arraigo(*words, **{INSIDE: "1"})
    except AlreadyRunning:
        return run_arraigo(*words, **{INSIDE: "1"})


def _manage(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["arraigo manage", *options.rest])
    return 0
