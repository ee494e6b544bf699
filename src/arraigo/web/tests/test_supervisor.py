"""The pieces of the process that runs it all."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from filelock import FileLock

from arraigo.web.embedded import EmbeddedPostgres, buffers, find_binaries, preloaded
from arraigo.web.home import ensure_secrets
from arraigo.web.supervisor import MARK, AlreadyRunning, free_port, installation, stop_leftovers


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over(taken):
    found = free_port("127.0.0.1", taken)
    assert found is not None
    assert found > taken


def test_without_more_tries_there_is_none(taken):
    assert free_port("127.0.0.1", taken, tries=1) is None


def sleeper(mark):
    return subprocess.Popen(
        [sys.executable, "-c", "print(1, flush=True); import time; time.sleep(60)"],
        env={**os.environ, MARK: mark},
        stdout=subprocess.PIPE,
    )


def test_only_the_leftovers_of_this_folder_are_stopped(tmp_path):
    ours, theirs = sleeper(str(tmp_path)), sleeper(str(tmp_path / "other"))
    try:
        for process in (ours, theirs):
            process.stdout.readline()
        stop_leftovers(tmp_path)
        assert not psutil.pid_exists(ours.pid)
        assert psutil.Process(theirs.pid).is_running()
        assert theirs.poll() is None
    finally:
        for process in (ours, theirs):
            process.kill()
            process.wait()
            process.stdout.close()


def test_a_held_folder_is_not_started_twice(tmp_path):
    with (
        FileLock(tmp_path / "lock").acquire(timeout=0),
        pytest.raises(AlreadyRunning),
        installation(tmp_path),
    ):
        pass
    assert not (tmp_path / "secrets.json").exists()


def test_with_a_server_of_ones_own_nothing_is_started(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///x")
    with installation(tmp_path):
        assert (tmp_path / "secrets.json").exists()
        assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("gigabytes", "megabytes"), [(1, 128), (2, 128), (4, 256), (8, 512), (24, 1024), (256, 1024)]
)
def test_the_database_keeps_a_sixteenth_of_the_memory(gigabytes, megabytes):
    assert buffers(gigabytes * 2**30) == megabytes


def test_what_was_in_memory_is_read_back_where_the_library_is(tmp_path):
    for folder in ("bin", "lib"):
        (tmp_path / folder).mkdir()
    assert preloaded(tmp_path / "bin") == ""
    (tmp_path / "lib" / "pg_prewarm.so").touch()
    assert preloaded(tmp_path / "bin") == preloaded(find_binaries()) == "pg_prewarm"


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the server is not ours")
def test_the_server_of_an_installation_reads_it_back(database_address):
    home = Path(database_address.home)
    server = EmbeddedPostgres(home, ensure_secrets(home).superuser_password)
    with psycopg.connect(server.superuser_url) as door:
        (loaded,) = door.execute("SHOW shared_preload_libraries").fetchone()
    assert loaded == preloaded(find_binaries())
