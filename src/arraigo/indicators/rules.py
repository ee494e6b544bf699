"""The rules in `indicators/sql`, and the one statement in which any number of them is asked.

A rule is a SELECT with the columns of `FactRow` and `whose`, then any others, for the parameters
start, end, author, funder and those of the definition. After the line that begins with
«-- Which of them:» stands a condition on its columns: what is different from one variant of an
indicator to the next, so that they share the facts, which are read once. `{name}` builds on
another rule: among the facts on its own facts, in the condition on its condition.

Whose a fact is («a fact belongs to whoever did it», counting rules) is said by `whose`: of the
`recorder` (a referral, a profile), of the `manager` of the case on that day (a delivery, a
certificate, a job, because others record it too), or `checked` by the rule itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "sql"

_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
_WHICH = re.compile(r"^-- Which of them:", re.MULTILINE)
_INCLUDED = re.compile(r"\{(\w+)\}")
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Rule:
    """The SQL of a rule: its facts, and which of them a definition asks for."""

    facts: str
    which: str


@cache
def rule(name: str) -> Rule:
    """Return the rule. Raises FileNotFoundError for an unknown one."""
    facts, *which = _WHICH.split((RULES / f"{name}.sql").read_text(encoding="utf-8"))
    condition = "".join(which).partition("\n")[2]
    return Rule(_bare(facts), _bare(condition) or "TRUE")


def unknown(names: Iterable[str]) -> list[str]:
    """Return those of the names that definitions give, if any, which no file holds."""
    return sorted({name for name in names if name and not (RULES / f"{name}.sql").is_file()})


def _bare(text: str) -> str:
    return _COMMENT.sub("", text).strip()


class Reading:
    """Rules to be read in one statement: its WITH list and its parameters.

    Definitions whose facts are the same share them. Values of definitions get names of their
    own, as two definitions may give one parameter different values.
    """

    def __init__(self) -> None:
        self.parameters: dict[str, Any] = {}
        self._tables: dict[str, str] = {}

    def facts(self, name: str, values: dict[str, Any]) -> str:
        """Return the name under which the statement knows the facts of a rule."""
        found = _INCLUDED.sub(lambda other: self.facts(other[1], values), rule(name).facts)
        written = self._bound(found, values)
        return self._tables.setdefault(written, f"{name}_{len(self._tables)}")

    def which(self, name: str, values: dict[str, Any]) -> str:
        """Return the condition on the facts of a rule."""
        found = _INCLUDED.sub(lambda other: self.which(other[1], values), rule(name).which)
        return f"({self._bound(found, values)})"

    def tables(self) -> str:
        """Return the WITH list: each table after those it builds on."""
        return ",\n".join(f"{name} AS (\n{text}\n)" for text, name in self._tables.items())

    def _bound(self, text: str, values: dict[str, Any]) -> str:
        """Return the text with the definition's own parameters named after their values."""

        def renamed(found: re.Match[str]) -> str:
            name = found[1]
            if name not in values:
                return found[0]
            number = 0
            while self.parameters.setdefault(f"{name}_{number}", values[name]) != values[name]:
                number += 1
            return f"%({name}_{number})s"

        return _PARAMETER.sub(renamed, text)
