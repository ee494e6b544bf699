"""Writes about delegations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from arraigo.accounts.delegations import tasks
from arraigo.accounts.delegations.models import DelegatedAct, Delegation
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.models import Membership, User
from arraigo.core import clock
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DelegationInput:
    """Who leads which office for whom, from a day until a day, both included."""

    lead: User
    delegate: User
    office: Office
    starts_on: date
    ends_on: date


def offices_led(user: User) -> QuerySet[Office]:
    """Return the offices `user` leads today by herself, not for somebody else."""
    own = Membership.objects.in_force().filter(user=user, role=Role.PROJECT_LEAD, delegation=None)
    return Office.objects.filter(pk__in=own.values("office")).order_by("name")


def may_be_delegate(office: Office, lead: User) -> QuerySet[User]:
    """Return who may lead the office for its lead: who works with files, and not as its lead."""
    working = Membership.objects.in_force().filter(role__in=OFFICE_ROLES, delegation=None)
    leading = working.filter(role=Role.PROJECT_LEAD, office=office)
    found = User.objects.filter(is_active=True, pk__in=working.values("user"))
    return found.exclude(pk=lead.pk).exclude(pk__in=leading.values("user")).order_by("name")


@transaction.atomic
def delegate_office(*, data: DelegationInput, user: User) -> Delegation:
    """Let somebody lead an office while its lead is absent, and return the delegation.

    She does it herself, or the national officer for her. The same twice is one. Raises `Refused`
    for an office the lead does not lead all those days by herself, somebody who may not lead it,
    days gone by, and days on which somebody else is in charge.
    """
    if user.pk != data.lead.pk and Role.NATIONAL_OFFICER not in user.roles:
        raise Refused(_("Solo quien se ausenta, o el oficial nacional, puede delegar."))
    if not clock.today() <= data.starts_on <= data.ends_on:
        raise Refused(_("Escoja días de hoy en adelante, en orden."))
    if not _leads_all_along(data):
        raise Refused(_("Quien se ausenta no supervisa esa oficina todos esos días."))
    if not may_be_delegate(data.office, data.lead).filter(pk=data.delegate.pk).exists():
        raise Refused(_("Esa persona no puede quedar a cargo de la oficina."))
    columns = vars(data)
    standing = Delegation.objects.filter(**columns, revoked_at=None).first()
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            delegation = Delegation.objects.create(**columns, made_by=user)
    except IntegrityError as error:
        same = Delegation.objects.filter(**columns, revoked_at=None).first()
        if same is None:
            raise Refused(_("En esos días ya hay otra persona a cargo.")) from error
        return same
    Membership.objects.create(
        user=data.delegate, role=Role.PROJECT_LEAD, office=data.office,
        valid_from=data.starts_on, valid_until=data.ends_on, delegation=delegation,
    )  # fmt: skip
    tasks.tell_delegate.defer(delegation_id=str(delegation.pk))
    return delegation


def _leads_all_along(data: DelegationInput) -> bool:
    own = Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=data.ends_on),
        user=data.lead, role=Role.PROJECT_LEAD, office=data.office, delegation=None,
        valid_from__lte=data.starts_on,
    )  # fmt: skip
    return own.exists()


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, user: User) -> Delegation:
    """End a delegation now; its delegate leads the office no more from her next request.

    The lead, the delegate herself or the national officer may. Twice is once. What was decided
    stays decided. Raises `Refused` to anybody else, and once it has ended by itself.
    """
    found = Delegation.objects.visible_to(user).select_for_update(of=("self",))
    locked = found.filter(pk=delegation.pk).first()
    if locked is None:
        raise Refused(_("Usted no puede quitar esta delegación."))
    if locked.revoked_at is not None:
        return locked
    if not locked.stands:
        raise Refused(_("Esta delegación ya terminó."))
    locked.revoked_by, locked.revoked_at = user, clock.now()
    locked.save(update_fields=["revoked_by", "revoked_at"])
    # A membership counts whole days: one that ended yesterday counts no more.
    membership = Membership.objects.get(delegation=locked)
    membership.valid_until = clock.today() - _DAY
    membership.save(update_fields=["valid_until"])
    if user.pk != locked.delegate_id:
        tasks.tell_delegate.defer(delegation_id=str(locked.pk))
    return locked


def delegation_of(user: Any, office_id: int) -> Delegation | None:
    """Return the delegation by which `user` leads the office today; None if she leads it herself.

    None too for who does not lead it at all.
    """
    leading = [
        each
        for each in user.active_memberships
        if each.role == Role.PROJECT_LEAD and each.office_id == office_id
    ]
    if not leading or any(each.delegation_id is None for each in leading):
        return None
    return Delegation.objects.select_related("lead").get(pk=leading[0].delegation_id)


def note_act(*, user: Any, office_id: int, source: models.Model, name: Any) -> None:
    """Note that what `user` just decided as lead of the office she decided for its lead.

    Nothing is noted of who leads it herself.
    """
    delegation = delegation_of(user, office_id)
    if delegation is not None:
        with override("es-gt"):
            DelegatedAct.objects.create(
                delegation=delegation,
                name=str(name),
                source_table=source._meta.db_table,
                source_id=str(source.pk),
            )


def as_acted(user: Any, source: models.Model) -> str:
    """Return who decided something: «A», or «A, por delegación de B»; empty for nobody."""
    if user is None:
        return ""
    acts = DelegatedAct.objects.filter(
        source_table=source._meta.db_table, source_id=str(source.pk), delegation__delegate=user
    )
    act = acts.select_related("delegation__lead").order_by("-pk").first()
    if act is None:
        return str(user)
    words = {"name": user, "lead": act.delegation.lead}
    return str(_("%(name)s, por delegación de %(lead)s") % words)
