"""Rows behind every address that names one, made through the actions of each room.

A world is what belongs to one person's file and to the office that keeps it; its canaries are
words that stand nowhere else, so that an answer that holds one has shown her.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.apps import apps

from arraigo.accounts.delegations.actions import DelegationInput, delegate_office
from arraigo.accounts.enums import Role
from arraigo.accounts.harvest.models import LookAlert, Looked
from arraigo.accounts.models import RoleRequest, User
from arraigo.accounts.team.models import LASTS
from arraigo.casework.actions import record_note
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.emergency.actions import open_in_emergency
from arraigo.casework.enums import FINISHED_ON_HOY
from arraigo.casework.household.actions import MemberInput, add_member
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.models import Case, Reassignment
from arraigo.casework.protection.actions import Confided, ProtectionInput, write_protection_note
from arraigo.casework.protection.enums import Concern
from arraigo.casework.quality.enums import ItemAnswer
from arraigo.casework.saved.actions import save_filter
from arraigo.casework.tests.making import answers, case_of, checked, drawn_of, note, requested
from arraigo.casework.transfers.tests.making import offered, third_office
from arraigo.contracts.actions import issue_certificate
from arraigo.contracts.authorisations.actions import AuthorisationInput, request_authorisation
from arraigo.contracts.authorisations.enums import AuthorisationKind
from arraigo.contracts.tests.making import signed
from arraigo.coordination.actions import add_mechanism, agree, record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind, MechanismKind
from arraigo.coordination.errands.tests.making import given
from arraigo.coordination.inputs import ActivityInput, AgreementInput, MechanismInput
from arraigo.coordination.invitations.tests.making import invited, planned
from arraigo.core import clock
from arraigo.core.context import ANONYMOUS, SYSTEM, Actor, acting_as
from arraigo.core.pictures.cleaning import clean_picture
from arraigo.core.tests.pictures import photo
from arraigo.demo.cast import SCHOOL
from arraigo.field.devices.actions import enrol
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.submissions.storing import Attached
from arraigo.field.tests.interviews import note_xml
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY
from arraigo.organizations.models import Organization
from arraigo.people.actions import give_scope
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose, ScopeReason, Sex
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.merging.matches import propose_match
from arraigo.people.merging.separations import request_separation
from arraigo.people.models import Person
from arraigo.people.offices import office_of
from arraigo.people.search.models import StoredSearch
from arraigo.people.tests.lists import imported
from arraigo.profiling.assessments.tests.making import VULNERABILITY, assessed
from arraigo.public.complaints.actions import ComplaintInput, Told, receive_complaint
from arraigo.public.complaints.enums import ComplaintKind
from arraigo.referrals.tests.making import sent, withdraw_consent
from arraigo.reports.tests.making import WORKDAY, approved
from arraigo.reports.tests.making import sent as sent_report
from arraigo.rights.enums import ErasureReason
from arraigo.rights.erasing import request_erasure
from tests.factories import canary, opened_case, registered_person
from tests.lives import live


@dataclass(frozen=True)
class World:
    """Ids by kind, the words that betray it, the persons in it, and what is told of class C."""

    ids: dict[str, Any]
    canaries: tuple[str, ...]
    people: tuple[uuid.UUID, ...]
    guarded: str = ""


#: The rows of a file, by kind: model and the column that says whose they are.
OF_CASE = {
    "placement": "jobs.Placement",
    "retention": "jobs.RetentionCheck",
    "application": "jobs.Application",
    "enrolment": "learning.Enrolment",
    "completion": "learning.Completion",
    "certificate": "learning.Certificate",
    "plan": "plans.Plan",
    "consent": "people.Consent",
    "contact": "people.ContactPoint",
    "referral": "referrals.Referral",
    "note": "casework.Note",
    "delivery": "casework.ServiceDelivery",
    "document": "casework.Document",
    "protection": "casework.ProtectionNote",
    "flag": "casework.Flag",
    "errand": "coordination.Errand",
    "transfer": "casework.CaseTransfer",
}


def _of_case(case: Case) -> dict[str, Any]:
    """Return one id of each kind of row the case has."""
    found: dict[str, Any] = {"case": case.pk, "person": case.person_id}
    with acting_as(SYSTEM):
        for kind, label in OF_CASE.items():
            found[kind] = apps.get_model(label).objects.filter(person=case.person_id)[0].pk
        # What is due of these kinds is done on a page of its own.
        found["due"] = case.dues.filter(kind__in=FINISHED_ON_HOY)[0].pk
        step = apps.get_model("plans.PlanAction").objects.filter(person=case.person_id)
        found["plan_action"] = step[0].pk
    return found


def _search(user: Any, text: str) -> uuid.UUID:
    with acting_as(Actor.user(user)):
        return StoredSearch.objects.create(user=user, text=text).pk


def file_of(user: Any, lead: Any) -> tuple[World, Case]:
    """Return a file of the user's with rows in every room, and its case."""
    case = opened_case(user, phone="+50255550171")
    live(case, user, lead)
    secret = f"Secreto {canary()}"
    guarded = f"Peligro {canary()}"
    with acting_as(Actor.user(user)):
        record_note(data=note(case, text=secret, mentioned=(lead,)), user=user)
        words = Confided(Concern.VIOLENCE, guarded)
        told = ProtectionInput(case=case, told=words, occurred_on=clock.today())
        write_protection_note(data=told, user=user)
        picture = clean_picture(photo())
        attach(data=DocumentInput(case=case, kind=DocumentKind.PROOF, picture=picture), user=user)
    with acting_as(Actor.user(user)):
        member = add_member(
            data=MemberInput(case.person, Kinship.CHILD, Sex.FEMALE, AgeBand.CHILD), user=user
        )
    with acting_as(Actor.user(user)):
        saved = save_filter(name="Perfil", chosen={"paso": "1"}, office=case.office, user=user)
    with acting_as(Actor.user(lead)):
        handed = Reassignment.objects.create(manager=user, done_by=lead)
    offered(case, user, third_office())
    fair = planned(user, title=f"Feria {uuid.uuid4()}")
    invitation = invited(user, case, to=fair)[0]
    delivered = _delivered(user, case)
    ended = case_of(user)
    closure = requested(user, ended)
    people = (case.person, ended.person)
    canaries = (secret, guarded, *(person.surnames for person in people))
    ids = (
        _of_case(case)
        | delivered
        | {
            "closure": closure.pk,
            "reassignment": handed.pk,
            "saved_filter": saved.pk,
            "planned": invitation.activity_id,
            "invitation_lot": invitation.lot,
            "member": member.pk,
            **_verified(user, lead, case),
            "assessment": assessed(user, case, VULNERABILITY).pk,
            "search": _search(user, case.person.surnames),
        }
    )
    return World(ids, canaries, tuple(person.pk for person in people), guarded), case


def _verified(user: Any, lead: Any, case: Case) -> dict[str, Any]:
    """Return the office, a drawn case that waits, and a verification with what to correct."""
    waiting = drawn_of(case, user)
    check = checked(
        drawn_of(case, user), lead, answers=answers(plan=ItemAnswer.NO), observations="Falta",
        correction="Que firme el plan", correct_by=clock.today() + timedelta(days=7),
    )  # fmt: skip
    return {"office": case.office_id, "drawn": waiting.pk, "check": check.pk}


def _delivered(user: Any, case: Case) -> dict[str, Any]:
    """Return a phone of the user's, an interview it delivered about the case, and its photo."""
    with acting_as(Actor.user(user)):
        device, _secret = enrol(id=uuid.uuid4(), user=user, name="Teléfono de prueba")
        delivery = Delivery(note_xml(case.pk, photo="foto.jpg"), [Attached("foto.jpg", photo())])
        kept = receive(delivery=delivery, user=user, office=case.office, device=device)
    with acting_as(SYSTEM):
        return {
            "device": device.pk, "submission": kept.pk, "submission_file": kept.files.get().pk,
        }  # fmt: skip


def _pair(user: Any, newer: Person, older: Person) -> Any:
    with acting_as(Actor.job("linkage")):
        found = propose_match(one=newer, other=older, agreements=["name", "cui", "phone"])
    assert found is not None
    return found.pk


def _merge(user: Any, colleague: Any, survivor: Person, absorbed: Person) -> Any:
    with acting_as(Actor.user(user)):
        asked = request_merge(survivor=survivor, absorbed=absorbed, reason="Mismo DPI", user=user)
    with acting_as(Actor.user(colleague)):
        return confirm_merge(merge=asked, user=colleague)


def _two_files(user: Any, colleague: Any) -> World:
    """Return a pair, and a merge with a separation asked for, of four files without a case."""
    one, two, three, four = (registered_person(user) for _ in range(4))
    pair = _pair(user, one, two)
    merge = _merge(user, colleague, three, four)
    with acting_as(Actor.user(user)):
        separation = request_separation(merge=merge, reason="Eran primas", user=user)
    people = (one, two, three, four)
    ids = {"pair": pair, "merge": merge.pk, "separation": separation.pk}
    return World(ids, tuple(p.surnames for p in people), tuple(p.pk for p in people))


def _list(user: Any) -> World:
    """Return a received list and its contact, called like nobody registered."""
    surname = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid.uuid4().hex[:12]).title()
    header = ["NOMBRES", "APELLIDOS", "TEL", "MUNICIPIO"]
    messenger = f"Mensajera {canary()}"
    lines = [header, ["Zutana", surname, "5555 0101", "Mixco"]]
    listing = imported(user, lines, handed_by=messenger)
    with acting_as(SYSTEM):
        lead = listing.leads.get()
    return World({"list": listing.pk, "lead": lead.pk}, (surname, messenger), (lead.pk,))


def _office_work(user: Any, lead: Any, finance: Any) -> dict[str, Any]:
    """Return what names no returned person: coordination, reports and payments."""
    with acting_as(Actor.user(user)):
        office = office_of(user)
        mechanism = add_mechanism(
            data=MechanismInput(office, MechanismKind.values[0], f"Mesa {user.pk}"), user=user
        )
        activity = record_activity(
            data=ActivityInput(
                office=office, kind=ActivityKind.MEETING, title=f"Mesa {user.pk}",
                occurred_on=clock.today(), participants=[user], mechanism=mechanism,
                evidence=ActivityEvidence.MINUTES,
            ), user=user,
        )  # fmt: skip
        agreement = agree(
            data=AgreementInput(activity, "Enviar la lista", user, clock.today()), user=user
        )
        authorisation = request_authorisation(
            data=AuthorisationInput(
                AuthorisationKind.TRAVEL, date(2026, 6, 1), date(2026, 6, 2), "Feria de empleo"
            ), office=office, user=user,
        )  # fmt: skip
    given(lead, user, title=f"Encargo atrasado de {user.pk}", at=clock.now() - timedelta(days=20))
    contract = signed(user, number=f"CON-{user.pk}", office=office)
    month = contract.contract_months.get(number=1)
    report = approved(user, lead, JULY, office.code)
    sent_report(user, Period.of_month(2026, 6), office.code)
    with acting_as(Actor.user(finance), at=WORKDAY):
        certificate = issue_certificate(contract_month=month, user=finance)
    # Not in force: the delegate must see no more than the matrix says she does.
    later = clock.today() + timedelta(days=30)
    delegate = User.objects.get(email="promotor@capacitacion.example")
    with acting_as(Actor.user(lead)):
        delegation = delegate_office(
            data=DelegationInput(lead, delegate, office, later, later), user=lead
        )
    return {
        "delegation": delegation.pk, "activity": activity.pk, "agreement": agreement.pk,
        "participation": activity.participations.first().pk,
        "authorisation": authorisation.pk, "report": report.pk,
        "month": month.pk, "payment": certificate.pk,
    }  # fmt: skip


def whole_office(user: Any, lead: Any, finance: Any) -> World:
    """Return everything an office has: a file, two files to compare, a list, its own work."""
    file, case = file_of(user, lead)
    others = (_two_files(user, lead), _list(user))
    ids = file.ids | others[0].ids | others[1].ids | _office_work(user, lead, finance)
    ids |= emergency(user, case) | {"alert": alert(user)}
    _await_another(user, lead)
    return World(
        ids,
        sum((world.canaries for world in others), file.canaries),
        sum((world.people for world in others), file.people),
        file.guarded,
    )


def _await_another(user: Any, lead: Any) -> None:
    """Ask for an erasure and for a role, which a second person has not decided yet."""
    person = registered_person(user)
    with acting_as(Actor.user(user)):
        request_erasure(person=person, reason=ErasureReason.values[0], user=user)
    with acting_as(SYSTEM):
        RoleRequest.objects.create(
            user=user, role=Role.FINANCE, reason="Reemplazo", requested_by=lead,
            expires_at=clock.now() + LASTS,
        )  # fmt: skip


def alert(user: Any) -> Any:
    """Return what was told of somebody who looked at more than usual."""
    with acting_as(SYSTEM):
        return LookAlert.objects.create(user=user, what=Looked.FILES, number=60).pk


def emergency(user: Any, case: Case) -> dict[str, Any]:
    """Return somebody's emergency access to the case's file, which is hers alone to use."""
    with acting_as(Actor.user(user)):
        access = open_in_emergency(
            code=case.code, reason="La persona corre peligro y no contesta", user=user
        )
    assert access is not None
    return {"emergency": access.pk}


def shared_with_partner(user: Any, lead: Any) -> World:
    """Return a file whose referral opens it to the partner organisation."""
    world, case = file_of(user, lead)
    school = Organization.objects.get(name=SCHOOL)
    with acting_as(Actor.user(user)):
        give_scope(person=case.person, reason=ScopeReason.REFERRAL, organization_id=school.pk)
    return world


def consent_withdrawn(user: Any, lead: Any) -> World:
    """Return a file whose person has taken back every consent."""
    world, case = file_of(user, lead)
    referral = sent(case, user)
    withdraw_consent(referral, user)
    taken_back = ConsentGiven(
        how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
    )
    with acting_as(Actor.user(user)):
        record_consent(
            person=case.person, purpose=ConsentPurpose.SERVICE, given=taken_back, user=user
        )
    return World(world.ids | {"referral": referral.pk}, world.canaries, world.people)


def absorbed(user: Any, lead: Any) -> World:
    """Return a file that was merged into another one of the same office."""
    world, case = file_of(user, lead)
    survivor = registered_person(user)
    _merge(user, lead, survivor, case.person)
    return World(world.ids, (*world.canaries, survivor.surnames), (*world.people, survivor.pk))


def complaint() -> World:
    """Return a complaint, which only the focal point reads."""
    words = f"Me pidieron dinero {canary()}"
    with acting_as(ANONYMOUS):
        data = ComplaintInput(told=Told(kind=ComplaintKind.MONEY, text=words))
        receive_complaint(data=data)
    return World({"complaint": data.id}, (words,), ())


class Worlds(dict[str, World]):
    """A world of each scope, made when it is first asked for; all but two are Esquipulas's.

    They are made in the order written, so that what is newest is always another office's.
    """

    def __init__(self, cast: SimpleNamespace) -> None:
        here = (cast.supervisora, cast.finanzas)
        there = (cast.promotora_esq, cast.supervisor_esq)
        self.makers: dict[str, Callable[[], World]] = {
            "own": partial(whole_office, cast.promotora, *here),
            "same office": partial(whole_office, cast.promotor, *here),
            "other office": partial(whole_office, *there, cast.finanzas),
            "shared": partial(shared_with_partner, *there),
            "consent withdrawn": partial(consent_withdrawn, *there),
            "absorbed": partial(absorbed, *there),
            "complaint": complaint,
        }

    def __missing__(self, wanted: str) -> World:
        for scope, make in self.makers.items():
            if scope not in self:
                self[scope] = make()
            if scope == wanted:
                break
        return self[wanted]


def unknown_id(like: Any) -> Any:
    """Return an id of nobody, of the same type."""
    return uuid.uuid4() if isinstance(like, uuid.UUID) else 2_000_000_000
