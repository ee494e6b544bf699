"""Printed papers: a typst template and plain data become an accessible PDF.

Papers are in Spanish only, by decision: their labels live in the templates and are never
translated, so that a slip or a certificate reads the same whatever language a user works in.
A template lies in its app's ``documents/`` folder and imports ``/core/typst/arraigo.typ``.
"""

from __future__ import annotations

import functools
import io
import json
import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import segno
import typst

from arraigo.core.clock import GUATEMALA

PACKAGE_ROOT: Final = Path(__file__).resolve().parent.parent

# PDF/UA-1 for screen readers and PDF/A-2a for the archive; typst checks both as it writes.
PDF_STANDARDS: Final[list[Any]] = ["ua-1", "a-2a"]

# What no font draws: control characters, lone surrogates, private use, noncharacters.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_TYPST_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING: Final = "□"
# typst names every missing character at once; a second pass is for what the first one hid.
_PASSES: Final = 3


class DocumentError(Exception):
    """A paper could not be set; the message is typst's own diagnostic."""


def render_pdf(
    template: str | os.PathLike[str],
    data: Mapping[str, Any],
    *,
    title: str,
    created_at: datetime,
) -> bytes:
    """Return the PDF of ``template`` filled with ``data``: tagged, PDF/UA-1 and PDF/A-2a.

    ``template`` is a path relative to the ``arraigo`` package, such as
    ``"referrals/documents/slip.typ"``. ``data`` holds only what JSON holds; it reaches the
    template as values, never as markup, so a name prints exactly as it is written. Characters
    that no embedded font can draw print as ``□``. ``title`` is the document's title for readers
    and screen readers. ``created_at`` must be aware; the same arguments give the same bytes.

    Raises ``ValueError`` for a naive ``created_at`` and ``DocumentError`` when the template is
    missing, the data is not JSON, or typst refuses the document.
    """
    if created_at.utcoffset() is None:
        raise ValueError("created_at must be timezone-aware")
    path = PACKAGE_ROOT / template
    if not path.is_file():
        raise DocumentError(f"no such template: {template}")
    try:
        payload = json.dumps(printable(data), ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise DocumentError(f"the data of {template} is not JSON: {error}") from error
    inputs = {"data": payload, "title": printable(title)}

    for _ in range(_PASSES):
        try:
            return _compile(path, inputs, _local_time(created_at))
        except typst.TypstError as error:
            failure = error
            missing = _undrawable(error.diagnostic)
            if not missing:
                break
            table = str.maketrans(dict.fromkeys(missing, _MISSING))
            inputs = {key: value.translate(table) for key, value in inputs.items()}
    raise DocumentError(failure.diagnostic) from failure


def qr_svg(text: str, scale: int = 1) -> str:
    """Return a QR code of ``text`` as an SVG document, quiet zone included.

    Each of its squares is ``scale`` pixels wide on a screen.

    Error correction is at least M (15 %), for slips that get folded. Raises ``DocumentError``
    when the text is empty or too long for a code.
    """
    if not text:
        raise DocumentError("a QR code needs a text")
    try:
        code = segno.make_qr(text, error="m")
    except segno.DataOverflowError as error:
        raise DocumentError(f"the text is too long for a QR code: {error}") from error
    buffer = io.BytesIO()
    code.save(buffer, kind="svg", xmldecl=False, border=4, dark="#000", scale=scale)
    return buffer.getvalue().decode()


def _compile(path: Path, inputs: dict[str, str], timestamp: datetime) -> bytes:
    return typst.compile(
        path,
        root=PACKAGE_ROOT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=PDF_STANDARDS,
        timestamp=timestamp,
    )


@functools.cache
def _fonts() -> typst.Fonts:
    """Return only the fonts inside the typst wheel: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False)


def _local_time(moment: datetime) -> datetime:
    """Return ``moment`` in Guatemala with a fixed offset, the only kind that typst accepts."""
    local = moment.astimezone(GUATEMALA).replace(microsecond=0)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def printable(value: Any) -> Any:
    """Return ``value`` with the characters that no paper can hold removed from its texts."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


def _undrawable(diagnostic: str) -> set[str]:
    """Return the characters that typst's diagnostic names as missing from the fonts."""
    found = "".join(
        _TYPST_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        for text in _NO_GLYPH.findall(diagnostic)
    )
    return {character for character in found if not character.isascii()}
