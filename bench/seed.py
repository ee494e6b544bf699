"""The files that a benchmark's programme is multiplied from, made through the pages' actions.

Plainly fictitious persons, opened one after the other over the last hundred days. The same things
happen to each on the same days after the opening, so that the youngest files are at their
beginning and the oldest two fifths are closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from arraigo.accounts.models import User
from arraigo.casework.actions import (
    certify_closure,
    open_case,
    record_attempt,
    record_follow_up,
    record_note,
    record_session,
    request_closure,
)
from arraigo.casework.enums import AttemptResult, ContactMode, Employment, NoteKind, Source
from arraigo.casework.inputs import (
    AttemptInput,
    ClosureInput,
    FollowUpInput,
    NoteInput,
    SessionInput,
)
from arraigo.casework.models import Case
from arraigo.contracts.actions import sign_contract
from arraigo.coordination.actions import agree, record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind
from arraigo.coordination.inputs import ActivityInput, AgreementInput
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.tasks import ensure_partitions
from arraigo.demo.cast import create_cast
from arraigo.directory.models import Service
from arraigo.jobs.actions import apply, place
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.learning.actions import complete_training, enrol, record_certificate
from arraigo.learning.enums import CertificateKind, Recognition
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Enrolment
from arraigo.organizations.models import Award, Organization
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentHow, Sex
from arraigo.people.inputs import ConsentGiven, Registration
from arraigo.people.offices import office_of
from arraigo.plans.actions import agree_plan, approve_plan, save_plan
from arraigo.plans.inputs import ActionInput, GoalInput, PlanInput, Signed
from arraigo.plans.models import Plan
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.referrals.actions import record_answer, send_referral
from arraigo.referrals.enums import Answer, Channel, DisclosedField
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral
from arraigo.territory.models import Office

DAYS = 100  # between the first opening and today
ACTIVITIES = 3
WITNESS = "Testigo de Ensayo"
#: Each promotor and the lead of her office, by their keys in the cast.
TEAM = (
    ("promotora", "supervisora"),
    ("promotor", "supervisora"),
    ("promotora.esq", "supervisor.esq"),
)


Step = Callable[[Any, date], None]
Steps = Sequence[tuple[int, Step]]


class File:
    """One person's file while it is being made: who works on it, and what is in it so far."""

    def __init__(self, number: int, opened: date, users: dict[str, User]) -> None:
        promotor, lead = TEAM[number % len(TEAM)]
        self.number, self.promotor, self.lead = number, users[promotor], users[lead]
        self.opened = opened
        self.case: Case

    def make(self, steps: Steps) -> None:
        """Do what has happened to this person by today."""
        for days, step in steps:
            day = self.opened + timedelta(days=days)
            if day <= clock.today():
                step(self, day)

    def begin(self, day: date) -> None:
        """Register the person and open her case."""
        with acts(self.promotor, day):
            office = office_of(self.promotor)
            data = Registration(
                given_names="Persona", surnames=f"Ensayo {self.number}",
                sex=Sex.FEMALE if self.number % 8 == 0 else Sex.MALE,
                birth_year=1970 + self.number % 30, municipality=office.municipality,
                phone=f"+502555{self.number:05d}", returned_on=day - timedelta(days=20),
                consent=witnessed(), is_training=True,
            )  # fmt: skip
            person = register_person(data=data, user=self.promotor, office=office)
            self.case = open_case(
                person=person, office=office, source=Source.FAIR, user=self.promotor
            )

    def profile(self, day: date) -> None:
        """Interview her, and note a visit."""
        with acts(self.promotor, day):
            answers: Any = {
                "literate": "si", "education": "primaria", "last_grade": 6,
                "occupation_words": "tablayesero", "experience_years": 7,
                "preferred_language": "es", "english": "A2", "wants": ["empleo", "certificado"],
                "priority": ("alta", "media", "baja")[self.number % 3],
            }  # fmt: skip
            save_profile(case=self.case, answers=answers, version=0, user=self.promotor)
            complete_profile(case=self.case, user=self.promotor)
            note = NoteInput(
                case=self.case, kind=NoteKind.VISIT, text="Vive con su hermana.", occurred_on=day,
                is_good_practice=True,
            )  # fmt: skip
            record_note(data=note, user=self.promotor)

    def plan(self, day: date) -> None:
        """Agree a plan of two goals."""
        step = ActionInput("Inscribirse", "persona", due_on=day + timedelta(days=20))
        goals = tuple(
            GoalInput(text, "mediano", (step, ActionInput("Llamar al taller", "promotor")))
            for text in ("Trabajar de techador", "Certificar su oficio")
        )
        content = PlanInput(
            pathway="empleo", situation="Sabe de techos.", barriers=("transporte",),
            mitigations="Ir los sábados.", feasibility="Hay cupo.", goals=goals,
        )  # fmt: skip
        with acts(self.promotor, day):
            draft = save_plan(case=self.case, data=content, revision=0, user=self.promotor)
            signed = Signed(how=ConsentHow.WITNESS, witness_name=WITNESS, on=day)
            agree_plan(plan=draft, signed=signed, revision=draft.revision, user=self.promotor)

    def review(self, day: date) -> None:
        """Let the lead review the plan; one in four still waits."""
        if self.number % 4:
            with acts(self.lead, day):
                approve_plan(plan=Plan.objects.get(case=self.case), user=self.lead)

    def refer(self, day: date) -> None:
        """Refer her to two services, and agree on a next step."""
        with acts(self.promotor, day):
            for service in Service.objects.filter(is_training=True).order_by("sort_key")[:2]:
                send_referral(
                    data=ReferralInput(case=self.case, service=service, need="Aprender un oficio"),
                    consent_given=witnessed(DisclosedField.NAME, DisclosedField.PHONE),
                    user=self.promotor,
                )
            session = SessionInput(
                case=self.case, mode=ContactMode.OFFICE, topics=("empleo",), occurred_on=day,
                next_step="Llevar sus papeles", next_on=day + timedelta(days=7),
            )  # fmt: skip
            record_session(data=session, user=self.promotor)

    def receive(self, day: date) -> None:
        """Let the first institution say that she received the service."""
        referral = self._referrals()[0]
        with acting_as(Actor.link("bench", self.case.person_id), at=morning(day)):
            answer = AnswerInput(answer=Answer.FINISHED, occurred_on=day, evidence_note="Lista 7")
            record_answer(referral=referral, answer=answer, channel=Channel.MESSAGE)

    def learn(self, day: date) -> None:
        """Enrol her in a course."""
        course = Service.objects.filter(is_training=True, type="formacion").get()
        with acts(self.promotor, day):
            data = EnrolmentInput(case=self.case, service=course, occurred_on=day, starts_on=day)
            enrol(data=data, user=self.promotor)

    def finish_course(self, day: date) -> None:
        """Let the course end with a certificate."""
        with acts(self.promotor, day):
            enrolment = Enrolment.objects.get(case=self.case)
            complete_training(
                data=CompletionInput(enrolment=enrolment, occurred_on=day), user=self.promotor
            )
            certificate = CertificateInput(
                case=self.case, kind=CertificateKind.TECHNICAL, title="Soldadura",
                issuer=Organization.objects.get(code="intecap"), occurred_on=day,
                issuer_authorised=True, recognition=Recognition.CERTIFICATION,
            )  # fmt: skip
            record_certificate(data=certificate, user=self.promotor)

    def follow_up(self, day: date) -> None:
        """Try to reach her in vain, then call again and reach her."""
        with acts(self.promotor, day):
            attempt = AttemptInput(
                case=self.case, mode=ContactMode.CALL, result=AttemptResult.NO_ANSWER,
                occurred_on=day,
            )  # fmt: skip
            record_attempt(data=attempt, user=self.promotor)
            done = FollowUpInput(
                case=self.case, mode=ContactMode.CALL, employment=Employment.SEARCHING,
                occurred_on=day, due=self.case.dues.open().filter(kind="follow_up").first(),
                outcomes=("formacion",),
            )  # fmt: skip
            record_follow_up(data=done, user=self.promotor)

    def work(self, day: date) -> None:
        """Let her apply for a job and get it."""
        with acts(self.promotor, day):
            application = ApplicationInput(
                case=self.case, employer_name="Techos Ficticios", position="Techador",
                means=Means.NETWORKS, occurred_on=day,
            )  # fmt: skip
            apply(data=application, user=self.promotor)
            placement = PlacementInput(
                case=self.case, kind=PlacementKind.EMPLOYED, position="Techador", occurred_on=day,
                evidence=PlacementEvidence.CONTRACT, employer_name="Techos Ficticios",
                hours_per_week=44, expected_months=Decimal(12),
            )  # fmt: skip
            place(data=placement, user=self.promotor)

    def close(self, day: date) -> None:
        """Close the case; one in five still awaits the lead's certification."""
        with acts(self.promotor, day):
            data = ClosureInput(
                case=self.case, reason="objetivos", outcome="positivo", evidence="Vio el contrato"
            )
            closure = request_closure(data=data, user=self.promotor)
        if self.number % 5:
            with acts(self.lead, day):
                certify_closure(closure=closure, user=self.lead)

    def _referrals(self) -> list[Referral]:
        return list(Referral.objects.filter(case=self.case).order_by("service__sort_key"))


#: Days after the opening, and what happens then.
STEPS: Steps = (
    (0, File.begin), (1, File.profile), (4, File.plan), (6, File.review), (8, File.refer),
    (15, File.learn), (22, File.receive), (35, File.finish_course), (40, File.follow_up),
    (50, File.work), (60, File.close),
)  # fmt: skip


def sow(persons: int) -> None:
    """Make the cast, so many files, the promotores' contracts and some activities."""
    today, apart = clock.today(), DAYS // persons
    with acting_as(SYSTEM, purpose="bench"):
        ensure_partitions(today - timedelta(days=DAYS), today + timedelta(days=92))
        users = create_cast()
    for number in range(persons):
        with acting_as(SYSTEM, purpose="bench"):
            File(number, today - timedelta(days=apart * (persons - number) - 1), users).make(STEPS)
    for number, (promotor, _lead) in enumerate(TEAM):
        _employ(number, users[promotor], users["oficial"])
        _coordinate(users[promotor])


def _employ(number: int, promotor: User, officer: User) -> None:
    begin = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    with acts(officer, begin):
        sign_contract(
            number=f"ENSAYO-{number}", consultant=promotor, position="Promotor/a",
            office=Office.objects.get(memberships__user=promotor),
            award=Award.objects.get(code="CAP-US-01"), monthly_fee=Decimal(11000),
            months=Decimal("3.5"), starts_on=begin, is_training=True,
        )  # fmt: skip


def _coordinate(promotor: User) -> None:
    for number in range(ACTIVITIES):
        day = clock.today() - timedelta(days=30 * number + 1)
        with acts(promotor, day):
            activity = record_activity(
                data=ActivityInput(
                    office=office_of(promotor), kind=ActivityKind.MEETING,
                    title=f"Mesa de ensayo {number}, {promotor.name}", occurred_on=day,
                    participants=[promotor], evidence=ActivityEvidence.MINUTES,
                ),
                user=promotor,
            )  # fmt: skip
            agreement = AgreementInput(
                activity=activity, text="Enviar la lista de cupos", responsible=promotor,
                due_on=day + timedelta(days=10),
            )  # fmt: skip
            agree(data=agreement, user=promotor)


def acts(user: User, day: date) -> Any:
    """Let `user` act on a morning of the past."""
    return acting_as(Actor.user(user), at=morning(day), purpose="bench")


def morning(day: date) -> datetime:
    """Return nine o'clock of a day in Guatemala."""
    return datetime.combine(day, time(9), GUATEMALA)


def witnessed(*disclosed: str) -> ConsentGiven:
    """Return a consent given before a witness."""
    return ConsentGiven(
        how=ConsentHow.WITNESS,
        witness_name=WITNESS,
        disclosed_fields=tuple(str(name) for name in disclosed),
    )
