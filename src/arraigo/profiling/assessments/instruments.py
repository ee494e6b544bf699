"""What each assessment asks, as data that comes with Arraigo (`data/<kind>.json`).

The codes of questions and choices are those of the form of the same name in the field room; a
test there compares them. What a question is worth is told by a scheme, never here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language

from arraigo.profiling.assessments.enums import AssessmentKind

Words = Mapping[str, str]
Answers = Mapping[str, str]
#: The choice of every question that leaves it unanswered.
UNSAID = "ns"


def in_language(words: Words | None) -> str:
    """Return the words in the language of the page; empty for none."""
    if not words:
        return ""
    return words.get((get_language() or "es")[:2]) or words["es"]


@dataclass(frozen=True)
class Question:
    """A question and its choices: {code: words}. `only_if` names what must have been answered."""

    code: str
    words: Words
    choices: Mapping[str, Words]
    hint: Words | None = None
    several: bool = False
    alone: tuple[str, ...] = ()
    only_if: Mapping[str, tuple[str, ...]] | None = None
    is_protected: bool = False

    def applies(self, answers: Answers) -> bool:
        """Tell whether it is asked, by what was answered before."""
        if self.only_if is None:
            return True
        return any(answers.get(code) in wanted for code, wanted in self.only_if.items())

    def knows(self, answer: str) -> bool:
        """Tell whether this is one of its choices, or several where several may be chosen."""
        chosen = answer.split()
        if not chosen or (len(chosen) > 1 and not self.several):
            return False
        if len(chosen) > 1 and set(chosen) & set(self.alone):
            return False
        return set(chosen) <= self.choices.keys()

    def in_words(self, answer: str) -> str:
        """Return an answer as people read it; a code that is not known stays a code."""
        return ", ".join(in_language(self.choices.get(each)) or each for each in answer.split())


@dataclass(frozen=True)
class Section:
    """A page of the interview: one topic, a few questions, and what to mind."""

    code: str
    title: Words
    questions: tuple[Question, ...]
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """An assessment as it is asked. `minutes` is our estimate, until the field has measured it.

    `in_private` when nobody else may listen: it is asked before anything else.
    """

    kind: AssessmentKind
    title: Words
    minutes: int
    opening: Words
    closing: tuple[Words, ...]
    sections: tuple[Section, ...]
    in_private: bool = True

    @property
    def questions(self) -> Iterator[Question]:
        """Return its questions in order."""
        return (each for section in self.sections for each in section.questions)

    @property
    def by_code(self) -> dict[str, Question]:
        """Return its questions by code."""
        return {each.code: each for each in self.questions}

    def tidied(self, answers: Answers) -> dict[str, str]:
        """Return the answers it knows, without those to questions that were not to be asked."""
        known = {each.code: answers[each.code] for each in self.questions if answers.get(each.code)}
        return {code: answer for code, answer in known.items() if self.by_code[code].applies(known)}

    def parted(self, answers: Answers) -> tuple[dict[str, str], dict[str, str]]:
        """Return the open answers and those of class C."""
        questions = self.by_code
        parts: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for code, answer in answers.items():
            parts[questions[code].is_protected][code] = answer
        return parts


@cache
def instrument_of(kind: str) -> Instrument | None:
    """Return what the assessment of this kind asks; None while Arraigo brings none."""
    source = files("arraigo.profiling.assessments").joinpath("data", f"{kind}.json")
    if kind not in AssessmentKind.values or not source.is_file():
        return None
    told = json.loads(source.read_text("utf-8"))
    sections = tuple(_section(each, told["lists"]) for each in told["sections"])
    return Instrument(
        AssessmentKind(kind), told["title"], told["minutes"], told["opening"],
        tuple(told["closing"]), sections, told.get("in_private", True),
    )  # fmt: skip


def _section(told: dict[str, Any], lists: dict[str, Any]) -> Section:
    guarded = told.get("is_protected", False)
    questions = tuple(_question(each, lists, guarded) for each in told["questions"])
    return Section(told["code"], told["title"], questions, tuple(told.get("notes", ())))


def _question(told: dict[str, Any], lists: dict[str, Any], is_protected: bool) -> Question:
    choices = {each["code"]: each["words"] for each in lists[told["choices"]]}
    only_if = told.get("only_if")
    return Question(
        told["code"], told["words"], choices, told.get("hint"), told.get("several", False),
        tuple(told.get("alone", ())),
        {code: tuple(wanted) for code, wanted in only_if.items()} if only_if else None,
        is_protected,
    )  # fmt: skip
