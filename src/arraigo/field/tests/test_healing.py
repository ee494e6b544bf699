"""What goes wrong on the way, and mends itself or is told."""

from __future__ import annotations

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from tests.openrosa.collect import multipart

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.tests.pictures import photo
from arraigo.field.enums import Problem, SubmissionState
from arraigo.field.models import Submission, XFormVersion
from arraigo.field.openrosa.views import submission
from arraigo.field.submissions.deciding import try_again
from arraigo.field.tests.interviews import (
    follow_up,
    note,
    only,
)
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.rights.tests.living import closed

pytestmark = pytest.mark.django_db


class TestHealing:
    def test_an_upload_that_was_cut_off_is_asked_for_again(self, cast, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        body, boundary = multipart(xml, {"uno.jpg": ("image/jpeg", photo())})
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body[: len(body) // 2]),
        }
        answer = submission(WSGIRequest(environ), phone.submission_path.split("/")[-2])
        assert answer.status_code == 408
        with acting_as(SYSTEM):
            assert not Submission.objects.exists()

    def test_a_file_that_comes_later_lets_it_be_applied(self, phone, case):
        xml = phone.fill("nota_visita", note(case.pk, photo="uno.jpg"))
        phone.deliver(xml)
        assert only().problem == Problem.ANSWERS
        phone.deliver(xml, {"uno.jpg": ("image/jpeg", photo())})
        assert only().state == SubmissionState.DONE

    def test_a_version_published_later_lets_it_be_applied(self, cast, phone, case):
        phone.deliver(phone.fill("nota_visita", note(case.pk), changes={"version": "9"}))
        assert only().problem == Problem.NO_FORM
        with acting_as(SYSTEM):
            known = only_version("nota_visita")
            XFormVersion.objects.create(
                form=known.form, version="9", sheets=known.sheets, xml=known.xml, md5=known.md5
            )
        with acting_as(Actor.user(cast.promotora)):
            assert try_again(submission=only(), user=cast.promotora).state == SubmissionState.DONE

    def test_what_is_refused_is_of_the_persons_file_all_the_same(self, cast, phone, case):
        closed(case, cast.promotora, cast.supervisora)
        phone.deliver(phone.fill("seguimiento", follow_up(case.pk)))
        kept = only()
        assert (kept.problem, kept.person_id, kept.case_id) == (
            Problem.REFUSED, case.person_id, case.pk,
        )  # fmt: skip

    def test_a_withdrawn_consent_refuses_answers_too(self, cast, phone, case):
        with acting_as(Actor.user(cast.promotora)):
            taken_back = ConsentGiven(
                how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
            )
            record_consent(
                person=case.person, purpose=ConsentPurpose.SERVICE, given=taken_back,
                user=cast.promotora,
            )  # fmt: skip
        phone.deliver(phone.fill("satisfaccion", {"case_id": str(case.pk)}))
        assert only().problem == Problem.REFUSED

    def test_an_hour_that_no_clock_has_makes_nothing_fail(self, phone, case):
        told = note(case.pk, started_at="0001-01-01T00:00:00Z", ended_at="9999-12-31T23:59Z")
        phone.deliver(phone.fill("nota_visita", told))
        assert only().state == SubmissionState.DONE


def only_version(form_id):
    return XFormVersion.objects.select_related("form").get(form__form_id=form_id)
