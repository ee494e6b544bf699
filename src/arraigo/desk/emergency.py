"""A file opened in an emergency: to be read, while it lasts, each look traced under the access."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.models import Case, EmergencyAccess
from arraigo.core.context import current
from arraigo.desk.timeline import events_of, timeline
from arraigo.people.merging.aliases import canonical
from arraigo.people.models import ContactPoint, Person


@allow(*OFFICE_ROLES)
@require_safe
def emergency_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show whose it is, whom to call and what happened; after four hours there is no such page."""
    accesses = EmergencyAccess.objects.in_force_for(request.user)
    access = get_object_or_404(accesses, pk=pk)
    current().purpose = access.purpose
    people = Person.objects.select_related("municipality__department")
    person = get_object_or_404(people, pk=canonical(access.person_id))
    open_first = F("closed_on").desc(nulls_first=True)
    cases = Case.objects.filter(person=person.pk).select_related("office", "protocol")
    case = cases.order_by(open_first, "-opened_on").first()
    context: dict[str, Any] = {
        "access": access,
        "person": person,
        "contacts": ContactPoint.objects.current().filter(person=person.pk),
        "case": case,
    }
    if case is not None:
        context["assignment"] = (
            case.assignments.filter(until=None).select_related("manager").first()
        )
        context["lines"] = timeline(events_of(case))
    return render(request, "desk/emergency.html", context)
