"""Each trouble the doctor looks for, simulated."""

import os
import socket
from collections import namedtuple
from datetime import UTC, datetime
from types import SimpleNamespace

import psycopg
import pytest
from filelock import FileLock
from tests.database import TEMPLATE, in_database

from arraigo.web import doctor
from arraigo.web.doctor import application, database, machine
from arraigo.web.doctor.findings import Kind, ok
from arraigo.web.embedded import DatabaseTrouble

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def web(database_address, django_db_setup):
    with psycopg.connect(in_database(database_address.web_url, TEMPLATE), autocommit=True) as found:
        yield found


@pytest.fixture
def owner_url(database_address):
    return in_database(database_address.owner_url, TEMPLATE)


class Answering:
    """A connection that answers each query with the next of the given rows."""

    def __init__(self, *rows, version=180000):
        self.rows = list(rows)
        self.info = SimpleNamespace(server_version=version)

    def execute(self, *_query):
        row = self.rows.pop(0)
        return SimpleNamespace(fetchone=lambda: row)


def test_a_folder_that_can_be_written_is_well(tmp_path):
    tmp_path.chmod(0o755)
    assert machine.check_folder(tmp_path / "new").kind in {Kind.OK, Kind.FAIL}


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(**_where):
        raise PermissionError

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    finding = machine.check_folder(tmp_path)
    assert finding.kind is Kind.FAIL
    assert "ARRAIGO_HOME" in finding.what_to_do


def test_a_folder_that_the_database_cannot_enter(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine, "_reachable", lambda _path: False)
    assert "no puede entrar" in machine.check_folder(tmp_path).text
    monkeypatch.setattr(machine, "_reachable", lambda _path: True)
    assert machine.check_folder(tmp_path).kind is Kind.OK


@pytest.mark.parametrize(
    ("free", "kind"),
    [(100 * 1024**2, Kind.FAIL), (500 * 1024**2, Kind.WARN), (5 * 1024**3, Kind.OK)],
)
def test_the_space_on_the_disk(tmp_path, monkeypatch, free, kind):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: Usage(0, 0, free))
    assert machine.check_disk(tmp_path / "new" / "deeper").kind is kind


def test_no_postgresql_for_this_machine(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert machine.check_binaries().kind is Kind.OK

    def none():
        raise DatabaseTrouble("Instale PostgreSQL.")

    monkeypatch.setattr(machine, "find_binaries", none)
    finding = machine.check_binaries()
    assert (finding.kind, finding.what_to_do) == (Kind.FAIL, "Instale PostgreSQL.")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///x")
    assert machine.check_binaries().kind is Kind.OK


def test_the_port(tmp_path, monkeypatch):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        monkeypatch.setattr(machine, "PORT", listener.getsockname()[1])
        listener.listen()
        assert machine.check_port(tmp_path).kind is Kind.WARN
        with FileLock(tmp_path / "lock"):
            assert machine.check_port(tmp_path).kind is Kind.OK
    assert "libre" in machine.check_port(tmp_path).text


def test_whether_somebody_runs_it(tmp_path):
    assert not machine.is_running(tmp_path)
    with FileLock(tmp_path / "lock"):
        assert machine.is_running(tmp_path)
    assert not machine.is_running(tmp_path)


def test_the_version_of_the_server(web):
    assert database.check_version(web).kind is Kind.OK
    assert "PostgreSQL 14" in database.check_version(Answering(version=140011)).text


def test_the_webs_role(web):
    assert database.check_web_role(web).kind is Kind.OK
    for powers in (("x", True, False), ("x", False, True)):
        assert "se salta" in database.check_web_role(Answering(powers)).text
    assert "dueño de 3" in database.check_web_role(Answering(("x", False, False), (3,))).text


def test_the_owner(web, owner_url, database_address):
    assert database.check_owner_role(owner_url, web).kind is Kind.OK
    same = in_database(database_address.web_url, TEMPLATE)
    assert "el mismo rol" in database.check_owner_role(same, web).text
    wrong = psycopg.conninfo.make_conninfo(owner_url, password="otra")
    assert "no puede conectarse" in database.check_owner_role(wrong, web).text


def test_an_owner_who_is_superuser(web, owner_url, monkeypatch):
    powers = iter([("dueño", True, True), ("web", False, False)])
    monkeypatch.setattr(database, "_powers", lambda _connection: next(powers))
    assert database.check_owner_role(owner_url, web).kind is Kind.WARN


def test_the_servers_own_log(web):
    if "DATABASE_URL" not in os.environ:
        assert database.check_server_log(web).kind is Kind.OK
    usual = SimpleNamespace(execute=lambda *_: [(name, "error") for name in database.QUIET_LOG])
    assert "log_error_verbosity" in database.check_server_log(usual).text


def test_the_protection_of_rows(web, monkeypatch):
    assert database.check_row_security(web).kind is Kind.OK
    monkeypatch.setattr(database, "TABLES_WITH_PERSONS", ("people_person", "accounts_session"))
    finding = database.check_row_security(web)
    assert finding.kind is Kind.FAIL
    assert "accounts_session" in finding.text
    assert "people_person" not in finding.text


def test_pending_migrations(db, monkeypatch):
    assert application.check_migrations().kind is Kind.OK
    monkeypatch.setattr("arraigo.web.provision.pending_migrations", lambda: 2)
    assert "2 cambios" in application.check_migrations().text


def test_the_clocks(web):
    assert database.check_clock(web).kind is Kind.OK
    assert database.check_clock(Answering((datetime(2020, 1, 1, tzinfo=UTC),))).kind is Kind.WARN


def test_training_and_real_data_apart(cast, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.TRAINING_MODE = False
    assert "contraseña conocida" in application.check_training(tmp_path).text
    settings.TRAINING_MODE = True
    assert application.check_training(tmp_path).kind is Kind.WARN
    (tmp_path / "training").touch()
    assert application.check_training(tmp_path).text == "Instalación de capacitación"
    type(cast.promotora).objects.update(is_active=False)
    settings.TRAINING_MODE = False
    assert application.check_training(tmp_path).text == "Instalación real"


def test_the_webs_files(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("arraigo.web.assets.fingerprint", lambda: "abc")
    assert application.check_static().kind is Kind.FAIL
    (tmp_path / "fingerprint").write_text("abc")
    assert application.check_static().kind is Kind.OK
    (tmp_path / "fingerprint").write_text("old")
    assert application.check_static().kind is Kind.FAIL


def test_the_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.TRAINING_MODE = False
    assert application.check_mail().kind is Kind.WARN
    settings.TRAINING_MODE = True
    assert application.check_mail().kind is Kind.OK
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "no responde" in application.check_mail().text


def test_a_folder_without_an_installation(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ARRAIGO_HOME", str(tmp_path))
    assert doctor.examine() == 1
    told = capsys.readouterr().out
    assert "todavía no hay una instalación" in told
    assert "arraigo demo" in told
    assert not (tmp_path / "postgres").exists()


def test_what_nobody_foresaw_is_told_without_a_traceback(tmp_path, monkeypatch, capsys):
    def breaks(_folder):
        raise RuntimeError("algo raro\nsegunda línea")

    monkeypatch.setenv("ARRAIGO_HOME", str(tmp_path))
    monkeypatch.setattr(machine, "check_disk", breaks)
    assert doctor.examine() == 1
    told = capsys.readouterr().out
    assert "algo raro" in told
    assert "Traceback" not in told
    assert "problemas" in told.splitlines()[-1]


@pytest.mark.parametrize("error", [DatabaseTrouble("Sin espacio."), OSError("roto")])
def test_a_database_that_does_not_start(tmp_path, monkeypatch, capsys, error):
    def refuse(_folder):
        raise error

    (tmp_path / "secrets.json").write_text("{}")
    monkeypatch.setenv("ARRAIGO_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(doctor, "installation", refuse)
    assert doctor.examine() == 1
    assert str(error) in capsys.readouterr().out


def test_all_well(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "_findings", lambda _folder: iter([ok("todo")]))
    assert doctor.examine() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Todo bien"
