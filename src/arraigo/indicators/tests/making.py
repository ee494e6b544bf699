"""Deliveries and referrals for the tests of figures, reports and payments."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import opened_case, witnessed

from arraigo.casework.actions import record_delivery
from arraigo.casework.enums import Directness
from arraigo.casework.models import Case, ServiceDelivery
from arraigo.core.context import Actor, acting_as
from arraigo.directory.models import Service
from arraigo.indicators.models import Indicator
from arraigo.indicators.periods import Period
from arraigo.organizations.models import Award, Organization
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentPurpose
from arraigo.referrals.enums import State
from arraigo.referrals.models import Referral

_numbers = itertools.count(1)
JULY = Period.of_month(2026, 7)


def noon(day: date) -> datetime:
    """Return noon in Guatemala."""
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def case_on(user: Any, day: date = date(2026, 6, 1), **changes: Any) -> Case:
    """Return a case that `user` opened on a day."""
    with acting_as(Actor.user(user), at=noon(day)):
        return opened_case(user, **changes)


def new_service(kind: str = "formacion") -> Service:
    """Return a service of a type, made for one delivery or referral."""
    return Service.objects.create(
        name=f"Servicio ficticio {next(_numbers)}",
        organization=Organization.objects.get(name="Taller Escuela Ficticio"),
        type_id=kind,
    )


def us_award() -> Award:
    """Return the fund of the cast."""
    return Award.objects.get(code="CAP-US-01")


def delivered(user: Any, case: Case, day: date, **values: Any) -> ServiceDelivery:
    """Return a delivery on a day, direct and paid by the United States unless said otherwise."""
    kind = values.pop("kind", "formacion")
    with acting_as(Actor.user(user), at=noon(max(day, date(2026, 8, 1)))):
        service = new_service(kind)
        defaults = {"award": us_award(), "directness": Directness.DIRECT}
        return record_delivery(
            case=case, service=service, occurred_on=day, source=service, user=user,
            **{**defaults, **values},
        )  # fmt: skip


def referred(user: Any, case: Case, day: date, state: str = State.SENT, **values: Any) -> Referral:
    """Return a referral sent on a day."""
    with acting_as(Actor.user(user), at=noon(day)) as context:
        service = new_service(values.pop("kind", "formacion"))
        consent = record_consent(
            person=case.person, purpose=ConsentPurpose.PARTNER, given=witnessed(),
            recipient=service.organization, user=user,
        )  # fmt: skip
        closed = state in (State.CLOSED, State.DECLINED, State.WITHDRAWN)
        return Referral.objects.create(
            person=case.person, case=case, office_id=case.office_id, service=service,
            organization=service.organization, need="Quiere trabajar de soldador",
            priority="normal", deadline=context.at, state=state, consent=consent,
            created_by=user, closed_at=context.at if closed else None, **values,
        )  # fmt: skip


def indicator(code: str, variant: str = "") -> Indicator:
    """Return the definition in force."""
    return Indicator.objects.select_related("funder").get(code=code, variant=variant)
