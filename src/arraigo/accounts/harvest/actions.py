"""Writes about limits: what was reached, what the reviewer found, and new numbers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.accounts.harvest import tasks
from arraigo.accounts.harvest.counting import WINDOW
from arraigo.accounts.harvest.models import LookAlert, Looked, LookLimit
from arraigo.core import clock
from arraigo.core.transitions import Refused


@transaction.atomic
def tell_once(*, user: Any, what: Looked, number: int, stopped: bool) -> LookAlert:
    """Write that the user reached a limit, and tell who reviews it; once an hour.

    Whoever counts holds her lock (`count_looks`), so two pages at once are one alert.
    """
    since = clock.now() - WINDOW
    alert = LookAlert.objects.filter(user=user, what=what, at__gt=since).order_by("-at").first()
    if alert is None:
        alert = LookAlert.objects.create(user=user, what=what, number=number)
        tasks.tell_reviewers.defer(alert_id=alert.pk)
    if stopped and alert.stopped_at is None:
        alert.stopped_at = clock.now()
        alert.save(update_fields=["stopped_at"])
    return alert


@transaction.atomic
def review_alert(*, alert: LookAlert, comment: str, user: Any) -> LookAlert:
    """Write what was found, as who did not do it, and return the alert. The same twice is one.

    Raises `Refused` without words, to who does not review it, and after another's review.
    """
    locked = LookAlert.objects.visible_to(user).select_for_update().filter(pk=alert.pk).first()
    if locked is None or not {Role.DATA_PROTECTION, Role.PROJECT_LEAD} & user.roles:
        raise Refused(_("Usted no revisa este aviso."))
    if not comment.strip():
        raise Refused(_("Escriba qué encontró."))
    if locked.reviewed_at is not None:
        if (locked.reviewed_by_id, locked.comment) == (user.pk, comment.strip()):
            return locked
        raise Refused(_("Otra persona ya lo revisó."))
    locked.reviewed_by, locked.reviewed_at = user, clock.now()
    locked.comment = comment.strip()
    locked.save(update_fields=["reviewed_by", "reviewed_at", "comment"])
    return locked


@transaction.atomic
def set_limit(*, role: str, user: Any, **numbers: int) -> LookLimit:
    """Set the limits of a role (empty: of anybody) from today on, and return them.

    Raises `Refused` to who does not protect data, `ValidationError` for numbers in no order.
    """
    if Role.DATA_PROTECTION not in user.roles:
        raise Refused(_("Sólo protección de datos cambia los límites."))
    limit = LookLimit(role=role, set_by=user, **numbers)
    limit.full_clean()
    limit.save(force_insert=True)
    return limit
