"""The month's notes marked «buena práctica» or «desafío», offered for the report's texts.

A report leaves the office of the files: nothing of class C is offered, and what a note says is
taken without the person's names and without long numbers. The author is told, and reads it over.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from arraigo.casework.enums import DataClass
from arraigo.casework.models import Note
from arraigo.core import traces
from arraigo.core.text import fold
from arraigo.people.models import Person
from arraigo.people.search.named import persons_with_both
from arraigo.people.search.words import words_of, written_words
from arraigo.reports.models import MonthlyReport

#: Which mark of a note goes into which text.
MARKS = {"good_practices": "is_good_practice", "challenges": "is_challenge"}

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\+?\d(?:[\s.-]?\d){6,}")
#: Words of names that are no name by themselves.
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "san", "santa"})


@dataclass(frozen=True, slots=True)
class OfferedNote:
    """A note as it may go into a text: its words without what tells who it is about."""

    note: Note
    text: str
    is_redacted: bool
    is_taken: bool


def notes_of(report: MonthlyReport, user: Any) -> Any:
    """Return the author's standing notes of the period that may be gathered, by date."""
    marked = Q(is_good_practice=True) | Q(is_challenge=True)
    return (
        Note.objects.visible_to(user)
        .standing()
        .filter(
            marked,
            recorded_by=report.author_id,
            office=report.office_id,
            occurred_on__range=(report.starts_on, report.ends_on),
        )
        .exclude(data_class=DataClass.PROTECTION)
        .select_related("person", "case")
        .order_by("occurred_on", "recorded_at", "pk")
    )


def offered(report: MonthlyReport, user: Any) -> dict[str, list[OfferedNote]]:
    """Return the notes for each text that gathers any; each person told of leaves a trace."""
    notes = list(notes_of(report, user))
    taken = set(report.notes.values_list("narrative", "note_id"))
    traces.show({note.person_id for note in notes}, "report_notes")
    return {
        narrative: [
            OfferedNote(note, text, text != note.text, (narrative, note.pk) in taken)
            for note in notes
            if getattr(note, mark)
            for text in [without_person(note.text, note.person)]
        ]
        for narrative, mark in MARKS.items()
    }


def without_person(text: str, person: Person) -> str:
    """Return the text without the person's names and without numbers that may tell who she is."""
    names = _names(person)

    def hide(found: re.Match[str]) -> str:
        return "…" if fold(found[0]) in names else found[0]

    hidden = _WORD.sub(hide, _NUMBER.sub("…", text))
    return re.sub(r"…(?:\s+…)+", "…", hidden)


def named_in(report: MonthlyReport, user: Any) -> list[str]:
    """Return the words of the report's texts that look like a name of a person of its cases.

    Two names of one person, one after the other, or a long number: a given name alone is too
    often a word (Paz, Rosa, Luz) or somebody else's.
    """
    text = "\n".join([report.good_practices, report.challenges, report.results])
    pairs = {
        (one, other): f"{as_written} {other_as_written}"
        for (one, as_written), (other, other_as_written) in pairwise(written_words(text))
        if one != other and _tells(one) and _tells(other)
    }
    found = {match[0] for match in _NUMBER.finditer(text)}
    for person in _called(pairs, report, user):
        names = set(words_of(person.full_name))
        found |= {said for pair, said in pairs.items() if names.issuperset(pair)}
    return sorted(found)


def _called(
    pairs: Collection[tuple[str, str]], report: MonthlyReport, user: Any
) -> QuerySet[Person]:
    """Return the persons with a case of the author's in the office whom a pair of words names."""
    ids = persons_with_both(pairs, office_id=report.office_id)
    managed = {"cases__office": report.office_id, "cases__assignments__manager": report.author_id}
    return Person.objects.visible_to(user).filter(pk__in=ids, **managed).distinct()


def _names(person: Person) -> frozenset[str]:
    words = _WORD.findall(f"{person.given_names} {person.surnames}")
    return frozenset(folded for folded in map(fold, words) if _tells(folded))


def _tells(word: str) -> bool:
    """Tell whether a folded word of a name may tell whose it is."""
    return len(word) > 2 and word not in _PARTICLES


def appended(text: str, note: str) -> str:
    """Return the text with the note as its last paragraph."""
    return "\n\n".join(part for part in (text.strip(), note.strip()) if part)
