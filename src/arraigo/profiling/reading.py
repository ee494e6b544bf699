"""The profile as people read it: section by section, question by question."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise

from arraigo.profiling.actions import EXPERIENCES
from arraigo.profiling.completeness import SECTIONS, Section, missing
from arraigo.profiling.forms import FORMS, shown
from arraigo.profiling.models import Profile


@dataclass(frozen=True)
class Answer:
    """A question, its answer in words, and whether a complete profile still needs it."""

    name: str
    label: str | Promise | None
    text: str
    is_missing: bool


@dataclass
class SectionReview:
    """A section with its answers, and how far it is."""

    section: Section
    answers: list[Answer] = field(default_factory=list)

    @property
    def lacking(self) -> int:
        """Return how many needed answers are missing."""
        return sum(answer.is_missing for answer in self.answers)


@dataclass
class Review:
    """All sections, to check before completing."""

    sections: list[SectionReview]

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing that is needed is missing."""
        return not any(part.lacking for part in self.sections)


def review_of(profile: Profile | None) -> Review:
    """Return the answers of a profile, or of none yet, in the order of the interview."""
    standing = profile or Profile()
    lacking = {question.name for question in missing(standing)}
    return Review(
        [
            SectionReview(
                section,
                [
                    Answer(name, _label(section, name), shown(standing, name), name in lacking)
                    for name in section.questions
                ],
            )
            for section in SECTIONS
        ]
    )


def _label(section: Section, name: str) -> str | Promise | None:
    if name == EXPERIENCES:
        return section.title
    return FORMS[section.slug].base_fields[name].label
