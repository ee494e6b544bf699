"""Who may be invited to an activity, and why somebody may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.coordination.invitations.models import Invitation, PlannedActivity
from arraigo.people.consent import served_among
from arraigo.people.models import ContactPoint


@dataclass(frozen=True)
class Candidate:
    """A case whose person one wants to invite, and why she is not (empty: she is)."""

    case: Case
    refusal: str | Promise = ""


def candidates(cases: Iterable[Case], activity: PlannedActivity) -> list[Candidate]:
    """Return the cases, in their order, with why each person may not be invited. Four queries."""
    chosen = list(cases)
    people = [case.person_id for case in chosen]
    served = served_among(people)
    phones = ContactPoint.objects.current().filter(person__in=people)
    callable_ = {phone.person_id for phone in phones if phone.may_call}
    standing = Invitation.objects.standing().filter(activity=activity, person__in=people)
    invited = set(standing.values_list("person", flat=True))

    def refusal(case: Case) -> str | Promise:
        if case.person_id in invited:
            return _("Ya está invitada.")
        if case.closed_on is not None:
            return _("Su caso está cerrado.")
        if case.person_id not in served:
            return _("Falta su consentimiento para atenderle.")
        if case.person_id not in callable_:
            return _("No hay teléfono al que se le pueda llamar.")
        return ""

    return [Candidate(case, refusal(case)) for case in chosen]
