"""A phone: set up by its code, it fetches forms and lists, fills them in, and delivers.

Knows the protocol (OpenRosa 1.0: form list, manifest, submission; ODK: entity lists) and nothing
of the server. It is as strict as ODK Collect: a missing header, another status or one bad entry
is a failure.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
XFORMS = "{http://www.w3.org/2002/xforms}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


#: Method, path with query, headers, body (multipart is made here).
Transport = Callable[[str, str, dict[str, str], bytes], Reply]


class Refusal(Exception):
    """The server did not behave as a phone expects."""


@dataclass
class Form:
    """A form on the phone."""

    form_id: str
    version: str
    xml: bytes
    media: dict[str, bytes] = field(default_factory=dict)
    entity_lists: dict[str, str] = field(default_factory=dict)  # name → integrity address

    def has(self, name: str, told: str) -> bool:
        """Tell whether a file is on the phone as it is listed; then it is not fetched again."""
        return name in self.media and _hash(self.media[name]) == told


class Collect:
    """A phone with its forms and lists."""

    def __init__(self, code: str, send: Transport) -> None:
        settings = json.loads(zlib.decompress(base64.b64decode(code)))
        self.settings = settings
        self.server = settings["general"]["server_url"]
        self.send = send
        self.forms: dict[str, Form] = {}
        self.cases: dict[str, dict[str, str]] = {}

    @property
    def submission_path(self) -> str:
        """Return where interviews are posted, without the server's own name."""
        return f"{_path(self.server)}/submission"

    # ---- asking

    def get(self, address: str, kind: str = "text/xml") -> bytes:
        reply = self.send("GET", _path(address), {"X-OpenRosa-Version": "1.0"}, b"")
        if reply.status != 200:
            raise Refusal(f"{reply.status} for {_path(address)}")
        headers = {name.lower(): value for name, value in reply.headers.items()}
        if headers.get("x-openrosa-version") != "1.0":
            raise Refusal("no X-OpenRosa-Version")
        if not headers.get("content-type", "").startswith(kind):
            raise Refusal(f"not {kind}: {headers.get('content-type')}")
        return reply.body

    def refresh(self) -> None:
        """Match exactly: fetch what is new or changed, and drop what is not listed any more."""
        listed = {}
        root = ET.fromstring(self.get(f"{self.server}/formList"))
        if root.tag != f"{LIST}xforms":
            raise Refusal(f"a list of {root.tag}")
        for node in root:
            form = self._fetched(node)
            listed[form.form_id] = form
        self.forms = listed

    def _fetched(self, node: ET.Element) -> Form:
        told = {child.tag.removeprefix(LIST): child.text or "" for child in node}
        for name in ("formID", "name", "hash", "downloadUrl"):
            if not told.get(name):
                raise Refusal(f"an entry without {name}")
        form = self.forms.get(told["formID"])
        if form is None or _hash(form.xml) != told["hash"]:
            xml = self.get(told["downloadUrl"])
            form = Form(told["formID"], told.get("version", ""), xml)
        if _hash(form.xml) != told["hash"]:
            raise Refusal("another form than was listed")
        if told.get("manifestUrl"):
            self._fetch_media(form, told["manifestUrl"])
        return form

    def _fetch_media(self, form: Form, address: str) -> None:
        root = ET.fromstring(self.get(address))
        if root.tag != f"{MANIFEST}manifest":
            raise Refusal(f"a manifest of {root.tag}")
        for node in root:
            name, told, where = (
                node.findtext(f"{MANIFEST}{tag}") for tag in ("filename", "hash", "downloadUrl")
            )
            if not (name and told and where and told.startswith("md5:")):
                raise Refusal("a file without name, hash or address")
            if not form.has(name, told):
                form.media[name] = self.get(where, "text/csv" if name.endswith(".csv") else "")
            if not form.has(name, told):
                raise Refusal(f"another {name} than was listed")
            if node.get("type") == "entityList":
                form.entity_lists[name] = node.findtext(f"{MANIFEST}integrityUrl") or ""
                self._update_cases(form.media[name], form.entity_lists[name])

    def _update_cases(self, data: bytes, integrity: str) -> None:
        """Take the list; ask about those that are missing from it before they are dropped."""
        rows = {row["name"]: row for row in csv.DictReader(io.StringIO(data.decode()))}
        for ident in rows:
            if uuid.UUID(ident).version != 4:
                raise Refusal("an entity id that is no UUID v4")
        missing = set(self.cases) - set(rows)
        if missing and integrity:
            self._drop(integrity, missing)
        self.cases.update(rows)

    def _drop(self, integrity: str, missing: set[str]) -> None:
        address = f"{integrity}?{urlencode({'id': ','.join(sorted(missing))})}"
        root = ET.fromstring(self.get(address))
        for node in root.iter("entity"):
            if node.findtext("deleted") == "true":
                self.cases.pop(node.get("id", ""), None)

    # ---- filling in

    def fill(
        self,
        form_id: str,
        answers: Mapping[str, str],
        repeats: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
        *,
        instance_id: str = "",
        entity: tuple[str, str] | None = None,
        changes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return an interview: the form's own instance with these answers by question.

        `entity` is the id and label of what it makes for the list of cases.
        """
        model = ET.fromstring(self.forms[form_id].xml)
        primary = next(model.iter(f"{XFORMS}instance"))[0]
        root = _plain(primary)
        known = {node.tag: node for node in root.iter()}
        for name, value in answers.items():
            known[name].text = value
        for name, rows in (repeats or {}).items():
            _repeat(root, name, rows)
        meta = root.find("meta")
        assert meta is not None
        known["instanceID"].text = instance_id or f"uuid:{uuid.uuid4()}"
        made = meta.find("entity")
        if made is not None and entity is None:
            meta.remove(made)
        elif made is not None and entity is not None:
            made.set("id", entity[0])
            made.set("create", "1")
            made[0].text = entity[1]
        root.attrib.update(changes or {})
        return ET.tostring(root, encoding="UTF-8", xml_declaration=True)

    # ---- delivering

    def deliver(
        self, xml: bytes, files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> list[str]:
        """Deliver an interview as Collect does; return the words of each answer.

        Files beyond what the server takes at once go in further requests, each with the interview.
        """
        head = self.send("HEAD", self.submission_path, _VERSION, b"")
        headers = {name.lower(): value for name, value in head.headers.items()}
        if head.status != 204 or "location" not in headers:
            raise Refusal(f"HEAD answered {head.status}")
        most = int(headers.get("x-openrosa-accept-content-length", "0")) or 10_000_000
        target = _path(headers["location"])
        batches = _batches(dict(files or {}), most - len(xml) - 5_000)
        return [
            self.post(target, xml, batch, is_last=number == len(batches))
            for number, batch in enumerate(batches, start=1)
        ]

    def post(
        self, target: str, xml: bytes, files: Mapping[str, tuple[str, bytes]], *, is_last: bool
    ) -> str:
        """Send one request and return the words of the answer; only 201 and 202 are success."""
        body, boundary = multipart(xml, files, is_last=is_last)
        kind = f"multipart/form-data; boundary={boundary}"
        reply = self.send("POST", target, {**_VERSION, "Content-Type": kind}, body)
        if reply.status not in {201, 202}:
            raise Refusal(f"{reply.status}: {reply.body[:200]!r}")
        root = ET.fromstring(reply.body)
        if root.tag != f"{RESPONSE}OpenRosaResponse":
            raise Refusal("an answer of another kind")
        return root.findtext(f"{RESPONSE}message") or ""


_VERSION = {"X-OpenRosa-Version": "1.0"}


def multipart(
    xml: bytes, files: Mapping[str, tuple[str, bytes]], *, is_last: bool = True
) -> tuple[bytes, str]:
    """Return the body of a delivery and its boundary."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, "xml_submission_file", "entrevista.xml", "text/xml", xml)]
    parts += [_part(boundary, name, name, kind, data) for name, (kind, data) in files.items()]
    if not is_last:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n'
        )
        parts.append(head.encode())
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), boundary


def _part(boundary: str, field: str, name: str, kind: str, data: bytes) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n"


def _batches(files: dict[str, Any], room: int) -> list[dict[str, Any]]:
    batches: list[dict[str, Any]] = [{}]
    weight = 0
    for name, (kind, data) in files.items():
        if batches[-1] and weight + len(data) > room:
            batches.append({})
            weight = 0
        batches[-1][name] = (kind, data)
        weight += len(data)
    return batches


def _hash(data: bytes) -> str:
    return f"md5:{hashlib.md5(data).hexdigest()}"


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _plain(node: ET.Element) -> ET.Element:
    """Return the form's instance as a phone writes it: without a namespace, templates removed."""
    bare = ET.Element(node.tag.rpartition("}")[2], dict(node.attrib))
    bare.text = node.text
    for child in node:
        if not any(name.endswith("}template") for name in child.attrib):
            bare.append(_plain(child))
    return bare


def _repeat(root: ET.Element, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    parent = next(each for each in root.iter() if any(child.tag == name for child in each))
    model = next(child for child in parent if child.tag == name)
    place = list(parent).index(model)
    for child in [each for each in parent if each.tag == name]:
        parent.remove(child)
    for turn, row in enumerate(rows):
        copy = ET.fromstring(ET.tostring(model))
        for node in copy.iter():
            if node.tag in row:
                node.text = row[node.tag]
        parent.insert(place + turn, copy)
