"""The documents that OpenRosa answers with, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.utils.http import http_date
from lxml import etree

from arraigo.core import clock
from arraigo.core.reading.limits import MAX_FILE

XFORMS: Final = "http://openrosa.org/xforms/xformsList"
MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
RESPONSE: Final = "http://openrosa.org/http/response"


@dataclass(frozen=True)
class Listed:
    """A form as the list names it."""

    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str


@dataclass(frozen=True)
class Medium:
    """A file that a form needs. `integrity_url` makes it an entity list."""

    filename: str
    md5: str
    download_url: str
    integrity_url: str = ""


def answer(
    content: bytes | str = b"", *, status: int = HTTPStatus.OK, kind: str = "text/xml"
) -> HttpResponse:
    """Return an answer with the headers that a client of OpenRosa 1.0 asks for."""
    response = HttpResponse(content, status=status, content_type=f"{kind}; charset=utf-8")
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(MAX_FILE)
    response["Date"] = http_date(clock.now().timestamp())
    response["Cache-Control"] = "no-store"
    return response


def form_list(forms: Iterable[Listed]) -> HttpResponse:
    """Return the list of forms."""
    root = etree.Element("xforms", nsmap={None: XFORMS})
    for form in forms:
        _add(
            root, "xform",
            formID=form.form_id, name=form.name, version=form.version, hash=f"md5:{form.md5}",
            downloadUrl=form.download_url, manifestUrl=form.manifest_url,
        )  # fmt: skip
    return answer(_written(root))


def manifest(media: Iterable[Medium]) -> HttpResponse:
    """Return the list of the files that a form needs."""
    root = etree.Element("manifest", nsmap={None: MANIFEST})
    for each in media:
        told = {
            "filename": each.filename, "hash": f"md5:{each.md5}", "downloadUrl": each.download_url,
        }  # fmt: skip
        node = _add(root, "mediaFile", **told)
        if each.integrity_url:
            node.set("type", "entityList")
            etree.SubElement(node, "integrityUrl").text = each.integrity_url
    return answer(_written(root))


def integrity(deleted: Iterable[tuple[str, bool]]) -> HttpResponse:
    """Return which of the lines a phone asked about are to leave it."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for ident, is_deleted in deleted:
        node = etree.SubElement(entities, "entity", id=ident)
        etree.SubElement(node, "deleted").text = "true" if is_deleted else "false"
    return answer(_written(root))


def message(text: str, nature: str, status: int) -> HttpResponse:
    """Return the answer to a delivery; only 201 and 202 let a phone forget it."""
    root = etree.Element("OpenRosaResponse", nsmap={None: RESPONSE})
    node = etree.SubElement(root, "message", nature=nature)
    node.text = text
    return answer(_written(root), status=status)


def _add(parent: etree._Element, tag: str, **texts: str) -> etree._Element:
    node = etree.SubElement(parent, tag)
    for name, text in texts.items():
        etree.SubElement(node, name).text = text
    return node


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
