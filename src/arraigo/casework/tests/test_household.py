"""With whom a person lives: no names but of who agreed, and no link while a file is reserved."""

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.emergency.actions import lift_reservation, reserve_file
from arraigo.casework.household.actions import (
    MemberInput,
    add_member,
    household_of,
    link_member,
    member_left,
    unlink_member,
)
from arraigo.casework.household.enums import AgeBand, Kinship
from arraigo.casework.household.models import HouseholdLink, HouseholdMember
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose, Sex
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Person
from arraigo.rights.copying import sections_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(cast):
    return opened_case(cast.promotora)


def added(case, user, **changes):
    usual = {"kinship": Kinship.PARTNER, "sex": Sex.FEMALE, "age_band": AgeBand.ADULT}
    data = MemberInput(person=case.person, **{**usual, **changes})
    with acting_as(Actor.user(user)):
        return add_member(data=data, user=user)


def linked(member, code, user, **changes):
    usual = {"agreed_how": ConsentHow.WITNESS, "witness_name": "Testigo"}
    with acting_as(Actor.user(user)):
        return link_member(member=member, code=code, user=user, **{**usual, **changes})


def named(case, user):
    """Return who is named in the household, as `user` sees it, and how many links she reads."""
    with acting_as(Actor.user(user)):
        shown = household_of(Person.objects.get(pk=case.person_id), user)
        return [one.relative.pk for one in shown if one.relative], HouseholdLink.objects.count()


class TestNames:
    def test_a_relative_with_a_file_is_named_once_she_agreed(self, cast, case, hers):
        member = added(case, cast.promotora)
        assert named(case, cast.promotora) == ([], 0)
        first = linked(member, f" {hers.code.lower()} ", cast.promotora)
        assert linked(member, hers.code, cast.promotora) == first
        assert named(case, cast.promotora) == ([hers.person_id], 1)

    def test_she_is_named_no_more_when_she_says_so(self, cast, case, hers):
        member = added(case, cast.promotora)
        linked(member, hers.code, cast.promotora)
        for _time in range(2):
            with acting_as(Actor.user(cast.promotora)):
                unlink_member(member=member, user=cast.promotora)
        assert named(case, cast.promotora)[0] == []

    def test_nor_when_her_permission_ended(self, cast, case, hers):
        linked(added(case, cast.promotora), hers.code, cast.promotora)
        taken_back = ConsentGiven(
            how=ConsentHow.WITNESS, witness_name="T", decision=ConsentDecision.WITHDRAWN
        )
        with acting_as(Actor.user(cast.promotora)):
            record_consent(
                person=hers.person, purpose=ConsentPurpose.SERVICE, given=taken_back,
                user=cast.promotora,
            )  # fmt: skip
        assert named(case, cast.promotora)[0] == []

    def test_one_who_left_is_not_named(self, cast, case, hers):
        member = added(case, cast.promotora)
        linked(member, hers.code, cast.promotora)
        for _time in range(2):
            with acting_as(Actor.user(cast.promotora)):
                member_left(member=member, user=cast.promotora)
        assert named(case, cast.promotora)[0] == []
        with pytest.raises(Refused, match="Ya no vive"):
            linked(member, hers.code, cast.promotora)

    def test_another_offices_file_is_told_of_as_none(self, cast, case):
        there = opened_case(cast.promotora_esq)
        member = added(case, cast.promotora)
        for code in (there.code, "ESC-2000-00000-X", case.code, ""):
            assert linked(member, code, cast.promotora) is None

    @pytest.mark.parametrize("wrong", [{"witness_name": " "}, {"agreed_how": ConsentHow.SIGNATURE}])
    def test_without_proof_nobody_is_named(self, cast, case, hers, wrong):
        with pytest.raises(Refused):
            linked(added(case, cast.promotora), hers.code, cast.promotora, **wrong)

    def test_the_copy_of_the_file_has_no_relatives_name(self, cast, case, hers):
        linked(added(case, cast.promotora), hers.code, cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            text = str(sections_of(case.person))
        assert "Pareja" in text
        assert hers.person.surnames not in text
        assert str(hers.person_id) not in text


@pytest.mark.parametrize("reserved_one", ["case", "hers"])
class TestReserved:
    def reserve(self, cast, case, hers, which):
        file = {"case": case, "hers": hers}[which]
        with acting_as(Actor.user(cast.supervisora)):
            reserve_file(person=file.person, user=cast.supervisora)
        return file

    def test_a_link_hides_while_either_is_reserved(self, cast, case, hers, reserved_one):
        linked(added(case, cast.promotora), hers.code, cast.promotora)
        file = self.reserve(cast, case, hers, reserved_one)
        for user in (cast.promotora, cast.supervisora, cast.oficial):
            assert named(case, user) == ([], 0)
        with acting_as(Actor.user(cast.supervisora)):
            lift_reservation(person=file.person, user=cast.supervisora)
        assert named(case, cast.promotora) == ([hers.person_id], 1)

    def test_no_link_is_made_and_nobody_is_told_why(self, cast, case, hers, reserved_one):
        member = added(case, cast.promotora)
        self.reserve(cast, case, hers, reserved_one)
        assert linked(member, hers.code, cast.promotora) is None
        refused = pytest.raises(DatabaseError, match="row-level security")
        with acting_as(Actor.user(cast.promotora)), refused, transaction.atomic():
            HouseholdLink.objects.create(
                member=member, person_id=case.person_id, relative_id=hers.person_id,
                agreed_how=ConsentHow.PAPER, linked_by=cast.promotora,
            )  # fmt: skip

    def test_she_leaves_the_household_all_the_same(self, cast, case, hers, reserved_one):
        member = added(case, cast.promotora)
        linked(member, hers.code, cast.promotora)
        self.reserve(cast, case, hers, reserved_one)
        with acting_as(Actor.user(cast.promotora)):
            member_left(member=member, user=cast.promotora)
        with acting_as(SYSTEM):
            assert HouseholdLink.objects.filter(ended_at=None).count() == 0


class TestMembers:
    def test_the_form_sent_twice_adds_once(self, cast, case):
        ident = uuid.uuid4()
        assert added(case, cast.promotora, id=ident) == added(case, cast.promotora, id=ident)
        with acting_as(SYSTEM):
            assert HouseholdMember.objects.count() == 1

    def test_somebody_elses_form_is_not_hers(self, cast, case, hers):
        ident = uuid.uuid4()
        added(case, cast.promotora, id=ident)
        with pytest.raises(Refused):
            added(hers, cast.promotora, id=ident)

    def test_who_may_not(self, cast, case):
        with pytest.raises(Refused):
            added(case, cast.promotora_esq)


class TestPages:
    def test_from_adding_to_linking(self, cast, case, hers, client_of):
        client = client_of(cast.promotora)
        page = reverse("household:list", args=[case.person_id])
        form = {"id": str(uuid.uuid4()), "kinship": "child", "sex": "f", "age_band": "5-14"}
        for wrong in ({"kinship": "x"}, {"sex": ""}, {"age_band": "7"}, {"id": "x"}):
            assert client.post(page, {**form, **wrong}).status_code == 422
        assert client.post(page, form).status_code == 302
        assert "Hija o hijo" in client.get(page).content.decode()
        link = reverse("household:link", args=[form["id"]])
        said = {"code": hers.code, "agreed_how": "witness", "witness_name": "Testigo"}
        assert client.post(link, {**said, "witness_name": ""}).status_code == 422
        assert client.post(link, {**said, "code": "nada"}).status_code == 422
        assert client.post(link, said).status_code == 302
        assert hers.person.surnames in client.get(page).content.decode()
        assert client.post(reverse("household:unlink", args=[form["id"]])).status_code == 302
        assert hers.person.surnames not in client.get(page).content.decode()
        assert client.post(reverse("household:left", args=[form["id"]])).status_code == 302
        assert client.get(link).status_code == 404

    def test_no_field_asks_for_a_name(self, cast, case, client_of):
        text = client_of(cast.promotora).get(reverse("household:list", args=[case.person_id]))
        assert 'type="text"' not in text.content.decode().split("<h2>")[-1]

    def test_another_offices_is_none(self, cast, case, client_of):
        page = reverse("household:list", args=[case.person_id])
        assert client_of(cast.promotora_esq).get(page).status_code == 404
