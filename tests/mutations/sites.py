"""The places in the code that call `visible_to`, and removing one of them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import arraigo
from tests.access.walls import filtering

HOUSE = Path(arraigo.__file__).parent
Site = tuple[str, int]


def sites() -> list[Site]:
    """Return every call of `visible_to` outside the tests, by file and line."""
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        if "tests" in path.parts or "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "visible_to":
                found.append((str(path), node.lineno))
    return sorted(set(found))


def _caller() -> Site:
    """Return where in the house the running `visible_to` was called from."""
    frame = sys._getframe(2)
    while frame.f_code.co_name == "manager_method":  # a manager hands the call on
        assert frame.f_back is not None
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


@contextmanager
def watched(reached: set[Site], removed: Site | None = None) -> Iterator[None]:
    """Note in `reached` which calls are made; the one at `removed` narrows nothing."""

    def around(real: Callable[..., Any]) -> Callable[..., Any]:
        def visible_to(self: Any, user: Any, **more: Any) -> Any:
            site = _caller()
            reached.add(site)
            return self.all() if site == removed else real(self, user, **more)

        return visible_to

    with ExitStack() as patches:
        for kind in filtering():
            real = vars(kind)["visible_to"]
            patches.enter_context(mock.patch.object(kind, "visible_to", around(real)))
        yield
