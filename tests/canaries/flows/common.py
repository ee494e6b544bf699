"""How a flow is told, and the steps that many begin with."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.people.models import Consent
from arraigo.territory.models import Municipality
from tests.canaries.stage import Stage, id_in

Flow = Callable[[Stage], None]
FLOWS: dict[str, Flow] = {}

REGISTER = reverse("people:register")
WHO = "promotora"


def flow(act: Flow) -> Flow:
    """Add a flow under the name of its function."""
    FLOWS[act.__name__] = act
    return act


def today() -> str:
    """Return today as the browser sends it."""
    return clock.today().isoformat()


def registration(stage: Stage, **changes: Any) -> dict[str, Any]:
    """Return what a promotora types about the person of this flow."""
    words = stage.words
    place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
    return {
        "id": str(uuid.uuid4()), "given_names": words.text(1), "surnames": words.text(2),
        "sex": "f", "birth_year": "1994", "municipality": place.pk, "phone": words.phone,
        "phone_owner": "self", "returned_on": "2026-01-15", "country": "US", "cui": words.cui,
        "decision": "given", "consent_how": "witness", "witness_name": words.text(3),
        "seen_duplicates": "", "guardian_name": words.text(4), **changes,
    }  # fmt: skip


def registered(stage: Stage, who: str = WHO) -> str:
    """Register the person through the page and return her id."""
    answer = stage.post(who, REGISTER, registration(stage))
    person = id_in(answer["Location"])
    stage.watch_person(person)
    return person


def opened(stage: Stage, who: str = WHO) -> str:
    """Register the person, open her case through the pages, and return the case's id."""
    with stage.unbroken():
        person = registered(stage, who)
        answer = stage.post(who, f"/casos/abrir/{person}/", {"source": "spontaneous"})
    return id_in(answer["Location"])


def person_of(case: str) -> Any:
    """Return the id of the case's person."""
    with acting_as(SYSTEM):
        return Case.objects.get(pk=case).person_id


def latest(model: Any, **of: Any) -> Any:
    """Return the row of a model that the flow has just made."""
    with acting_as(SYSTEM):
        return model.objects.filter(**of).latest("pk" if model is Consent else "recorded_at")
