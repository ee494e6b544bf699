"""The files that a national programme is made of: forty persons, forty-eight cases.

Made through the pages' actions, of one promotora and her lead, and multiplied by `load`. Five of
the persons have an open case, two of them their second one; six more came back and were closed
again. About five facts to a person, few in most files and many in some, as registries are.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from arraigo.accounts.models import User
from arraigo.casework.actions import (
    certify_closure,
    open_case,
    record_attempt,
    record_note,
    record_session,
    request_closure,
)
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.enums import AttemptResult, ContactMode, NoteKind, Source
from arraigo.casework.flags.actions import raise_flag
from arraigo.casework.inputs import AttemptInput, ClosureInput, NoteInput, SessionInput
from arraigo.casework.models import ProtocolVersion
from arraigo.casework.protocol import drafting
from arraigo.coordination.errands.actions import give_errands
from arraigo.coordination.errands.inputs import ErrandInput
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import field_id
from arraigo.core.pictures.cleaning import Picture
from arraigo.core.tasks import ensure_partitions
from arraigo.demo.cast import create_cast
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.profiling.assessments.actions import record_assessment
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.inputs import AssessmentInput
from arraigo.profiling.assessments.instruments import instrument_of
from bench.seed import File, Steps, acts

PERSONS = 40
PROMOTOR, LEAD = "promotora", "supervisora"
#: Days ago: the oldest file, the youngest closed one, and between a first case and its second.
OLDEST, YOUNGEST_CLOSED, APART = 290, 95, 100
OPENED_AGO = (5, 25, 45, 60, 85)  # the open cases
CAME_BACK_OPEN, CAME_BACK_CLOSED, WHOLE, MIDDLE = 2, 6, 3, 8


class Life(File):
    """A file of the national programme: what may happen beside what `File` knows."""

    def __init__(self, number: int, opened: date, users: dict[str, User]) -> None:
        super().__init__(number, opened, users)
        self.promotor, self.lead = users[PROMOTOR], users[LEAD]

    def visit(self, day: date) -> None:
        """Note a visit in which something was hard."""
        with acts(self.promotor, day):
            note = NoteInput(
                case=self.case, kind=NoteKind.VISIT, text="No tiene cómo llegar al taller.",
                occurred_on=day, is_challenge=True,
            )  # fmt: skip
            record_note(data=note, user=self.promotor)

    def miss(self, day: date) -> None:
        """Call in vain."""
        with acts(self.promotor, day):
            attempt = AttemptInput(
                case=self.case, mode=ContactMode.CALL, result=AttemptResult.OFF, occurred_on=day
            )
            record_attempt(data=attempt, user=self.promotor)

    def talk(self, day: date) -> None:
        """Hold a counselling session."""
        with acts(self.promotor, day):
            session = SessionInput(
                case=self.case, mode=ContactMode.OFFICE, topics=("empleo",), occurred_on=day,
                agreements="Va a preguntar por el curso.",
            )  # fmt: skip
            record_session(data=session, user=self.promotor)

    def assess(self, day: date) -> None:
        """Assess how vulnerable she is."""
        instrument, answers = instrument_of(AssessmentKind.VULNERABILITY), dict[str, str]()
        assert instrument is not None
        for question in instrument.questions:
            if question.applies(answers):
                choices = list(question.choices)
                answers[question.code] = choices[self.number % len(choices)]
        with acts(self.promotor, day):
            told = AssessmentInput(
                case=self.case, kind=AssessmentKind.VULNERABILITY, answers=answers, occurred_on=day
            )
            record_assessment(data=told, user=self.promotor)

    def hand_in(self, day: date) -> None:
        """Photograph a paper that expires."""
        with acts(self.promotor, day):
            picture = Picture(b"\xff\xd8 ficticia \xff\xd9")
            paper = DocumentInput(
                case=self.case, kind=DocumentKind.PENAL, picture=picture,
                expires_on=day + timedelta(days=180),
            )  # fmt: skip
            attach(data=paper, user=self.promotor)

    def be_flagged(self, day: date) -> None:
        """Let the lead tell the promotora what she saw."""
        with acts(self.lead, day):
            text = "Revise si ya tiene teléfono."
            raise_flag(case=self.case, text=text, user=self.lead, flag_id=field_id())

    def be_asked_about(self, day: date) -> None:
        """Let the lead ask the promotora for something about the case, and she herself too."""
        for giver in (self.lead, self.promotor):
            with acts(giver, day):
                errand = ErrandInput(
                    title="Pedir la constancia que falta", due_on=day + timedelta(days=9),
                    given_to=[self.promotor], case=self.case,
                )  # fmt: skip
                give_errands(data=errand, user=giver)

    def ask_to_close(self, day: date) -> None:
        """Ask for the case to be closed."""
        with acts(self.promotor, day):
            data = ClosureInput(
                case=self.case, reason="fin_periodo", outcome="parcial", evidence="Dijo que ya no"
            )
            self.closure = request_closure(data=data, user=self.promotor)

    def end(self, day: date) -> None:
        """Close the case, certified."""
        self.ask_to_close(day)
        with acts(self.lead, day):
            certify_closure(closure=self.closure, user=self.lead)

    def come_back(self, day: date) -> None:
        """Open another case."""
        with acts(self.promotor, day):
            person, office = Person.objects.get(pk=self.case.person_id), office_of(self.promotor)
            self.case = open_case(
                person=person, office=office, source=Source.FAIR, user=self.promotor
            )


_WORK: Steps = (
    (1, Life.profile), (2, Life.assess), (4, Life.plan), (6, Life.review), (15, Life.talk),
    (40, Life.follow_up), (60, Life.end),
)  # fmt: skip
_BRIEF: Steps = ((0, Life.begin), (3, Life.visit), (12, Life.miss), (20, Life.end))
_MIDDLE: Steps = ((0, Life.begin), *_WORK)
_MANY: Steps = (
    (0, Life.begin), (1, Life.profile), (2, Life.assess), (3, Life.hand_in), (4, Life.plan),
    (6, Life.review), (8, Life.refer), (12, Life.be_flagged), (15, Life.learn), (22, Life.receive),
    (24, Life.be_asked_about), (30, Life.talk), (35, Life.finish_course), (40, Life.follow_up),
    (50, Life.work),
)  # fmt: skip
_WHOLE: Steps = (*_MANY, (70, Life.end))
_OPEN: Steps = (*_MANY, (80, Life.ask_to_close))


def _twice(second: Steps) -> Steps:
    """Return a brief file and, `APART` days later, another case that goes on as `second`."""
    later = [(APART + days, step) for days, step in second if step is not Life.begin]
    return (*_BRIEF, (APART, Life.come_back), *later)


def _lives() -> list[tuple[int, Steps]]:
    """Return how many days ago each file was begun, and what happens in it."""
    lives: list[tuple[int, Steps]] = []
    once = len(OPENED_AGO) - CAME_BACK_OPEN
    lives += [(days, _OPEN) for days in OPENED_AGO[:once]]
    lives += [(days + APART, _twice(_OPEN)) for days in OPENED_AGO[once:]]
    kinds = [_twice(_MIDDLE)] * CAME_BACK_CLOSED + [_WHOLE] * WHOLE + [_MIDDLE] * MIDDLE
    kinds += [_BRIEF] * (PERSONS - len(lives) - len(kinds))
    apart = (OLDEST - YOUNGEST_CLOSED) / len(kinds)
    return lives + [(OLDEST - round(apart * place), kind) for place, kind in enumerate(kinds)]


def sow() -> None:
    """Make the cast, the files, and after them a version of the protocol that none follows yet."""
    today = clock.today()
    with acting_as(SYSTEM, purpose="bench"):
        ensure_partitions(today - timedelta(days=OLDEST), today + timedelta(days=92))
        users = create_cast()
    for number, (days, steps) in enumerate(_lives()):
        with acting_as(SYSTEM, purpose="bench"):
            Life(number, today - timedelta(days=days), users).make(steps)
    _follow_another(users["administra"])


def _follow_another(user: User) -> None:
    """Publish a version of the protocol, and begin the next one."""
    with acts(user, clock.today()):
        draft = _changed(attempts=4)
        drafting.publish(version=draft, valid_from=clock.today(), note="Un intento más", user=user)
        _changed(attempts=5)


def _changed(*, attempts: int) -> ProtocolVersion:
    draft = drafting.start_draft()
    part: Any = drafting.part_of(draft, "unreachable")
    changed = {**part, "attempts": attempts}
    seen = drafting.seal(part)
    return drafting.change_part(version=draft, name="unreachable", part=changed, seen=seen)
