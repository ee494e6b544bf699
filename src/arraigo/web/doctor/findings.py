"""What a check of the installation may find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How serious a finding is; the value is what is printed before it."""

    OK = "bien   "
    WARN = "aviso  "
    FAIL = "PROBLEMA"


@dataclass(frozen=True)
class Finding:
    """What a check saw, and what to do about it."""

    kind: Kind
    text: str
    what_to_do: str = ""


Check = Callable[[], Finding]


def ok(text: str) -> Finding:
    """Return a finding of something that is well."""
    return Finding(Kind.OK, text)


def warn(text: str, what_to_do: str) -> Finding:
    """Return a finding that does not keep anybody from working."""
    return Finding(Kind.WARN, text, what_to_do)


def fail(text: str, what_to_do: str) -> Finding:
    """Return a finding that has to be put right."""
    return Finding(Kind.FAIL, text, what_to_do)
