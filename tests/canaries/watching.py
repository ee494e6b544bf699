"""Looks at everything that leaves a request beside the page itself."""

from __future__ import annotations

import base64
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import segno
from django.core import mail
from django.db import connection
from django.http import HttpResponse

from arraigo.core.logs import DiscreetFormatter, Worthwhile
from tests.canaries.words import Words, told_in

#: Attributes that hold an address, or part of one.
ADDRESSES = {
    "href", "src", "srcset", "action", "formaction", "poster", "cite", "ping", "hx-get", "hx-post",
    "hx-put", "hx-patch", "hx-delete", "hx-push-url", "hx-replace-url", "data-url", "data-href",
}  # fmt: skip
#: Links that dial: the number is what they are for, a name is not.
DIALS = ("tel:", "https://wa.me/")
#: Pages that say that something failed; a form shown again (422, 429) holds what was typed.
ERROR_PAGES = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.INTERNAL_SERVER_ERROR,
}  # fmt: skip


class _Page(HTMLParser):
    """The addresses of a page, its title, and the texts typed into forms sent by GET."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.title, self._in_title = "", False
        self.typed_in_get: list[str] = []
        self._get = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in given.items() if name in ADDRESSES]
        self._in_title = tag == "title"
        if tag == "form":
            self._get = given.get("method", "get").lower() == "get"
        if self._get and tag in ("input", "textarea"):
            self.typed_in_get.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._get = self._get and tag != "form"
        self._in_title = False


@dataclass
class Watch:
    """What was looked at while a flow ran, and every place where a word of hers was found."""

    words: Words
    leaks: list[tuple[str, str, list[str]]] = field(default_factory=list)
    looked_at: dict[str, int] = field(default_factory=dict)
    shown: int = 0
    #: Somebody types the word into the address herself: that address holds it, nothing else may.
    typed_addresses: bool = False

    def look(self, kind: str, where: str, text: str) -> None:
        """Look through a text that must hold nothing of her."""
        self.looked_at[kind] = self.looked_at.get(kind, 0) + 1
        if said := told_in(text, self.words):
            self.leaks.append((kind, where, sorted(said)))

    def answer(self, method: str, path: str, response: HttpResponse) -> None:
        """Look at what a browser keeps of an answer: address, headers, cookies, links, errors."""
        where = f"{method} {path} {response.status_code}"
        if not self.typed_addresses:
            self.look("address", where, path)
        for name, value in response.items():
            if not (self.typed_addresses and name == "Location"):
                self.look("header", f"{where} {name}", value)
        for cookie in response.cookies.values():
            self.look("cookie", f"{where} {cookie.key}", _decoded(cookie.value))
        if "html" not in response.get("Content-Type", ""):
            return
        content = response.content.decode()
        if response.status_code in ERROR_PAGES:
            self.look("error page", where, content)
        elif told_in(content, self.words):
            self.shown += 1
        page = _Page()
        page.feed(content)
        self.look("title", where, page.title)
        for address in page.addresses:
            self.look("link", where, _undialled(address, self.words))
        for typed in page.typed_in_get:
            self.look("address of a form", where, typed)

    def mails(self) -> None:
        """Look at every message sent: its subject, its headers, and its words."""
        for message in mail.outbox:
            source = message.message()
            for name, value in source.items():
                self.look("mail header", message.subject, f"{name}: {value}")
            self.look("mail", message.subject, message.body)

    def queue(self) -> None:
        """Look at what every queued job was told."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args::text, queueing_lock, lock "
                           "FROM procrastinate_jobs")  # fmt: skip
            for name, *told in cursor.fetchall():
                self.look("job", name, str(told))

    def sessions(self) -> None:
        """Look at what the sessions hold; a form that is held lies there sealed."""
        from arraigo.accounts.models import Session

        for session in Session.objects.all():
            kept = session.get_decoded()
            self.look("session", session.pk, json.dumps(kept, default=str))


def _undialled(address: str, words: Words) -> str:
    """Return a link without the number it dials."""
    if not address.startswith(DIALS):
        return address
    return address.replace(words.phone, "")


def _decoded(value: str) -> str:
    """Return a cookie's value, and what it says when it is base64."""
    parts = [value]
    for part in value.replace('"', "").split(":"):
        try:
            padded = part + "=" * (-len(part) % 4)
            parts.append(base64.urlsafe_b64decode(padded).decode(errors="ignore"))
        except ValueError:
            continue
    return "\n".join(parts)


class _Catcher(logging.Handler):
    """Keeps every record as the installation would write it."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.setFormatter(DiscreetFormatter())
        self.lines: list[str] = []
        self.worthwhile = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.worthwhile += Worthwhile().filter(record)
        self.lines.append(self.format(record))


@contextmanager
def everything_logged() -> Iterator[_Catcher]:
    """Catch every record of every logger, at any level."""
    catcher = _Catcher()
    names = [None, *list(logging.root.manager.loggerDict)]
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.level, each.propagate, each.disabled) for each in loggers]
    logging.root.addHandler(catcher)
    for each in loggers:
        each.disabled = False
        each.setLevel(logging.DEBUG)
        each.propagate = True
    try:
        yield catcher
    finally:
        logging.root.removeHandler(catcher)
        for each, level, propagate, disabled in before:
            each.setLevel(level)
            each.propagate, each.disabled = propagate, disabled


@contextmanager
def drawn_codes() -> Iterator[list[str]]:
    """Collect what is written into each QR code."""
    written: list[str] = []

    def noting(make: Any) -> Any:
        def drawn(content: Any, *args: Any, **kwargs: Any) -> Any:
            written.append(str(content))
            return make(content, *args, **kwargs)

        return drawn

    with (
        mock.patch.object(segno, "make_qr", noting(segno.make_qr)),
        mock.patch.object(segno, "make", noting(segno.make)),
    ):
        yield written


@contextmanager
def watching(words: Words, server_log: Path | None) -> Iterator[Watch]:
    """Watch a flow from its first request to its last job; then look at all it left behind."""
    watch = Watch(words)
    begun = server_log.stat().st_size if server_log else 0
    streams = StringIO()
    with (
        everything_logged() as caught,
        drawn_codes() as codes,
        redirect_stderr(streams),
        redirect_stdout(streams),
    ):
        yield watch
    for line in caught.lines:
        watch.look("log line", line[:60], line)
    for code in codes:
        watch.look("QR", code[:40], code)
    watch.look("stream", "stdout and stderr", streams.getvalue())
    watch.mails()
    watch.queue()
    watch.sessions()
    if server_log:
        with server_log.open("rb") as log:
            log.seek(begun)
            watch.look("database's log", str(server_log.name), log.read().decode(errors="replace"))
    sys.stderr.flush()
