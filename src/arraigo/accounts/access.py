"""What each role may open. Default deny: a view that declares nobody opens to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from arraigo.accounts.enums import Role

View = TypeVar("View", bound=Callable[..., Any])

#: Everybody who works inside the programme.
STAFF = (
    Role.PROMOTOR,
    Role.PROJECT_LEAD,
    Role.NATIONAL_OFFICER,
    Role.FINANCE,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION,
    Role.PEAS_FOCAL_POINT,
)

#: Those who work with persons' files.
CASE_WORKERS = (Role.PROMOTOR, Role.PROJECT_LEAD, Role.NATIONAL_OFFICER)

EVERYBODY = tuple(Role)


def allow(*roles: Role) -> Callable[[View], View]:
    """Return a decorator that opens a view to users with one of `roles`, and to no one else."""

    def declare(view: View) -> View:
        view.allowed_roles = frozenset(str(role) for role in roles)  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Open a view to everybody, logged in or not. Combine with Django's `login_not_required`."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def own_account(view: View) -> View:
    """Open one of the pages of one's own account to every user, whatever the role."""
    view.own_account = True  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View) -> View:
    """Open a page of one's own account also to who still owes the second factor."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return own_account(view)


def listing(view: View) -> View:
    """Declare that a page whose address names a row lists several persons: it opens no file."""
    view.lists_persons = True  # type: ignore[attr-defined]
    return view


def lists_persons(view: Callable[..., Any]) -> bool:
    """Tell whether a page lists persons, so that whom it shows is not a file opened."""
    return bool(getattr(view, "lists_persons", False))


def is_public(view: Callable[..., Any]) -> bool:
    """Tell whether `view` opens to everybody, logged in or not."""
    return getattr(view, "allowed_roles", frozenset()) is None


def is_own_account(view: Callable[..., Any]) -> bool:
    """Tell whether every user may open `view`, whatever the role."""
    return bool(getattr(view, "own_account", False))


def opens_before_second_factor(view: Callable[..., Any]) -> bool:
    """Tell whether `view` opens to who still owes the second factor."""
    return bool(getattr(view, "before_second_factor", False))


def may_open(view: Callable[..., Any], roles: frozenset[str]) -> bool:
    """Tell whether somebody with `roles` may open `view`."""
    declared: frozenset[str] | None = getattr(view, "allowed_roles", frozenset())
    return declared is None or bool(declared & roles)
