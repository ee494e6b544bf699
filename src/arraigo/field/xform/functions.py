"""The functions that OpenRosa adds to XPath 1.0, for lxml (ODK XForms specification).

Days are numbers here, as in the specification's arithmetic: days since 1970-01-01, with the time
of day as a fraction. `evaluation` turns the answers of date questions into such numbers first.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

EPOCH: Final = date(1970, 1, 1)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?.*")
_FORMATS: Final = {
    "%Y": "{0.year:04}", "%y": "{1:02}", "%m": "{0.month:02}", "%n": "{0.month}",
    "%d": "{0.day:02}", "%e": "{0.day}", "%H": "{0.hour:02}", "%h": "{0.hour}",
    "%M": "{0.minute:02}", "%S": "{0.second:02}", "%3": "000",
}  # fmt: skip


#: Every function that ODK Collect knows, and the words that stand before a parenthesis like one
#: (ODK XForms specification, XPath 1.0).
KNOWN: Final = frozenset({
    "and", "or", "div", "mod", "not", "last", "position", "count", "id", "local-name",
    "namespace-uri", "name", "string", "concat", "starts-with", "contains", "substring-before",
    "substring-after", "substring", "string-length", "normalize-space", "translate", "boolean",
    "true", "false", "lang", "number", "sum", "floor", "ceiling", "round", "comment", "text",
    "node", "processing-instruction", "if", "coalesce", "once", "selected", "selected-at",
    "count-selected", "jr:choice-name", "jr:itext", "instance", "current", "indexed-repeat",
    "count-non-empty", "randomize", "regex", "uuid", "random", "pulldata", "join", "substr",
    "ends-with", "lower-case", "upper-case", "digest", "base64-decode", "version", "property",
    "boolean-from-string", "checklist", "weighted-checklist", "int", "min", "max", "pow", "abs",
    "log", "log10", "exp", "exp10", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
    "pi", "today", "now", "date", "date-time", "decimal-date-time", "decimal-time", "format-date",
    "format-date-time", "area", "distance", "geofence", "extract-signed", "intersects",
})  # fmt: skip


def days_of(text: str) -> float:
    """Return a date or moment in ISO as days since 1970; NaN for anything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return math.nan
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return math.nan
    return (moment.date() - EPOCH).days + (hour * 3600 + minute * 60 + second) / 86_400


def as_text(value: Any) -> str:
    """Return an argument as XPath's `string()` does."""
    if isinstance(value, list):
        return as_text(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return str(int(value)) if value.is_integer() else repr(value)
    if hasattr(value, "itertext"):
        return "".join(value.itertext())
    return str(value)


def as_number(value: Any) -> float:
    """Return an argument as XPath's `number()` does, and a written date as its days."""
    if isinstance(value, bool | int | float):
        return float(value)
    text = as_text(value).strip()
    try:
        return float(text)
    except ValueError:
        return days_of(text)


def as_boolean(value: Any) -> bool:
    """Return an argument as XPath's `boolean()` does."""
    if isinstance(value, list | str):
        return bool(value)
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def _format(value: Any, pattern: Any) -> str:
    number = as_number(value)
    if math.isnan(number):
        return ""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return re.sub(
        r"%[A-Za-z3]",
        lambda match: _FORMATS.get(match[0], match[0]).format(moment, moment.year % 100),
        as_text(pattern),
    )


def _int(value: Any) -> float:
    number = as_number(value)
    return float(math.trunc(number)) if math.isfinite(number) else math.nan


def _round(value: Any, places: Any = 0.0) -> float:
    number, factor = as_number(value), 10.0 ** int(as_number(places))
    return math.floor(number * factor + 0.5) / factor if math.isfinite(number) else number


def _spread(values: tuple[Any, ...]) -> list[Any]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _numbers(values: tuple[Any, ...]) -> list[float]:
    return [as_number(each) for each in _spread(values)]


def _selected_at(value: Any, index: Any) -> str:
    chosen, place = as_text(value).split(), int(as_number(index))
    return chosen[place] if 0 <= place < len(chosen) else ""


def _coalesce(*values: Any) -> str:
    return next((text for value in values if (text := as_text(value))), "")


def _checklist(values: tuple[Any, ...]) -> bool:
    least, most, *told = values
    true = sum(as_boolean(each) for each in told)
    return (as_number(least) < 0 or true >= as_number(least)) and (
        as_number(most) < 0 or true <= as_number(most)
    )


def functions(now: datetime) -> dict[str, Callable[..., Any]]:
    """Return the functions by name; `now` is the moment the form was filled in."""
    today = float((now.date() - EPOCH).days)
    moment = today + (now.hour * 3600 + now.minute * 60 + now.second) / 86_400
    plain: dict[str, Callable[..., Any]] = {
        "today": lambda: today,
        "now": lambda: moment,
        "date": as_number,
        "date-time": as_number,
        "decimal-date-time": as_number,
        "decimal-date": lambda value: float(math.floor(as_number(value))),
        "format-date": _format,
        "format-date-time": _format,
        "if": lambda test, one, other: one if as_boolean(test) else other,
        "coalesce": _coalesce,
        "once": as_text,
        "uuid": lambda *_length: str(uuid.uuid4()),
        "random": lambda: 0.5,
        "selected": lambda value, one: as_text(one).strip() in as_text(value).split(),
        "selected-at": _selected_at,
        "count-selected": lambda value: float(len(as_text(value).split())),
        "count-non-empty": lambda nodes: float(sum(bool(as_text(each)) for each in nodes)),
        "regex": lambda value, rule: re.fullmatch(as_text(rule), as_text(value)) is not None,
        "int": _int,
        "orx-round": _round,
        "orx-number": as_number,
        "pow": lambda base, power: as_number(base) ** as_number(power),
        "abs": lambda value: abs(as_number(value)),
        "min": lambda *values: min(_numbers(values), default=math.nan),
        "max": lambda *values: max(_numbers(values), default=math.nan),
        "join": lambda mark, *values: as_text(mark).join(map(as_text, _spread(values))),
        "boolean-from-string": lambda value: as_text(value) in {"1", "true"},
        "checklist": lambda *values: _checklist(values),
        "ends-with": lambda value, end: as_text(value).endswith(as_text(end)),
        "lower-case": lambda value: as_text(value).lower(),
        "upper-case": lambda value: as_text(value).upper(),
    }
    return plain
