"""The person's permissions: the ledger in plain words, giving one and withdrawing one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import plan_due, write_event
from arraigo.casework.actions.events import lock_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.organizations.models import Organization
from arraigo.people.actions import end_referral_scope
from arraigo.people.consent import check_served, record_consent
from arraigo.people.enums import ConsentDecision, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.minors import may_be_minor
from arraigo.people.models import Consent, Person
from arraigo.referrals.actions import stop_sharing
from arraigo.referrals.models import Referral

#: What the person is told before she withdraws a purpose.
CONSEQUENCES: dict[str, str | Promise] = {
    ConsentPurpose.SERVICE: _(
        "Con este permiso se retiran también todos los demás. Ya no se anota nada nuevo de la "
        "persona y solo queda cerrar su caso. Puede volver cuando quiera."
    ),
    ConsentPurpose.PARTNER: _(
        "La institución deja de ver sus datos hoy mismo y se le avisa. Lo que ya se le entregó no "
        "se puede recoger."
    ),
    ConsentPurpose.MINTRAB: _("Lo ya entregado al Ministerio no se puede recoger."),
    ConsentPurpose.EMPLOYER: _("Lo que un empleador ya vio no se puede recoger."),
    ConsentPurpose.STATISTICS: _("Los informes ya aprobados no cambian."),
    ConsentPurpose.CONTACT: _("Ya no se le llama ni se le escribe."),
    ConsentPurpose.IMAGE: _("Lo ya publicado puede seguir circulando."),
}


#: What nobody under 18 is asked for, with or without her guardian (domain: privacy, NNA).
NOT_OF_MINORS = (ConsentPurpose.IMAGE, ConsentPurpose.EMPLOYER)


@dataclass(frozen=True)
class Permission:
    """One purpose and recipient: every decision about it, the latest first; none if not asked."""

    purpose: ConsentPurpose
    recipient: Organization | None
    decisions: Sequence[Consent]

    @property
    def latest(self) -> Consent | None:
        """Return the decision that counts, or None when the person was never asked."""
        return self.decisions[0] if self.decisions else None

    @property
    def status(self) -> tuple[str, str | Promise]:
        """Return how it is marked: its kind and its words."""
        latest = self.latest
        if latest is None:
            return "wait", _("No se le ha preguntado")
        if latest.stands:
            return "ok", _("Sí, dio permiso")
        if latest.decision == ConsentDecision.WITHDRAWN:
            return "stop", _("Lo retiró")
        if latest.decision == ConsentDecision.REFUSED:
            return "stop", _("Dijo que no")
        return "warn", _("Venció")


def permissions_of(person_id: uuid.UUID) -> list[Permission]:
    """Return the person's permissions, in the order of the purposes, institutions by name.

    One query. A purpose she was never asked about is there without a decision.
    """
    ledger = Consent.objects.filter(person__in=ids_of(person_id)).select_related(
        "recipient", "text", "recorded_by"
    )
    groups: dict[tuple[str, Organization | None], list[Consent]] = {}
    for decision in ledger.order_by("-pk"):
        groups.setdefault((decision.purpose, decision.recipient), []).append(decision)
    found = []
    for purpose in ConsentPurpose:
        about = [(to, rows) for (name, to), rows in groups.items() if name == purpose]
        about.sort(key=lambda pair: str(pair[0] or ""))
        if not about and purpose != ConsentPurpose.PARTNER:
            about = [(None, [])]
        found += [Permission(purpose, to, rows) for to, rows in about]
    return found


@transaction.atomic
def give_consent(
    *, person: Person, purpose: ConsentPurpose, given: ConsentGiven, user: Any
) -> Consent:
    """Write that the person allows a purpose from now on, and return it.

    Given while it stands, for the same time, changes nothing. Raises `Refused` for a person
    the user does not see, a minor without her guardian, a date that has passed, an
    institution's consent (it is given with its referral, which names the data), or any other
    purpose while she is not attended.
    """
    cases = _locked(person, user)
    if purpose == ConsentPurpose.PARTNER:
        raise Refused(_("Este permiso se pide al enviar la referencia."))
    if purpose != ConsentPurpose.SERVICE:
        check_served(person.pk)
    if given.expires_on is not None and given.expires_on < clock.today():
        raise Refused(_("La fecha ya pasó."))
    if purpose in NOT_OF_MINORS and may_be_minor(person.birth_year):
        raise Refused(_("Puede ser menor de 18 años: ni foto ni datos a empleadores."))
    if may_be_minor(person.birth_year) and not given.guardian_name.strip():
        raise Refused(_("Puede ser menor de 18 años: también decide su persona encargada."))
    standing = Consent.objects.current(person.pk, purpose)
    if standing is not None and standing.expires_on == given.expires_on:
        return standing
    consent = record_consent(person=person, purpose=purpose, given=given, user=user)
    _tell(cases, EventKind.CONSENT_GIVEN, purpose, None, user)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, given: ConsentGiven, user: Any) -> list[Consent]:
    """Write that the person takes back what she allowed, and return what was written.

    From this moment nothing more is shared for the purpose: open referrals to the institution
    stop, it is told, and whoever manages the case finds it on Hoy. Without the service every
    other purpose is withdrawn with it. Twice is once. Raises `Refused` for a person the user
    does not see, and for what was never allowed.
    """
    person = Person.objects.get(pk=canonical(consent.person_id))
    cases = _locked(person, user)
    given = replace(given, decision=ConsentDecision.WITHDRAWN, expires_on=None)
    everything = consent.purpose == ConsentPurpose.SERVICE
    taken_back = (consent.purpose, consent.recipient)
    written = []
    for permission in permissions_of(person.pk):
        if not everything and (permission.purpose, permission.recipient) != taken_back:
            continue
        latest = permission.latest
        if latest is not None and latest.decision == ConsentDecision.GIVEN:
            written.append(_withdraw(person, cases, permission, given, user))
    if not written and consent.decision == ConsentDecision.REFUSED:
        raise Refused(_("La persona nunca dio este permiso."))
    if written and everything:
        _plan_closing(cases)
    return written


def _locked(person: Person, user: Any) -> list[Case]:
    """Lock the person's open cases, so that nothing is sent meanwhile, and return them."""
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise Refused(_("Esta persona no está en su oficina."))
    open_cases = Case.objects.open().filter(person=person.pk).order_by("pk")
    cases = [lock_case(case) for case in open_cases]
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return cases


def _withdraw(
    person: Person, cases: Sequence[Case], permission: Permission, given: ConsentGiven, user: Any
) -> Consent:
    purpose, recipient = permission.purpose, permission.recipient
    consent = record_consent(
        person=person, purpose=purpose, given=given, user=user, recipient=recipient
    )
    _tell(cases, EventKind.CONSENT_WITHDRAWN, purpose, recipient, user)
    if recipient is not None:
        for referral in Referral.objects.open().filter(person=person.pk, organization=recipient):
            stop_sharing(referral=referral, user=user)
        end_referral_scope(person=person, organization_id=recipient.pk)
    return consent


def _tell(
    cases: Sequence[Case], kind: EventKind, purpose: ConsentPurpose,
    recipient: Organization | None, user: Any,
) -> None:  # fmt: skip
    summary = f"{purpose.label} · {recipient}" if recipient else str(purpose.label)
    for case in cases:
        write_event(case=case, kind=kind, source=case, summary=summary, user=user)


def _plan_closing(cases: Sequence[Case]) -> None:
    for case in cases:
        plan_due(
            kind=DueKind.TASK,
            title=str(_("Retiró su permiso: cierre el caso")),
            due_on=clock.today(),
            source=case,
            case=case,
        )
