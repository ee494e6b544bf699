"""What the pages show of a form and of a delivery, in the form's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.core.sealing import Unreadable
from arraigo.field.enums import Problem
from arraigo.field.models import Submission
from arraigo.field.submissions.storing import instance_of
from arraigo.field.xform.definition import Node, in_language
from arraigo.field.xform.evaluation import Rule
from arraigo.field.xform.instance import Line

#: The question that chooses a case.
CASE = "case_id"
BROKEN: dict[str, str | Promise] = {
    Rule.REQUIRED: _("Falta la respuesta."),
    Rule.RELEVANT: _("No se debía preguntar, por lo que se contestó antes."),
    Rule.CONSTRAINT: _("La respuesta no cumple la regla del formulario."),
}


@dataclass(frozen=True)
class Asked:
    """A question of a form, or the heading of a group."""

    depth: int
    label: str
    is_heading: bool = False
    choices: tuple[str, ...] = ()


def asked(nodes: Sequence[Node], language: str) -> list[Asked]:
    """Return what a form asks, in order."""
    return list(_asked(nodes, language, 0))


def _asked(nodes: Sequence[Node], language: str, depth: int) -> Iterator[Asked]:
    for node in nodes:
        label = in_language(node.label, language)
        if node.kind in {"group", "repeat"}:
            if label:
                yield Asked(depth, label, is_heading=True)
            yield from _asked(node.children, language, depth + bool(label))
        elif node.kind != "note":
            choices = tuple(in_language(each, language) for each in node.choices.values())
            yield Asked(depth, label or node.name, choices=choices)


def lines_of(submission: Submission, language: str) -> list[Line] | None:
    """Return a delivery as its form reads; None when it cannot be read any more.

    Class C answers are not shown here at all.
    """
    version = submission.version
    if version is None or version.form.data_class == DataClass.PROTECTION:
        return None
    try:
        lines = instance_of(submission).lines(version.nodes, language, version.listed)
    except Unreadable:
        return None
    return [_with_case(line, submission) for line in lines]


def _with_case(line: Line, submission: Submission) -> Line:
    """Return the line that chose a case with its code, or with nothing while it is unknown."""
    if line.name != CASE:
        return line
    return replace(line, value=submission.case.code if submission.case else "")


@dataclass(frozen=True)
class Doubt:
    """An answer that breaks a rule of its form, in words."""

    question: str
    words: str | Promise


def doubts_of(submission: Submission, language: str) -> list[Doubt]:
    """Return which answers break a rule of the form."""
    labels = _labels(submission, language)
    return [
        Doubt(labels.get(path.rpartition("/")[2], path.rpartition("/")[2]), BROKEN[rule])
        for path, rule in submission.doubts
    ]


def complaints_of(submission: Submission, language: str) -> list[tuple[str, str]]:
    """Return what stood against applying a delivery: the question, if one, and the words."""
    if submission.problem == Problem.CLASH:
        return []
    labels = _labels(submission, language)
    return [(labels.get(name, name), words) for name, words in submission.details]


def _labels(submission: Submission, language: str) -> dict[str, str]:
    version: Any = submission.version
    if version is None:
        return {}
    every = (each for node in version.nodes for each in node.walk())
    return {each.name: in_language(each.label, language) or each.name for each in every}
