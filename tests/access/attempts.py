"""What somebody tries who holds the id of another office's row, past the page that asks first.

Acts must refuse by themselves; looks must give nothing of hers. The mutations ask both again with
one `visible_to` taken away, and must get another answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.http import Http404
from django.urls import reverse

from arraigo.accounts.delegations.actions import revoke_delegation
from arraigo.accounts.harvest.actions import review_alert
from arraigo.casework.actions import annul_delivery, annul_fact, record_note
from arraigo.casework.calendar.counting import lines_of
from arraigo.casework.emergency.actions import lift_reservation, review_access
from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.casework.household.actions import (
    MemberInput,
    add_member,
    household_of,
    link_member,
    member_left,
)
from arraigo.casework.household.cases import cases_of_household
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdLink
from arraigo.casework.models import Document, Note
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    annul_protection_note,
    correct_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern, Void
from arraigo.casework.tests.making import note
from arraigo.coordination.actions import record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind
from arraigo.coordination.inputs import ActivityInput
from arraigo.coordination.invitations.actions import invite
from arraigo.coordination.invitations.inputs import InviteInput
from arraigo.coordination.invitations.models import Invitation
from arraigo.coordination.invitations.tests.making import planned
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.pictures.cleaning import Picture
from arraigo.core.transitions import Refused
from arraigo.desk.agenda import awaiting
from arraigo.desk.file import told_of
from arraigo.desk.search import search
from arraigo.people.actions import make_contact_safe, register_person
from arraigo.people.duplicates import propose_by_hand
from arraigo.people.enums import ConsentDecision, ConsentHow, ContactOwner, Sex
from arraigo.people.inputs import ConsentGiven, SafeContact
from arraigo.people.leads.showing import known_twins
from arraigo.people.linkage.likely import likely_persons
from arraigo.people.linkage.records import records_of
from arraigo.people.merging.actions import request_merge
from arraigo.people.merging.matches import accept_comparison, pair_of, propose_match
from arraigo.people.offices import office_of
from arraigo.plans.actions import mark_action, return_plan
from arraigo.plans.sheets import add_sheet, sheets_of
from arraigo.referrals.models import Referral
from arraigo.reports.gathering import named_in, notes_of
from arraigo.rights.consents import withdraw_consent
from arraigo.rights.enums import ErasureReason
from arraigo.rights.erasing import request_erasure
from arraigo.rights.risk.actions import tell_at_risk
from tests.access.asking import ask, client_for
from tests.factories import registration

Attempt = Callable[[SimpleNamespace, Any], Any]

LABELS = {
    "alert": "accounts.LookAlert", "emergency": "casework.EmergencyAccess",
    "delegation": "accounts.Delegation", "person": "people.Person",
    "member": "casework.HouseholdMember", "case": "casework.Case",
    "protection": "casework.ProtectionNote", "consent": "people.Consent",
    "pair": "people.MatchCandidate", "contact": "people.ContactPoint", "plan": "plans.Plan",
    "plan_action": "plans.PlanAction", "activity": "coordination.Activity",
    "referral": "referrals.Referral", "report": "reports.MonthlyReport", "lead": "people.Lead",
    "delivery": "casework.ServiceDelivery", "note": "casework.Note",
    "planned": "coordination.PlannedActivity", "transfer": "casework.CaseTransfer",
    "document": "casework.Document",
}  # fmt: skip

TAKEN_BACK = ConsentGiven(
    how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
)


def rows_of(offices: Any) -> SimpleNamespace:
    """Return the other office's rows by kind, one's own as `own`, and the words of hers."""
    theirs, mine = offices.worlds["other office"], offices.worlds["own"]

    def rows(world: Any) -> dict[str, Any]:
        managers = {kind: apps.get_model(label)._base_manager for kind, label in LABELS.items()}
        return {kind: manager.get(pk=world.ids[kind]) for kind, manager in managers.items()}

    with acting_as(SYSTEM):
        words = {*theirs.canaries, *map(str, theirs.people), mine.guarded, "una nota de protección"}
        return SimpleNamespace(**rows(theirs), own=SimpleNamespace(**rows(mine)), words=words)


def outcome(attempt: Attempt, its: SimpleNamespace, user: Any) -> str:
    """Return the refusal, or what was given, in words; whatever it wrote is rolled back."""
    with acting_as(Actor.user(user)), transaction.atomic():
        try:
            with transaction.atomic():
                return in_words(attempt(its, user))
        except (Refused, DatabaseError, Http404) as refusal:
            return f"{REFUSED}{refusal}"
        finally:
            transaction.set_rollback(True)


#: How the words of a refusal begin.
REFUSED = "Refused: "


def in_words(given: Any) -> str:
    """Return what was given as text: rows by their ids, whatever holds them."""
    if isinstance(given, models.Model):
        return f"{given._meta.label} {given.pk} {given}"
    if isinstance(given, str):
        return given
    if isinstance(given, Iterable):
        return "\n".join(map(in_words, given))
    return in_words(vars(given).values()) if hasattr(given, "__dict__") else str(given)


def _told(case: Any) -> ProtectionInput:
    told = Confided(Concern.VIOLENCE, "Algo")
    return ProtectionInput(case=case, told=told, occurred_on=clock.today())


def _same_activity(its: SimpleNamespace, me: Any) -> Any:
    data = ActivityInput(
        office=office_of(me), kind=ActivityKind.MEETING, title="Otra", participants=[me],
        occurred_on=clock.today(), evidence=ActivityEvidence.MINUTES, id=its.activity.pk,
    )  # fmt: skip
    return record_activity(data=data, user=me)


def _invited(its: SimpleNamespace, me: Any) -> Any:
    return invite(data=InviteInput(its.own.planned, case_ids=[its.case.pk]), user=me)


def _same_person(its: SimpleNamespace, me: Any) -> Any:
    return register_person(data=registration(id=its.person.pk), user=me, office=office_of(me))


#: Who tries, and what. `its` holds the other office's rows by kind, `its.own` one's own office's;
#: the colleague tries what only who manages the case, and who leads, may.
ACTS: dict[str, tuple[str, Attempt]] = {
    "review an alert": ("supervisora", lambda its, me: review_alert(
        alert=its.alert, comment="Feria", user=me)),
    "review an emergency": ("supervisora", lambda its, me: review_access(
        access=its.emergency, verdict=EmergencyVerdict.JUSTIFIED, comment="", user=me)),
    "end a delegation": ("supervisora", lambda its, me: revoke_delegation(
        delegation=its.delegation, user=me)),
    "lift a reservation": ("supervisora", lambda its, me: lift_reservation(
        person=its.person, user=me)),
    "add to a household": ("promotora", lambda its, me: add_member(
        data=MemberInput(its.person, Kinship.CHILD, Sex.FEMALE, AgeBand.CHILD), user=me)),
    "say that somebody left": ("promotora", lambda its, me: member_left(
        member=its.member, user=me)),
    "write a note": ("promotora", lambda its, me: record_note(
        data=note(its.case, text="Nota"), user=me)),
    "write a protection note": ("promotora", lambda its, me: write_protection_note(
        data=_told(its.case), user=me)),
    "annul a delivery": ("promotora", lambda its, me: annul_delivery(
        delivery=its.delivery, reason="Error", user=me)),
    "annul a note": ("promotora", lambda its, me: annul_fact(
        fact=its.note, reason="Error", user=me)),
    "annul a protection note": ("promotora", lambda its, me: annul_protection_note(
        note=its.protection, why=Void.values[0], user=me)),
    "annul a colleague's protection note": ("promotor", lambda its, me: annul_protection_note(
        note=its.own.protection, why=Void.values[0], user=me)),
    "correct a colleague's protection note": ("promotor", lambda its, me: correct_protection_note(
        note=its.own.protection, data=_told(its.own.case), user=me)),
    "ask for an erasure": ("promotora", lambda its, me: request_erasure(
        person=its.person, reason=ErasureReason.values[0], user=me)),
    "withdraw a permission": ("promotora", lambda its, me: withdraw_consent(
        consent=its.consent, given=TAKEN_BACK, user=me)),
    "tell with a life at risk": ("promotora", lambda its, me: tell_at_risk(
        person=its.person, told_to="PNC", what=["nombre"], id=uuid.uuid4(), user=me,
        reason="La amenazaron de muerte y no contesta")),
    "merge": ("promotora", lambda its, me: request_merge(
        survivor=its.own.person, absorbed=its.person, reason="Mismo DPI", user=me)),
    "propose a pair": ("promotora", lambda its, me: propose_by_hand(
        one=its.own.person, other=its.person, reason="Mismo DPI", user=me)),
    "accept a comparison": ("promotora", lambda its, me: accept_comparison(
        candidate=its.pair, user=me)),
    "change how to call": ("promotora", lambda its, me: make_contact_safe(
        contact=its.contact, data=SafeContact(ContactOwner.SELF, True, True), user=me)),
    "register under her id": ("promotora", _same_person),
    "record under its activity's id": ("promotora", _same_activity),
    "plan under its activity's id": ("promotora", lambda its, me: planned(
        me, id=its.planned.pk)),
    "invite": ("promotora", _invited),
    "return a plan": ("supervisora", lambda its, me: return_plan(
        plan=its.plan, comment="Falta", user=me)),
    "add the signed sheet of a plan": ("promotora", lambda its, me: add_sheet(
        plan=its.plan, picture=Picture(b""), sheet_id=uuid.uuid4(), user=me)),
    "mark a step of a plan": ("promotora", lambda its, me: mark_action(
        action=its.plan_action, name="cancelar", user=me)),
}  # fmt: skip


def _linked(its: SimpleNamespace, me: Any) -> Any:
    with acting_as(SYSTEM):
        HouseholdLink.objects.create(
            member=its.own.member, person=its.own.person, relative=its.person,
            agreed_how=ConsentHow.WITNESS, witness_name="Testigo", linked_by=me,
        )  # fmt: skip
    return household_of(its.own.person, me)


def _case_linked(its: SimpleNamespace, me: Any) -> Any:
    _linked(its, me)
    return [one.case for one in cases_of_household(its.own.case, me)]


def _unanswered(its: SimpleNamespace, me: Any) -> Any:
    with acting_as(SYSTEM):
        Referral.objects.filter(pk=its.referral.pk).update(state="enviada")
    return [referral.person_id for referral in awaiting(me)]


def _gathered(its: SimpleNamespace, me: Any) -> Any:
    report = its.report
    with acting_as(SYSTEM):
        Note.objects.filter(person=its.person).update(
            is_challenge=True, recorded_by=report.author_id, occurred_on=report.starts_on
        )
    return [found.person_id for found in notes_of(report, me)]


def _named(its: SimpleNamespace, me: Any) -> list[str]:
    its.report.challenges = f"Falta el DPI de {its.person.full_name}"
    return named_in(its.report, me)


def _half(its: SimpleNamespace, me: Any) -> str:
    with acting_as(Actor.job("linkage")):
        pair = propose_match(one=its.own.person, other=its.person, agreements=["name"])
    assert pair is not None
    answer = ask(client_for(me), "get", reverse("merging:pair", args=[pair.pk]))
    return f"{answer.status} {answer.body}"


def _confirmed(its: SimpleNamespace, me: Any) -> str:
    where = reverse("leads:confirm", kwargs={"pk": its.own.lead.pk})
    answer = client_for(me).post(where, {"person": its.person.pk})
    return f"{answer.status_code} {answer.get('Location')}"


def _looked_at_protection(its: SimpleNamespace, me: Any) -> list[str]:
    manager = its.own.protection.recorded_by
    client_for(manager).post(reverse("casework:protection_reveal", args=[its.own.protection.pk]))
    looks = client_for(me).get(reverse("rights:looks", args=[its.own.person.pk]))
    return [str(look.purpose.words) for look in looks.context["page"].rows]


def _chosen_to_invite(its: SimpleNamespace, me: Any) -> str:
    answer = client_for(me).post(reverse("invitations:invite"), {"caso": its.case.pk})
    return f"{answer.status_code} {answer.content.decode()}"


def _held_from_a_plan(its: SimpleNamespace, me: Any) -> str:
    answer = client_for(me).get(reverse("coordination:new"), {"planeada": its.planned.pk})
    return f"{its.planned.title in answer.content.decode()}"


def _invited_here(its: SimpleNamespace, me: Any) -> str:
    with acting_as(SYSTEM):
        Invitation.objects.create(
            activity=its.own.planned, case=its.case, person=its.person, lot=uuid.uuid4(),
            invited_by=me,
        )  # fmt: skip
    return client_for(me).get(its.own.planned.get_absolute_url()).content.decode()


def _offered_here(its: SimpleNamespace, me: Any) -> str:
    """Look at a transfer as who may accept it: until then the case is the other office's."""
    with acting_as(SYSTEM):
        its.transfer.to_office = office_of(me)
        its.transfer.save(update_fields=["to_office"])
    answer = client_for(me).get(its.transfer.get_absolute_url())
    return f"{answer.status_code} {answer.context['case']} {answer.content.decode()}"


def _sheets(its: SimpleNamespace, me: Any) -> list[Any]:
    with acting_as(SYSTEM):
        document = Document.objects.get(pk=its.document.pk)
        document.source_table, document.source_id = its.plan._meta.db_table, its.plan.pk
        document.save(update_fields=["source_table", "source_id"])
    return sheets_of(its.plan, me)


#: Who looks, and at what: no word of the other office, nor of a colleague's protection note.
LOOKS: dict[str, tuple[str, Attempt]] = {
    "named in a household": ("promotora", _linked),
    "a case of the household": ("promotora", _case_linked),
    "linked by the code of her case": ("promotora", lambda its, me: link_member(
        member=its.own.member, code=its.case.code, agreed_how=ConsentHow.WITNESS,
        witness_name="Testigo", user=me)),
    "the code of her case": ("promotora", lambda its, me: search(its.case.code, user=me)),
    "her name": ("promotora", lambda its, me: [
        hit.person for hit in search(its.person.full_name, user=me)]),
    "likely the same": ("promotora", lambda its, me: likely_persons(
        records_of([its.own.person.pk])[its.own.person.pk], user=me, also=[its.person.pk])),
    "in a row of a list": ("promotora", lambda its, me: known_twins(
        [SimpleNamespace(twins=[
            {"kind": "person", "id": str(its.person.pk), "reason": "cui"},
            {"kind": "lead", "id": str(its.lead.pk), "reason": "cui"},
        ])], me)),
    "a contact closed as her": ("promotora", _confirmed),
    "half a pair": ("promotora", _half),
    "a pair": ("promotora", lambda its, me: pair_of(its.pair, me)),
    "unanswered referrals": ("promotora", _unanswered),
    "a report's notes": ("promotora", _gathered),
    "a report's names": ("promotora", _named),
    "cases chosen to invite": ("promotora", _chosen_to_invite),
    "an activity that was planned": ("promotora", _held_from_a_plan),
    "the people invited here": ("promotora", _invited_here),
    "a transfer offered here": ("supervisora", _offered_here),
    "the signed sheet of a plan": ("promotora", _sheets),
    "a calendar": ("supervisora", lambda its, me: [line.words for line in lines_of(me)]),
    "a colleague's file": ("promotor", lambda its, me: told_of(its.own.case, me, {})["lines"]),
    "a colleague's looks": ("promotor", _looked_at_protection),
}  # fmt: skip
