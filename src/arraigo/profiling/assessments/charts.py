"""The rounds of a survey by dimension, drawn on the server so that they print and need no script.

Each dimension has its marker, its dash and its name at the end of its line: the drawing is read
without colour. The same figures stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

WIDTH: Final = 340
LEFT, RIGHT, TOP, BOTTOM = 34, 116, 12, 46
PLOT: Final = 170
HEIGHT: Final = TOP + PLOT + BOTTOM
#: Half of what stands free between the first and last round and the sides.
INSET: Final = 14
#: Above so many rounds their days stand on two lines by turns.
ON_ONE_LINE: Final = 3
#: Room between the names at the right end, so that none covers another.
APART: Final = 17
#: A marker and a dash for each line, told apart without colour. Drawn around (0, 0).
STYLES: Final = (
    ("M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", ""),
    ("M-4,-4h8v8h-8z", "6 4"),
    ("M0,-5l5,9h-10z", "1.5 3.5"),
    ("M0,-5.5l5.5,5.5l-5.5,5.5l-5.5,-5.5z", "9 3 1.5 3"),
    ("M-5,-1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z", "4 2"),
    ("M0,5l5,-9h-10z", "1 3"),
)


@dataclass(frozen=True)
class Series:
    """What is drawn as one line: a score, or none, for each round."""

    name: str
    values: Sequence[Decimal | None]


@dataclass(frozen=True)
class Point:
    """A place on the drawing, and what stands there."""

    x: float
    y: float
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A dimension as it is drawn; `label` stands at its last point."""

    points: list[Point]
    path: str
    marker: str
    dash: str
    label: Point


@dataclass(frozen=True)
class Chart:
    """A drawing, in units of its own box."""

    lines: list[Line]
    grid: list[Point]
    rounds: list[Point]
    width: int = WIDTH
    height: int = HEIGHT
    plot: tuple[int, int] = field(default=(LEFT, WIDTH - RIGHT))


def chart_of(rounds: Sequence[str], series: Sequence[Series], marks: Sequence[Decimal]) -> Chart:
    """Return the drawing of these series over these rounds; `marks` are the limits of the levels.

    A round without a score interrupts its line.
    """
    places = [_x(each, len(rounds)) for each in range(len(rounds))]
    lines = [
        _line(each, places, *STYLES[turn % len(STYLES)])
        for turn, each in enumerate(series) if any(value is not None for value in each.values)
    ]  # fmt: skip
    heights = sorted({Decimal(0), Decimal(1), *marks})
    return Chart(
        _parted(lines),
        [Point(LEFT, _y(each), f"{each:.2f}") for each in heights],
        _days(places, rounds),
    )


def _days(places: Sequence[float], rounds: Sequence[str]) -> list[Point]:
    lower = 14 if len(rounds) > ON_ONE_LINE else 0
    return [
        Point(x, TOP + PLOT + 20 + lower * (turn % 2), words)
        for turn, (x, words) in enumerate(zip(places, rounds, strict=True))
    ]


def _x(turn: int, of: int) -> float:
    room = WIDTH - LEFT - RIGHT - 2 * INSET
    return round(LEFT + INSET + (room / 2 if of == 1 else turn * room / (of - 1)), 1)


def _y(value: Decimal) -> float:
    return round(TOP + PLOT * (1 - float(value)), 1)


def _line(series: Series, places: Sequence[float], marker: str, dash: str) -> Line:
    told = list(zip(places, series.values, strict=True))
    points = [Point(x, _y(value), f"{value:.2f}") for x, value in told if value is not None]
    path, drawing = [], False
    for x, value in told:
        if value is not None:
            path.append(f"{'L' if drawing else 'M'}{x},{_y(value)}")
        drawing = value is not None
    last = points[-1]
    return Line(points, " ".join(path), marker, dash, Point(last.x + 20, last.y, series.name))


def _parted(lines: list[Line]) -> list[Line]:
    """Return the lines with their names far enough from each other, inside the drawing."""
    moved: dict[int, Point] = {}
    floor = float(TOP)
    for turn in sorted(range(len(lines)), key=lambda each: lines[each].label.y):
        label = lines[turn].label
        y = max(label.y, floor)
        moved[turn], floor = Point(label.x, y, label.words), y + APART
    over = max(0.0, floor - APART - (TOP + PLOT + 6))
    return [
        Line(each.points, each.path, each.marker, each.dash,
             Point(moved[turn].x, round(moved[turn].y - over, 1), each.label.words))
        for turn, each in enumerate(lines)
    ]  # fmt: skip
