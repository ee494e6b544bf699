"""The tests' own PostgreSQL.

The controller alone starts it and migrates one template; each worker, and each browser module,
clones the template (`CREATE DATABASE … TEMPLATE`) and connects as the web's role, so that
policies and privileges are in force in every test. With `DATABASE_URL` and `DATABASE_OWNER_URL`
set, the same happens on that server.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from arraigo.web.embedded import EmbeddedPostgres
from arraigo.web.home import embedded_url, ensure_secrets
from arraigo.web.provision import ensure_embedded_roles

TEMPLATE = "arraigo_test_template"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Address:
    """Where the tests' server is and where the installation's folder lies."""

    home: str
    owner_url: str
    web_url: str
    maintenance_url: str

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process that works on `database`."""
        return {
            **os.environ,
            "ARRAIGO_HOME": self.home,
            "DATABASE_URL": in_database(self.web_url, database),
            "DATABASE_OWNER_URL": in_database(self.owner_url, database),
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        }

    def clone(self, name: str) -> str:
        """Create database `name` from the template, anew, and return its name.

        Not `WITH (FORCE)`: the owner may not end a session of the web's role or of autovacuum,
        while the plain statement waits up to five seconds for them to leave.
        """
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(TEMPLATE)
        )
        with psycopg.connect(self.maintenance_url, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(5182026)")
            connection.execute(drop)
            connection.execute(create)
        return name


def in_database(url: str, name: str) -> str:
    """Return the same address in another database."""
    return make_conninfo(url, dbname=name)


class TestServer:
    """Starts the server, or takes the one of the environment, and makes the template."""

    __test__ = False

    def __init__(self, options: Mapping[str, str] = FAST) -> None:
        self.options = options
        self.home = Path(tempfile.mkdtemp(prefix="arraigo-tests-"))
        self.home.chmod(0o755)
        self.server: EmbeddedPostgres | None = None

    def start(self) -> Address:
        """Return the address once the template is migrated and the cast is in it."""
        keys = ensure_secrets(self.home)
        if "DATABASE_URL" in os.environ:
            web_url, owner_url = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
        else:
            self.server = EmbeddedPostgres(self.home, keys.superuser_password, self.options)
            self.server.start()
            web_url = embedded_url(self.home, "arraigo_web", keys.web_password)
            owner_url = embedded_url(self.home, "arraigo_owner", keys.owner_password)
            ensure_embedded_roles(self.server.superuser_url, owner_url, web_url, owner_creates=True)
        address = Address(str(self.home), owner_url, web_url, in_database(owner_url, "postgres"))
        with psycopg.connect(address.maintenance_url, autocommit=True) as connection:
            for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(TEMPLATE)))
        for command in (["-m", "arraigo", "prepare"], ["-m", "tests.template"]):
            subprocess.run(
                [sys.executable, *command],
                env={**address.environment(TEMPLATE), "ARRAIGO_ROLE": "owner"},
                check=True,
            )
        return address

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self.server is not None:
            self.server.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def as_dict(address: Address) -> dict[str, str]:
    """Return the address in a form that travels to a worker."""
    return asdict(address)
