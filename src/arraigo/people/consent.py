"""The consent ledger: what was asked, in which words, and what the person decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.organizations.models import Organization
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose, FileKind
from arraigo.people.files import keep_file
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.aliases import ids_of
from arraigo.people.merging.models import PersonAlias
from arraigo.people.models import Consent, ConsentText, Person

_PNG = b"\x89PNG"


def text_in_force(purpose: str, language: str = "es") -> ConsentText:
    """Return the version of the words in force today for `purpose`, in Spanish if need be."""
    texts = ConsentText.objects.filter(purpose=purpose, valid_from__lte=clock.today())
    return (texts.filter(language=language).order_by("-version").first()
            or texts.filter(language="es").latest("version"))  # fmt: skip


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: ConsentPurpose,
    given: ConsentGiven,
    user: Any,
    recipient: Organization | None = None,
) -> Consent:
    """Add the person's decision to the ledger and return it.

    Raises `Refused` when the proof that its way needs (signature or witness) is missing.
    """
    if given.how == ConsentHow.WITNESS and not given.witness_name.strip():
        raise Refused(_("Escriba el nombre del testigo."))
    if given.how == ConsentHow.SIGNATURE and not given.signature:
        raise Refused(_("Falta la firma. Pídala en el recuadro o elija otra forma."))
    signature = None
    if given.signature:
        kind = "image/png" if given.signature.startswith(_PNG) else "image/jpeg"
        signature = keep_file(person, FileKind.SIGNATURE, given.signature, kind)
    return Consent.objects.create(
        person=person,
        purpose=purpose,
        recipient=recipient,
        text=text_in_force(purpose, given.language),
        decision=given.decision,
        how=given.how,
        witness_name=given.witness_name.strip(),
        guardian_name=given.guardian_name.strip(),
        signature=signature,
        disclosed_fields=list(given.disclosed_fields),
        decided_on=given.given_on or clock.today(),
        expires_on=given.expires_on,
        recorded_by=user,
    )


def check_not_withdrawn(person_id: uuid.UUID, day: date) -> None:
    """Raise `Refused` for work done once the person withdrew from the service, or it expired.

    Decisions count in the order they were taken, and the last one at once. What happened on
    the days before it may still be told (domain: protocol, only consent blocks).
    """
    asked = Consent.objects.filter(person__in=ids_of(person_id), purpose=ConsentPurpose.SERVICE)
    latest = asked.filter(decided_on__lte=day).order_by("-decided_on", "-pk").first()
    if latest is None:
        return
    if latest.decision != ConsentDecision.GIVEN:
        raise Refused(_("La persona retiró su consentimiento: sólo se puede cerrar su caso."))
    if latest.expires_on is not None and latest.expires_on < day:
        raise Refused(_("El consentimiento de la persona venció: pídaselo de nuevo."))


def guardian_of(person: Person) -> str:
    """Return who consented with the person to be attended, by name; empty for nobody."""
    given = Consent.objects.current(person.pk, ConsentPurpose.SERVICE)
    return given.guardian_name if given else ""


def check_served(person_id: uuid.UUID) -> None:
    """Raise `Refused` unless the person's consent to be attended stands now."""
    check_not_withdrawn(person_id, clock.today())
    if Consent.objects.current(person_id, ConsentPurpose.SERVICE) is None:
        raise Refused(_("Falta el consentimiento de la persona para atenderle."))


def served_among(person_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return those whose consent to be attended stands now, by `check_served`. Two queries."""
    survivors = {ident: ident for ident in person_ids}
    absorbed = PersonAlias.objects.filter(survivor__in=survivors)
    survivors |= dict(absorbed.values_list("person_id", "survivor_id"))
    asked = Consent.objects.filter(purpose=ConsentPurpose.SERVICE, person__in=survivors)
    latest = {survivors[each.person_id]: each for each in asked.order_by("pk")}
    return {ident for ident, consent in latest.items() if consent.stands}
