"""What a phone delivers: the answers in XML, read by path and shown in the form's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import etree

from arraigo.field.xform.definition import UNNAMED, Node, in_language
from arraigo.field.xform.reading import nodes_at, read_xml, text_of

LONGEST_ID: Final = 150
_PLAIN = re.compile(r"[^\x21-\x7e]")
#: By file, without its ending: the words of each value.
Listed = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Entity:
    """A line of an entity list that a form made or changed on the phone."""

    dataset: str
    id: str


@dataclass(frozen=True)
class Line:
    """One answer, as a page shows it. A heading has no answer; `depth` counts the groups around.

    `name` is the question's, with the turn of the repeats it is in ("hogar.2.sexo"); `code` is
    the answer as it came, and `file` names what was attached as the answer.
    """

    depth: int
    label: str
    value: str = ""
    is_heading: bool = False
    file: str = ""
    name: str = ""
    code: str = ""


@dataclass(frozen=True)
class _Words:
    """The language of a page, and the words of the choices that come from files."""

    language: str
    listed: Listed


class Instance:
    """The answers of one interview. Raises `NotXml` for what cannot be read."""

    def __init__(self, xml: bytes) -> None:
        self.root = read_xml(xml)

    @property
    def form_id(self) -> str:
        """Return which form was filled in."""
        return str(self.root.get("id", ""))

    @property
    def version(self) -> str:
        """Return which version of the form was filled in."""
        return str(self.root.get("version", ""))

    @property
    def instance_id(self) -> str:
        """Return the phone's own name for the interview; empty where it gave none."""
        return _identifier(self.root.findtext("meta/instanceID"))

    @property
    def entities(self) -> list[Entity]:
        """Return the entities it makes or changes, wherever they stand."""
        return [
            Entity(each.get("dataset", ""), each.get("id", ""))
            for each in self.root.iter("entity") if each.get("id")
        ]  # fmt: skip

    def value(self, name: str) -> str:
        """Return the first answer to the question of that name, wherever it stands; else empty."""
        return next((text_of(node) for node in self.root.iter(name) if not len(node)), "")

    def values(self, repeats: Collection[str] = ()) -> dict[str, str]:
        """Return the answers outside the repeats named, by question.

        Of a name used twice it is the first that was answered.
        """
        found: dict[str, str] = {}
        for name, text in self._leaves(self.root, repeats):
            if text or name not in found:
                found[name] = found.get(name) or text
        return found

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the answers in each turn of the repeat of that name that has any, in order."""
        turns = (dict(self._leaves(node)) for node in self.root.iter(name) if len(node))
        return [turn for turn in turns if any(turn.values())]

    def _leaves(
        self, parent: etree._Element, left_out: Collection[str] = ()
    ) -> Iterator[tuple[str, str]]:
        for child in parent:
            if child.tag == "meta" or child.tag in left_out:
                continue
            if len(child):
                yield from self._leaves(child, left_out)
            else:
                yield str(child.tag), text_of(child)

    def lines(
        self, nodes: Sequence[Node], language: str, listed: Listed | None = None
    ) -> list[Line]:
        """Return what was asked and answered, in the order of the form.

        `listed` are the words of the choices that come from files: by file, by value.
        """
        return list(_lines(nodes, self.root, _Words(language, listed or {})))


def filled_in_at(instance: Instance, otherwise: datetime) -> datetime:
    """Return when the interview ended, or began, by the phone's clock; else `otherwise`."""
    for name in ("ended_at", "end", "started_at", "start"):
        try:
            told = parse_datetime(instance.value(name))
            if told is not None:
                aware = told if timezone.is_aware(told) else timezone.make_aware(told)
                return timezone.localtime(aware)
        except (ValueError, OverflowError):
            continue
    return timezone.localtime(otherwise)


def _identifier(text: str | None) -> str:
    """Return an id as it came, unless no phone would write it."""
    said = (text or "").strip()
    return said if len(said) <= LONGEST_ID and not _PLAIN.search(said) else ""


def _lines(
    nodes: Sequence[Node], parent: etree._Element, words: _Words, depth: int = 0, within: str = ""
) -> Iterator[Line]:
    for node in nodes:
        found = _under(parent, node.path)
        label = in_language(node.label, words.language)
        if node.kind in {"group", "repeat"}:
            for turn, each in enumerate(found, start=1):
                here = f"{within}{node.name}.{turn}." if node.kind == "repeat" else within
                inside = list(_lines(node.children, each, words, depth + bool(label), here))
                if not any(line.value or line.file for line in inside):
                    continue
                if label:
                    numbered = f"{label} ({turn})" if node.kind == "repeat" else label
                    yield Line(depth, numbered, is_heading=True)
                yield from inside
        elif node.kind != "note" and found:
            line = _answer(node, text_of(found[0]), label, words, depth)
            yield replace(line, name=f"{within}{node.name}", code=text_of(found[0]))


def _under(parent: etree._Element, path: str) -> list[etree._Element]:
    """Return the nodes of a path below `parent`, whose own path it begins with."""
    own = parent.getroottree().getpath(parent)
    return nodes_at(parent, path, own.count("/"))


def _answer(node: Node, text: str, label: str, words: _Words, depth: int) -> Line:
    label = label or node.name
    if node.kind == "file":
        return Line(depth, label, file=text)
    known = node.choices
    if not known and node.source in words.listed:
        known = {name: {UNNAMED: each} for name, each in words.listed[node.source].items()}
    if not known:
        return Line(depth, label, text)
    chosen = text.split() if node.kind != "select_one" else [text] if text else []
    told = (in_language(known.get(each, {}), words.language) or each for each in chosen)
    return Line(depth, label, ", ".join(told))
