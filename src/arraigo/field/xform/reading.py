"""Foreign XML, read safely, and without its namespaces."""

from __future__ import annotations

from typing import Final

from lxml import etree

JAVAROSA: Final = "http://openrosa.org/javarosa"
DEEPEST: Final = 40  # levels; the deepest published form we know has nine
MOST_NODES: Final = 50_000


class NotXml(Exception):
    """What came is no XML that may be read: broken, too deep, or with a document type."""


def read_xml(data: bytes) -> etree._Element:
    """Return the root of a document, its elements by their local names.

    Nothing is fetched and no entity is resolved: a document with a type (DTD) is refused.
    Raises `NotXml`.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml("broken") from error
    if root.getroottree().docinfo.doctype:
        raise NotXml("document type")
    _plain(root)
    return root


def _plain(root: etree._Element) -> None:
    pending = [(root, 1)]
    seen = 0
    while pending:
        node, depth = pending.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_NODES:
            raise NotXml("too deep or too long")
        if not isinstance(node.tag, str):  # an entity that was left as it stood
            raise NotXml("entity")
        if "}" in node.tag:
            node.tag = etree.QName(node).localname
        pending.extend((child, depth + 1) for child in node)


def nodes_at(parent: etree._Element, path: str, depth: int = 1) -> list[etree._Element]:
    """Return the nodes of an absolute path, one for each turn of the repeats in it.

    `parent` stands `depth` steps down the path; that of an attribute leads nowhere.
    """
    if "@" in path:
        return []
    found = [parent]
    for step in path.split("/")[1 + depth :]:
        found = [child for node in found for child in node.findall(step)]
    return found


def text_of(node: etree._Element | None) -> str:
    """Return the text directly in an element, without the spaces around it; empty for none."""
    return "" if node is None or node.text is None else str(node.text).strip()
