"""Every way by which something of a person may leave Arraigo, and the permission that opens it.

Declared once, by the function that does it; a test finds the functions in the code (mails, papers,
files, public pages, scopes of institutions, pages of outside roles) and fails on one that is not
here. `None` stands where nobody outside the programme learns anything of the person, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arraigo.people.enums import ConsentPurpose


@dataclass(frozen=True)
class Way:
    """Which purpose must stand, or why none has to."""

    purpose: ConsentPurpose | None
    why: str = ""


_PARTNER = Way(ConsentPurpose.PARTNER)
_NOBODY = "names no returned person"
_OWN = "handed to the person herself, who has shown who she is"
_STAFF = "stays within the programme, to a role that sees the file or only its figures"

WAYS: Mapping[str, Way] = {
    # To an institution.
    "referrals.actions.send_referral": _PARTNER,
    "referrals.slip.print_slip": _PARTNER,
    "referrals.views.slip": _PARTNER,
    "referrals.tasks.send_message": _PARTNER,
    "public.views.slip": _PARTNER,
    "public.views.message": _PARTNER,
    "public.views.code": Way(None, "asks the registered contact for a code, shows nothing"),
    "referrals.tasks.send_code": Way(None, "a code to the registered contact, and nothing else"),
    "referrals.tasks.tell_stopped": Way(None, "tells that a permission ended; names nobody"),
    # To whoever employs her: her word is asked for before the employer is.
    "jobs.actions.place": Way(ConsentPurpose.EMPLOYER),
    "jobs.retention.actions.record_check": Way(ConsentPurpose.EMPLOYER),
    # To her by telephone.
    "people.querysets.current": Way(ConsentPurpose.CONTACT),
    # To save her life, without her permission: with a reason, and reviewed.
    "rights.risk.actions.tell_at_risk": Way(None, "life at risk: told, not sent; reviewed"),
    "rights.risk.tasks.tell_data_protection": Way(None, _NOBODY),
    # To herself, to the programme, to nobody.
    "rights.copying._pdf": Way(None, _OWN),
    "rights.views.copies.copy": Way(None, _OWN),
    "desk.route.route": Way(None, "the route that staff print and carry for the day's visits"),
    "desk.bulk.cases_print": Way(None, "a list that staff print for a meeting or a round"),
    "desk.bulk.cases_file": Way(None, _STAFF),
    "plans.paper.plan_pdf": Way(None, "her plan, for her signature"),
    "field.openrosa.answers.answer": Way(None, "forms, and her own cases, to the phone of staff"),
    "field.views.submissions.file": Way(None, _STAFF),
    "field.views.submissions.answers": Way(None, _STAFF),
    "field.views.forms.workbook": Way(None, _NOBODY),
    "casework.calendar.views.feed": Way(None, "how much is due, where and when; names nobody"),
    "profiling.assessments.scheme_views.scheme_sheet": Way(None, _NOBODY),
    "casework.documents.views.file": Way(None, _STAFF),
    "plans.views.pdf": Way(None, "her plan, for her signature"),
    "reports.documents.report_pdf": Way(None, "figures and texts without names"),
    "reports.views._file": Way(None, "figures and texts without names"),
    "contracts.documents.certificate_pdf": Way(None, _NOBODY),
    "contracts.views.pdf": Way(None, _NOBODY),
    "people.leads.views.lists.wrong_rows": Way(None, "goes back to who sent those very rows"),
    "casework.emergency.tasks.tell_reviewers": Way(None, _NOBODY),
    "public.complaints.tasks.tell_focal_points": Way(None, _NOBODY),
    "public.complaints.views.new": Way(None, "takes in, shows nothing"),
    "public.complaints.views.state": Way(None, "shows a state to who has its key"),
    "web.views.health": Way(None, _NOBODY),
}

#: Purposes that are asked for and recorded, and that no way uses yet: there is nothing to open.
#: A way that needs one takes it from here, or the test fails.
UNUSED: Mapping[ConsentPurpose, str] = {
    ConsentPurpose.MINTRAB: "no tray and no export for MINTRAB exists",
    ConsentPurpose.STATISTICS: (
        "the reports count persons served without naming them, under the service itself; no other "
        "statistics leave"
    ),
    ConsentPurpose.IMAGE: "no picture of anybody is taken in",
}
