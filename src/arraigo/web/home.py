"""The folder an installation lives in, and its secrets."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import quote

import platformdirs

SOCKET_PATH_LIMIT = 100  # bytes; the kernel allows 107 with the socket's own name


def home() -> Path:
    """Return the installation's folder: `ARRAIGO_HOME`, or the platform's user data folder.

    An administrator (root) gets the system's data folder instead of root's own, because the
    embedded database runs as a user of its own that cannot enter there.
    """
    if chosen := os.environ.get("ARRAIGO_HOME"):
        return Path(chosen).expanduser().resolve()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/arraigo")
    return Path(platformdirs.user_data_dir("arraigo"))


@dataclass(frozen=True)
class Secrets:
    """The random secrets of one installation, kept readable by its owner only."""

    secret_key: str
    master_key: str
    superuser_password: str
    owner_password: str
    web_password: str

    @classmethod
    def fresh(cls) -> Secrets:
        """Return new random secrets; the master key is 32 bytes in base64."""
        return cls(
            secret_key=secrets.token_urlsafe(48),
            master_key=base64.b64encode(secrets.token_bytes(32)).decode(),
            superuser_password=secrets.token_urlsafe(24),
            owner_password=secrets.token_urlsafe(24),
            web_password=secrets.token_urlsafe(24),
        )


def load_secrets(folder: Path) -> Secrets | None:
    """Return the secrets kept in `folder`, or None if it has none yet."""
    path = folder / "secrets.json"
    return Secrets(**json.loads(path.read_text())) if path.exists() else None


def ensure_secrets(folder: Path) -> Secrets:
    """Return the secrets of `folder`, making and keeping them (mode 0600) the first time."""
    kept = load_secrets(folder)
    if kept is not None:
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    made = Secrets.fresh()
    partial = folder / "secrets.json.new"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(made), file)
    partial.replace(folder / "secrets.json")
    return made


def socket_folder(folder: Path) -> Path:
    """Return where the embedded server of `folder` puts its socket (a short enough path)."""
    inside = folder / "postgres" / "run"
    if len(str(inside).encode()) <= SOCKET_PATH_LIMIT:
        return inside
    import tempfile

    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"arraigo-{digest}"


def embedded_url(folder: Path, role: str, password: str, database: str = "arraigo") -> str:
    """Return the libpq address of `database` on the embedded server, as `role`."""
    host = quote(str(socket_folder(folder)), safe="")
    return f"postgresql://{role}:{quote(password, safe='')}@{host}:5432/{database}"


def code_fingerprint() -> str:
    """Return a digest of what preparing depends on.

    That is this version's migrations and static files, by name, size and time, and the versions
    of the installed libraries, which bring migrations of their own.
    """
    package = Path(__file__).resolve().parent.parent
    files = [*package.glob("*/migrations/*.py"), *package.glob("*/static/**/*")]
    facts = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    facts += [f"{library.name} {library.version}" for library in distributions()]
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()


def is_prepared(folder: Path) -> bool:
    """Tell whether this version has already prepared the installation's database and files."""
    stamp = folder / "prepared"
    return stamp.exists() and stamp.read_text() == code_fingerprint()


def mark_prepared(folder: Path) -> None:
    """Note that this version has prepared the installation."""
    (folder / "prepared").write_text(code_fingerprint())


def is_training(folder: Path) -> bool:
    """Tell whether this installation holds training data."""
    return (folder / "training").exists()


def mark_training(folder: Path, *, loaded: bool = False) -> None:
    """Mark this installation as one for training data, for good; `loaded` once they are in."""
    (folder / "training").write_text("loaded" if loaded else "")


def is_training_loaded(folder: Path) -> bool:
    """Tell whether the training data are in, so that a later start need not look."""
    return is_training(folder) and (folder / "training").read_text() == "loaded"
