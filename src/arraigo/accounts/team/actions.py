"""Writes about accounts and roles."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.models import Membership, User
from arraigo.accounts.sessions.actions import end_all_sessions
from arraigo.accounts.sessions.models import AccountEvent, AccountEventKind
from arraigo.accounts.team import tasks
from arraigo.accounts.team.models import LASTS, RoleRequest, RoleRequestState
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused
from arraigo.organizations.models import Organization
from arraigo.territory.models import Office

#: Who may say yes to a role that somebody else asked for.
DECIDERS = (Role.ADMINISTRATOR, Role.NATIONAL_OFFICER, Role.DATA_PROTECTION)


@transaction.atomic
def make_account(*, email: str, name: str, phone: str = "", by: User | None) -> User:
    """Make an account without a role, tell its owner by mail, and return it.

    She chooses her password through the page for a forgotten one. `by` is None for the command
    line. Raises `Refused` when there is an account with that address.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("Ya hay una cuenta con ese correo."))
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email.strip(), secrets.token_urlsafe(32), name=name.strip(), phone=phone.strip()
            )
    except IntegrityError as error:
        raise Refused(_("Ya hay una cuenta con ese correo.")) from error
    AccountEvent.objects.create(user=user, kind=AccountEventKind.MADE, by=by)
    tasks.tell_new_account.defer(user_id=user.pk)
    return user


@transaction.atomic
def request_role(
    *,
    user: User,
    role: Role,
    reason: str,
    by: User,
    office: Office | None = None,
    organization: Organization | None = None,
    valid_until: date | None = None,
) -> RoleRequest:
    """Ask that somebody be given a role, and return the request, which awaits another person.

    Asked twice it is one request. Raises `Refused` to who does not administer, without a reason,
    for a role she has already, for a date that has passed, or for a deactivated account.
    """
    _check_administrator(by)
    if not reason.strip():
        raise Refused(_("Escriba por qué."))
    if valid_until is not None and valid_until < clock.today():
        raise Refused(_("La fecha final ya pasó."))
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not locked.is_active:
        raise Refused(_("La cuenta está desactivada."))
    place = {
        "office": office if role in OFFICE_ROLES else None,
        "organization": organization if role == Role.PARTNER_MANAGER else None,
    }
    if locked.memberships.in_force().filter(role=role, **place).exists():
        raise Refused(_("Ya tiene esa función."))
    asked = RoleRequest.objects.filter(user=locked, role=role, **place)
    asked.overdue().update(state=RoleRequestState.EXPIRED)
    standing = asked.waiting().first()
    if standing is not None:
        return standing
    now = clock.now()
    request = RoleRequest(
        user=locked, role=role, **place, valid_until=valid_until, reason=reason.strip(),
        requested_by=by, requested_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    request.full_clean(validate_unique=False)
    request.save(force_insert=True)
    tasks.tell_deciders.defer(request_id=str(request.pk))
    return request


def refusal_to_decide(request: RoleRequest, user: User) -> str | Promise | None:
    """Return why `user` cannot decide about the request now, or None if she can."""
    if not user.roles & set(DECIDERS):
        return _("Su función no permite hacer esto.")
    if request.state != RoleRequestState.REQUESTED:
        return _("Ya está decidida.")
    if not request.is_waiting:
        return _("Venció: hay que pedirla de nuevo.")
    if user.pk == request.requested_by_id:
        return _("La confirma una persona distinta de quien la pidió.")
    if user.pk == request.user_id:
        return _("Nadie confirma su propia función.")
    return None


@transaction.atomic
def confirm_role(*, request: RoleRequest, user: User) -> Membership:
    """Give the role as the second person, and return the membership.

    Raises `Refused` with the reason, or `Outdated` when somebody else decided first.
    """
    locked = _decide(request, user, RoleRequestState.CONFIRMED)
    return Membership.objects.create(
        user=locked.user, role=locked.role, office=locked.office,
        organization=locked.organization, valid_until=locked.valid_until, granted_by=locked,
    )  # fmt: skip


@transaction.atomic
def refuse_role(*, request: RoleRequest, reason: str, user: User) -> RoleRequest:
    """Say no, and why. Raises `Refused` without a reason, and as `confirm_role` does."""
    if not reason.strip():
        raise Refused(_("Escriba por qué no."))
    return _decide(request, user, RoleRequestState.REFUSED, reason.strip())


def _decide(
    request: RoleRequest, user: User, state: RoleRequestState, reason: str = ""
) -> RoleRequest:
    rows = RoleRequest.objects.select_for_update(of=("self",))
    locked = rows.select_related("user", "office", "organization").get(pk=request.pk)
    if locked.state != request.state:
        raise Outdated
    why = refusal_to_decide(locked, user)
    if why is not None:
        raise Refused(why)
    if state == RoleRequestState.CONFIRMED and not locked.user.is_active:
        raise Refused(_("La cuenta está desactivada."))
    locked.state, locked.decision_reason = state, reason
    locked.decided_by, locked.decided_at = user, clock.now()
    locked.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    return locked


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> None:
    """End a role at once; one that began today ends tonight.

    One person may do it: taking away protects. Raises `Refused` to who does not administer, and
    for the administration of the last who has it.
    """
    _check_administrator(by)
    if membership.role == Role.ADMINISTRATOR:
        _check_another_administrator(membership.user)
    _end(membership.pk)


def _end(membership_id: int) -> None:
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)
    last = max(locked.valid_from, clock.today() - timedelta(days=1))
    if locked.valid_until is None or locked.valid_until > last:
        locked.valid_until = last
        locked.save(update_fields=["valid_until"])


@transaction.atomic
def deactivate(*, user: User, by: User) -> None:
    """Close an account, its roles and its sessions at once; what it did stays. Twice is once.

    Raises `Refused` to who does not administer, and for the last administrator.
    """
    _check_administrator(by)
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not locked.is_active:
        return
    if Role.ADMINISTRATOR in locked.roles:
        _check_another_administrator(locked)
    for membership in locked.active_memberships:
        _end(membership.pk)
    User.objects.filter(pk=locked.pk).update(is_active=False)
    end_all_sessions(user=locked, by=by, kind=AccountEventKind.DEACTIVATED)


@transaction.atomic
def activate(*, user: User, by: User) -> None:
    """Open a closed account again. It has no role: that takes two persons, as the first time.

    Twice is once. Raises `Refused` to who does not administer.
    """
    _check_administrator(by)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        AccountEvent.objects.create(user=user, kind=AccountEventKind.ACTIVATED, by=by)


@transaction.atomic
def end_sessions_of(*, user: User, by: User) -> int:
    """End every session of somebody, and return how many. Raises `Refused` as `deactivate` does."""
    _check_administrator(by)
    return end_all_sessions(user=user, by=by, kind=AccountEventKind.ALL_ENDED)


def _check_administrator(by: User) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise Refused(_("Sólo administración hace esto."))


def _check_another_administrator(user: User) -> None:
    others = Membership.objects.in_force().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(user=user).exists():
        raise Refused(_("Es la única persona que administra: dé antes la función a otra."))
