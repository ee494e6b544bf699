"""One table: every address × every role. An address without a row fails.

Rows tell who may open a page at all; whose file it shows is the business of each room's tests.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from arraigo.accounts.enums import Role

PROMOTOR, LEAD, OFFICER = Role.PROMOTOR, Role.PROJECT_LEAD, Role.NATIONAL_OFFICER
FIELD = {PROMOTOR, LEAD}
FILES = {PROMOTOR, LEAD, OFFICER}
STAFF = {
    *FILES,
    Role.FINANCE,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION,
    Role.PEAS_FOCAL_POINT,
}
PAID = {PROMOTOR, Role.FINANCE, OFFICER}
EVERYBODY = set(Role)
PUBLIC = "public"

TABLE: dict[str, object] = {
    "health": PUBLIC,
    "set_language": PUBLIC,
    "search": FILES,
    "search_results": FILES,
    "desk:home": EVERYBODY,
    "desk:filter_save": FILES,
    "desk:filter": FILES,
    "desk:filter_remove": FILES,
    "desk:today": FILES,
    "desk:route": FIELD,
    "desk:board": {LEAD, OFFICER},
    "desk:use": {LEAD, OFFICER},
    "desk:cases": FILES,
    "desk:seen": FILES,
    "desk:cases_print": FILES,
    "desk:cases_export": FIELD,
    "desk:cases_file": FIELD,
    "desk:case": FILES,
    "desk:person": FILES,
    "desk:more": EVERYBODY,
    "people:start": FIELD,
    "people:register": FIELD,
    "people:register_from_search": FIELD,
    "people:refused": FIELD,
    "people:correct": FIELD,
    "people:unaccompanied": FIELD,
    "people:contact": FIELD,
    "people:register_from_lead": FIELD,
    "leads:contacts": FIELD,
    "leads:find": FIELD,
    "leads:found": FIELD,
    "leads:meet": FIELD,
    "leads:contact": FIELD,
    "leads:call": FIELD,
    "leads:confirm": FIELD,
    "leads:lists": FIELD,
    "leads:upload": FIELD,
    "leads:list": FIELD,
    "leads:columns": FIELD,
    "leads:progress": FIELD,
    "leads:wrong_rows": FIELD,
    "leads:corrected": FIELD,
    "leads:twins": FIELD,
    "leads:import": FIELD,
    "leads:confirm_undo": FIELD,
    "leads:undo": FIELD,
    "leads:discard": FIELD,
    "merging:queue": FILES,
    "merging:pair": FILES,
    "merging:accept": FILES,
    "merging:ask": FILES,
    "merging:merge": FILES,
    "merging:confirm": FILES,
    "merging:refuse": FILES,
    "merging:separate": FILES,
    "merging:separation": FILES,
    "merging:part": FILES,
    "merging:stay": FILES,
    "merging:take_back_merge": FILES,
    "merging:take_back_separation": FILES,
    "merging:propose": FIELD,
    "merging:propose_found": FIELD,
    "merging:propose_pair": FIELD,
    "people:linkage": {OFFICER, Role.DATA_PROTECTION},
    "people:linkage_start": {OFFICER, Role.DATA_PROTECTION},
    "protocol:list": {*FILES, Role.ADMINISTRATOR},
    "protocol:version": {*FILES, Role.ADMINISTRATOR},
    "protocol:start": {Role.ADMINISTRATOR},
    "protocol:move": {Role.ADMINISTRATOR},
    "protocol:step": {Role.ADMINISTRATOR},
    "protocol:entries": {Role.ADMINISTRATOR},
    "protocol:calendar": {Role.ADMINISTRATOR},
    "protocol:unreachable": {Role.ADMINISTRATOR},
    "protocol:restart": {Role.ADMINISTRATOR},
    "protocol:publish": {Role.ADMINISTRATOR},
    "protocol:take_back": {Role.ADMINISTRATOR},
    "casework:open": FIELD,
    "casework:annul_delivery": FIELD,
    "casework:reassign": {LEAD},
    "casework:reassign_all": {LEAD},
    "casework:reassign_selected": {LEAD},
    "casework:reassigned": {LEAD},
    "casework:reassign_undo": {LEAD},
    "casework:flag": {LEAD},
    "casework:flag_attend": FIELD,
    "casework:note": FIELD,
    "casework:session": FIELD,
    "casework:follow_up": FIELD,
    "casework:follow_up_due": FIELD,
    "casework:attempt": FIELD,
    "casework:attempt_due": FIELD,
    "casework:postpone": FIELD,
    "casework:finish": FIELD,
    "casework:annul_record": FIELD,
    "casework:document_new": FIELD,
    "casework:papers": FILES,
    "casework:document": FILES,
    "casework:document_file": FILES,
    "casework:document_annul": FIELD,
    "casework:protection_new": FIELD,
    "casework:protection_note": FIELD,
    "casework:protection_reveal": FIELD,
    "casework:protection_correct": FIELD,
    "casework:protection_annul": FIELD,
    "casework:close": FIELD,
    "casework:closure": FILES,
    "casework:certify_closure": {LEAD},
    "casework:return_closure": {LEAD},
    "casework:reopen_case": {LEAD},
    "quality:list": FILES,
    "quality:draw": {LEAD},
    "quality:verify": {LEAD},
    "quality:unverifiable": {LEAD},
    "quality:check": FILES,
    "quality:corrected": FIELD,
    "quality:annul": {LEAD},
    "household:list": FIELD,
    "household:link": FIELD,
    "household:unlink": FIELD,
    "household:left": FIELD,
    "calendar:mine": FIELD,
    "calendar:make": FIELD,
    "calendar:revoke": FIELD,
    "calendar:feed": PUBLIC,
    "emergency:open": FIELD,
    "emergency:queue": {LEAD, Role.DATA_PROTECTION},
    "emergency:review": {LEAD, Role.DATA_PROTECTION},
    "emergency:reserve": {LEAD},
    "emergency:reserved_matches": {Role.DATA_PROTECTION},
    "emergency:attend_match": {Role.DATA_PROTECTION},
    "emergency_file": FIELD,
    "directory:list": STAFF,
    "directory:service": STAFF,
    "profiling:edit": FIELD,
    "profiling:section": FIELD,
    "profiling:occupations": FIELD,
    "assessments:overview": FILES,
    "assessments:new": FIELD,
    "assessments:detail": FILES,
    "assessments:annul": FIELD,
    "assessments:schemes": {Role.ADMINISTRATOR},
    "assessments:scheme_new": {Role.ADMINISTRATOR},
    "assessments:scheme": {Role.ADMINISTRATOR},
    "assessments:scheme_publish": {Role.ADMINISTRATOR},
    "assessments:scheme_sheet": {Role.ADMINISTRATOR},
    "plans:list": {LEAD},
    "plans:edit": FIELD,
    "plans:detail": FILES,
    "plans:agree": FIELD,
    "plans:sheet": FIELD,
    "plans:review": {LEAD},
    "plans:amend": FIELD,
    "plans:pdf": FILES,
    "plans:mark": FIELD,
    "plans:model_goals": {LEAD, OFFICER, Role.ADMINISTRATOR},
    "plans:model_goal_new": {LEAD, Role.ADMINISTRATOR},
    "plans:model_goal": {LEAD, Role.ADMINISTRATOR},
    "learning:enrol": FIELD,
    "learning:certificate_new": FIELD,
    "learning:enrolment": FILES,
    "learning:begin": FIELD,
    "learning:complete": FIELD,
    "learning:drop": FIELD,
    "learning:annul_enrolment": FIELD,
    "learning:annul_completion": FIELD,
    "learning:annul_certificate": FIELD,
    "jobs:apply": FIELD,
    "jobs:place": FIELD,
    "jobs:placement": FILES,
    "jobs:first_sale": FIELD,
    "jobs:end": FIELD,
    "jobs:annul_placement": FIELD,
    "jobs:check": FIELD,
    "jobs:annul_check": FIELD,
    "jobs:annul_application": FIELD,
    "invitations:plan": FIELD,
    "invitations:invite": FIELD,
    "invitations:detail": FILES,
    "invitations:call_off": FIELD,
    "invitations:invited": FIELD,
    "invitations:undo": FIELD,
    "coordination:list": FILES,
    "coordination:new": FIELD,
    "coordination:detail": FILES,
    "coordination:take_part": FIELD,
    "coordination:evidence": FIELD,
    "coordination:agree": FIELD,
    "coordination:fulfil": FIELD,
    "coordination:annul": FIELD,
    "coordination:annul_participation": FIELD,
    "coordination:mechanisms": FILES,
    "coordination:mechanism_new": FIELD,
    "referrals:new": FIELD,
    "referrals:detail": FILES,
    "referrals:slip": FIELD,
    "referrals:answer": FIELD,
    "referrals:withdraw": FIELD,
    "referrals:close": FIELD,
    "indicators:month": FILES,
    "indicators:facts": FILES,
    "reports:list": FILES,
    "reports:detail": {*FILES, Role.FINANCE},
    "reports:edit": {PROMOTOR},
    "reports:submit": {PROMOTOR},
    "reports:return": {LEAD},
    "reports:approve": {LEAD},
    "reports:facts": FILES,
    "reports:adjustment": FILES,
    "reports:pdf": {*FILES, Role.FINANCE},
    "reports:docx": {*FILES, Role.FINANCE},
    "contracts:list": PAID,
    "contracts:missing": {PROMOTOR},
    "contracts:start": {PROMOTOR},
    "contracts:issue": {Role.FINANCE},
    "contracts:certificate": PAID,
    "contracts:certify": {OFFICER},
    "contracts:pay": {Role.FINANCE},
    "contracts:pdf": PAID,
    "transfers:list": FILES,
    "transfers:ask": FIELD,
    "transfers:detail": FILES,
    "transfers:accept": {LEAD},
    "transfers:decline": {LEAD},
    "transfers:withdraw": FIELD,
    "errands:list": FILES,
    "errands:new": FILES,
    "errands:new_about_case": FILES,
    "errands:detail": FILES,
    "errands:finish": FIELD,
    "errands:judge": {LEAD, OFFICER},
    "errands:take_back": FILES,
    "authorisations:list": FILES,
    "authorisations:new": FIELD,
    "authorisations:detail": FILES,
    "authorisations:correct": FIELD,
    "authorisations:decide": {LEAD},
    "team:list": {Role.ADMINISTRATOR},
    "team:new": {Role.ADMINISTRATOR},
    "team:account": {Role.ADMINISTRATOR},
    "team:ask": {Role.ADMINISTRATOR},
    "team:end_sessions": {Role.ADMINISTRATOR},
    "team:deactivate": {Role.ADMINISTRATOR},
    "team:activate": {Role.ADMINISTRATOR},
    "team:end_role": {Role.ADMINISTRATOR},
    "team:requests": {Role.ADMINISTRATOR, OFFICER, Role.DATA_PROTECTION},
    "team:decide": {Role.ADMINISTRATOR, OFFICER, Role.DATA_PROTECTION},
    "harvest:alerts": {LEAD, Role.DATA_PROTECTION},
    "harvest:review": {LEAD, Role.DATA_PROTECTION},
    "harvest:limits": {Role.DATA_PROTECTION},
    "delegations:list": {LEAD, OFFICER},
    "delegations:new": {LEAD, OFFICER},
    "delegations:detail": {LEAD, OFFICER},
    "delegations:revoke": {LEAD, OFFICER},
    "complaints:new": PUBLIC,
    "complaints:state": PUBLIC,
    "complaints:list": {Role.PEAS_FOCAL_POINT},
    "complaints:detail": {Role.PEAS_FOCAL_POINT},
    "complaints:attend": {Role.PEAS_FOCAL_POINT},
    "complaints:close": {Role.PEAS_FOCAL_POINT},
    "field:devices": {*FIELD, Role.ADMINISTRATOR},
    "field:device_add": FIELD,
    "field:device_remove": {*FIELD, Role.ADMINISTRATOR},
    "field:forms": {OFFICER, Role.ADMINISTRATOR},
    "field:form_upload": {OFFICER, Role.ADMINISTRATOR},
    "field:form": {OFFICER, Role.ADMINISTRATOR},
    "field:form_workbook": {OFFICER, Role.ADMINISTRATOR},
    "field:form_use": {OFFICER, Role.ADMINISTRATOR},
    "field:submissions": FIELD,
    "field:submissions_search": FIELD,
    "field:answers": FIELD,
    "field:submission": FIELD,
    "field:submission_file": FIELD,
    "field:submission_retry": FIELD,
    "field:submission_set_aside": FIELD,
    "field:submission_settle": FIELD,
    "openrosa:forms": PUBLIC,
    "openrosa:form": PUBLIC,
    "openrosa:manifest": PUBLIC,
    "openrosa:media": PUBLIC,
    "openrosa:cases": PUBLIC,
    "openrosa:integrity": PUBLIC,
    "openrosa:submission": PUBLIC,
    "rights:find": {Role.DATA_PROTECTION},
    "rights:looks": {*FILES, Role.DATA_PROTECTION},
    "rights:consents": FILES,
    "rights:give": FIELD,
    "rights:withdraw": FIELD,
    "rights:copy": FIELD,
    "rights:history": FILES,
    "rights:erasure": {*FILES, Role.DATA_PROTECTION},
    "rights:decide_erasure": {OFFICER, Role.DATA_PROTECTION},
    "rights:risk": FIELD,
    "rights:risks": {Role.DATA_PROTECTION},
    "rights:risk_review": {Role.DATA_PROTECTION},
    "rights:hold": {LEAD, Role.DATA_PROTECTION},
    "rights:hold_found": {Role.DATA_PROTECTION, Role.PEAS_FOCAL_POINT},
    "rights:retention": {OFFICER, Role.DATA_PROTECTION},
    "rights:retention_rule": {Role.DATA_PROTECTION},
    "rights:retention_batch": {OFFICER, Role.DATA_PROTECTION},
    "rights:retention_keep_back": {OFFICER, Role.DATA_PROTECTION},
    "rights:retention_ask": {OFFICER, Role.DATA_PROTECTION},
    "rights:retention_confirm": {OFFICER, Role.DATA_PROTECTION},
    "rights:retention_return": {OFFICER, Role.DATA_PROTECTION},
    "public:slip": PUBLIC,
    "public:message": PUBLIC,
    "public:code": PUBLIC,
}

ROLE_OF = {
    "promotora": PROMOTOR,
    "supervisora": LEAD,
    "oficial": OFFICER,
    "finanzas": Role.FINANCE,
    "socia": Role.PARTNER_MANAGER,
    "enlace": Role.MINTRAB_LIAISON,
    "empleadora": Role.EMPLOYER,
    "datos": Role.DATA_PROTECTION,
    "peas": Role.PEAS_FOCAL_POINT,
    "administra": Role.ADMINISTRATOR,
}
VALUES = {"uuid": uuid.uuid4(), "str": "x" * 43, "slug": "8", "int": 1}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, space)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{prefix}{entry.name}", entry


ADDRESSES = dict(patterns(get_resolver()))


def address(name: str) -> str:
    converters = ADDRESSES[name].pattern.converters
    kinds = {key: type(value).__name__ for key, value in converters.items()}
    values = {
        key: VALUES[kind.removesuffix("Converter").replace("String", "str").lower()]
        for key, kind in kinds.items()
    }
    return reverse(name, kwargs=values)


def own_account(name: str) -> bool:
    return name.startswith(("account_", "mfa_"))


def test_every_address_has_its_row():
    assert {name for name in ADDRESSES if not own_account(name)} == set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ROLE_OF)
def test_each_role_opens_what_its_rows_say_and_nothing_else(cast, client_of, key):
    client = client_of(getattr(cast, key))
    wrong = []
    for name, row in TABLE.items():
        allowed = row == PUBLIC or ROLE_OF[key] in row
        for method in ("get", "post"):
            status = getattr(client, method)(address(name)).status_code
            if (status == 403) is allowed or status >= 500:
                wrong.append((name, method, status))
    assert wrong == []


@pytest.mark.django_db
def test_nobody_enters_without_logging_in(client_of):
    client = client_of()
    wrong = []
    for name in ADDRESSES:
        if TABLE.get(name) == PUBLIC or own_account(name):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address(name))
            if answer.status_code != 302 or not answer.url.startswith("/cuenta/entrar/"):
                wrong.append((name, method, answer.status_code))
    assert wrong == []
