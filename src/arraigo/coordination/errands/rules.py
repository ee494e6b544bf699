"""Who may do what with an errand: one rule for the button, the choice and the check."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.models import Case
from arraigo.coordination.errands.models import Errand, ErrandAnswer
from arraigo.territory.models import Office


def _posts(user: Any, case: Case | None) -> QuerySet[Membership]:
    """Return the posts to which `user` may give errands, her own included."""
    posts = Membership.objects.in_force().filter(role__in=OFFICE_ROLES, user__is_active=True)
    if case is not None:
        posts = posts.filter(office=case.office_id)
    if Role.NATIONAL_OFFICER in user.roles:
        return posts
    led = Q(office__in=user.led_office_ids, role=Role.PROMOTOR)
    return posts.filter(led | Q(user=user))


def receivers_of(user: Any, case: Case | None = None) -> QuerySet[User]:
    """Return to whom `user` may give errands, by name; about a case, only who works with it.

    A promotor to herself, a lead also to the promotores of her offices, the national officer to
    the leads and promotores of all (domain: protocol, other duties of the notice).
    """
    found = User.objects.filter(pk__in=_posts(user, case).values("user"))
    return found.order_by("name", "pk")


def office_for(receiver: User, user: Any, case: Case | None = None) -> Office | None:
    """Return the office an errand is of, or None where `user` may not give `receiver` any."""
    posts = _posts(user, case).filter(user=receiver)
    return Office.objects.filter(pk__in=posts.values("office")).order_by("pk").first()


def _answers_for(errand: Errand, user: Any) -> bool:
    return user.pk == errand.given_by_id or errand.office_id in user.led_office_ids


def has(errand: Errand, user: Any) -> bool:
    """Tell whether it is `user` who has to do it."""
    return bool(errand.due.assigned_to_id == user.pk)


def may_finish(errand: Errand, user: Any) -> bool:
    """Tell whether `user` may say that it is done: who has it, while it is to be done."""
    return errand.due.is_open and has(errand, user)


def may_take_back(errand: Errand, user: Any) -> bool:
    """Tell whether `user` may take it back: who gave it, or leads its office and has it not."""
    gave = user.pk == errand.given_by_id
    return errand.taken_back_at is None and (
        gave or (_answers_for(errand, user) and not has(errand, user))
    )


def may_judge(errand: Errand, answer: ErrandAnswer | None, user: Any) -> bool:
    """Tell whether `user` may accept or return what was done: never who did it (four eyes)."""
    if answer is None or answer.verdict or answer.recorded_by_id == user.pk:
        return False
    return _answers_for(errand, user) and not errand.is_own
