"""Each check of access is taken away, one at a time, and the tests' own questions notice.

Nothing is run anew for a mutant but the questions that reach it: the whole takes minutes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from psycopg import sql

from arraigo.accounts.addresses import view_of
from arraigo.accounts.enums import Role
from arraigo.accounts.team.models import RoleRequestState
from arraigo.casework.enums import ClosureState
from arraigo.casework.transfers.enums import TransferState
from arraigo.contracts.authorisations.enums import AuthorisationState
from arraigo.coordination.errands.enums import Verdict
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.merging.enums import MergeState, SeparationState
from arraigo.plans.enums import State as PlanState
from arraigo.reports.enums import ReportState
from arraigo.rights.enums import ErasureState
from arraigo.rights.retention.enums import BatchState
from tests.access import walls
from tests.access.addresses import PLAIN, address
from tests.access.asking import METHODS, Answer, ask, client_for
from tests.access.attempts import ACTS, LOOKS, outcome, rows_of
from tests.access.test_matrix import cells, foreign, opens
from tests.database import in_database
from tests.mutations.sites import HOUSE, Site, sites, watched
from tests.test_access_table import PUBLIC, ROLE_OF, TABLE
from tests.test_access_table import address as any_address

pytestmark = [pytest.mark.sweep, pytest.mark.xdist_group("access")]


def test_a_view_open_to_every_role_is_noticed(offices, record_property):
    """The access table asks each address as each role; one without a role's row must refuse."""
    clients = {key: client_for(getattr(offices.cast, key)) for key in ROLE_OF}
    caught, missed = 0, []
    for name, row in TABLE.items():
        outside = [key for key, role in ROLE_OF.items() if row != PUBLIC and role not in row]
        if not outside:
            continue
        client, view = clients[outside[0]], view_of(name)
        assert ask(client, "get", any_address(name)).status == 403
        with mock.patch.object(view, "allowed_roles", frozenset(map(str, Role))):
            opened = ask(client, "get", any_address(name)).status != 403
        caught += opened
        missed += [] if opened else [name]
    record_property("caught", caught)
    record_property("missed", str(missed))
    assert set(missed) <= REFUSED_WITHOUT_OFFICE


#: Pages that ask which office it is for: who works in none is refused once more.
REFUSED_WITHOUT_OFFICE = {
    "people:register", "people:register_from_search", "people:register_from_lead",
    "authorisations:new", "leads:upload", "coordination:new", "coordination:mechanism_new",
    "leads:contacts", "leads:lists", "leads:found", "contracts:missing", "invitations:plan",
}  # fmt: skip


Ask = Callable[[], Any]

ASKING = ("promotora", "supervisora", "socia")

#: Calls whose removal changes no answer, and why: another one narrows first, or whoever reaches
#: it sees every row.
NARROWED_BEFORE = {
    "casework/actions/reassigning.py": (1, "only offices that the user leads"),
    "casework/documents/views.py": (1, "a delivery of a case whose own filter comes first"),
    "casework/household/cases.py": (1, "those whom the household names, each seen by herself"),
    "casework/views/attempts.py": (1, "a due of a case whose own filter comes right after"),
    "casework/views/closures.py": (1, "papers of a closure whose own filter comes first"),
    "casework/views/work.py": (1, "a due of a case whose own filter comes right after"),
    "contracts/views.py": (2, "only who pays, and sees all, gets there"),
    "coordination/errands/actions.py": (2, "the page's own filter, and who may be given any"),
    "coordination/invitations/actions.py": (1, "only activities of the user's offices"),
    "coordination/invitations/views.py": (1, "only what the user sent herself, with one form"),
    "desk/agenda.py": (3, "what she is told, errands she gave, and transfers she may answer"),
    "desk/board.py": (2, "only cases of the offices where the user works"),
    "desk/file.py": (2, "the checks and errands of a case whose own filter comes first"),
    "desk/route.py": (1, "the agenda of the user, or of a colleague of the office she leads"),
    "desk/seen.py": (1, "only what the user opened herself, and could see then"),
    "desk/uses.py": (2, "figures of those who work in the offices that the user leads"),
    "desk/views.py": (1, "only cases of the offices where the user works"),
    "field/handlers/base.py": (1, "the action it leads to asks itself whose case it is"),
    "field/openrosa/lists.py": (1, "only cases that the user manages, whose office is hers"),
    "field/submissions/deciding.py": (1, "the page's own filter comes first"),
    "people/leads/twins.py": (1, "the keys of linkage are those of the user's offices"),
    "people/leads/views/contacts.py": (1, "the same keys"),
    "plans/barriers/known.py": (1, "the answers of a case whose own filter comes first"),
    "profiling/assessments/reading.py": (
        1,
        "the assessments of a case whose own filter comes first",
    ),
    "people/search/find.py": (2, "the keys of search are those of the user's offices"),
}


def pages(offices: Any) -> Iterator[Ask]:
    """Yield what the matrix asks."""
    for key in ASKING:
        client = client_for(getattr(offices.cast, key))
        asked: list[tuple[str, dict[str, Any]]] = [(name, {}) for name in PLAIN]
        for scope in foreign(key, ["other office"]):
            asked += cells(offices.worlds[scope])
        for name, ids in asked:
            for method in METHODS if opens(key, name) else ():
                yield partial(_page, client, method, name, ids)


def _page(client: Client, method: str, name: str, ids: dict[str, Any]) -> Answer:
    return ask(client, method, address(name, ids)).without(ids.values())


def attempts(offices: Any) -> Iterator[Ask]:
    """Yield what is tried past the pages."""
    its = rows_of(offices)
    for key, attempt in (ACTS | LOOKS).values():
        yield partial(outcome, attempt, its, getattr(offices.cast, key))


#: What changes from one visit to the next by itself: the id of a new form, and the time of day.
BY_ITSELF = re.compile(r'name="id" value="[0-9a-f-]{36}"|\d{1,2}:\d{2}')


def differs(one: Any, other: Any) -> bool:
    """Tell whether two answers differ in more than what changes by itself."""
    return one != other and BY_ITSELF.sub("", str(one)) != BY_ITSELF.sub("", str(other))


def test_a_filter_left_out_is_noticed(offices, record_property):
    """With the policies away, another answer comes to what the matrix or an attempt asks."""
    asked = [*pages(offices), *attempts(offices)]
    reaching: dict[Site, list[int]] = defaultdict(list)
    usual: dict[int, Any] = {}

    with walls.without_policies():
        for number, answer in enumerate(asked):
            reached: set[Site] = set()
            with watched(reached):
                usual[number] = answer()
            for site in reached:
                reaching[site].append(number)
        missed, caught = [], 0
        for site in sites():
            with watched(set(), removed=site), transaction.atomic():
                found = any(differs(asked[number](), usual[number]) for number in reaching[site])
                transaction.set_rollback(True)  # what was done or seen is no answer to the next
            where = f"{site[0].removeprefix(str(HOUSE))[1:]}:{site[1]}"
            caught += found
            missed += [] if found else [(where, len(reaching[site]))]
    record_property("caught", caught)
    record_property("missed", str(missed))
    files = Counter(where.rsplit(":")[0] for where, _reached in missed)
    assert files == Counter({file: calls for file, (calls, _why) in NARROWED_BEFORE.items()})


def owner(offices: Any, database_address: Any) -> psycopg.Connection[Any]:
    url = in_database(database_address.owner_url, offices.name)
    connection = psycopg.connect(url, options="-c arraigo.actor_kind=system", autocommit=True)
    connection.execute("SET lock_timeout = '20s'")
    return connection


def rows_seen(actor: Actor, table: str) -> int:
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def protected_tables() -> list[str]:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


#: Tables the worlds leave empty; their own tests stand beside each.
EMPTY = {
    "core_trace", "people_leadstep", "people_listcontent", "profiling_workexperience",
    "public_complaintevent", "casework_bestinterests", "casework_householdlink",
    "casework_reservedmatch", "rights_erasure", "rights_filecopy", "rights_legalhold",
    "rights_retentionitem", "rights_riskdisclosure",
}  # fmt: skip


def test_a_policy_switched_off_is_noticed(offices, database_address, record_property):
    """Each protected table, read bare as a promotora, holds back another office's rows."""
    for scope in ("own", "other office", "complaint"):
        assert offices.worlds[scope]
    me = Actor.user(offices.cast.promotora)
    caught, missed, empty = 0, [], []
    with owner(offices, database_address) as door:
        for table in protected_tables():
            name = sql.Identifier(table)
            mine = rows_seen(me, table)
            door.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(name))
            try:
                everything = rows_seen(me, table)
            finally:
                door.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name))
            caught += everything > mine
            empty += [table] if everything == 0 else []
            missed += [table] if mine == everything > 0 else []
    record_property("caught", caught)
    record_property("empty", str(empty))
    assert missed == []
    assert set(empty) <= EMPTY


#: How the same person would be both, in SQL: table, and what would be set.
FOUR_EYES = {
    "closure_four_eyes": (
        "casework_closure",
        f"state = '{ClosureState.CERTIFIED}', certified_at = now(),"
        " certified_by_id = requested_by_id",
    ),
    "certificate_certified_by_another": (
        "contracts_paymentcertificate", "certified_at = now(), certified_by_id = issued_by_id",
    ),
    "authorisation_decided_by_another": (
        "contracts_authorisation",
        f"state = '{AuthorisationState.AUTHORISED}', decided_at = now(),"
        " decided_by_id = requested_by_id",
    ),
    "merge_four_eyes": (
        "people_merge",
        f"state = '{MergeState.CONFIRMED}', decided_at = now(),"
        " decided_by_id = requested_by_id",
    ),
    "separation_four_eyes": (
        "people_separation",
        f"state = '{SeparationState.CONFIRMED}', decided_at = now(),"
        " decided_by_id = requested_by_id",
    ),
    "plan_never_reviewed_by_its_author": (
        "plans_plan",
        f"state = '{PlanState.REVIEWED}', reviewed_at = now(), reviewed_by_id = author_id",
    ),
    "report_never_decided_by_its_author": (
        "reports_monthlyreport", "decided_at = now(), decided_by_id = author_id",
    ),
    "transfer_decided_by_another": (
        "casework_casetransfer",
        f"state = '{TransferState.DECLINED}', comment = 'No', answered_at = now(),"
        " answered_by_id = requested_by_id",
    ),
    "errand_answer_decided_by_another": (
        "coordination_errandanswer",
        f"verdict = '{Verdict.ACCEPTED}', decided_at = now(), decided_by_id = recorded_by_id",
    ),
    "erasure_four_eyes": (
        "rights_erasure",
        f"state = '{ErasureState.CONFIRMED}', decided_at = now(), decided_by_id = requested_by_id",
    ),
    "role_request_four_eyes": (
        "accounts_rolerequest",
        f"state = '{RoleRequestState.CONFIRMED}', decided_at = requested_at,"
        " decided_by_id = requested_by_id",
    ),
    "look_alert_reviewed_by_another": (
        "accounts_lookalert", "reviewed_at = now(), reviewed_by_id = user_id, comment = 'Yo'",
    ),
    "emergency_reviewed_by_another": (
        "casework_emergencyaccess",
        "verdict = 'justificado', reviewed_at = now(), reviewed_by_id = user_id",
    ),
    "risk_reviewed_by_another": (
        "rights_riskdisclosure",
        "verdict = 'justificado', reviewed_at = now(), reviewed_by_id = made_by_id",
    ),
    "retention_four_eyes": (
        "rights_retentionbatch",
        f"state = '{BatchState.CONFIRMED}', decided_at = now(), decided_by_id = asked_by_id",
    ),
}  # fmt: skip

#: What no world holds is made for the moment.
MADE = {
    "risk_reviewed_by_another": """
        INSERT INTO rights_riskdisclosure
            (id, person_id, told_to, fields, reason, made_by_id, made_at, verdict, comment)
        SELECT gen_random_uuid(), person.id, 'Bomberos', '{nombre}', 'Vida en peligro',
            registered_by_id, now(), '', '' FROM people_person person LIMIT 1
    """,
    "retention_four_eyes": f"""
        INSERT INTO rights_retentionbatch
            (id, rule_id, kind, state, made_at, asked_by_id, asked_at, returned_reason)
        SELECT gen_random_uuid(), rule.id, rule.kind, '{BatchState.ASKED}', now(), someone.id,
            now(), '' FROM rights_retentionrule rule, accounts_user someone LIMIT 1
    """,
}


#: Rows of a world that are signed refuse any change; these wait for a second person.
WAITING = {"report_never_decided_by_its_author": f"state = '{ReportState.SUBMITTED}'"}


def refused_by(door: psycopg.Connection[Any], name: str, without: str = "") -> str:
    """Return the constraint that refuses one person alone, or nothing; all is rolled back."""
    table, change = FOUR_EYES[name]
    waiting = WAITING.get(name, "true")
    try:
        with door.transaction(force_rollback=True):
            if without:
                door.execute(f"ALTER TABLE {table} DROP CONSTRAINT {without}")
            door.execute("SET CONSTRAINTS ALL IMMEDIATE")
            door.execute(MADE.get(name, ""))
            door.execute(f"UPDATE {table} SET {change} WHERE {waiting}")
    except psycopg.errors.CheckViolation as error:
        return error.diag.constraint_name or str(error)
    return ""


@pytest.mark.parametrize("name", FOUR_EYES)
def test_one_person_alone_is_refused_and_noticed_when_not(offices, database_address, name):
    assert offices.worlds["own"]
    with owner(offices, database_address) as door:
        assert refused_by(door, name) == name
        assert refused_by(door, name, without=name) != name
