"""What benchmarks share: a database server of their own, real web servers, and how results read.

A `Lab` starts an embedded PostgreSQL with `pg_stat_statements` in a folder that goes away with
it, and migrates one template. `Lab.site` serves a clone of it through the supervisor's own web
server, as the web's role, with every policy in force and no setting changed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from rich.console import Console
from rich.table import Table

from arraigo.web.embedded import EmbeddedPostgres, find_binaries, preloaded
from arraigo.web.home import embedded_url, ensure_secrets
from arraigo.web.provision import ensure_embedded_roles
from arraigo.web.supervisor import Children, free_port, stop_on_signals

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "arraigo"
FIRST_PORT = 8700
#: The server counts statements, and nothing more of it differs from an installation's.
COUNTING = {
    "shared_preload_libraries": f"pg_stat_statements,{preloaded(find_binaries())}".rstrip(","),
    "pg_stat_statements.max": "5000",
    "pg_stat_statements.track_utility": "off",
}
#: While it is being filled it need not survive a crash, and what is loaded into a table that was
#: emptied in the same transaction is written once, not twice.
HASTY = {
    **COUNTING, "fsync": "off", "synchronous_commit": "off", "max_wal_size": "8GB",
    "wal_level": "minimal", "max_wal_senders": "0",
}  # fmt: skip

console = Console(stderr=True)


def parser(about: str, *, quick: str) -> argparse.ArgumentParser:
    """Return what reads the options of every benchmark: `quick` (saying what it does), `json`."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--quick", action="store_true", help=quick)
    options.add_argument(
        "--json", action="store_true", help="the last line printed is one JSON object"
    )
    return options


def arguments(about: str, *, quick: str) -> argparse.Namespace:
    """Return the options given, of those that every benchmark takes."""
    return parser(about, quick=quick).parse_args()


class Site:
    """The web server on one database of the lab."""

    def __init__(self, host: str, port: int, database: str, superuser_url: str) -> None:
        self.host, self.port, self.database = host, port, database
        self._statistics = psycopg.connect(superuser_url, autocommit=True)

    def statements(self) -> int:
        """Return how many statements clients have sent to the database so far.

        Those inside functions and triggers are not counted, nor is transaction control.
        """
        row = self._statistics.execute(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s "
            "JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = %s AND toplevel",
            [self.database],
        ).fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Let the statistics go."""
        self._statistics.close()


class Browser:
    """One person's browser at a site: one connection kept open, her cookies, no cache."""

    def __init__(self, site: Site, session: str) -> None:
        self._connection = HTTPConnection(site.host, site.port, timeout=120)
        self._cookies = {"session": session}

    def get(self, path: str) -> float:
        """Open a page, follow a redirect, and return the seconds until the last byte.

        Raises `RuntimeError` for an answer that is no page.
        """
        began = time.perf_counter()
        self._follow("GET", path)
        return time.perf_counter() - began

    def post(self, path: str, **fields: str) -> float:
        """Send a form and follow its redirect, like `get`. A form was opened before."""
        token = self._cookies.get("csrf", "")
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        began = time.perf_counter()
        self._follow("POST", path, body)
        return time.perf_counter() - began

    def _follow(self, method: str, path: str, body: str | None = None) -> None:
        status, location = self._send(method, path, body)
        if status == HTTPStatus.FOUND:
            status, location = self._send("GET", location)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{method} {path}: {status} {location}")

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept-Encoding": "gzip",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        response.read()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {morsel.key: morsel.value for morsel in SimpleCookie(line).values()}
        return response.status, response.headers.get("Location", "")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Lab:
    """The benchmark's own database server, and its folder."""

    def __init__(self, folder: Path, server: EmbeddedPostgres) -> None:
        self.folder, self.server = folder, server
        keys = ensure_secrets(folder)
        self.owner_url = embedded_url(folder, "arraigo_owner", keys.owner_password)
        self.web_url = embedded_url(folder, "arraigo_web", keys.web_password)

    def prepare(self) -> None:
        """Make the roles and the template: every migration, the static files, nobody in it."""
        ensure_embedded_roles(
            self.server.superuser_url, self.owner_url, self.web_url, owner_creates=True
        )
        self.run("arraigo", "prepare", database=TEMPLATE)
        with psycopg.connect(self.server.superuser_url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def settle(self) -> None:
        """Start the server again with an installation's settings, once everything is filled in."""
        self.server.stop()
        self.server.options = COUNTING
        self.server.start()

    def run(self, module: str, *words: str, database: str, role: str = "owner") -> str:
        """Run a module on `database`, as its owner or the web, and return its last line.

        It is told the superuser's address as `LAB_SUPERUSER_URL`.
        """
        superuser = make_conninfo(self.server.superuser_url, dbname=database)
        told_it = {"ARRAIGO_ROLE": role, "LAB_SUPERUSER_URL": superuser}
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env={**self.environment(database), **told_it},
            cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return (done.stdout.strip().splitlines() or [""])[-1]

    def clone(self, name: str, template: str = TEMPLATE) -> None:
        """Make database `name` from another one as it is now."""
        owner = make_conninfo(self.owner_url, dbname="postgres")
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def drop(self, name: str) -> None:
        """Remove the database `name` if it is there."""
        with psycopg.connect(self.server.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def site(self, database: str) -> Iterator[Site]:
        """Serve `database` as `arraigo serve` would, without the worker."""
        host = "127.0.0.1"
        port = free_port(host, FIRST_PORT)
        assert port is not None, "no free port"
        children = Children(self.folder, host, port, environment=self.environment(database))
        try:
            children.start_web()
            if not children.wait_until_ready():
                raise RuntimeError("the web server did not start")
            site = Site(host, port, database, self.server.superuser_url)
            yield site
            site.close()
        finally:
            children.stop()

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process that works on `database` as the web's role."""
        return {
            **os.environ,
            "ARRAIGO_HOME": str(self.folder),
            "ARRAIGO_TRAINING": "1",
            "DATABASE_URL": make_conninfo(self.web_url, dbname=database),
            "DATABASE_OWNER_URL": make_conninfo(self.owner_url, dbname=database),
            "PYTHONPATH": str(ROOT),
        }


@contextlib.contextmanager
def lab() -> Iterator[Lab]:
    """Start a lab with an empty, migrated template; leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="arraigo-lab-"))
    try:
        with started(folder) as made:
            made.prepare()
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Lab]:
    """Start the lab that lies in `folder`, as it is."""
    stop_on_signals()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder, ensure_secrets(folder).superuser_password, HASTY)
    try:
        server.start()
        yield Lab(folder, server)
    finally:
        server.stop()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0–1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def told(what: str, began: float) -> None:
    """Say on the error stream what has been done and how long it took."""
    console.print(f"{what}: {time.perf_counter() - began:.1f} s", highlight=False)


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of results: the first column says what, the others are figures."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)


def conclude(result: dict[str, Any], *, as_json: bool) -> None:
    """Print the result's figures, as the last line of JSON if asked."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for name, value in result.items():
        if isinstance(value, int | float):
            console.print(f"{name} = {value}", highlight=False)
