"""No path hands out a person's data undeclared: the code itself is read for them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.test_access_table import ADDRESSES

import arraigo
from arraigo.accounts.addresses import view_of
from arraigo.accounts.enums import Role
from arraigo.people.enums import ConsentPurpose
from arraigo.rights.ways_out import UNUSED, WAYS

HOUSE = Path(arraigo.__file__).parent
#: What makes something leave: a mail, a paper, a file, a sheet, an institution's scope.
SENDS = {
    "send_mail", "mail_each", "EmailMessage", "render_pdf", "FileResponse", "StreamingHttpResponse",
}  # fmt: skip
OPENS = {"public", "through_link"}
OUTSIDE = {Role.PARTNER_MANAGER, Role.MINTRAB_LIAISON, Role.EMPLOYER}
#: Rooms that are no way of their own: how a paper or sheet is made, who enters, training data.
TOOLS = {"core", "accounts", "demo", "ui"}


def name_of(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return getattr(node, "attr", getattr(node, "id", ""))


def leaves(call: ast.Call) -> bool:
    """Tell whether a call sends, prints, downloads, or opens a person to an institution."""
    given = {keyword.arg for keyword in call.keywords}
    if name_of(call) == "HttpResponse":
        return "content_type" in given
    if name_of(call) == "give_scope":
        return "organization_id" in given
    return name_of(call) in SENDS


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_way(function: ast.FunctionDef) -> bool:
    if OPENS & {name_of(decorator) for decorator in function.decorator_list}:
        return True
    return any(isinstance(node, ast.Call) and leaves(node) for node in ast.walk(function))


def ways_in(source: str, room: str) -> set[str]:
    return {f"{room}.{one.name}" for one in functions(ast.parse(source)) if is_way(one)}


def ways_in_code() -> set[str]:
    found: set[str] = set()
    for path in HOUSE.rglob("*.py"):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        if "tests" in parts or "migrations" in parts or parts[0] in TOOLS:
            continue
        found |= ways_in(path.read_text(), ".".join(parts))
    return found


#: Where consent is asked for in ways that no call betrays; they are declared by hand.
BY_HAND = {
    "desk.bulk.cases_print", "desk.route.route", "jobs.actions.place",
    "jobs.retention.actions.record_check",
    "people.querysets.current", "rights.risk.actions.tell_at_risk",
}  # fmt: skip
#: A wrapper of ways, not one: what it decorates is found by itself.
WRAPPERS = {"public.gate.page", "field.openrosa.gate.page"}


def test_every_way_out_is_declared():
    found = ways_in_code() - WRAPPERS
    assert found - set(WAYS) == set(), "declare it in rights/ways_out.py"
    assert set(WAYS) - found - BY_HAND == set(), "no such way any more"


def test_a_new_way_would_be_noticed():
    source = """
def send_to_mintrab(person):
    send_mail("x", person.full_name, None, ["y"])

@allow(Role.PROMOTOR)
def export(request):
    return HttpResponse(b"", content_type="text/csv")

@public
def page(request):
    return render(request, "x.html")

def share(person):
    give_scope(person=person, reason="x", organization_id=1)

def harmless(request):
    return HttpResponse("ok")
"""
    found = ways_in(source, "sharing.actions")
    names = {name.rpartition(".")[2] for name in found}
    assert names == {"send_to_mintrab", "export", "page", "share"}


def test_no_page_opens_to_an_outside_role():
    """But for those open to everybody, which show nobody: home and «Más»."""
    opened = {
        name
        for name in ADDRESSES
        if (view := view_of(name)) is not None
        if OUTSIDE & (getattr(view, "allowed_roles", None) or set())
    }
    assert opened == {"desk:home", "desk:more"}


def test_each_purpose_opens_a_way_or_says_why_none():
    used = {way.purpose for way in WAYS.values() if way.purpose}
    assert used & set(UNUSED) == set(), "a way uses it now: take it from UNUSED"
    assert used | set(UNUSED) | {ConsentPurpose.SERVICE} == set(ConsentPurpose)


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_way_without_a_permission_says_why(name):
    way = WAYS[name]
    assert bool(way.why) == (way.purpose is None)
