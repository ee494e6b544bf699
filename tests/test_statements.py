"""What the documents on security say is there is there: files, and each requirement once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
STATEMENT = HOUSE / "docs" / "asvs.md"
STATES = {"holds", "partly", "open", "n/a"}

#: How many requirements each section has, in version 5.0.0, by level 1 and 2 together; where some
#: of its numbers are of level 3, those that are not.
LEVEL_2: dict[str, tuple[int, ...]] = {
    "6.1": (1, 2, 3), "6.2": tuple(range(1, 13)), "6.3": (1, 2, 3, 4), "6.4": (1, 2, 3, 4),
    "6.5": (1, 2, 3, 4, 5), "6.6": (1, 2, 3), "6.8": (1, 2, 3, 4),
    "7.1": (1, 2, 3), "7.2": (1, 2, 3, 4), "7.3": (1, 2), "7.4": (1, 2, 3, 4, 5), "7.5": (1, 2),
    "7.6": (1, 2),
    "8.1": (1, 2), "8.2": (1, 2, 3), "8.3": (1,), "8.4": (1,),
    "14.1": (1, 2), "14.2": (1, 2, 3, 4), "14.3": (1, 2, 3),
    "16.1": (1,), "16.2": (1, 2, 3, 4, 5), "16.3": (1, 2, 3, 4), "16.4": (1, 2, 3),
    "16.5": (1, 2, 3),
}  # fmt: skip
#: Of level 3, what this project chose.
LEVEL_3 = {"2.3.5", "14.2.6", "14.2.7", "14.2.8"}
REQUIREMENTS = {f"{section}.{place}" for section, places in LEVEL_2.items() for place in places}

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (\S+) \| (.+) \|$", re.M)


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(STATEMENT.read_text())


def test_each_requirement_stands_there_once():
    numbers = [number for number, *_rest in rows()]
    assert len(REQUIREMENTS) == 85
    assert sorted(numbers) == sorted(REQUIREMENTS | LEVEL_3)


def test_each_state_is_one_of_the_four():
    assert {state for _number, _asks, state, _shown in rows()} <= STATES


def test_what_holds_is_shown_by_something_that_exists():
    missing = []
    for number, _asks, state, shown in rows():
        paths = [path for path in re.findall(r"`([^`]+)`", shown) if "/" in path]
        missing += [(number, path) for path in paths if not (HOUSE / path).exists()]
        if state == "holds" and not paths and "Django" not in shown:
            missing.append((number, "nothing named"))
    assert missing == []


@pytest.mark.parametrize("name", ["threat-model.md", "dpia.md", "security.md", "asvs.md"])
def test_every_file_a_document_names_exists(name):
    """Rooms are named without `src/arraigo/`, as in docs/architecture.md."""
    text = (HOUSE / "docs" / name).read_text()
    paths = set(re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|md|html))`", text))
    folders = (HOUSE, HOUSE / "src" / "arraigo", HOUSE / "docs")
    missing = [path for path in paths if not any((each / path).exists() for each in folders)]
    assert missing == []
