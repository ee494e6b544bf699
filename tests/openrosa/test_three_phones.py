"""Three phones, two of them one person's, and an office that goes on meanwhile.

Hypothesis writes interviews, syncs, loses answers, answers on the web, reassigns, closes, merges
and withdraws in any order. After each step the profiles are what a small model of the merge by
question says, and every delivery is where it belongs; in the end all phones have sent everything
and agree on the list. Nothing acknowledged is gone: what does not stand now stood once, and its
history tells.
"""

from __future__ import annotations

import os
import uuid
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import settings as trying
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from arraigo.casework.actions import reassign_case
from arraigo.casework.models import Case, FollowUp, Note
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Refused
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import Submission
from arraigo.field.submissions import storing
from arraigo.field.submissions.deciding import choose
from arraigo.field.submissions.settling import settle_waiting
from arraigo.field.tests.interviews import follow_up, note, registration
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.actions import both_open, confirm_merge, request_merge
from arraigo.profiling.actions import save_profile
from arraigo.profiling.models import Profile
from arraigo.rights.tests.living import closed
from tests.factories import opened_case
from tests.openrosa.collect import Collect
from tests.openrosa.remembered import Known, Parcel
from tests.openrosa.through_django import phone_of

pytestmark = pytest.mark.django_db

#: Histories of the default suite, and of the sweep.
FEW, MANY = 3, int(os.environ.get("ARRAIGO_PHONES", "25"))
SETTINGS = trying(
    deadline=None, max_examples=FEW, stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
SETTLED = {SubmissionState.DONE, SubmissionState.SET_ASIDE}

some = st.integers(0, 99)
answers = st.fixed_dictionaries(
    {},
    optional={
        "english": st.sampled_from(["A1", "A2", "B1"]),
        "years_abroad": st.integers(1, 3),
        "literate": st.sampled_from(["si", "no"]),
    },
).filter(bool)


class Office(RuleBasedStateMachine):
    """The phones, the office, and what has to be true of both."""

    cast: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        """Open three cases, and give two phones to one promotora and one to another."""
        self.savepoint = transaction.savepoint()
        self.users = [self.cast.promotora, self.cast.promotora, self.cast.promotor]
        opened = [opened_case(user) for user in self.users]
        self.phones: list[Collect] = [phone_of(user, Client()) for user in self.users]
        self.holders = {
            str(case.pk): user for case, user in zip(opened, self.users, strict=True)
        }  # fmt: skip
        self.profiles = {ident: Known() for ident in self.holders}
        self.outboxes: list[dict[str, Parcel]] = [{}, {}, {}]
        self.acknowledged: dict[str, Parcel] = {}
        self.accounted: set[str] = set()
        self.over: set[str] = set()  # cases that may refuse: closed, or without consent

    def teardown(self) -> None:
        """Send the rest, and see that all agree; leave nothing behind."""
        if not hasattr(self, "savepoint"):
            return
        try:
            self._come_together()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    # ---- what people do

    def _case_on(self, number: int, which: int) -> str | None:
        """Return a case that a phone knows: of its list, or one it has made itself."""
        own = [each.case for each in self.outboxes[number].values()]
        known = sorted({*self.phones[number].cases, *own})
        return known[which % len(known)] if known else None

    def _write(self, number: int, form: str, case: str, **more: Any) -> None:
        ident = str(uuid.uuid4())
        phone, sent = self.phones[number], more.pop("sent", {})
        told = more.pop("answers", {})
        xml = phone.fill(form, told, instance_id=f"uuid:{ident}", **more)
        base = int(phone.cases.get(case, {}).get("profile_version", 0))
        self.outboxes[number][ident] = Parcel(form, case, xml, base, sent)

    @rule(number=st.integers(0, 2))
    def meet_somebody(self, number: int) -> None:
        case = str(uuid.uuid4())
        made = (case, "Persona Ficticia")
        self._write(number, "registro_minimo", case, answers=registration(), entity=made)

    @rule(number=st.integers(0, 2), which=some, form=st.sampled_from(["nota", "seguimiento"]))
    def write_down(self, number: int, which: int, form: str) -> None:
        case = self._case_on(number, which)
        if case and form == "nota":
            self._write(number, "nota_visita", case, answers=note(case))
        elif case:
            self._write(number, "seguimiento", case, answers=follow_up(case))

    @rule(number=st.integers(0, 2), which=some, sent=answers)
    def interview(self, number: int, which: int, sent: dict[str, Any]) -> None:
        case = self._case_on(number, which)
        if case:
            base = self.phones[number].cases.get(case, {}).get("profile_version", "0")
            told = {"case_id": case, "interview_agreed": "si", "profile_version": base}
            told |= {name: str(value) for name, value in sent.items()}
            self._write(number, "perfilamiento", case, answers=told, sent=sent)

    @precondition(lambda self: any(self.outboxes))
    @rule(number=st.integers(0, 2), which=some, answer_is_lost=st.booleans())
    def deliver(self, number: int, which: int, answer_is_lost: bool) -> None:
        box = self.outboxes[number]
        if box:
            self._deliver(number, sorted(box)[which % len(box)], keep=answer_is_lost)

    def _deliver(self, number: int, ident: str, *, keep: bool = False) -> None:
        box, phone = self.outboxes[number], self.phones[number]
        phone.post(phone.submission_path, box[ident].xml, {}, is_last=True)
        self.acknowledged[ident] = box[ident]
        if not keep:
            del box[ident]
        self._account()

    @rule(number=st.integers(0, 2))
    def sync(self, number: int) -> None:
        self.phones[number].refresh()

    # ---- what the office does

    def _office(self, which: int) -> str:
        known = sorted(self.holders)
        return known[which % len(known)]

    @rule(which=some, sent=answers)
    def answer_on_the_web(self, which: int, sent: dict[str, Any]) -> None:
        ident, user = self._office(which), self.cast.promotora
        known = self.profiles[ident]
        try:
            with acting_as(Actor.user(user)):
                case = Case.objects.get(pk=ident)
                save_profile(case=case, answers=sent, version=known.version, user=user)  # type: ignore[arg-type]
        except Refused:
            assert ident in self.over
        else:
            known.take(sent)

    @rule(which=some, to=st.integers(1, 2))
    def reassign(self, which: int, to: int) -> None:
        ident, lead = self._office(which), self.cast.supervisora
        try:
            with acting_as(Actor.user(lead)):
                case = Case.objects.get(pk=ident)
                reassign_case(case=case, manager=self.users[to], user=lead)
        except Refused:
            assert ident in self.over
        else:
            self.holders[ident] = self.users[to]

    @precondition(lambda self: len(self.over) < 2)
    @rule(which=some)
    def close(self, which: int) -> None:
        ident = self._office(which)
        with acting_as(SYSTEM):
            case = Case.objects.select_related("person").get(pk=ident)
        if case.closed_on is None and ident not in self.over:
            closed(case, self.holders[ident], self.cast.supervisora)
            self.over.add(ident)

    @precondition(lambda self: len(self.over) < 2)
    @rule(which=some)
    def withdraw(self, which: int) -> None:
        ident, user = self._office(which), self.cast.promotora
        no_more = ConsentGiven(
            how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
        )
        with acting_as(Actor.user(user)):
            person = Case.objects.select_related("person").get(pk=ident).person
            record_consent(person=person, purpose=ConsentPurpose.SERVICE, given=no_more, user=user)
        self._no_more(person)

    def _no_more(self, person: Any) -> None:
        with acting_as(SYSTEM):
            hers = Case.objects.filter(person=person.pk).values_list("pk", flat=True)
            self.over |= {str(pk) for pk in hers}

    @rule(one=some, other=some)
    def merge(self, one: int, other: int) -> None:
        first, second = self._office(one), self._office(other)
        with acting_as(SYSTEM):
            cases = [Case.objects.select_related("person").get(pk=pk) for pk in (first, second)]
        people = [case.person for case in cases]
        if people[0].pk == people[1].pk:
            return
        user, reviewer = self.cast.promotora, self.cast.promotor
        with acting_as(Actor.user(user)):
            going_on = both_open(*people)
            asked = request_merge(
                survivor=people[0], absorbed=people[1], reason="Es la misma", user=user,
                continuing_case=going_on[0].id if going_on else None,
            )  # fmt: skip
        with acting_as(Actor.user(reviewer)):
            confirm_merge(merge=asked, user=reviewer)
            ended = Case.objects.exclude(closed_on=None).values_list("pk", flat=True)
            self.over |= {str(pk) for pk in ended}
        if self.over & {first, second}:
            self._no_more(people[0])

    @rule()
    def an_hour_passes(self) -> None:
        settle_waiting()
        self._account()

    @rule(which=some, mask=some)
    def decide(self, which: int, mask: int) -> None:
        with acting_as(SYSTEM):
            rows = Submission.objects.filter(problem=Problem.CLASH).order_by("instance_id")
            clashes = list(rows)
        if not clashes:
            return
        row, user = clashes[which % len(clashes)], self.cast.promotora
        names = [name for place, (name, _words) in enumerate(row.details) if mask >> place & 1]
        parcel = self.acknowledged[row.instance_id.removeprefix("uuid:")]
        known = self.profiles[str(row.case_id)]
        try:
            with acting_as(Actor.user(user)):
                choose(submission=row, sent=names, version=known.version, user=user)
        except Refused:
            assert str(row.case_id) in self.over
        else:
            known.take({name: parcel.sent[name] for name in names})

    # ---- what has to be true

    def _account(self) -> None:
        """Tell the model what was applied since, in the order it was."""
        with acting_as(SYSTEM):
            rows = list(Submission.objects.exclude(handled_at=None).order_by("handled_at", "pk"))
        for row in rows:
            ident = row.instance_id.removeprefix("uuid:")
            applied = row.state == SubmissionState.DONE or row.problem == Problem.CLASH
            if ident not in self.accounted and applied:
                self.accounted.add(ident)
                self._applied(row, self.acknowledged[ident])

    def _applied(self, row: Submission, parcel: Parcel) -> None:
        if parcel.form == "registro_minimo":
            self.holders[parcel.case] = row.sent_by
            self.profiles[parcel.case] = Known()
        elif parcel.form == "perfilamiento":
            known = self.profiles[str(row.case_id)]
            clashing = known.overtaken(parcel.sent, parcel.base)
            assert {name for name, _words in row.details} == clashing
            known.take({n: v for n, v in parcel.sent.items() if n not in clashing})

    @invariant()
    def every_profile_is_what_was_answered(self) -> None:
        if not hasattr(self, "profiles"):
            return
        with acting_as(SYSTEM):
            standing = {str(each.case_id): each for each in Profile.objects.all()}
        for ident, known in self.profiles.items():
            profile = standing.get(ident)
            assert (profile.version if profile else 0) == known.version
            for name, value in known.told.items():
                assert getattr(profile, name) == value

    @invariant()
    def every_delivery_is_where_it_belongs(self) -> None:
        if not hasattr(self, "acknowledged"):
            return
        with acting_as(SYSTEM):
            rows = {row.instance_id.removeprefix("uuid:"): row for row in Submission.objects.all()}
            facts = {str(pk) for model in (Note, FollowUp)
                     for pk in model.objects.values_list("pk", flat=True)}  # fmt: skip
        assert rows.keys() == self.acknowledged.keys()
        for ident, row in rows.items():
            parcel = self.acknowledged[ident]
            assert storing.xml_of(row) == parcel.xml
            if parcel.form in {"nota_visita", "seguimiento"}:
                assert (ident in facts) == (row.state == SubmissionState.DONE)
            if row.state == SubmissionState.WAITING:
                assert parcel.case not in self.holders
            elif row.state == SubmissionState.ACTION and row.problem != Problem.CLASH:
                assert row.problem == Problem.REFUSED
                assert str(row.case_id) in self.over

    def _come_together(self) -> None:
        for number, box in enumerate(self.outboxes):
            for ident in sorted(box):
                self._deliver(number, ident)
        settle_waiting()
        self._account()
        self.every_profile_is_what_was_answered()
        self.every_delivery_is_where_it_belongs()
        with acting_as(SYSTEM):
            assert not Submission.objects.filter(state=SubmissionState.WAITING).exists()
            open_ones = {str(pk) for pk in Case.objects.open().values_list("pk", flat=True)}
        for phone, user in zip(self.phones, self.users, strict=True):
            phone.refresh()
            hers = {ident for ident, holder in self.holders.items() if holder.pk == user.pk}
            assert set(phone.cases) == hers & open_ones
            for ident, row in phone.cases.items():
                assert int(row["profile_version"]) == self.profiles[ident].version
        self._nothing_vanished()

    def _nothing_vanished(self) -> None:
        """What an interview or a page answered stands, or its history tells that it stood."""
        for ident, known in self.profiles.items():
            with acting_as(SYSTEM):
                profile = Profile.objects.filter(case=ident).first()
                lines = History.objects.filter(
                    table_name=Profile._meta.db_table, row_id=str(profile.pk if profile else "")
                )
                stood = {item for line in lines for each in (line.before, line.after)
                         for item in (each or {}).items() if item[0] in known.told}  # fmt: skip
            standing = {(name, getattr(profile, name)) for name in known.told}
            assert known.ever <= stood | standing


def test_three_phones_and_an_office(cast):
    Office.cast = cast
    run_state_machine_as_test(Office, settings=SETTINGS)


@pytest.mark.sweep
def test_three_phones_and_an_office_in_many_histories(cast):
    Office.cast = cast
    many = trying(SETTINGS, max_examples=MANY, phases=[Phase.explicit, Phase.generate])
    run_state_machine_as_test(Office, settings=many)
