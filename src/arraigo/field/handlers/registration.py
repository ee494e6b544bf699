"""Registro mínimo: a person with her consent, and her case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.field.handlers.base import Applied, Interview, checked, posted
from arraigo.people import minors
from arraigo.people.actions import count_refusal, register_person
from arraigo.people.enums import ConsentDecision
from arraigo.people.forms import RegistrationForm
from arraigo.people.offices import office_of

CASES: Final = "casos"
TAKES: Final = frozenset({
    "person_id", "given_names", "surnames", "sex", "birth_year", "municipality", "department",
    "phone", "phone_owner", "returned_on", "country", "cui", "consent_decision", "consent_how",
    "witness_name", "guardian_name", "signature", "language", "source", "best_interests",
    "unaccompanied",
})  # fmt: skip
_AS_ASKED: Final = (
    "given_names", "surnames", "sex", "birth_year", "municipality", "phone", "phone_owner",
    "returned_on", "country", "cui", "consent_how", "witness_name", "guardian_name",
)  # fmt: skip


class FieldRegistrationForm(RegistrationForm):
    """The page's questions, signed on a phone: the signature is a file beside the answers."""

    def __init__(self, *args: Any, signature: bytes | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.image = signature

    def clean_signature(self) -> str:
        """Tell that there is one."""
        return "signed" if self.image else ""

    def signature_given(self) -> bytes | None:
        """Return the signature."""
        return self.image


def apply(interview: Interview) -> Applied:
    """Register the person and open her case under the id the phone gave it.

    Somebody who refuses, or who is a child or a minor without anybody, leaves a count at most:
    the form asks nothing else of her, and what was asked all the same is not taken.
    """
    if interview.value("consent_decision") != ConsentDecision.GIVEN:
        office = office_of(interview.user)
        count_refusal(form_id=interview.id, user=interview.user, office=office)
        return Applied()
    if _may_not_be_registered(interview):
        return Applied()
    picture = interview.picture("signature")
    answers = {name: interview.value(name) for name in _AS_ASKED}
    person_id = interview.uuid("person_id") or interview.id
    sent = posted({**answers, "id": person_id, "decision": ConsentDecision.GIVEN})
    form = checked(FieldRegistrationForm(sent, signature=picture.data if picture else None))
    data = form.registration()
    day = interview.day()
    consent = replace(data.consent, language=interview.value("language") or "es", given_on=day)
    office = office_of(interview.user, data.municipality)
    person = register_person(
        data=replace(data, consent=consent), user=interview.user, office=office
    )
    case = open_case(
        person=person,
        office=office,
        source=_source(interview),
        user=interview.user,
        best_interests=interview.value("best_interests"),
        case_id=interview.born(CASES),
        opened_on=day,
    )
    return Applied(case.person_id, case.pk)


def _may_not_be_registered(interview: Interview) -> bool:
    born = interview.value("birth_year")
    if not born.isdecimal():
        return False  # the form's own check says what is wrong
    alone = interview.value("unaccompanied") == "si" and minors.may_be_minor(int(born))
    return alone or minors.is_child(int(born))


def _source(interview: Interview) -> Source:
    try:
        return Source(interview.value("source"))
    except ValueError:
        return Source.SPONTANEOUS
