"""Facts of the other rooms on a day, for the tests of indicators 2 to 7."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from arraigo.casework.actions import plan_due, record_attempt, record_follow_up, record_note
from arraigo.casework.enums import (
    AttemptResult,
    ContactMode,
    Directness,
    DueKind,
    Employment,
    NoteKind,
)
from arraigo.casework.inputs import AttemptInput, FollowUpInput, NoteInput
from arraigo.casework.models import Case, ContactAttempt, Due, FollowUp, Note
from arraigo.coordination.actions import record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind
from arraigo.coordination.inputs import ActivityInput
from arraigo.coordination.models import Activity
from arraigo.core.context import Actor, acting_as
from arraigo.indicators.tests.making import new_service, noon, us_award
from arraigo.jobs.actions import apply, place
from arraigo.jobs.enums import Means, PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.jobs.models import Application, Placement
from arraigo.learning.actions import complete_training, enrol, record_certificate
from arraigo.learning.enums import CertificateKind, Recognition
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Certificate, Completion, Enrolment
from arraigo.organizations.models import Organization
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.profiling.models import Profile
from arraigo.profiling.tests.making import WHOLE
from arraigo.territory.models import Office

_numbers = itertools.count(1)


def certified(user: Any, case: Case, day: date, **changes: Any) -> Certificate:
    """Return a technical certificate of an authorised body, issued on a day."""
    with acting_as(Actor.user(user), at=noon(day)):
        values = {
            "kind": CertificateKind.TECHNICAL, "recognition": Recognition.CERTIFICATION,
            "title": "Soldadura", "issuer": Organization.objects.get(code="intecap"),
            "issuer_authorised": True, "occurred_on": day,
        }  # fmt: skip
        data = CertificateInput(case=case, **{**values, **changes})
        return record_certificate(data=data, user=user)


def profiled(user: Any, case: Case, day: date) -> Profile:
    """Return the case's profile, completed on a day."""
    with acting_as(Actor.user(user), at=noon(day)):
        save_profile(case=case, answers=WHOLE, version=0, user=user)
        return complete_profile(case=case, user=user)


def due_on(user: Any, case: Case, day: date) -> Due:
    """Return a follow-up of the case due on a day."""
    with acting_as(Actor.user(user), at=noon(case.opened_on)):
        return plan_due(
            kind=DueKind.FOLLOW_UP, title="Seguimiento", due_on=day, source=case, case=case,
            slot=next(_numbers),
        )  # fmt: skip


def followed_up(
    user: Any, case: Case, day: date, due: Due | None = None, *outcomes: str
) -> FollowUp:
    """Return a follow-up done on a day, with these outcomes."""
    with acting_as(Actor.user(user), at=noon(day)):
        return record_follow_up(
            data=FollowUpInput(
                case=case, due=due, mode=ContactMode.CALL, employment=Employment.SEARCHING,
                occurred_on=day, outcomes=outcomes,
            ),
            user=user,
        )  # fmt: skip


def noted(user: Any, case: Case, day: date, text: str = "Vino.", **changes: Any) -> Note:
    """Return a note of a contact in the office on a day, unless it is of another kind."""
    with acting_as(Actor.user(user), at=noon(day)):
        values = {"kind": NoteKind.OFFICE, "text": text, "occurred_on": day, **changes}
        return record_note(data=NoteInput(case=case, **values), user=user)


def tried(
    user: Any, case: Case, day: date, result: AttemptResult = AttemptResult.NO_ANSWER
) -> ContactAttempt:
    """Return an attempt to reach the person on a day."""
    with acting_as(Actor.user(user), at=noon(day)):
        data = AttemptInput(case=case, mode=ContactMode.CALL, result=result, occurred_on=day)
        return record_attempt(data=data, user=user)


def attended(user: Any, day: date, **changes: Any) -> Activity:
    """Return a meeting of the office of Escuintla that `user` attended, with its minutes."""
    with acting_as(Actor.user(user), at=noon(day)):
        values = {
            "office": Office.objects.get(code="ESC"), "kind": ActivityKind.MEETING,
            "title": f"Mesa de empleo {next(_numbers)}", "occurred_on": day,
            "participants": [user], "evidence": ActivityEvidence.MINUTES,
        }  # fmt: skip
        return record_activity(data=ActivityInput(**{**values, **changes}), user=user)


def trained(
    user: Any, case: Case, day: date, *, kind: str = "formacion", award: Any = None,
    directness: str = Directness.DIRECT,
) -> Completion:  # fmt: skip
    """Return a training completed on a day, direct and paid by the United States."""
    with acting_as(Actor.user(user), at=noon(day)):
        enrolment = enrol(
            data=EnrolmentInput(
                case=case, service=new_service(kind), occurred_on=day - timedelta(days=9),
                starts_on=day - timedelta(days=9), award=award or us_award(),
            ),
            user=user,
        )  # fmt: skip
        Enrolment.objects.filter(pk=enrolment.pk).update(directness=directness)
        data = CompletionInput(enrolment=enrolment, occurred_on=day)
        return complete_training(data=data, user=user)


def applied(user: Any, case: Case, day: date) -> Application:
    """Return an application on a day."""
    with acting_as(Actor.user(user), at=noon(day)):
        return apply(
            data=ApplicationInput(
                case=case, employer_name="Panadería Ficticia", position="Ayudante",
                means=Means.NETWORKS, occurred_on=day,
            ),
            user=user,
        )  # fmt: skip


def placed(user: Any, case: Case, day: date, **changes: Any) -> Placement:
    """Return a job of 40 hours for a year, begun on a day."""
    values = {
        "kind": PlacementKind.EMPLOYED, "position": "Panadera", "occurred_on": day,
        "employer_name": "Panadería Ficticia", "hours_per_week": 40,
        "expected_months": Decimal(12), "evidence": PlacementEvidence.CONTRACT,
    }  # fmt: skip
    with acting_as(Actor.user(user), at=noon(day)):
        return place(data=PlacementInput(case=case, **{**values, **changes}), user=user)
