"""The worker knows every job that a page may queue."""

import re
import subprocess
import sys
from pathlib import Path

import arraigo

NAMED = re.compile(r'@app\.(?:task|periodic)[^@]*?name="([\w.]+)"', re.S)
KNOWN = (
    "import django; django.setup()\n"
    "from procrastinate.contrib.django import app\nprint(*app.tasks, sep='\\n')"
)


def test_the_worker_finds_every_job_by_itself():
    """A worker imports no addresses: a job in a folder of a room must be told in its `tasks`."""
    house = Path(arraigo.__file__).parent
    written = {name for path in house.rglob("tasks.py") for name in NAMED.findall(path.read_text())}
    told = subprocess.run(
        [sys.executable, "-c", KNOWN], capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(written) > 8
    assert written - set(told) == set()
