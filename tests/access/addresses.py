"""Every address that names a row, taken from the URLconf, and which row it names."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.test_access_table import ADDRESSES, PUBLIC, TABLE

#: What a name in an address means, wherever it stands.
BY_ARGUMENT = {
    "case_id": "case", "person_id": "person", "lead": "lead", "search": "search",
    "adjusted": "report", "other": "person", "file_id": "submission_file",
}  # fmt: skip

#: What `pk` means: by address, else by its room. An address of neither fails.
BY_NAME = {
    "casework:annul_delivery": "delivery", "casework:follow_up_due": "due",
    "casework:postpone": "due", "casework:finish": "due", "casework:annul_record": "note",
    "casework:attempt_due": "due",
    "casework:closure": "closure", "casework:certify_closure": "closure",
    "casework:return_closure": "closure", "casework:reopen_case": "closure",
    "casework:document": "document", "casework:document_file": "document",
    "casework:document_annul": "document", "casework:protection_note": "protection",
    "casework:protection_reveal": "protection", "casework:protection_correct": "protection",
    "casework:protection_annul": "protection",
    "casework:flag_attend": "flag", "casework:reassigned": "reassignment",
    "casework:reassign_undo": "reassignment",
    "invitations:detail": "planned", "invitations:call_off": "planned",
    "invitations:invited": "invitation_lot", "invitations:undo": "invitation_lot",
    "plans:mark": "plan_action", "learning:annul_completion": "completion",
    "learning:annul_certificate": "certificate", "jobs:annul_application": "application",
    "jobs:annul_check": "retention",
    "coordination:fulfil": "agreement", "coordination:annul_participation": "participation",
    "contracts:start": "month", "contracts:issue": "month",
    "leads:contact": "lead", "leads:call": "lead", "leads:confirm": "lead",
    "merging:pair": "pair", "merging:accept": "pair", "merging:ask": "pair",
    "merging:propose": "person", "merging:propose_found": "person",
    "merging:propose_pair": "person", "merging:take_back_separation": "separation",
    "merging:separation": "separation", "merging:part": "separation",
    "merging:stay": "separation", "search_results": "search",
    "rights:withdraw": "consent", "emergency:review": "emergency", "emergency_file": "emergency",
    "desk:case": "case", "desk:person": "person",
    "desk:filter": "saved_filter", "desk:filter_remove": "saved_filter",
    "harvest:review": "alert",
    "people:contact": "contact",
    "quality:draw": "office", "quality:verify": "drawn", "quality:unverifiable": "drawn",
    "emergency:attend_match": "reserved_match",
    "field:device_remove": "device",
    "rights:risk_review": "risk", "rights:retention_batch": "batch",
    "rights:retention_keep_back": "batch",
    "rights:retention_ask": "batch", "rights:retention_confirm": "batch",
    "rights:retention_return": "batch",
}  # fmt: skip
BY_ROOM = {
    "people": "person",
    "leads": "list", "merging": "merge", "plans": "plan", "learning": "enrolment",
    "jobs": "placement", "coordination": "activity", "referrals": "referral",
    "reports": "report", "contracts": "payment", "authorisations": "authorisation",
    "field": "submission", "complaints": "complaint", "delegations": "delegation",
    "household": "member", "quality": "check", "assessments": "assessment",
    "errands": "errand",
    "transfers": "transfer",
}  # fmt: skip

#: Words in an address that name no row.
WORDS = {"name": "nota", "slug": "estudios", "code": "8", "purpose": "image",
         "kind": "file", "number": "1", "days": "30", "instrument": "vulnerabilidad"}  # fmt: skip

#: Addresses whose row is not of anybody's scope: services, forms and protocols; accounts, which
#: are all the administrators' alike; and colleagues, of whose cases a lead sees her offices'.
OPEN_TO_ALL = {
    "directory:service", "team:account", "team:ask", "team:end_sessions", "team:deactivate",
    "team:activate", "team:end_role", "team:decide", "field:form", "field:form_workbook",
    "field:form_use", "casework:reassign_all",
    *(name for name in ADDRESSES if name.startswith("protocol:")),
    "assessments:scheme", "assessments:scheme_publish", "assessments:scheme_sheet",
    "plans:model_goal",
}  # fmt: skip


def _kind(name: str, argument: str) -> str:
    if argument != "pk":
        return BY_ARGUMENT[argument]
    return BY_NAME.get(name) or BY_ROOM[name.split(":")[0]]


def kinds_of(name: str) -> dict[str, str]:
    """Return the kind of row that each argument of an address names.

    Raises KeyError for an argument nobody has said anything about: say it above.
    """
    given = ADDRESSES[name].pattern.converters
    return {argument: _kind(name, argument) for argument in given if argument not in WORDS}


def address(name: str, ids: dict[str, Any]) -> str:
    """Return the address with these ids by argument."""
    given = ADDRESSES[name].pattern.converters
    words = {argument: word for argument, word in WORDS.items() if argument in given}
    return reverse(name, kwargs=words | ids)


SCOPED = {
    name: kinds
    for name in ADDRESSES
    if name in TABLE and TABLE[name] != PUBLIC and name not in OPEN_TO_ALL
    if (kinds := kinds_of(name))
}
PLAIN = [
    name for name in ADDRESSES
    if name in TABLE and TABLE[name] != PUBLIC and not ADDRESSES[name].pattern.converters
]  # fmt: skip
