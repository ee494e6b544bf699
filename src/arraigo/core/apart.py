"""Work on foreign bytes, done by a process of its own that may not use more than it is given.

Standard library only: the process imports nothing else of ours by this.
"""

from __future__ import annotations

import resource
import subprocess
import sys


def ask(module: str, *arguments: str, data: bytes, seconds: float) -> bytes:
    """Return what `python -m module` answers to `data` on its standard input.

    It gets no environment, no secret and no connection. Nothing is returned when it died, was
    stopped, or took longer than `seconds`.
    """
    command = [sys.executable, "-I", "-m", module, *arguments]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        return b""
    return b"" if done.returncode else done.stdout


def limit_this_process(*, memory: int, seconds: int, file: int = 0) -> None:
    """Allow this process so many bytes of addresses, seconds of work, and bytes of a file.

    Without `file` it writes none.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
