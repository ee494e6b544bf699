"""What the layout and the templates offer: pages that exist and that the role may open."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch

from arraigo.accounts.enums import Role
from arraigo.accounts.navigation import entries_for, nearest

pytestmark = pytest.mark.django_db


def offered(*roles):
    return [entry.url_name for entry in entries_for(frozenset(str(role) for role in roles))]


@pytest.mark.parametrize(
    ("url_name", "roles"),
    [
        ("coordination:list", {Role.PROMOTOR, Role.PROJECT_LEAD, Role.NATIONAL_OFFICER}),
        ("authorisations:list", {Role.PROMOTOR, Role.PROJECT_LEAD, Role.NATIONAL_OFFICER}),
        ("plans:list", {Role.PROJECT_LEAD}),
        ("complaints:list", {Role.PEAS_FOCAL_POINT}),
    ],
)
def test_an_entry_is_shown_to_who_may_open_it(url_name, roles):
    assert {role for role in Role if url_name in offered(role)} == roles


def test_the_focal_point_starts_with_the_complaints(cast, client_of):
    assert client_of(cast.peas).get("/").url == "/quejas/bandeja/"


def test_who_has_no_pages_is_told_so(cast, client_of):
    words = "Todavía no hay páginas para su función"
    for user in (cast.socia, cast.enlace, cast.empleadora):
        assert words in client_of(user).get("/mas/").content.decode()
    assert words not in client_of(cast.promotora).get("/mas/").content.decode()


def drawn(url_name, **context):
    source = f'{{% load access %}}{{% may_open "{url_name}" as may %}}{{{{ may }}}}'
    return Template(source).render(Context(context))


def test_the_tag_follows_the_roles_of_the_page(cast):
    assert drawn("referrals:new", user=cast.promotora) == "True"
    assert drawn("referrals:new", user=cast.oficial) == "False"
    assert drawn("referrals:new") == "False"


def test_the_tag_does_not_swallow_a_misspelt_name(cast):
    with pytest.raises(NoReverseMatch):
        drawn("referrals:nueva", user=cast.promotora)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/derechos/", "/derechos/"),
        ("/derechos/retencion/3/", "/derechos/retencion/"),
        ("/mas/", ""),
    ],
)
def test_one_entry_is_current_the_nearest(path, current):
    assert nearest(["/hoy/", "/derechos/", "/derechos/retencion/"], path) == current
