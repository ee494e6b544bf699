"""A person with a long story: something in every part of her file, each text a canary."""

from __future__ import annotations

import itertools
from typing import Any

import psycopg
from django.db import models
from tests.factories import opened_case

from arraigo.casework.actions import certify_closure, record_session, request_closure
from arraigo.casework.models import Case
from arraigo.casework.tests.making import closure, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.tests.pictures import photo
from arraigo.demo.signature import SIGNATURE
from arraigo.field.models import Submission
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.submissions.storing import Attached
from arraigo.field.tests.interviews import note_xml
from arraigo.indicators.tests import recording
from arraigo.jobs.tests.making import applied, placed
from arraigo.learning.tests.making import certified, enrolled
from arraigo.people.enums import ConsentHow
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Person
from arraigo.people.search.models import StoredSearch
from arraigo.plans.tests.making import agreed
from arraigo.referrals.actions import record_answer
from arraigo.referrals.enums import Answer, Channel
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.tests.making import again, sent
from arraigo.rights.enums import ErasureReason
from arraigo.rights.erasing import confirm_erasure, guards, request_erasure
from arraigo.rights.forms import Asking, told_to
from arraigo.rights.models import Erasure
from arraigo.rights.sheets import SHEETS, Sheet


def lived(user: Any, **changes: Any) -> Case:
    """Return the open case of a person with something in every part of her file."""
    signed = ConsentGiven(how=ConsentHow.SIGNATURE, signature=SIGNATURE)
    case = opened_case(user, phone="+50255550199", consent=signed, **changes)
    today = clock.today()
    recording.profiled(user, case, today)
    agreed(case, user)
    recording.noted(user, case, today)
    recording.tried(user, case, today)
    recording.followed_up(user, case, today)
    with acting_as(Actor.user(user)):
        record_session(data=session(case), user=user)
        StoredSearch.objects.create(user=user, text=case.person.surnames)
    enrolled(case, user)
    certified(case, user)
    applied(case, user)
    placed(case, user)
    referral = sent(case, user, message="Sabe soldar")
    with acting_as(Actor.user(user)):
        answer = AnswerInput(answer=Answer.FINISHED, note="Vino", evidence_note="Diploma")
        record_answer(
            referral=again(referral), answer=answer, channel=Channel.PHONE, user=user,
            answered_by="Quien contesta",
        )  # fmt: skip
    delivered(user, case)
    return case


def delivered(user: Any, case: Case) -> Submission:
    """Return an interview about the case as a phone delivers it, with a photo."""
    with acting_as(Actor.user(user)):
        files = [Attached("foto.jpg", photo())]
        delivery = Delivery(note_xml(case.pk, photo="foto.jpg", more="Otra respuesta"), files)
        return receive(delivery=delivery, user=user, office=case.office)


def closed(case: Case, user: Any, lead: Any) -> Case:
    """Return the case, closed and certified."""
    with acting_as(Actor.user(user)):
        ending = request_closure(data=closure(case), user=user)
    with acting_as(Actor.user(lead)):
        certify_closure(closure=ending, user=lead)
    with acting_as(SYSTEM):
        return Case.objects.select_related("person").get(pk=case.pk)


def asked(case: Case, user: Any, reason: ErasureReason = ErasureReason.ASKED) -> Erasure:
    """Return the request to erase the case's person, made as `user`."""
    with acting_as(Actor.user(user)):
        given = told_to(user, Asking.TOLD)
        person = Person.objects.get(pk=case.person_id)
        return request_erasure(person=person, reason=reason, given=given, user=user)


def confirmed(erasure: Erasure, user: Any) -> Erasure:
    """Return the erasure, confirmed and done as `user`."""
    with acting_as(Actor.user(user)):
        return confirm_erasure(erasure=Erasure.objects.get(pk=erasure.pk), user=user)


def plant(owner_url: str, person_ids: list[Any]) -> dict[str, str]:
    """Write a canary into every erasable text of these persons; return them by column."""
    numbers = itertools.count(10_000)
    planted = {}
    with psycopg.connect(owner_url, options="-c arraigo.actor_kind=system") as connection:
        ignored = "{" + ",".join(guards()) + "}"
        connection.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [ignored])
        for sheet in SHEETS:
            for name in sheet.erased:
                field: Any = sheet.model._meta.get_field(name)
                if not isinstance(field, models.CharField | models.TextField):
                    continue
                if name in ("cui", "phone") or (field.max_length or 99) < 16:
                    continue
                canary = f"Canario{next(numbers)}"
                if _write(connection, sheet, field.column, canary, person_ids):
                    planted[f"{sheet.label}.{name}"] = canary
    return planted


def _write(connection: Any, sheet: Sheet, column: str, canary: str, ids: list[Any]) -> int:
    whose = sheet.model._meta.pk if sheet.person == "pk" else sheet.model._meta.get_field(
        sheet.person
    )  # fmt: skip
    lead = "" if sheet.label != "people.Lead" else " AND FALSE"
    written = connection.execute(
        f"UPDATE {sheet.model._meta.db_table} SET {column} = %s "
        f"WHERE {whose.column} = ANY (%s){lead} AND {column} <> ''",
        (canary, ids),
    )
    return int(written.rowcount)
