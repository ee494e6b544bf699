"""Drawing the cases of a month: by a job on its first day, or by the lead if that did not run."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.casework.enums import QUALITY_KINDS
from arraigo.casework.models.case import Case, CaseAssignment, CaseEvent
from arraigo.casework.quality import months
from arraigo.casework.quality.lot import CASES_A_MONTH, new_seed
from arraigo.casework.quality.models import DrawnCase, QualityDraw
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

JOB = Actor.job("casework.quality")


def candidates(office: Office, month: date) -> dict[int, list[uuid.UUID]]:
    """Return the cases of each promotor with activity in a month, by her id, in order.

    A case is of who managed it when the month ended, so it is of one only. Activity is anything
    in its timeline that happened or was written down that month, but what supervision wrote of
    earlier verifications. A case that continues in another is looked at there.
    """
    ends = months.month_after(month)
    since, until = months.begins_at(month), months.begins_at(ends)
    held = CaseAssignment.objects.filter(
        Q(until=None) | Q(until__gte=until),
        since__lt=until, case__office=office, case__continued_in=None,
    )  # fmt: skip
    happened = Q(occurred_on__gte=month, occurred_on__lt=ends)
    written = Q(recorded_at__gte=since, recorded_at__lt=until)
    events = CaseEvent.objects.filter(happened | written, case=OuterRef("case"))
    active = held.filter(Exists(events.exclude(kind__in=QUALITY_KINDS)))
    found: dict[int, list[uuid.UUID]] = defaultdict(list)
    for manager, case in active.order_by("manager", "case").values_list("manager", "case"):
        found[manager].append(case)
    return dict(found)


@transaction.atomic
def draw_cases(*, office: Office, month: date, user: Any = None) -> QualityDraw:
    """Cast the lot of an office for a month that is over, and return it; once done it stays.

    `user` is the lead who pressed the button, None the job. Raises `Refused` to who does not
    lead the office, and for a month other than the last one.
    """
    if user is not None and office.pk not in user.led_office_ids:
        raise Refused(_("Sólo quien supervisa esa oficina puede hacerlo."))
    if month != months.last_month():
        raise Refused(_("Sólo se sortean los casos del mes que acaba de terminar."))
    with acting_as(JOB):
        draw, created = _cast(office, month, user)
    if created and user is not None:
        note_act(user=user, office_id=office.pk, source=draw, name=_("Sorteó la muestra del mes"))
    return draw


def _cast(office: Office, month: date, user: Any) -> tuple[QualityDraw, bool]:
    standing = QualityDraw.objects.filter(office=office, month=month).first()
    if standing is not None:
        return standing, False
    pool = {
        str(manager): [str(case) for case in cases]
        for manager, cases in candidates(office, month).items()
    }
    try:
        with transaction.atomic():
            draw = QualityDraw.objects.create(
                office=office, month=month, size=CASES_A_MONTH, seed=new_seed(), pool=pool,
                drawn_by=user,
            )  # fmt: skip
    except IntegrityError:
        return QualityDraw.objects.get(office=office, month=month), False
    _keep(draw)
    return draw, True


def _keep(draw: QualityDraw) -> None:
    lot = draw.lot()
    chosen = [case for cases in lot.values() for case in cases]
    owners = dict(Case.objects.filter(pk__in=chosen).values_list("pk", "person"))
    DrawnCase.objects.bulk_create(
        DrawnCase(
            draw=draw, case_id=case, person_id=owners[case], office_id=draw.office_id,
            manager_id=manager,
        )
        for manager, cases in sorted(lot.items())
        for case in sorted(cases)
    )  # fmt: skip


def draw_last_month() -> int:
    """Cast the lots of all offices for the last month; return how many were cast before or now."""
    month = months.last_month()
    with acting_as(JOB):
        offices = list(Office.objects.order_by("pk"))
    return len([draw_cases(office=office, month=month) for office in offices])
