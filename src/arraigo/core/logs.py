"""What a log line may say: when, who, where and what failed; never what was typed or shown.

Logs are read by people who may see nobody's file. So an address is written as its pattern, an
exception by its class and place without its words (those of a failed insert hold the whole row),
and one event stays on one line, whatever somebody put into it (OWASP ASVS 5.0, 16.2.5, 16.4.1).
"""

from __future__ import annotations

import copy
import logging
import re
import time
import traceback
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Any

from django.db import OperationalError

from arraigo.core.context import peek

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

UNKNOWN_ADDRESS = "(dirección desconocida)"
#: A refusal of access is worth a line; a form with an error is not.
_REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: The secret of a link or a password's reset, wherever it stands.
_SECRET = re.compile(r"(/(?:r|m|collect|cuenta/clave/nueva)/)[^/\s<]+")


class Worthwhile(logging.Filter):
    """Passes failures and refused access; leaves out the other answers of Django's own log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is to be written."""
        status = getattr(record, "status_code", None)
        if record.name != "django.request" or status is None:
            return True
        return bool(status in _REFUSALS or status >= HTTPStatus.INTERNAL_SERVER_ERROR)


class DiscreetFormatter(logging.Formatter):
    """Writes a record with its moment (UTC) and actor, and without anybody's data."""

    converter = staticmethod(time.gmtime)  # UTC

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s [%(who)s] %(message)s", "%Y-%m-%dT%H:%M:%SZ"
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; other handlers find the record as it was."""
        told = copy.copy(record)
        told.msg, told.args, told.exc_text = message_of(record), None, None
        told.who = _who()
        return super().format(told)

    def formatException(self, ei: ExceptionInfo) -> str:
        """Return where it happened and of what class it was, cause by cause."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


def message_of(record: logging.LogRecord) -> str:
    """Return the record's message on one line, with the pattern in the place of the address.

    Where the message is an error's own words, as of a suspicious request, its class stands.
    """
    record = copy.copy(record)
    request: Any = getattr(record, "request", None)
    if request is not None and isinstance(record.args, tuple):
        written = (request.path, request.path.encode("unicode_escape").decode("ascii"))
        pattern = _pattern(request)
        record.args = tuple(pattern if each in written else each for each in record.args)
    message = record.getMessage()
    if record.exc_info and record.exc_info[1] and message == str(record.exc_info[1]):
        message = type(record.exc_info[1]).__name__
    return _CONTROL.sub(" ", _SECRET.sub(r"\1…", message))


def _pattern(request: Any) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else UNKNOWN_ADDRESS


def _who() -> str:
    context = peek()
    if context is None:
        return "-"
    return f"{context.actor.kind}:{context.actor.ident} {context.request_id}"


def _told(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _told(cause)
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield f"{type(error).__module__}.{type(error).__qualname__}{_safe_words(error)}"


def _safe_words(error: BaseException) -> str:
    """Return what may be said of an error: a database's code and rule, or that it is away."""
    diagnostic = getattr(error, "diag", None)
    if diagnostic is not None and diagnostic.sqlstate:
        named = (diagnostic.sqlstate, diagnostic.table_name, diagnostic.constraint_name)
        return f": {' '.join(filter(None, named))}"
    if isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) is None:
        return f": {_CONTROL.sub(' ', str(error))}"
    return ""
