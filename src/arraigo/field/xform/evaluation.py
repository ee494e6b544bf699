"""The form's own rules, asked once more of what was delivered.

A phone keeps them already; what arrives may come from an old version, a repaired file or another
program. Whatever fails is told and kept, never dropped. Only rules are asked: what the form
calculates is taken as it came.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from lxml import etree

from arraigo.field.xform.definition import Bind, Definition
from arraigo.field.xform.functions import as_boolean, days_of, functions
from arraigo.field.xform.instance import Instance
from arraigo.field.xform.reading import JAVAROSA, nodes_at, text_of

MOST_FINDINGS: Final = 50
_DATES: Final = {"date", "dateTime"}
#: Functions of XPath 1.0 that OpenRosa widens: they go by another name here.
_WIDENED = re.compile(r"(?<![\w.-])(round|number)\s*\(")
_LONG_TEXT: Final = 20_000  # letters of an answer that a pattern is still tried on


class Rule(StrEnum):
    """Which rule an answer breaks."""

    REQUIRED = "required"
    RELEVANT = "relevant"
    CONSTRAINT = "constraint"


@dataclass(frozen=True)
class Finding:
    """An answer that breaks a rule of its form, by the path of its question."""

    path: str
    rule: Rule


def findings(definition: Definition, instance: Instance, now: datetime) -> list[Finding]:
    """Return which answers break a rule of the form, in the order of the form; at most fifty.

    `now` is when the form was filled in. A rule that cannot be asked here finds nothing.
    """
    return list(_Asked(definition, instance, now).found())[:MOST_FINDINGS]


class _Asked:
    def __init__(self, definition: Definition, instance: Instance, now: datetime) -> None:
        self.definition = definition
        self.root = deepcopy(instance.root)
        self.functions = functions(now)
        self.here: Any = None
        self._leave_nothing_out()
        self._dates_as_days()
        own = {(None, name): self._call(each) for name, each in self.functions.items()}
        own |= {(None, "current"): self._current, (None, "instance"): self._no_list}
        self.extensions = own

    def _call(self, function: Any) -> Any:
        return lambda _context, *values: function(*values)

    def _current(self, _context: Any) -> Any:
        return [self.here]

    def _no_list(self, _context: Any, *_names: Any) -> Any:
        raise _Unasked

    def _leave_nothing_out(self) -> None:
        """Add the questions that were not asked: a phone leaves them out, and reads them as empty.

        Not inside repeats: a turn that is not there is none.
        """
        repeats = tuple(f"{node.path}/" for node in self.definition.walk() if node.kind == "repeat")
        for path in self.definition.binds:
            if "@" in path or f"{path}/".startswith(repeats):
                continue
            here = self.root
            for step in path.split("/")[2:]:
                found = here.find(step)
                here = etree.SubElement(here, step) if found is None else found

    def _dates_as_days(self) -> None:
        for path, bind in self.definition.binds.items():
            if bind.type in _DATES:
                for node in nodes_at(self.root, path):
                    days = days_of(text_of(node))
                    if not math.isnan(days):
                        node.text = repr(days)

    def found(self) -> Iterator[Finding]:
        irrelevant: set[etree._Element] = set()
        for path, bind in self.definition.binds.items():
            for node in nodes_at(self.root, path):
                if bind.relevant and self._holds(bind.relevant, node) is False:
                    irrelevant.add(node)
        for path, bind in self.definition.binds.items():
            for node in nodes_at(self.root, path):
                yield from self._of(bind, node, irrelevant)

    def _of(self, bind: Bind, node: Any, irrelevant: set[Any]) -> Iterator[Finding]:
        if len(node):
            return
        text = text_of(node)
        if node in irrelevant or any(each in irrelevant for each in node.iterancestors()):
            if text:
                yield Finding(bind.path, Rule.RELEVANT)
        elif not text:
            if bind.required and self._holds(bind.required, node):
                yield Finding(bind.path, Rule.REQUIRED)
        elif (
            bind.constraint and len(text) < _LONG_TEXT
            and self._holds(bind.constraint, node) is False
        ):  # fmt: skip
            yield Finding(bind.path, Rule.CONSTRAINT)

    def _holds(self, rule: str, node: Any) -> bool | None:
        """Tell whether a rule holds at a node; None for one that cannot be asked."""
        self.here = node
        try:
            ask = etree.XPath(
                _WIDENED.sub(r"orx-\1(", rule), extensions=self.extensions,
                namespaces={"jr": JAVAROSA},
            )  # fmt: skip
            return as_boolean(ask(node))
        except (etree.XPathError, _Unasked, TypeError, ValueError, ArithmeticError, re.error):
            return None


class _Unasked(Exception):
    """The rule needs a list that only the phone has."""
