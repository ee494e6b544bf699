"""What the page of a case shows of the person's file, room by room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arraigo.casework.documents.papers import papers_of
from arraigo.casework.household.cases import cases_of_household
from arraigo.casework.models import Case, Document, ProtectionNote, QualityCheck, ServiceDelivery
from arraigo.coordination.errands.models import Errand
from arraigo.desk.timeline import LINES, events_of, timeline
from arraigo.desk.timeline_filter import TimelineFilter
from arraigo.jobs.models import Application, Placement
from arraigo.learning.models import Certificate, Enrolment
from arraigo.people.enums import ConsentPurpose
from arraigo.people.models import Consent, ContactPoint, MatchCandidate
from arraigo.plans.actions import draft_or_plan_of
from arraigo.profiling.assessments.reading import of_case as assessments_of
from arraigo.profiling.models import Profile
from arraigo.referrals.models import Referral
from arraigo.referrals.suggestions import suggest

#: Verifications that the page of a case shows: the latest.
SHOWN_CHECKS = 3


def told_of(case: Case, user: Any, told: Mapping[str, str]) -> dict[str, Any]:
    """Return the timeline that `user` reads, narrowed by the filters in the address `told`."""
    filters = TimelineFilter(told)
    guarded = ProtectionNote.objects.visible_to(user).standing().of_case(case)
    notes = filters.guarded(guarded.select_related("recorded_by"))
    lines = timeline(filters.narrow(events_of(case)), notes)
    return {
        "lines": lines,
        "most": LINES if len(lines) >= LINES else 0,
        "line_filters": filters,
        "lines_chosen": filters.chosen(),
    }


def about(case: Case, user: Any) -> dict[str, Any]:
    """Return what the case's page shows to `user`, by template name."""
    documents = list(Document.objects.of_person(case.person_id))
    deliveries = ServiceDelivery.objects.filter(case=case)
    return {
        "assignment": case.assignments.filter(until=None).select_related("manager").first(),
        "contacts": ContactPoint.objects.current().filter(person=case.person_id),
        "profile": Profile.objects.of_case(case),
        "assessments": assessments_of(case, user),
        "plan": draft_or_plan_of(case),
        "enrolments": Enrolment.objects.for_case(case),
        "certificates": Certificate.objects.for_case(case),
        "placements": Placement.objects.for_case(case),
        "applications": Application.objects.for_case(case),
        "consent": Consent.objects.current(case.person_id, ConsentPurpose.SERVICE),
        "referrals": Referral.objects.for_case(case),
        "suggestions": suggest(case.person)[:3],
        "deliveries": deliveries.select_related("service__organization", "award").order_by(
            "-occurred_on", "-recorded_at"
        ),
        "transfer": case.transfers.unsettled().with_names().first(),
        "flags": case.flags.open().select_related("to_user", "raised_by", "note"),
        "errands": Errand.objects.visible_to(user).open_about(case).with_names(),
        "documents": documents,
        "papers": papers_of(documents, case.protocol.document_days),
        "checks": QualityCheck.objects.visible_to(user)
        .standing()
        .filter(case=case)
        .order_by("-month")[:SHOWN_CHECKS],
        "maybe_twice": MatchCandidate.objects.unsettled().about(case.person_id).first(),
        "household_cases": cases_of_household(case, user),
        "other_cases": Case.objects.filter(person=case.person_id).exclude(pk=case.pk),
    }
