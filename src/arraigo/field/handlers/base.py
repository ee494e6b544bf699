"""What a handler is given, and what it answers."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.ids import random_id
from arraigo.core.pictures.cleaning import Picture, PictureRefused, clean_picture
from arraigo.field.enums import OLD_VERSION_LASTS
from arraigo.field.models import Submission, SubmissionFile
from arraigo.field.submissions import storing
from arraigo.field.xform.instance import Instance, filled_in_at

NO_CASE = _("Escoja a la persona en la lista de casos.")
NO_FILE = _("La foto no llegó con la entrevista.")


class Unfit(Exception):
    """Some answers cannot be saved as they are; `details` says which and what to do."""

    def __init__(self, details: list[tuple[str, str]]) -> None:
        super().__init__("answers")
        self.details = details


class WaitsFor(Exception):
    """The case this is about has not come yet."""

    def __init__(self, case_id: uuids.UUID) -> None:
        super().__init__("case")
        self.case_id = case_id


@dataclass(frozen=True)
class Clash:
    """A question that was answered otherwise meanwhile, and what came, in words."""

    name: str
    sent: str


@dataclass(frozen=True)
class Applied:
    """What an interview became: about whom, in which case, and what is left to decide."""

    person_id: uuids.UUID | None = None
    case_id: uuids.UUID | None = None
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True)
class Interview:
    """A delivered interview as a handler reads it."""

    submission: Submission
    instance: Instance
    by: Any = None

    @property
    def user(self) -> Any:
        """Return who sent it; who tries again, once the sender works there no more."""
        sender = self.submission.sent_by
        if self.by is None or self.submission.office_id in sender.office_ids:
            return sender
        return self.by

    @property
    def id(self) -> uuids.UUID:
        """Return the id of the fact it makes: the phone's own, so that twice is once."""
        return random_id(self.submission.instance_id.removeprefix("uuid:")) or self.submission.pk

    def value(self, name: str) -> str:
        """Return the answer to a question."""
        return self.instance.value(name)

    def day(self) -> date:
        """Return the day it was filled in, by the phone's clock; today if that cannot be."""
        filled = filled_in_at(self.instance, self.submission.received_at).date()
        oldest = clock.today() - OLD_VERSION_LASTS
        return filled if oldest <= filled <= clock.today() else clock.today()

    def uuid(self, name: str) -> uuids.UUID | None:
        """Return the UUID v4 that is the answer to a question, or None for anything else."""
        return random_id(self.value(name))

    def born(self, dataset: str) -> uuids.UUID | None:
        """Return the id that the phone gave to what it made for an entity list."""
        made = (each.id for each in self.instance.entities if each.dataset == dataset)
        return next((told for each in made if (told := random_id(each)) is not None), None)

    def case(self) -> Case:
        """Return the case it is about.

        Raises `WaitsFor` while the case has not come, and `Unfit` when none was chosen.
        """
        case_id = self.uuid("case_id")
        if case_id is None:
            raise Unfit([("case_id", str(NO_CASE))])
        visible = Case.objects.visible_to(self.user).select_related("person", "protocol", "office")
        found = visible.filter(pk__in=[case_id, *_known_as(case_id)]).first()
        if found is None:
            raise WaitsFor(case_id)
        return found

    def known_case(self) -> Case | None:
        """Return the case it is about if there is one to be seen; None for none."""
        try:
            return self.case()
        except (WaitsFor, Unfit):
            return None

    def file(self, name: str) -> SubmissionFile | None:
        """Return the file that is the answer to a question, if it came."""
        called = self.value(name)
        return self.submission.files.filter(name=called).last() if called else None

    def picture(self, name: str) -> Picture | None:
        """Return the photo that answers a question, made anew; None where there is none.

        Raises `Unfit` for a file that is no photo, or that never came.
        """
        if not self.value(name):
            return None
        row = self.file(name)
        if row is None:
            raise Unfit([(name, str(NO_FILE))])
        try:
            return clean_picture(storing.read(row))
        except PictureRefused as refused:
            raise Unfit([(name, str(refused.message))]) from refused


def _known_as(case_id: uuids.UUID) -> Iterable[Any]:
    """Return the case that stands for one a phone made: the person had one already."""
    made = Submission.objects.filter(born_id=case_id, case__isnull=False)
    return made.values_list("case_id", flat=True)[:1]


def yes(answer: str) -> bool:
    """Tell whether a question was answered with yes."""
    return answer == "si"


Apply = Callable[[Interview], Applied]


@dataclass(frozen=True)
class Answers:
    """What the answers of a kind of form become, and the questions whose answers columns take."""

    apply: Apply
    takes: frozenset[str] = field(default_factory=frozenset)

    def __call__(self, interview: Interview) -> Applied:
        """Apply the interview."""
        return self.apply(interview)


def posted(answers: Mapping[str, Any]) -> QueryDict:
    """Return answers as a page would have posted them: several of one as a list."""
    sent = QueryDict(mutable=True)
    for name, value in answers.items():
        if isinstance(value, list | tuple):
            sent.setlist(name, [str(each) for each in value])
        elif value not in ("", None):
            sent[name] = str(value)
    return sent


def checked(form: forms.BaseForm) -> Any:
    """Return the form if it is valid. Raises `Unfit` with the words a page would show."""
    if form.is_valid():
        return form
    raise Unfit(
        [
            ("" if name == "__all__" else name, str(text))
            for name, errors in form.errors.items()
            for text in errors
        ]
    )
