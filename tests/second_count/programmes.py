"""A random programme of fictitious persons, written as rows that the constraints let pass.

Dates crowd around the borders of months; records are late, annulled, of other funders, of
relatives, below the threshold, several of one person, and in two offices.
"""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from arraigo.casework.models import (
    Case,
    CaseAssignment,
    Closure,
    ContactAttempt,
    CounsellingSession,
    Due,
    FollowUp,
    Note,
    ServiceDelivery,
)
from arraigo.coordination.models import Activity, Participation
from arraigo.core.clock import GUATEMALA
from arraigo.directory.models import Service
from arraigo.jobs.models import Application, Placement, RetentionCheck
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.organizations.models import Award, Organization
from arraigo.people.models import Consent, ConsentText, Person, PersonScope, ReturnEvent
from arraigo.plans.models import Goal, Plan, PlanAction
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import WHOLE
from arraigo.referrals.models import Referral, ReferralEvent
from arraigo.territory.models import Municipality, Office

FIRST, LAST = date(2026, 1, 15), date(2026, 10, 5)
BORDERS = [date(2026, 7, 1), date(2026, 7, 31), date(2026, 6, 30), date(2026, 8, 1)]
#: The last instant of July and the first of August in Guatemala, both of August in UTC.
EDGES = [datetime(2026, 8, 1, 5, 59, 59, tzinfo=UTC), datetime(2026, 8, 1, 6, tzinfo=UTC)]
_codes = itertools.count(1)


class Programme:
    """Writes the rows of one random programme; to be made as the system."""

    def __init__(self, cast: Any, seed: str, persons: int = 25) -> None:
        self.rng = Random(seed)
        self.offices = list(Office.objects.filter(code__in=["ESC", "ESQ"]).order_by("code"))
        self.workers = {
            "ESC": [cast.promotora, cast.promotor, cast.supervisora],
            "ESQ": [cast.promotora_esq, cast.supervisor_esq],
        }
        self.text = ConsentText.objects.filter(purpose="service").first()
        self.intecap = Organization.objects.get(code="intecap")
        self.awards = self._awards()
        kinds = ["formacion", "certificacion", "emprendimiento", "salud", "recepcion", "consejeria"]
        self.services = [
            Service.objects.create(name=f"S {next(_codes)}", type_id=kind,
                                   organization=self.intecap)
            for kind in kinds
        ]  # fmt: skip
        self.places = list(Municipality.objects.order_by("pk")[:3])
        for service in self.services:
            service.municipality = self.rng.choice([None, *self.places])
            service.save()
            service.coverage.set(self.rng.sample(self.places, self.rng.choice([0, 1, 2])))
        for _number in range(persons):
            self._person()
        for _number in range(8):
            self._activity()

    def _awards(self) -> list[Award | None]:
        other = Award.objects.create(
            code=f"O{next(_codes)}", title="Otro", starts_on=FIRST,
            funder=Organization.objects.get(code="oim"),
        )  # fmt: skip
        us = Award.objects.get(code="CAP-US-01")
        return [us, us, us, other, None]

    def day(self, after: date = FIRST) -> date:
        """Return a day from `after` on, often on a border of July."""
        borders = [day for day in BORDERS if day >= after]
        if borders and self.rng.random() < 0.4:
            return self.rng.choice(borders)
        return after + timedelta(days=self.rng.randint(0, max((LAST - after).days, 0)))

    def moment(self, day: date) -> datetime:
        """Return a moment of a day in Guatemala, often near midnight."""
        hour, minute = self.rng.choice([(0, 0), (9, 30), (17, 59), (18, 0), (23, 59)])
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=GUATEMALA)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def several(self, most: int) -> range:
        return range(self.rng.choice([0, 0, 1, 1, most]))

    def fact(self, day: date, **values: Any) -> dict[str, Any]:
        """Return the columns of a fact of the case: recorded late at times, at times annulled."""
        late = timedelta(days=self.rng.choice([0, 0, 2, 45]))
        void = {}
        if self.chance(0.12):
            at = self.moment(day + late + timedelta(days=1))
            void = {"annulled_at": at, "annulled_by": self.user, "annulled_reason": "Error"}
        return {
            "person": self.person, "case": self.case, "office": self.case.office,
            "occurred_on": day, "recorded_by": self.user,
            "recorded_at": self.moment(day + late), **void, **values,
        }  # fmt: skip

    def _person(self) -> None:
        self.office = self.rng.choice(self.offices)
        self.user = self.rng.choice(self.workers[self.office.code])
        registered = self.day()
        self.person = Person.objects.create(
            given_names="Persona", surnames=f"Ficticia {next(_codes)}", sex="f", birth_year=1990,
            municipality=self.rng.choice(self.places), registered_by=self.user,
            registered_at=self.moment(registered),
        )  # fmt: skip
        PersonScope.objects.create(person=self.person, office=self.office, reason="registered")
        if self.chance(0.88):
            for days in self.rng.sample(range(1, 901), self.rng.choice([1, 1, 2])):
                ReturnEvent.objects.create(
                    person=self.person, country="US",
                    returned_on=registered - timedelta(days=days),
                )  # fmt: skip
        self._consents(registered)
        for _number in range(self.rng.choice([0, 1, 1, 1, 2])):
            self._case(registered)

    def _consents(self, registered: date) -> None:
        decisions = self.rng.choice([["given"], ["given"], ["refused"], ["refused", "given"],
                                     ["given", "withdrawn"], ["given", "given"]])  # fmt: skip
        day = registered
        for decision in decisions:
            Consent.objects.create(
                person=self.person, purpose="service", text=self.text, decision=decision,
                how="witness", witness_name="Testigo", decided_on=day, recorded_by=self.user,
            )  # fmt: skip
            day = self.day(day)

    def _case(self, registered: date) -> None:
        closed = Case.objects.filter(person=self.person, closed_on=None).exists()
        opened = self.day(registered)
        self.case = Case.objects.create(
            person=self.person, office=self.rng.choice([self.office, *self.offices]),
            code=f"X-{next(_codes)}", source="fair", opened_on=opened, opened_by=self.user,
            closed_on=self.day(opened) if closed or self.chance(0.2) else None,
        )  # fmt: skip
        self._managers(opened)
        self._profile()
        self._follow_ups()
        self._contacts()
        self._plan()
        for _number in self.several(3):
            self._delivery()
        for _number in self.several(2):
            self._referral()
        for _number in self.several(2):
            self._training()
        for _number in self.several(2):
            self._certificate()
        for _number in self.several(3):
            Application.objects.create(
                employer_name="Ficticia", position="Ayudante", means="redes",
                **self.fact(self.day()),
            )  # fmt: skip
        for _number in self.several(3):
            self._placement()
        if self.case.closed_on is not None:
            self._closure()

    def _managers(self, opened: date) -> None:
        since, workers = self.moment(opened), self.workers[self.case.office.code]
        handed_over = self.chance(0.4)
        until = self.rng.choice([*EDGES, self.moment(self.day(opened))])
        until = until if handed_over and until > since else None
        for start, end in [(since, until)] + ([(until, None)] if until else []):
            CaseAssignment.objects.create(
                case=self.case, person=self.person, manager=self.rng.choice(workers),
                since=start, until=end, assigned_by=self.user,
            )  # fmt: skip

    def _profile(self) -> None:
        done = self.rng.choice([None, self.moment(self.day()), *EDGES])
        Profile.objects.create(
            case=self.case, person=self.person, updated_by=self.user,
            completed_at=done, **WHOLE, completed_by=self.user if done else None,
        )  # fmt: skip

    def _follow_ups(self) -> None:
        for slot in self.several(3):
            original = self.day()
            cancelled = self.rng.choice([None, None, None, self.moment(self.day())])
            postponed = original + timedelta(days=self.rng.choice([0, 0, 3, 30]))
            due = Due.objects.create(
                case=self.case, person=self.person, office=self.case.office, title="Seguimiento",
                kind=self.rng.choice(["follow_up", "follow_up", "follow_up", "task"]),
                due_on=postponed, original_on=original, slot=slot, assigned_to=self.user,
                source_table="casework_case", source_id=self.case.pk, cancelled_at=cancelled,
            )  # fmt: skip
            if self.chance(0.75):
                apart = timedelta(days=self.rng.choice([-8, -7, 0, 1, 7, 8, 30]))
                self._follow_up(original + apart, due)
        for _number in self.several(2):
            self._follow_up(self.day(), None)

    def _follow_up(self, day: date, due: Due | None) -> None:
        outcomes = self.rng.choice([[], [], ["empleo"], ["negocio_nuevo"], ["formacion"],
                                    ["certificado", "ingreso"]])  # fmt: skip
        FollowUp.objects.create(
            due=due, mode="call", employment="searching", outcomes=outcomes, **self.fact(day)
        )

    def _contacts(self) -> None:
        for _number in self.several(2):
            kind = self.rng.choice(["note", "note", "visit", "call", "office"])
            Note.objects.create(kind=kind, text="Vino", **self.fact(self.day()))
        for _number in self.several(2):
            result = self.rng.choice(["no_answer", "wrong_number", "later"])
            ContactAttempt.objects.create(mode="call", result=result, **self.fact(self.day()))
        if self.chance(0.3):
            CounsellingSession.objects.create(
                mode="office", topics=["empleo"], **self.fact(self.day())
            )

    def _plan(self) -> None:
        if self.chance(0.5):
            return
        plan = Plan.objects.create(
            case=self.case, person=self.person, version=1, author=self.user, pathway="empleo",
        )  # fmt: skip
        goal = Goal.objects.create(
            plan=plan, person=self.person, place=1, horizon="corto", text="Un empleo"
        )
        for place in range(1, 4):
            done_on = self.rng.choice([None, self.day(), self.day()])
            PlanAction.objects.create(
                goal=goal, person=self.person, place=place, text="Buscar", responsible="persona",
                state="hecha" if done_on else "pendiente", done_on=done_on, marked_by=self.user,
            )  # fmt: skip
        if self.chance(0.8):
            Plan.objects.filter(pk=plan.pk).update(
                state="acordado", signed_how="witness", witness_name="Testigo",
                agreed_on=self.case.opened_on, agreed_at=self.moment(self.case.opened_on),
                agreed_by=self.user,
            )  # fmt: skip

    def _delivery(self) -> None:
        ServiceDelivery.objects.create(
            service=self.rng.choice(self.services), award=self.rng.choice(self.awards),
            directness=self.rng.choice(["direct", "direct", "facilitated"]),
            source_table="test", source_id=uuid.uuid4(), **self.fact(self.day()),
        )  # fmt: skip

    def _referral(self) -> None:
        day = self.day()
        state = self.rng.choice(["borrador", "enviada", "recibida", "rechazada", "concluida",
                                 "cerrada", "declinada", "retirada", "vencida"])  # fmt: skip
        sent = self.moment(day)
        ended = sent if state in {"cerrada", "declinada", "retirada"} else None
        consent = Consent.objects.create(
            person=self.person, purpose="partner", recipient=self.intecap, text=self.text,
            decision="given", how="witness", witness_name="Testigo", decided_on=day,
            recorded_by=self.user,
        )  # fmt: skip
        referral = Referral.objects.create(
            person=self.person, case=self.case, office=self.case.office,
            service=self.rng.choice(self.services), organization=self.intecap, need="Un oficio",
            priority="normal", deadline=sent, state=state, consent=consent, sent_at=sent,
            occurred_on=day, created_by=self.user, closed_at=ended,
        )  # fmt: skip
        if self.chance(0.5) and state != "borrador":
            answer, reason = self.rng.choice([("recibida", ""), ("rechazada", "edad")])
            ReferralEvent.objects.create(
                referral=referral, person=self.person, from_state="enviada", to_state=answer,
                name="contestar", occurred_on=day, actor_kind="link", channel="enlace_mensaje",
                reason=reason,
            )  # fmt: skip

    def _training(self) -> None:
        day = self.day()
        award, directness = self.rng.choice(self.awards), self.rng.choice(["direct", "facilitated"])
        enrolment = Enrolment.objects.create(
            service=Service.objects.create(
                name=f"S {next(_codes)}", organization=self.intecap,
                type_id=self.rng.choice(["formacion", "certificacion", "educacion"]),
            ),
            organization=self.intecap, award=award, directness=directness, starts_on=FIRST,
            state="termino", **{**self.fact(day), "annulled_at": None, "annulled_by": None,
                                "annulled_reason": ""},
        )  # fmt: skip
        if self.chance(0.8):
            Completion.objects.create(enrolment=enrolment, **self.fact(self.day()))

    def _certificate(self) -> None:
        kind, recognition, level = self.rng.choice([
            ("tecnica", "certificacion", ""), ("educativa", "reconocimiento", ""),
            ("idioma", "reconocimiento", "B1"), ("asistencia", "", ""),
        ])  # fmt: skip
        Certificate.objects.create(
            kind=kind, recognition=recognition, level=level, title="Ficticio",
            issuer=self.intecap, issuer_authorised=kind != "asistencia" or self.chance(0.5),
            **self.fact(self.day()),
        )  # fmt: skip

    def _placement(self) -> None:
        day = self.day()
        if self.chance(0.6):
            own = {
                "kind": "asalariado", "employer_name": "Ficticia",
                "hours_per_week": self.rng.choice([19, 20, 40]),
                "expected_months": self.rng.choice([Decimal("0.5"), Decimal(1), Decimal(6)]),
            }  # fmt: skip
        else:
            sale = self.rng.choice([None, day, day + timedelta(days=20)])
            own = {"kind": "autoempleo", "first_sale_on": sale}
        ended = day + timedelta(days=self.rng.choice([5, 29, 30, 89, 90, 200]))
        placement = Placement.objects.create(
            position="Ayudante", evidence="llamada", held_before=self.chance(0.15),
            abroad=self.chance(0.15), ended_on=self.rng.choice([None, None, ended]),
            **own, **self.fact(day),
        )  # fmt: skip
        for days in self.rng.sample([30, 90, 180], self.rng.choice([0, 1, 2, 3])):
            self._check(placement, days)

    def _check(self, placement: Placement, days: int) -> None:
        asked = placement.occurred_on + timedelta(days=days + self.rng.choice([-7, 0, 40]))
        still = self.rng.choice(["si", "si", "otro", "no", "sin_dato"])
        left = {"left_on": asked, "left_reason": "otro"} if still == "no" else {}
        RetentionCheck.objects.create(
            placement=placement, days=days, still=still,
            evidence="" if still == "sin_dato" else "llamada", **left, **self.fact(asked),
        )  # fmt: skip

    def _closure(self) -> None:
        requested = self.moment(self.case.closed_on)
        reason = self.rng.choice(["fallecimiento", "objetivos", "remigracion"])
        other = self.workers[self.case.office.code][-1]
        state = "certified" if other != self.user else "requested"
        Closure.objects.create(
            case=self.case, person=self.person, office=self.case.office, state=state,
            reason=reason, outcome="desconocido", evidence="Lo dijo la familia",
            requested_by=self.user, requested_at=requested, requested_on=self.case.closed_on,
            certified_by=other if state == "certified" else None,
            certified_at=requested if state == "certified" else None,
        )  # fmt: skip

    def _activity(self) -> None:
        office = self.rng.choice(self.offices)
        kind = self.rng.choice(["reunion", "evento", "comunicacion"])
        day, users = self.day(), self.workers[office.code]
        void = {}
        if self.chance(0.15):
            at = self.moment(day)
            void = {"annulled_at": at, "annulled_by": users[0], "annulled_reason": "Error"}
        activity = Activity.objects.create(
            office=office, kind=kind, title=f"Mesa {next(_codes)}", occurred_on=day,
            channel="radio" if kind == "comunicacion" else "", recorded_by=users[0],
            evidence=self.rng.choice(["acta", "lista", "otra", "ninguna"]), **void,
        )  # fmt: skip
        for user in self.rng.sample(users, self.rng.choice([0, 1, 2])):
            Participation.objects.create(
                activity=activity, user=user, occurred_on=day, recorded_by=user, **void
            )
