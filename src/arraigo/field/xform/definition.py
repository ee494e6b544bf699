"""What an XForm asks: its questions as a tree, with their words and their rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from arraigo.field.xform.reading import NotXml, read_xml, text_of

Words = dict[str, str]

#: The language of words that name none.
UNNAMED: Final = "es"
_LANGUAGE = re.compile(r"\(([a-z]{2,3})\)\s*$")
_ITEXT = re.compile(r"^jr:itext\((.*)\)$")
_STATIC = re.compile(r"^instance\('([^']+)'\)/root/item")
_CONTROLS: Final = {
    "input": "input", "select1": "select_one", "select": "select_multiple", "upload": "file",
    "trigger": "acknowledge", "range": "input", "rank": "rank",
}  # fmt: skip


@dataclass(frozen=True)
class Bind:
    """The rules of one path, in XPath; empty where there is none."""

    path: str
    type: str = "string"
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    calculate: str = ""


@dataclass(frozen=True)
class Node:
    """A question, a group or a repeat: `kind` is one of the controls, group, repeat or note.

    `source` names the file, without its ending, whose lines are the choices.
    """

    path: str
    kind: str
    label: Words = field(default_factory=dict)
    choices: dict[str, Words] = field(default_factory=dict)
    source: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return its own name."""
        return self.path.rpartition("/")[2]

    def walk(self) -> Iterator[Node]:
        """Yield itself and all that is in it, in the order asked."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Definition:
    """An XForm, read: how it is named, what it asks, its rules, and the files it needs."""

    form_id: str
    version: str
    title: str
    root: str
    binds: dict[str, Bind]
    nodes: list[Node]
    media: tuple[str, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield every group, repeat and question, in the order asked."""
        for node in self.nodes:
            yield from node.walk()

    @property
    def questions(self) -> int:
        """Return how many questions it has."""
        return sum(node.kind not in {"group", "repeat", "note"} for node in self.walk())


def read_definition(xml: bytes) -> Definition:
    """Return what an XForm asks. Raises `NotXml` for what is no XForm."""
    return _Reader(read_xml(xml)).definition()


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        model = root.find("head/model")
        body = root.find("body")
        if model is None or body is None or model.find("instance") is None:
            raise NotXml("no XForm")
        self.title = text_of(root.find("head/title"))
        self.model, self.body = model, body
        primary = model.find("instance")
        if primary is None or len(primary) != 1:
            raise NotXml("no instance")
        self.primary = primary[0]
        self.words = self._translations()
        self.binds = self._binds()
        self.lists = {each.get("id"): each for each in model.findall("instance") if each.get("id")}

    def definition(self) -> Definition:
        sources = [each.get("src", "") for each in self.lists.values()]
        files = [source.rpartition("/")[2] for source in sources if source.startswith("jr://file")]
        return Definition(
            form_id=self.primary.get("id", ""),
            version=self.primary.get("version", ""),
            title=self.title,
            root=str(self.primary.tag),
            binds=self.binds,
            nodes=self._nodes(self.body),
            media=tuple(sorted({*files, *self._pictures()})),
        )

    def _pictures(self) -> set[str]:
        found = set()
        for value in self.model.iter("value"):
            text = text_of(value)
            if text.startswith("jr://") and value.get("form"):
                found.add(text.rpartition("/")[2])
        return found

    def _translations(self) -> dict[str, Words]:
        words: dict[str, Words] = {}
        for translation in self.model.iterfind("itext/translation"):
            language = language_of(translation.get("lang", ""))
            for entry in translation.findall("text"):
                plain = next(
                    (each for each in entry.findall("value") if not each.get("form")), None
                )
                if plain is not None:
                    words.setdefault(entry.get("id", ""), {})[language] = _flat(plain)
        return words

    def _binds(self) -> dict[str, Bind]:
        binds = {}
        for each in self.model.findall("bind"):
            path = each.get("nodeset", "")
            binds[path] = Bind(
                path=path,
                type=each.get("type", "string"),
                required=each.get("required", ""),
                relevant=each.get("relevant", ""),
                constraint=each.get("constraint", ""),
                calculate=each.get("calculate", ""),
            )
        return binds

    def _said(self, text: str) -> Words:
        """Return the words of an attribute: a reference to the translations, or the words."""
        match = _ITEXT.match(text)
        if match is None:
            return {UNNAMED: text} if text else {}
        return self.words.get(match[1].strip().strip("'\""), {})

    def _label(self, control: etree._Element) -> Words:
        node = control.find("label")
        if node is None:
            return {}
        reference = node.get("ref", "")
        return self._said(reference) if reference else {UNNAMED: _flat(node)}

    def _nodes(self, parent: etree._Element) -> list[Node]:
        found = []
        for child in parent:
            if child.tag == "group":
                found.extend(self._group(child))
            elif child.tag == "repeat":
                found.append(Node(child.get("nodeset", ""), "repeat", children=self._nodes(child)))
            elif child.tag in _CONTROLS:
                found.append(self._question(child))
        return found

    def _group(self, group: etree._Element) -> list[Node]:
        inside, label = self._nodes(group), self._label(group)
        if group.find("repeat") is not None and len(inside) == 1:
            return [Node(inside[0].path, "repeat", label=label, children=inside[0].children)]
        path = group.get("ref", "")
        if not path:
            return inside
        return [Node(path, "group", label=label, children=inside)]

    def _question(self, control: etree._Element) -> Node:
        path = control.get("ref", "")
        bind = self.binds.get(path, Bind(path))
        kind = _CONTROLS[str(control.tag)]
        if kind == "input" and bind.calculate == "" and self._is_read_only(path):
            kind = "note"
        label, (choices, source) = self._label(control), self._choices(control)
        return Node(path, kind, label=label, choices=choices, source=source)

    def _is_read_only(self, path: str) -> bool:
        found = self.model.findall(f"bind[@nodeset='{path}']") if "'" not in path else []
        return any(each.get("readonly", "").startswith("true") for each in found)

    def _choices(self, control: etree._Element) -> tuple[dict[str, Words], str]:
        """Return the choices that the form itself holds, or the name of the file that has them."""
        choices = {
            text_of(item.find("value")): self._label(item) for item in control.findall("item")
        }
        itemset = control.find("itemset")
        match = _STATIC.match(itemset.get("nodeset", "")) if itemset is not None else None
        listed = self.lists.get(match[1]) if match else None
        if match is None or listed is None:
            return choices, ""
        for item in listed.iterfind("root/item"):
            choices[text_of(item.find("name"))] = self._item_words(item)
        return choices, match[1] if listed.get("src") else ""

    def _item_words(self, item: etree._Element) -> Words:
        itext = text_of(item.find("itextId"))
        if itext:
            return self.words.get(itext, {})
        label = text_of(item.find("label"))
        return {UNNAMED: label} if label else {}


def language_of(name: str) -> str:
    """Return the code in "Español (es)"; the unnamed language is ours."""
    match = _LANGUAGE.search(name)
    return match[1] if match else UNNAMED


def in_language(words: Words, language: str) -> str:
    """Return the words in a language, else in Spanish, else in whatever there is."""
    return words.get(language) or words.get(UNNAMED) or next(iter(words.values()), "")


def _flat(node: etree._Element) -> str:
    """Return all the text in an element; values put into it are left as their path's name."""
    parts = [node.text or ""]
    for child in node:
        name = str(child.get("value", "")).strip().rpartition("/")[2]
        parts += [f"[{name}]" if name else "", child.tail or ""]
    return " ".join("".join(parts).split())
