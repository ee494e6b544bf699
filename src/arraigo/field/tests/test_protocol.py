"""What phones and server say to each other, to the letter."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.openrosa.collect import Refusal, multipart
from tests.openrosa.through_django import secret_of

from arraigo.accounts.models import User
from arraigo.casework.actions import reassign_case
from arraigo.casework.tests.making import case_of
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.field.devices.actions import revoke
from arraigo.field.models import Device, Submission
from arraigo.field.openrosa.lists import cases_of
from arraigo.profiling.actions import save_profile
from arraigo.rights.tests.living import closed

pytestmark = pytest.mark.django_db


class TestProtocol:
    def test_a_head_answers_204_with_where_to_deliver(self, cast):
        address = f"/collect/{secret_of(cast.promotora)}/submission"
        answer = Client().head(address)
        assert answer.status_code == 204
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["Location"].endswith(address)
        assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 10 * 1024 * 1024
        assert answer["Date"].endswith("GMT")

    @pytest.mark.parametrize(
        "xml",
        [
            b"",
            b"not xml",
            b"<data",
            b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data id='x'>&e;</data>",
        ],
    )
    def test_what_is_no_interview_is_refused_with_400(self, cast, xml):
        body, boundary = multipart(xml, {})
        answer = Client().post(
            f"/collect/{secret_of(cast.promotora)}/submission",
            body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
        assert answer.status_code == 400
        assert b"OpenRosaResponse" in answer.content
        with acting_as(SYSTEM):
            assert not Submission.objects.exists()

    def test_too_much_is_refused_with_413(self, cast):
        big = {"foto.jpg": ("image/jpeg", b"x" * (12 * 1024 * 1024))}
        body, boundary = multipart(b"<data id='x'/>", big)
        answer = Client().post(
            f"/collect/{secret_of(cast.promotora)}/submission",
            body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
        assert answer.status_code == 413

    def test_an_unknown_secret_and_a_revoked_phone_are_answered_alike(self, cast, phone):
        nobody = Client().get(f"/collect/{'x' * 43}/formList")
        with acting_as(Actor.user(cast.promotora)):
            revoke(device=Device.objects.get(), user=cast.promotora)
        with pytest.raises(Refusal, match="404"):
            phone.refresh()
        revoked = Client().get(phone.submission_path.replace("submission", "formList"))
        assert (nobody.status_code, nobody.content) == (revoked.status_code, revoked.content)

    def test_the_phone_of_somebody_who_left_may_not_come(self, cast, phone):
        with acting_as(SYSTEM):
            cast.promotora.is_active = False
            cast.promotora.save()
        with pytest.raises(Refusal, match="404"):
            phone.refresh()

    def test_a_case_that_goes_to_somebody_else_or_closes_leaves_the_phone(self, cast, phone, case):
        other = case_of(cast.promotora)
        phone.refresh()
        assert set(phone.cases) == {str(case.pk), str(other.pk)}
        with acting_as(Actor.user(cast.supervisora)):
            reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
        phone.refresh()
        assert set(phone.cases) == {str(other.pk)}
        closed(other, cast.promotora, cast.supervisora)
        phone.refresh()
        assert phone.cases == {}

    def test_the_list_is_made_anew_only_when_something_in_it_changes(self, cast, phone, case):
        def asked():
            with acting_as(Actor.user(cast.promotora)):
                user = User.objects.get(pk=cast.promotora.pk)
                with CaptureQueriesContext(connection) as told:
                    content = cases_of(user).content.decode()
                return content, any('FROM "profiling_profile"' in each["sql"] for each in told)

        first, _is_new = asked()
        assert asked() == (first, False)
        with acting_as(Actor.user(cast.promotora)):
            save_profile(case=case, answers={"english": "A1"}, version=0, user=cast.promotora)
        second, is_new = asked()
        assert is_new
        assert second != first
        with acting_as(SYSTEM):
            case.person.given_names = "Corregida"
            case.person.save()
        third, is_new = asked()
        assert is_new
        assert "Corregida" in third
        assert asked() == (third, False)

    def test_the_list_holds_no_more_than_it_needs(self, cast, phone, case):
        (row,) = phone.cases.values()
        assert set(row) == {
            "name", "label", "__version", "municipality", "person_id", "profile_version",
        }  # fmt: skip
