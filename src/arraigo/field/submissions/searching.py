"""Finding interviews by what was answered, and taking the answers out with their words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _

from arraigo.core.spreadsheets import Column, Sheet
from arraigo.field.enums import Handler
from arraigo.field.handlers import HANDLERS
from arraigo.field.models import Submission, XForm, XFormVersion
from arraigo.field.querysets import SubmissionQuerySet
from arraigo.field.xform.definition import Node, in_language

_CODE, _WORDS = 0, 2  # places in what is kept of an answer: code, question, words


@dataclass(frozen=True)
class Asked:
    """A question that is answered with choices: its name, its words and theirs."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    takes_several: bool


def questions_of(form: XForm, language: str) -> list[Asked]:
    """Return the questions that interviews of a form may be found by, in the order asked.

    Not those that columns of other rooms take, nor those inside repeats.
    """
    version = XFormVersion.objects.current().filter(form=form).first()
    if version is None:
        return []
    taken = HANDLERS[Handler(form.handler)].takes
    return [
        Asked(
            node.name,
            in_language(node.label, language) or node.name,
            tuple((code, in_language(words, language)) for code, words in node.choices.items()),
            takes_several=node.kind != "select_one",
        )
        for node in _outside_repeats(version.nodes)
        if node.choices and node.name not in taken
    ]


def _outside_repeats(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind == "group":
            yield from _outside_repeats(node.children)
        elif node.kind != "repeat":
            yield node


def answered(found: SubmissionQuerySet, question: Asked, code: str) -> SubmissionQuerySet:
    """Return those in which the choice `code` answers the question, alone or among others."""
    if not question.takes_several:
        return found.filter(answers__contains={question.name: [code]})
    told = KeyTextTransform(_CODE, KeyTransform(question.name, "answers"))
    return found.annotate(told=told).filter(told__regex=rf"(^| ){re.escape(code)}( |$)")


def holding(found: SubmissionQuerySet, text: str) -> SubmissionQuerySet:
    """Return those with the text in the words of any answer."""
    words = Func(
        F("answers"), template=f"jsonb_path_query_array(%(expressions)s, '$.*[{_WORDS}]')::text",
        output_field=TextField(),
    )  # fmt: skip
    return found.annotate(words=words).filter(words__icontains=text)


@dataclass(frozen=True)
class Taken:
    """A spreadsheet of answers, and whom it is about."""

    sheets: list[Sheet]
    person_ids: list[uuid.UUID]


def take_out(found: SubmissionQuerySet, most: int) -> Taken:
    """Return the answers of the latest `most` interviews, a row each, in words and as codes."""
    light = found.select_related("case", "version__form").defer("sealed", "wrapped")
    rows = list(light.order_by("-received_at", "pk")[:most])
    labels = _columns(rows)
    own = [Column(_("Recibo")), Column(_("Recibida"), "datetime"), Column(_("Caso"))]
    sheets = [
        Sheet(
            title,
            [*own, *(Column(words if place == _WORDS else name) for name, words in labels.items())],
            [_row(each, labels, place) for each in rows],
        )
        for title, place in ((_("Respuestas"), _WORDS), (_("Códigos"), _CODE))
    ]
    return Taken(sheets, [each.person_id for each in rows if each.person_id is not None])


def _columns(rows: Iterable[Submission]) -> dict[str, str]:
    """Return what was answered by anybody: the question's words by its name, as the form asks."""
    labels: dict[str, str] = {}
    places: dict[str, int] = {}
    for each in rows:
        for name, (_code, label, _words) in each.answers.items():
            labels.setdefault(name, label)
        for place, node in enumerate(each.version.definition.walk() if each.version else ()):
            places.setdefault(node.name, place)
    order = sorted(labels, key=lambda name: (places.get(name.rpartition(".")[2], 0), name))
    return {name: labels[name] for name in order}


def _row(submission: Submission, labels: Iterable[str], place: int) -> list[Any]:
    nothing = ("", "", "")
    told = [submission.answers.get(name, nothing)[place] for name in labels]
    code = submission.case.code if submission.case else ""
    return [submission.receipt, submission.received_at, code, *told]
