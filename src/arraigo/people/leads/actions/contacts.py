"""Writes about a contact to be confirmed: the result of a call, and how it is closed."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.people.leads.enums import CALL_RESULTS, KEPT_FOR, LeadState
from arraigo.people.leads.enums import LeadStep as Happened
from arraigo.people.leads.inputs import Met
from arraigo.people.leads.models import Lead, LeadStep, ListRow
from arraigo.people.models import Person
from arraigo.people.offices import office_of

NOTHING = {
    "given_names": "", "surnames": "", "sex": "", "birth_year": None, "phone": "", "cui": "",
    "municipality": None, "returned_on": None, "country": "",
}  # fmt: skip


@transaction.atomic
def meet_contact(*, data: Met, user: Any) -> Lead:
    """Note somebody who said that she may be called; return the contact.

    She is erased as one of a list, 90 days after she was met. The same form twice is one contact.
    """
    known = Lead.objects.filter(pk=data.id).first()
    if known is not None:
        return known
    office = office_of(user, data.municipality)
    lead = Lead(
        id=data.id, office=office, given_names=data.given_names, surnames=data.surnames,
        phone=data.phone, municipality=data.municipality, expires_on=data.on + KEPT_FOR,
    )  # fmt: skip
    lead.save(force_insert=True)
    LeadStep.objects.create(
        lead=lead, office=office, name=Happened.MET, occurred_on=data.on, by=user
    )
    return lead


@transaction.atomic
def record_call(*, lead: Lead, result: Happened, step_id: uuid.UUID, user: Any) -> Lead:
    """Note the result of a call. The same form twice is one call.

    A refusal closes the contact and erases her data. Raises `Refused` for a closed contact.
    """
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if LeadStep.objects.filter(pk=step_id, lead=locked).exists():
        return locked
    _must_be_pending(locked)
    if result == Happened.REFUSED:
        return close(locked, LeadState.REFUSED, result, user=user, step_id=step_id)
    if result not in CALL_RESULTS:
        raise Refused(_("Ese resultado no es de una llamada."))
    _note(locked, result, user, step_id)
    locked.last_result, locked.last_call_on = result, clock.today()
    locked.save(update_fields=["last_result", "last_call_on"])
    return locked


@transaction.atomic
def confirm_contact(*, lead: Lead, person: Person, user: Any) -> Lead:
    """Close the contact as the person's, who has consented; the data are hers from now on.

    Confirming it again with the same person changes nothing. Raises `Refused` once it was closed
    in another way.
    """
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if locked.person_id == person.pk:
        return locked
    _must_be_pending(locked)
    return close(locked, LeadState.REGISTERED, Happened.REGISTERED, user=user, person=person)


@transaction.atomic
def refuse_contact(*, lead: Lead, user: Any) -> Lead:
    """Close the contact of somebody who said no at the interview; only the count remains."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    if locked.state == LeadState.REFUSED:
        return locked
    _must_be_pending(locked)
    return close(locked, LeadState.REFUSED, Happened.REFUSED, user=user)


def close(
    lead: Lead,
    state: LeadState,
    step: Happened,
    *,
    user: Any,
    person: Person | None = None,
    step_id: uuid.UUID | None = None,
) -> Lead:
    """Close a locked contact and erase every personal column, those of its row as well."""
    _note(lead, step, user, step_id or uuid.uuid4())
    for column, nothing in NOTHING.items():
        setattr(lead, column, nothing)
    lead.state, lead.closed_at, lead.person = state, clock.now(), person
    lead.save()
    ListRow.objects.filter(pk=lead.pk).update(values={}, twins=[])
    return lead


def known_of(lead: Lead) -> dict[str, Any]:
    """Return what the list told, as first answers of the registration; nothing unknown."""
    known = {column: getattr(lead, column) for column in NOTHING} | {
        "id": lead.pk,
        "municipality": lead.municipality_id,
        "phone": lead.phone_as_read,
    }
    return {column: value for column, value in known.items() if value not in ("", None)}


def _note(lead: Lead, step: Happened, user: Any, step_id: uuid.UUID) -> None:
    LeadStep.objects.create(id=step_id, lead=lead, office=lead.office, name=step, by=user)


def _must_be_pending(lead: Lead) -> None:
    if lead.state != LeadState.PENDING:
        raise Refused(_("Este contacto ya se cerró."))
