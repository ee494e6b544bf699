"""One process that starts, watches and stops everything: database, web server and worker.

The embedded database must not be started by a web worker, or it outlives it. Here one parent
owns all children; they are told to stop when it dies, and what a kill -9 leaves behind all the
same is stopped by the next start.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import psutil
from filelock import FileLock, Timeout

from arraigo.web.embedded import EmbeddedPostgres, die_with_parent
from arraigo.web.home import embedded_url, ensure_secrets
from arraigo.web.provision import ensure_embedded_roles

MARK = "ARRAIGO_SUPERVISED"
READY_SECONDS = 30
STOP_SECONDS = 20


class AlreadyRunning(Exception):
    """Another process already runs this installation."""


class Stopped(Exception):
    """Somebody asked to stop (Ctrl-C or a termination signal)."""


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _raise_stopped(_signal: int, _frame: FrameType | None) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def uses_server() -> bool:
    """Tell whether the database is a server of the administrator's, not the embedded one."""
    return "DATABASE_URL" in os.environ


@contextlib.contextmanager
def installation(folder: Path) -> Iterator[None]:
    """Hold the installation in `folder` while its database runs.

    Starts the embedded database (unless `DATABASE_URL` names a server), stops what a killed run
    left, and stops the database at the end. Raises `AlreadyRunning` when another process holds
    the folder, `DatabaseTrouble` when the database cannot run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyRunning(str(folder)) from error
    try:
        stop_leftovers(folder)
        if uses_server():
            ensure_secrets(folder)
            yield
            return
        keys = ensure_secrets(folder)
        database = EmbeddedPostgres(folder, keys.superuser_password)
        try:
            database.start()
            ensure_embedded_roles(
                database.superuser_url,
                embedded_url(folder, "arraigo_owner", keys.owner_password),
                embedded_url(folder, "arraigo_web", keys.web_password),
            )
            yield
        finally:
            database.stop()
    finally:
        lock.release()


def stop_leftovers(folder: Path) -> None:
    """Stop the web servers and workers that a killed supervisor of `folder` left running."""
    left = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == str(folder) and process.pid != os.getpid():
                process.terminate()
                left.append(process)
    for process in psutil.wait_procs(left, timeout=STOP_SECONDS)[1]:
        with contextlib.suppress(psutil.Error):
            process.kill()


def free_port(host: str, first: int, tries: int = 20) -> int | None:
    """Return the first port from `first` on that nobody uses on `host`, or None."""
    for port in range(first, first + tries):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    return None


def run_arraigo(*arguments: str, **environment: str) -> int:
    """Run another `arraigo` command as a child and return its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "arraigo", *arguments],
        env={**os.environ, MARK: os.environ.get("ARRAIGO_HOME", ""), **environment},
        preexec_fn=die_with_parent(signal.SIGTERM),
    ).returncode


class Children:
    """The web server and the worker of one installation."""

    def __init__(
        self,
        folder: Path,
        host: str,
        port: int,
        workers: int = 2,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.folder, self.host, self.port, self.workers = folder, host, port, workers
        self.environment = environment
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_web(self) -> None:
        """Start the web server; it stops by itself when this process dies."""
        self._spawn(
            "web",
            "granian", "--interface", "wsgi", "--host", self.host, "--port", str(self.port),
            "--workers", str(self.workers), "--blocking-threads", "1", "--no-ws",
            "--workers-kill-timeout", "10", "--respawn-failed-workers", "--log-level", "warning",
            "arraigo.web.wsgi:application",
        )  # fmt: skip

    def start_worker(self) -> None:
        """Start the worker, once the web server answers: a person waits for that one."""
        self._spawn("worker", "arraigo", "worker")

    def _spawn(self, name: str, module: str, *arguments: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**self.environment, MARK: str(self.folder)},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def wait_until_ready(self) -> bool:
        """Return True once the web server answers, False if it died or took too long."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.processes["web"].poll() is None:
            with contextlib.suppress(OSError, HTTPException):
                if self._answers():
                    return True
            time.sleep(0.05)
        return False

    def _answers(self) -> bool:
        connection = HTTPConnection(self.host, self.port, timeout=5)
        connection.request("GET", "/salud/", headers={"Host": "127.0.0.1"})
        status = connection.getresponse().status
        connection.close()
        return status == 200

    def watch(self) -> str:
        """Wait until one of the children ends; return its name. Raises `Stopped` on a signal."""
        while True:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every child and its own children to stop; kill what does not."""
        family: list[psutil.Process] = []
        for process in self.processes.values():
            with contextlib.suppress(psutil.Error):
                parent = psutil.Process(process.pid)
                family += [parent, *parent.children(recursive=True)]
                parent.terminate()
        for straggler in psutil.wait_procs(family, timeout=STOP_SECONDS)[1]:
            with contextlib.suppress(psutil.Error):
                straggler.kill()
        for process in self.processes.values():
            process.wait()


def stop_on_signals() -> None:
    """Turn Ctrl-C and SIGTERM into `Stopped`; a second one does not interrupt the stopping."""
    for number in STOP_SIGNALS:
        signal.signal(number, _raise_stopped)
