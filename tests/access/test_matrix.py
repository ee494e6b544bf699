"""A row of somebody else's answers exactly like one that does not exist, at every address.

Generated from the URLconf: a new address that names a row joins by itself, or fails until
`addresses` says what its argument names. The default run asks as a promotora for what another
office has; the sweep asks as everybody, with every method, for every scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from arraigo.accounts.enums import Role
from tests.access import walls
from tests.access.addresses import PLAIN, SCOPED, address
from tests.access.asking import ALL_METHODS, METHODS, Answer, ask, client_for
from tests.access.world import World, unknown_id
from tests.test_access_table import ROLE_OF, TABLE

pytestmark = pytest.mark.xdist_group("access")

HERE = {"own", "same office"}
THERE = {"other office", "shared", "consent withdrawn", "absorbed"}

#: Whose rows each may see; nobody but the focal point reads a complaint.
SEES = {
    "promotora": HERE, "promotor": HERE, "supervisora": HERE,
    "promotora_esq": THERE, "supervisor_esq": THERE,
    "oficial": HERE | THERE, "finanzas": HERE | THERE, "socia": {"shared"},
    "peas": {"complaint"},
}  # fmt: skip
ROLES = ROLE_OF | {"promotor": Role.PROMOTOR, "promotora_esq": Role.PROMOTOR,
                   "supervisor_esq": Role.PROJECT_LEAD}  # fmt: skip

#: Who reviews or pays for everybody, whatever the scope of the row.
ALL_OF = {"datos": {"emergency", "alert"}, "administra": {"device"}}

#: Pages that one opens about anybody by duty: they answer, by case codes, without a word of hers.
BY_DUTY = {"datos": {"rights:looks", "rights:erasure", "rights:hold"}}

#: An adjustment exists only where a later report corrects an earlier one (reports/tests), the
#: decision about an erasure only once it was asked for, and a batch of files whose time has come
#: or a pair with a reserved file belong to no office (rights/tests).
NOT_IN_A_WORLD = {
    "reports:adjustment", "emergency:attend_match", "rights:decide_erasure", "rights:risk_review",
    "rights:retention_batch",
    "rights:retention_keep_back", "rights:retention_ask", "rights:retention_confirm",
    "rights:retention_return",
}  # fmt: skip


@dataclass
class Told:
    """How many answers were asked for, and what was wrong with which."""

    asked: int = 0
    wrong: list[Any] = field(default_factory=list)


def opens(key: str, name: str) -> bool:
    """Tell whether the user's role opens the address at all."""
    return ROLES[key] in TABLE[name]


def foreign(key: str, scopes: Iterable[str]) -> list[str]:
    """Return those of the scopes whose rows the user must not learn of."""
    return [scope for scope in scopes if scope not in SEES.get(key, ())]


def cells(world: World, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every address that names a row of the world foreign to the user, with its ids."""
    for name, kinds in SCOPED.items():
        named = set(kinds.values())
        if named <= world.ids.keys() and not named & ALL_OF.get(key, set()):
            yield name, {argument: world.ids[kind] for argument, kind in kinds.items()}


def compare(
    offices: SimpleNamespace, key: str, scopes: Iterable[str], methods: tuple[str, ...]
) -> Told:
    """Ask for each foreign row and for one of nobody; note every difference and every word."""
    told, nobody = Told(), {}
    client = client_for(getattr(offices.cast, key))
    for world in (offices.worlds[scope] for scope in foreign(key, scopes)):
        for name, ids in cells(world, key):
            unknown = {argument: unknown_id(ident) for argument, ident in ids.items()}
            for method in methods if name not in BY_DUTY.get(key, ()) else ():
                if (name, method) not in nobody:
                    found = ask(client, method, address(name, unknown))
                    nobody[name, method] = found.without(unknown.values())
                expected: Answer = nobody[name, method]
                answer = ask(client, method, address(name, ids)).without(ids.values())
                told.asked += 1
                if answer != expected or answer.tells(world.canaries):
                    told.wrong.append((key, name, method, answer.status, expected.status))
    return told


def look_for_words(
    offices: SimpleNamespace, key: str, scopes: Iterable[str], methods: tuple[str, ...]
) -> Told:
    """Open every page the user's role opens; note each that holds a foreign row's words."""
    told = Told()
    client = client_for(getattr(offices.cast, key))
    theirs = [offices.worlds[scope] for scope in foreign(key, scopes)]
    words = [word for world in theirs for word in world.canaries]
    pages = [(name, {}) for name in PLAIN] + [
        cell for world in theirs for cell in cells(world, key)
    ]
    for name, ids in pages:
        for method in methods if opens(key, name) else ():
            answer = ask(client, method, address(name, ids))
            told.asked += 1
            if said := answer.tells(words):
                told.wrong.append((key, name, method, said))
    return told


def test_another_offices_row_answers_like_none(offices):
    told = compare(offices, "promotora", ["other office", "complaint"], METHODS)
    assert told.wrong == []
    assert told.asked > 180


def test_each_address_finds_its_own_row(offices):
    """Else the matrix would compare two answers about nobody."""
    keys = ("promotora", "supervisora", "finanzas", "oficial", "peas")
    clients = {key: client_for(getattr(offices.cast, key)) for key in keys}
    unseen = set(SCOPED) - NOT_IN_A_WORLD
    for name, ids in [*cells(offices.worlds["own"]), *cells(offices.worlds["complaint"])]:
        statuses = (
            ask(clients[key], method, address(name, ids)).status
            for key in keys if opens(key, name) for method in METHODS
        )  # fmt: skip
        if any(status not in {403, 404, 405} for status in statuses):
            unseen.discard(name)
    assert unseen == set()


@pytest.mark.parametrize("wall", [walls.without_filters, walls.without_policies])
def test_either_wall_alone_shows_nobody(offices, wall):
    assert offices.worlds["other office"]
    with wall():
        told = look_for_words(offices, "promotora", ["other office"], ("get",))
    assert told.wrong == []


@pytest.mark.sweep
@pytest.mark.parametrize("key", ROLES)
def test_every_foreign_row_answers_like_none(offices, key, record_property):
    told = compare(offices, key, offices.worlds.makers, ALL_METHODS)
    record_property("asked", told.asked)
    assert told.wrong == []


@pytest.mark.sweep
@pytest.mark.parametrize("wall", [walls.without_filters, walls.without_policies])
@pytest.mark.parametrize("key", ROLES)
def test_either_wall_alone_shows_nothing_to_anybody(offices, key, wall, record_property):
    scopes = list(offices.worlds.makers)
    assert all(offices.worlds[scope] for scope in scopes)
    with wall():
        told = look_for_words(offices, key, scopes, METHODS)
    record_property("asked", told.asked)
    assert told.wrong == []
