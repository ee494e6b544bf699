"""The `arraigo demo` command as a newcomer runs it: first start, again, stopped, killed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.sweep, pytest.mark.xdist_group("demo")]

FEW = ["--persons", "30"]  # the whole story has tests of its own


class Installation:
    """One folder and the runs of `arraigo demo` in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_", "ARRAIGO_", "PYTEST_"))
        }
        self.environment = {**kept, "ARRAIGO_HOME": str(folder)}

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "arraigo", *options],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=900,
        )

    def serve(self) -> tuple[subprocess.Popen[str], str]:
        """Start the demo and return its process and address once it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-m", "arraigo", "demo", *FEW],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        told = []
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return process, found[0]
        raise AssertionError("".join(told))

    def processes(self) -> list[psutil.Process]:
        """Return what runs for this folder: by its environment or its command line."""
        mine = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = " ".join(process.cmdline())
                if (
                    str(self.folder) in words
                    or process.environ().get("ARRAIGO_HOME") == str(self.folder)
                ) and process.pid != os.getpid():
                    mine.append(process)
        return mine

    def wait_until_gone(self, processes: list[psutil.Process]) -> list[psutil.Process]:
        """Return those of `processes` still alive after some patience."""
        return psutil.wait_procs(processes, timeout=30)[1]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A folder of its own that the database's user can enter."""
    folder = tmp_path_factory.mktemp("arraigo-demo")
    for part in (folder, *folder.parents):
        if part.owner() == Path.home().owner() and str(part).startswith("/tmp"):
            part.chmod(part.stat().st_mode | 0o055)
    demo = Installation(folder)
    yield demo
    for process in demo.processes():
        process.kill()


def summary_of(run: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert run.returncode == 0, run.stderr
    found: dict[str, object] = json.loads(run.stdout.strip().splitlines()[-1])
    return found


def test_killed_while_loading_then_prepared_then_reused_and_begun_anew(installation):
    loading = subprocess.Popen(
        [sys.executable, "-m", "arraigo", "demo", "--no-serve", *FEW],
        env=installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert loading.stdout is not None
    for line in loading.stdout:
        if "ficticias" in line:
            break
    loading.kill()
    loading.wait()
    first = summary_of(installation.run("demo", "--no-serve", *FEW))
    assert first["persons"] == 30
    assert all(first[key] for key in ("cases", "referrals", "deliveries"))
    assert Path(str(first["report"])).read_bytes().startswith(b"%PDF")
    again = summary_of(installation.run("demo", "--no-serve", *FEW))
    assert again == first
    anew = summary_of(installation.run("demo", "--no-serve", "--reset", *FEW))
    assert {**anew, "report": ""} == {**first, "report": ""}
    assert installation.processes() == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_process(installation, stop):
    process, address = installation.serve()
    assert urllib.request.urlopen(f"{address}/salud/").status == 200
    family = installation.processes()
    assert len(family) >= 5
    os.killpg(process.pid, stop)
    assert installation.wait_until_gone(family) == []
    assert installation.processes() == []


def test_a_killed_run_stops_nothing_and_leaves_nothing_behind(installation):
    process, _address = installation.serve()
    family = installation.processes()
    process.kill()
    process.wait()
    process, address = installation.serve()
    assert urllib.request.urlopen(f"{address}/salud/").status == 200
    assert installation.wait_until_gone(family) == []
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    assert installation.wait_until_gone(installation.processes()) == []


def test_a_second_run_in_the_same_folder_is_told_so(installation):
    process, _address = installation.serve()
    second = installation.run("demo", "--no-serve", *FEW)
    assert second.returncode == 1
    assert "ya está en marcha" in second.stderr
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
