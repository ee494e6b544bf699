"""What the answers of each form become: the typed input of the same actions as the web's pages."""

from __future__ import annotations

from arraigo.field.enums import Handler
from arraigo.field.handlers import assessment, contact, follow_up, note, profile, registration
from arraigo.field.handlers.base import Answers, Applied, Interview
from arraigo.people.consent import check_not_withdrawn


def _keep_answers(interview: Interview) -> Applied:
    """Keep the answers as answers, beside the case they are about if they name one."""
    if not interview.value("case_id"):
        return Applied()
    case = interview.case()
    check_not_withdrawn(case.person_id, interview.day())
    return Applied(case.person_id, case.pk)


HANDLERS: dict[Handler, Answers] = {
    Handler.NONE: Answers(_keep_answers),
    Handler.CONTACT: Answers(contact.apply, contact.TAKES),
    Handler.REGISTRATION: Answers(registration.apply, registration.TAKES),
    Handler.PROFILE: Answers(profile.apply, profile.TAKES),
    Handler.FOLLOW_UP: Answers(follow_up.apply, follow_up.TAKES),
    Handler.NOTE: Answers(note.apply, note.TAKES),
    Handler.ASSESSMENT: Answers(assessment.apply, assessment.TAKES),
}
