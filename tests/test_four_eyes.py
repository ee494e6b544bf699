"""Four eyes as a table: what two persons do, one alone does not, by no way there is.

Each act is asked for by somebody who then gets every role it takes to finish it too, so that only
being the same person stands against her: through the page, through the action, and in SQL.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from arraigo.accounts.enums import Role
from arraigo.accounts.harvest.actions import review_alert
from arraigo.accounts.harvest.models import LookAlert, Looked
from arraigo.accounts.models import Membership, User
from arraigo.accounts.team.actions import confirm_role, make_account, request_role
from arraigo.casework.actions import certify_closure
from arraigo.casework.emergency.actions import open_in_emergency, review_access
from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.casework.tests.making import requested
from arraigo.casework.transfers.actions import accept_transfer
from arraigo.casework.transfers.tests.making import offered
from arraigo.contracts.actions import certify
from arraigo.contracts.authorisations.actions import (
    AuthorisationInput,
    decide,
    request_authorisation,
)
from arraigo.contracts.authorisations.enums import AuthorisationKind, Step
from arraigo.contracts.tests.making import issued
from arraigo.coordination.errands.actions import accept_errand
from arraigo.coordination.errands.enums import Verdict
from arraigo.coordination.errands.tests.making import finished, given
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.demo.cast import TOTP_SECRET
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.merging.separations import confirm_separation, request_separation
from arraigo.people.offices import office_of
from arraigo.plans.actions import approve_plan
from arraigo.plans.tests.making import agreed
from arraigo.reports.actions import approve_report
from arraigo.reports.tests.making import sent
from arraigo.rights.enums import ErasureReason
from arraigo.rights.erasing import confirm_erasure, request_erasure
from arraigo.rights.retention.batches import ask_batch, confirm_batch
from arraigo.rights.risk.actions import review_risk, tell_at_risk
from arraigo.rights.tests.overdue import ended, proposed
from tests.factories import opened_case, registered_person
from tests.mutations.test_mutations import FOUR_EYES

pytestmark = pytest.mark.django_db

#: The id that a form gives to what was done about an errand.
TOLD = uuid.UUID("7d3a9c58-6f0e-4a61-9d4b-0c2b8b4f7a10")


@dataclass(frozen=True)
class Act:
    """Something that two persons do: who asks, who else could finish it, and how."""

    make: Callable[[Any], Any]
    asks: str
    other: str
    also: Role
    do: Callable[[Any, Any], Any]
    page: Callable[[Any], str]
    constraint: str
    data: dict[str, Any] = field(default_factory=dict)


def _as(user: Any, act: Callable[[], Any]) -> Any:
    with acting_as(Actor.user(user)):
        return act()


def _authorisation(cast: Any) -> Any:
    data = AuthorisationInput(
        AuthorisationKind.TRAVEL, date(2026, 6, 1), date(2026, 6, 2), "Feria de empleo"
    )
    me = cast.promotora
    return _as(me, lambda: request_authorisation(data=data, office=office_of(me), user=me))


def _merge(cast: Any) -> Any:
    me, one, other = cast.promotora, *(registered_person(cast.promotora) for _ in range(2))
    return _as(me, lambda: request_merge(survivor=one, absorbed=other, reason="Mismo DPI", user=me))


def _separation(cast: Any) -> Any:
    asked = _merge(cast)
    merged = _as(cast.promotor, lambda: confirm_merge(merge=asked, user=cast.promotor))
    me = cast.promotora
    return _as(me, lambda: request_separation(merge=merged, reason="Eran primas", user=me))


def _erasure(cast: Any) -> Any:
    person, me = registered_person(cast.promotora), cast.promotora
    return _as(me, lambda: request_erasure(person=person, reason=ErasureReason.values[0], user=me))


def _emergency(cast: Any) -> Any:
    case, me = opened_case(cast.promotora_esq), cast.promotora
    why = "La persona corre peligro y no contesta"
    return _as(me, lambda: open_in_emergency(code=case.code, reason=why, user=me))


def _role(cast: Any) -> Any:
    me = cast.administra
    user = _as(me, lambda: make_account(email="eva@oficina.example", name="Eva", by=me))
    return _as(me, lambda: request_role(user=user, role=Role.FINANCE, reason="Reemplazo", by=me))


def _errand(cast: Any) -> Any:
    errand = finished(given(cast.supervisora, cast.promotora), cast.promotora, id=TOLD)
    with acting_as(SYSTEM):
        return errand.answers.select_related("errand").get()


def _transfer(cast: Any) -> Any:
    return offered(opened_case(cast.promotora_esq), cast.promotora_esq, office_of(cast.promotora))


def _receive(transfer: Any, user: Any) -> Any:
    manager = User.objects.get(email="promotora@capacitacion.example")
    return accept_transfer(transfer=transfer, manager=manager, user=user)


def _alert(cast: Any) -> Any:
    with acting_as(SYSTEM):
        return LookAlert.objects.create(user=cast.promotora, what=Looked.FILES, number=60)


def _told_at_risk(cast: Any) -> Any:
    case, me = opened_case(cast.promotora), cast.promotora
    why = "La amenazaron de muerte y no contesta su teléfono"
    return _as(me, lambda: tell_at_risk(
        person=case.person, told_to="PNC", what=["nombre"], reason=why, user=me, id=uuid.uuid4(),
    ))  # fmt: skip


def _batch(cast: Any) -> Any:
    ended(cast.promotora)
    batch = proposed()
    return _as(cast.oficial, lambda: ask_batch(batch=batch, user=cast.oficial))


def _review_access(access: Any, user: Any) -> Any:
    return review_access(access=access, verdict=EmergencyVerdict.JUSTIFIED, comment="", user=user)


def _review_risk(told: Any, user: Any) -> Any:
    return review_risk(told=told, verdict=EmergencyVerdict.JUSTIFIED, comment="", user=user)


ACTS = {
    "approve a report": Act(
        lambda cast: sent(cast.promotora), "promotora", "supervisora", Role.PROJECT_LEAD,
        lambda report, user: approve_report(report=report, user=user),
        lambda report: reverse("reports:approve", args=[report.pk]),
        "report_never_decided_by_its_author", {"seen": "0" * 64},
    ),
    "certify a payment": Act(
        issued, "finanzas", "oficial", Role.NATIONAL_OFFICER,
        lambda certificate, user: certify(certificate=certificate, user=user),
        lambda certificate: reverse("contracts:certify", args=[certificate.pk]),
        "certificate_certified_by_another",
    ),
    "certify a result": Act(
        lambda cast: requested(cast.promotora), "promotora", "supervisora", Role.PROJECT_LEAD,
        lambda closure, user: certify_closure(closure=closure, user=user),
        lambda closure: reverse("casework:certify_closure", args=[closure.pk]),
        "closure_four_eyes",
    ),
    "authorise": Act(
        _authorisation, "promotora", "supervisora", Role.PROJECT_LEAD,
        lambda asked, user: decide(asked=asked, step=Step.AUTHORISE, comment="", user=user),
        lambda asked: reverse("authorisations:decide", args=[asked.pk]),
        "authorisation_decided_by_another", {"step": Step.AUTHORISE, "comment": ""},
    ),
    "merge": Act(
        _merge, "promotora", "promotor", Role.PROJECT_LEAD,
        lambda merge, user: confirm_merge(merge=merge, user=user),
        lambda merge: reverse("merging:confirm", args=[merge.pk]),
        "merge_four_eyes",
    ),
    "separate": Act(
        _separation, "promotora", "promotor", Role.PROJECT_LEAD,
        lambda separation, user: confirm_separation(separation=separation, user=user),
        lambda separation: reverse("merging:part", args=[separation.pk]),
        "separation_four_eyes",
    ),
    "erase": Act(
        _erasure, "promotora", "datos", Role.NATIONAL_OFFICER,
        lambda erasure, user: confirm_erasure(erasure=erasure, user=user),
        lambda erasure: reverse("rights:decide_erasure", args=[erasure.person_id]),
        "erasure_four_eyes", {"decision": "confirmed"},
    ),
    "review a plan": Act(
        lambda cast: agreed(opened_case(cast.promotora), cast.promotora),
        "promotora", "supervisora", Role.PROJECT_LEAD,
        lambda plan, user: approve_plan(plan=plan, user=user),
        lambda plan: reverse("plans:review", args=[plan.pk]),
        "plan_never_reviewed_by_its_author", {"comment": ""},
    ),
    "review an emergency": Act(
        _emergency, "promotora", "datos", Role.DATA_PROTECTION, _review_access,
        lambda access: reverse("emergency:review", args=[access.pk]),
        "emergency_reviewed_by_another", {"verdict": EmergencyVerdict.JUSTIFIED},
    ),
    "give a role": Act(
        _role, "administra", "oficial", Role.NATIONAL_OFFICER,
        lambda request, user: confirm_role(request=request, user=user),
        lambda request: reverse("team:decide", args=[request.pk]),
        "role_request_four_eyes", {"decision": "confirmed"},
    ),
    "receive a case": Act(
        _transfer, "promotora_esq", "supervisora", Role.PROJECT_LEAD,
        _receive, lambda transfer: reverse("transfers:accept", args=[transfer.pk]),
        "transfer_decided_by_another",
    ),
    "accept an errand": Act(
        _errand, "promotora", "supervisora", Role.PROJECT_LEAD,
        lambda answer, user: accept_errand(
            errand=answer.errand, answer_id=answer.pk, comment="", user=user),
        lambda answer: reverse("errands:judge", args=[answer.errand_id]),
        "errand_answer_decided_by_another", {"answer": TOLD, "verdict": Verdict.ACCEPTED},
    ),
    "review unusual looking": Act(
        _alert, "promotora", "datos", Role.DATA_PROTECTION,
        lambda alert, user: review_alert(alert=alert, comment="Feria", user=user),
        lambda alert: reverse("harvest:review", args=[alert.pk]),
        "look_alert_reviewed_by_another", {"comment": "Feria"},
    ),
    "review a life at risk": Act(
        _told_at_risk, "promotora", "datos", Role.DATA_PROTECTION, _review_risk,
        lambda told: reverse("rights:risk_review", args=[told.pk]),
        "risk_reviewed_by_another", {"verdict": EmergencyVerdict.JUSTIFIED},
    ),
    "empty what is due": Act(
        _batch, "oficial", "datos", Role.DATA_PROTECTION,
        lambda batch, user: confirm_batch(batch=batch, user=user),
        lambda batch: reverse("rights:retention_confirm", args=[batch.pk]),
        "retention_four_eyes",
    ),
}  # fmt: skip


@pytest.fixture(params=ACTS)
def act(request: pytest.FixtureRequest) -> Act:
    return ACTS[request.param]


@pytest.fixture
def thing(cast: Any, act: Act) -> Any:
    """Return what waits for a second person."""
    return act.make(cast)


@pytest.fixture
def alone(cast: Any, act: Act) -> User:
    """Return who asked, with what it takes to finish it herself, second factor included."""
    me = getattr(cast, act.asks)
    with acting_as(SYSTEM):
        office = office_of(cast.promotora)
        Membership.objects.create(
            user=me, role=act.also, office=office, valid_from=date(2026, 1, 1)
        )
        if not me.authenticator_set.exists():
            TOTP.activate(me, TOTP_SECRET)
    return User.objects.get(pk=me.pk)


def row_of(thing: Any) -> dict[str, Any]:
    with acting_as(SYSTEM):
        return type(thing)._default_manager.filter(pk=thing.pk).values().get()


def test_the_action_refuses_and_another_may(cast, act, thing, alone):
    before = row_of(thing)
    with acting_as(Actor.user(alone)), pytest.raises(Refused), transaction.atomic():
        act.do(thing, alone)
    assert row_of(thing) == before
    other = getattr(cast, act.other)
    with acting_as(Actor.user(other)):
        act.do(thing, other)
    assert row_of(thing) != before


def test_the_page_refuses(act, thing, alone, client_of):
    before = row_of(thing)
    answer = client_of(alone).post(act.page(thing), act.data)
    assert answer.status_code in {302, 404, 422}
    assert "/cuenta/" not in answer.get("Location", "")
    assert row_of(thing) == before


def test_the_database_refuses(act, thing):
    table, change = FOUR_EYES[act.constraint]
    assert table == thing._meta.db_table
    with (
        acting_as(SYSTEM),
        pytest.raises(IntegrityError, match=act.constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {change} WHERE id = %s", [thing.pk])


def test_the_table_holds_every_such_constraint():
    assert {act.constraint for act in ACTS.values()} == set(FOUR_EYES)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND (conname ~ 'four_eyes'"
            " OR conname ~ '(reviewed|decided|certified)_by_(another|its)')"
        )
        assert {name for (name,) in cursor.fetchall()} == set(FOUR_EYES)
