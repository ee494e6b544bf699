"""Answers of plainly fictitious interviews, by question."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from tests.factories import canary

from arraigo.casework.household.models import HouseholdMember
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.field.models import Submission
from arraigo.field.publishing.converting import settings_of
from arraigo.field.publishing.shipped import sheets_of


def registration(**changes: str) -> dict[str, str]:
    """Return the answers of a registration by word of mouth, before a witness."""
    usual = {
        "person_id": str(uuid.uuid4()),
        "consent_decision": "given",
        "birth_year": "1994",
        "language": "es",
        "consent_how": "witness",
        "witness_name": "Testigo de Prueba",
        "given_names": "Persona",
        "surnames": canary(),
        "sex": "f",
        "department": "05",
        "municipality": "0501",
        "phone": "5555 0101",
        "phone_owner": "self",
        "returned_on": "2026-01-15",
        "country": "US",
        "source": "fair",
        "age_years": "32",
        "may_register": "si",
    }
    return {**usual, **changes}


def follow_up(case_id: Any, **changes: str) -> dict[str, str]:
    """Return the answers of a follow-up with the person."""
    usual = {
        "case_id": str(case_id),
        "reached": "si",
        "mode": "visit",
        "occurred_on": clock.today().isoformat(),
        "employment": "employed",
        "income_change": "more",
        "outcomes": "empleo ingreso",
        "satisfaction": "4",
    }
    return {**usual, **changes}


def note(case_id: Any, **changes: str) -> dict[str, str]:
    """Return the answers of a visit's note."""
    usual = {
        "case_id": str(case_id),
        "kind": "visit",
        "occurred_on": clock.today().isoformat(),
        "text": "Le visité en su casa.",
        "duration_minutes": "40",
        "is_challenge": "si",
    }
    return {**usual, **changes}


def contact(**changes: str) -> dict[str, str]:
    """Return the answers of somebody met at a fair."""
    usual = {
        "permission": "si", "full_name": f"Persona {canary()}", "phone": "5555 0123",
        "department": "05", "municipality": "0501",
    }  # fmt: skip
    return {**usual, **changes}


def note_xml(case_id: Any, **changes: str) -> bytes:
    """Return a visit's note as a phone writes it, with a new name."""
    return interview_xml("nota_visita", note(case_id, **changes), uuid.uuid4())


def interview_xml(form_id: str, told: Mapping[str, str], name: uuid.UUID) -> bytes:
    """Return the answers to a shipped form as a phone writes them."""
    answers = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    meta = f"<meta><instanceID>uuid:{name}</instanceID></meta>"
    version = settings_of(sheets_of(form_id))["version"]
    head = f'<data id="{form_id}" version="{version}">'
    return f"{head}<what>{answers}</what>{meta}</data>".encode()


def profile(case_id: Any, **changes: str) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Return the answers of an interview, and its repeats."""
    usual = {
        "case_id": str(case_id), "occurred_on": clock.today().isoformat(),
        "interview_agreed": "si", "work_situation": "busca", "housing": "alquilada",
        "literate": "si", "education": "primaria", "last_grade": "3",
        "education_country": "GT", "education_document": "no", "occupation_words": "tablayesero",
        "experience_years": "6", "country_abroad": "US", "years_abroad": "6",
        "preferred_language": "caa", "needs_interpreter": "no", "english": "A2",
        "wants": "empleo negocio", "priority": "media", "lives_with_others": "si",
        "has_other_jobs": "si",
    }  # fmt: skip
    repeats = {
        "experiences": [
            {"words": "yardero", "country": "US", "years": "2"},
            {"words": "cocina", "country": "GT", "years": "1"},
        ],
        "household": [
            {"kinship": "partner", "sex": "m", "age_band": "30-59"},
            {"kinship": "child", "sex": "f", "age_band": "0-4"},
        ],
    }
    return {**usual, **changes}, repeats


def household(case: Any) -> list[tuple[str, str, str]]:
    """Return with whom the person of the case lives."""
    living = HouseholdMember.objects.filter(person=case.person_id).order_by("added_at", "pk")
    rows = living.values_list("kinship", "sex", "age_band")
    return sorted(rows, key=lambda row: row[0] != "partner")


def only() -> Submission:
    """Return the one delivery there is."""
    with acting_as(SYSTEM):
        return Submission.objects.select_related("version__form").get()


def states() -> dict[str, str]:
    """Return the state of the delivery of each form."""
    with acting_as(SYSTEM):
        return dict(Submission.objects.values_list("form_id", "state"))
