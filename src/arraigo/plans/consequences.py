"""What a signed or approved plan leaves in the case, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from arraigo.casework.actions import record_delivery, schedule_follow_ups, write_event
from arraigo.casework.enums import Directness, EventKind, EvidenceStatus
from arraigo.directory.models import Service
from arraigo.plans.agenda import put_on_agenda
from arraigo.plans.enums import State
from arraigo.plans.models import Plan


def of_agreeing(plan: Plan, user: Any) -> None:
    """Leave the milestone, the agenda and the counselling received."""
    write_event(
        case=plan.case,
        kind=EventKind.PLAN_AGREED,
        source=plan,
        occurred_on=plan.agreed_on,
        summary=_summary(plan),
        user=user,
    )
    if plan.agreed_on is not None:
        case = plan.case
        schedule_follow_ups(case=case, start=plan.agreed_on, priority=case.priority)
    put_on_agenda(plan)
    _deliver(plan, user)


def of_review(plan: Plan, user: Any) -> None:
    """Leave the milestone of the review, or that it was returned."""
    returned = plan.state == State.RETURNED
    write_event(
        case=plan.case,
        kind=EventKind.PLAN_RETURNED if returned else EventKind.PLAN_REVIEWED,
        source=plan,
        summary=_summary(plan),
        user=user,
    )


def _summary(plan: Plan) -> str:
    return _("Versión %(version)s: %(pathway)s") % {
        "version": plan.version,
        "pathway": plan.get_pathway_display(),
    }


def _deliver(plan: Plan, user: Any) -> None:
    """Leave the session of the signature as counselling given by the programme itself.

    Source of the rule: indicator 8 counts counselling and the signed plan as assistance. An
    installation whose implementing organisation offers no counselling leaves none.
    """
    service = Service.objects.own_counselling()
    if service is None or plan.agreed_on is None:
        return
    record_delivery(
        case=plan.case,
        service=service,
        occurred_on=plan.agreed_on,
        source=plan,
        user=user,
        award=user.award_for(plan.case.office_id),
        directness=Directness.DIRECT,
        evidence_status=EvidenceStatus.VERIFIED if plan.signature_id else EvidenceStatus.DECLARED,
        evidence_note=_("Plan firmado, versión %(version)s") % {"version": plan.version},
    )
