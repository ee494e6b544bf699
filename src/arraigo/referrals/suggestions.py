"""Which services to offer a person, and why each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arraigo.directory.models import Service
from arraigo.people.models import Person
from arraigo.referrals.models import Referral

SHOWN = 30


@dataclass(frozen=True)
class Suggestion:
    """A service for the person, and the reason why it is here."""

    service: Service
    reason: str


def suggest(person: Person, chosen: str = "") -> list[Suggestion]:
    """Return the services suggested for where the person lives, nearest first.

    Those she is already referred to, and no outcome is known of, are left out.

    `chosen` is the id of a service picked before (from the directory or the case's page): it
    comes first, also when it is not among the suggested.
    """
    open_now = Referral.objects.open().filter(person=person).values("service")
    offered = Service.objects.suggested_for(person.municipality).exclude(pk__in=open_now)
    suggested = offered.with_names()[:SHOWN]
    services = {str(service.pk): service for service in suggested}
    near = services.pop(chosen, None)
    other = None if near else _picked(chosen)
    first = near or other
    found = [*([first] if first else []), *services.values()]
    covering = set(
        Service.coverage.through.objects.filter(
            service__in=found, municipality=person.municipality
        ).values_list("service_id", flat=True)
    )
    return [
        Suggestion(
            service,
            _("Lo escogió usted") if service is other else _reason(service, person, covering),
        )
        for service in found
    ]


def _picked(chosen: str) -> Service | None:
    if not chosen:
        return None
    return Service.objects.active().with_names().filter(pk=chosen).first()


def _reason(service: Service, person: Person, covering: set[uuid.UUID]) -> str:
    place = {"place": person.municipality.name}
    if service.municipality_id == person.municipality_id:
        return _("Se da en %(place)s, donde vive") % place
    if service.pk in covering:
        return _("Atiende a personas de %(place)s") % place
    return _("Atiende en todo el país")
