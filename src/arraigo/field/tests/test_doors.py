"""Two doors, one room: a page and a phone, told the same, leave the same rows."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from tests.factories import canary, opened_case
from tests.openrosa.through_django import phone_of

from arraigo.casework.models import Case, CaseEvent, CaseState, FollowUp, Note
from arraigo.core.context import SYSTEM, acting_as
from arraigo.field.tests.interviews import contact, follow_up, note, profile, registration
from arraigo.people.leads.models import Lead
from arraigo.people.models import Consent, ContactPoint, Person, PersonScope, ReturnEvent
from arraigo.profiling.models import Profile, WorkExperience

pytestmark = pytest.mark.django_db

#: What differs between any two rows: whose they are, and the codes and words made for each.
OWN = {"id", "person", "case", "source_id", "file", "surnames", "sort_key", "code", "profile",
       "phone"}  # fmt: skip


def told(model: type[Any], **of: Any) -> list[dict[str, Any]]:
    """Return the rows of a model about somebody, without what is each one's own."""
    rows = model.objects.filter(**of).order_by("pk")
    fields = [field.name for field in model._meta.concrete_fields]
    times = {"recorded_at", "updated_at", "registered_at", "completed_at", "changed_at"}
    return [
        {name: value for name, value in _values(row, fields).items() if name not in OWN | times}
        for row in rows
    ]


def _values(row: Any, fields: list[str]) -> dict[str, Any]:
    known = model_to_dict(row)
    return {name: known.get(name, str(getattr(row, f"{name}_id", getattr(row, name))))
            for name in fields}  # fmt: skip


def test_a_registration(cast, client_of):
    answers = registration(consent_how="witness")
    page = {**answers, "id": str(uuid.uuid4()), "decision": "given", "surnames": canary(),
            "phone": "5555 0177",
            "municipality": "0501"}  # fmt: skip
    client = client_of(cast.promotora)
    client.post(reverse("people:register"), page)
    client.post(reverse("casework:open", args=[page["id"]]), {"source": answers["source"]})

    phone = phone_of(cast.promotora, Client())
    case_id = str(uuid.uuid4())
    phone.deliver(phone.fill("registro_minimo", answers, entity=(case_id, "Persona Ficticia")))

    with acting_as(SYSTEM):
        sent = Case.objects.get(pk=case_id)
        typed = Case.objects.get(person=page["id"])
        for model, of in (
            (Person, "pk"), (ContactPoint, "person"), (ReturnEvent, "person"),
            (Consent, "person"), (PersonScope, "person"), (Case, "person"), (CaseEvent, "person"),
        ):  # fmt: skip
            rows = [told(model, **{of: case.person_id}) for case in (sent, typed)]
            assert rows[0] == rows[1], model
            assert rows[0], model


def test_somebody_met_at_a_fair(cast, client_of):
    told_once = contact()
    client, phone = client_of(cast.promotora), phone_of(cast.promotora, Client())
    page = {**told_once, "permission": "on", "id": str(uuid.uuid4())}
    for _twice in range(2):
        answer = client.post(reverse("leads:meet"), page)
        assert answer.url == reverse("leads:meet")
    phone.deliver(phone.fill("contacto_feria", told_once))
    phone.deliver(phone.fill("contacto_feria", {"permission": "no"}))
    with acting_as(SYSTEM):
        columns = [
            each.name for each in Lead._meta.fields if each.name not in {"id", "imported_at"}
        ]
        typed = Lead.objects.filter(pk=page["id"]).values(*columns).get()
        sent = Lead.objects.exclude(pk=page["id"]).values(*columns).get()
        assert typed == sent
        assert (sent["phone"], sent["municipality"]) == ("+50255550123", "0501")


def test_a_note_a_follow_up_and_a_profile(cast, client_of):
    sent, typed = (opened_case(cast.promotora) for _ in range(2))
    phone, client = phone_of(cast.promotora, Client()), client_of(cast.promotora)
    phone.deliver(phone.fill("nota_visita", note(sent.pk)))
    page = {**note(typed.pk), "id": str(uuid.uuid4()), "is_challenge": "on"}
    client.post(reverse("casework:note", args=[typed.pk]), page)

    phone.deliver(phone.fill("seguimiento", follow_up(sent.pk)))
    page = {**follow_up(typed.pk), "id": str(uuid.uuid4()), "result": "changed",
            "outcomes": ["empleo", "ingreso"]}  # fmt: skip
    client.post(reverse("casework:follow_up", args=[typed.pk]), page)

    answers, repeats = profile(sent.pk)
    phone.deliver(phone.fill("perfilamiento", answers, {**repeats, "household": []}))
    rows = {f"trabajo-{n}-{name}": value for n, row in enumerate(repeats["experiences"])
            for name, value in row.items()}  # fmt: skip
    page = {**answers, **rows, "wants": answers["wants"].split(), "trabajo-total": "2"}
    for slug in ("estudios", "oficio", "trabajos", "idiomas", "metas"):
        with acting_as(SYSTEM):
            known = Profile.objects.of_case(typed)
        page["version"] = known.version if known else 0
        client.post(reverse("profiling:section", args=[typed.pk, slug]), page)
    client.post(reverse("profiling:edit", args=[typed.pk]))

    with acting_as(SYSTEM):
        for model in (Note, FollowUp, WorkExperience, CaseState):
            rows = [told(model, person=case.person_id) for case in (sent, typed)]
            assert rows[0] == rows[1], model
            assert rows[0], model
        profiles = [told(Profile, person=case.person_id)[0] for case in (sent, typed)]
        for each in profiles:
            each.pop("version")  # a page saves section by section
        assert profiles[0] == profiles[1]
