"""Children and adolescents: no economic case, no list, no picture; who is alone is protected."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from tests.factories import registered_person, registration, witnessed

from arraigo.casework.actions import open_case
from arraigo.casework.enums import Source
from arraigo.casework.models import BestInterests, Case
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.actions import register_person
from arraigo.people.enums import ConsentPurpose
from arraigo.people.inputs import ConsentGiven
from arraigo.people.leads.enums import ListPurpose, ProblemKind
from arraigo.people.leads.places import Places
from arraigo.people.leads.rows import RowReader
from arraigo.people.models import Person, RefusalCount
from arraigo.people.offices import office_of
from arraigo.rights.consents import give_consent
from arraigo.rights.copying import sections_of

pytestmark = pytest.mark.django_db

GUARDED = ConsentGiven(how="witness", witness_name="Testigo", guardian_name="Su madre")


def born(years_ago):
    return clock.today().year - years_ago


def young(user, years=16, given=GUARDED):
    with acting_as(Actor.user(user)):
        data = registration(birth_year=born(years), consent=given)
        return register_person(data=data, user=user, office=office_of(user))


def opened(person, user, **told):
    with acting_as(Actor.user(user)):
        return open_case(
            person=person, office=office_of(user), source=Source.SPONTANEOUS, user=user, **told
        )


@pytest.mark.parametrize("years", [0, 9, 14])
def test_a_child_has_no_economic_case(cast, years):
    with pytest.raises(Refused, match="PGN"):
        young(cast.promotora, years)
    person = registered_person(cast.promotora, birth_year=born(years))
    with pytest.raises(Refused, match="PGN"):
        opened(person, cast.promotora, best_interests="Le conviene")


@pytest.mark.parametrize("years", [15, 16, 17, 18])
def test_an_adolescent_has_her_guardian_and_what_serves_her_best(cast, years):
    with pytest.raises(Refused, match="encargada"):
        young(cast.promotora, years, witnessed())
    person = young(cast.promotora, years)
    for nothing in ("", "  "):
        with pytest.raises(Refused, match="conviene"):
            opened(person, cast.promotora, best_interests=nothing)
    case = opened(person, cast.promotora, best_interests=" Quiere estudiar ")
    with acting_as(SYSTEM):
        assert BestInterests.objects.get(case=case).text == "Quiere estudiar"


def test_a_grown_person_is_asked_nothing_of_it(cast, client_of):
    person = registered_person(cast.promotora)
    page = reverse("casework:open", args=[person.pk])
    assert "best_interests" not in client_of(cast.promotora).get(page).content.decode()
    case = opened(person, cast.promotora)
    with acting_as(SYSTEM):
        assert not BestInterests.objects.filter(case=case).exists()


def test_the_page_asks_what_serves_her_best(cast, client_of):
    person, client = young(cast.promotora), client_of(cast.promotora)
    page = reverse("casework:open", args=[person.pk])
    assert client.post(page, {"source": "spontaneous"}).status_code == 422
    with acting_as(SYSTEM):
        source = Source.values[0]
    told = {"source": source, "best_interests": "Quiere estudiar"}
    assert client.post(page, told).status_code == 302
    with acting_as(SYSTEM):
        assert Case.objects.filter(person=person).exists()


def test_what_serves_her_best_stays_out_of_her_copy(cast):
    person = young(cast.promotora)
    opened(person, cast.promotora, best_interests="Huye de su tío")
    with acting_as(Actor.user(cast.promotora)):
        assert "Huye de su tío" not in str(sections_of(person))


class TestAlone:
    @pytest.mark.parametrize("years", ["16", "9", ""])
    def test_is_protected_today_and_nothing_is_kept(self, cast, client_of, years):
        client = client_of(cast.promotora)
        year = str(born(int(years))) if years else ""
        with acting_as(SYSTEM):
            before = Person.objects.count()
        answer = client.post(
            reverse("people:register"),
            {"id": str(uuid.uuid4()), "birth_year": year, "unaccompanied": "on"},
        )
        assert answer.status_code == 302
        text = client.get(answer.url).content.decode()
        assert "Procuraduría General de la Nación" in text
        assert "Secretaría de Bienestar Social" in text
        with acting_as(SYSTEM):
            assert Person.objects.count() == before
            assert not RefusalCount.objects.exists()

    def test_a_grown_person_is_not_sent_away(self, cast, client_of):
        answer = client_of(cast.promotora).post(
            reverse("people:register"), {"birth_year": "1990", "unaccompanied": "on"}
        )
        assert answer.status_code == 422


@pytest.mark.parametrize("purpose", [ConsentPurpose.IMAGE, ConsentPurpose.EMPLOYER])
def test_no_picture_and_no_employer_even_with_her_guardian(cast, purpose):
    person = young(cast.promotora)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused, match="menor"):
        give_consent(person=person, purpose=purpose, given=GUARDED, user=cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        contact = ConsentPurpose.CONTACT
        assert give_consent(person=person, purpose=contact, given=GUARDED, user=cast.promotora)


@pytest.mark.parametrize(
    ("years", "grown_only", "kind"),
    [
        (16, True, ProblemKind.UNDER_18),
        (16, False, None),
        (12, True, ProblemKind.UNDER_15),
        (30, True, None),
    ],
)
def test_nobody_young_goes_to_a_fairs_list(as_system, years, grown_only, kind):
    row = {"full_name": "Zutana Ficticia", "birth": str(born(years))}
    reader = RowReader([(1, row)], date(2026, 1, 1), Places(), grown_only=grown_only)
    kinds = [problem.kind for problem in reader.read(1, row).problems]
    assert (kind in kinds) if kind else not {ProblemKind.UNDER_18, ProblemKind.UNDER_15} & {*kinds}


def test_fairs_and_employment_are_for_grown_people():
    from arraigo.people.leads.actions.work import GROWN_ONLY

    assert set(GROWN_ONLY) == {ListPurpose.FAIR, ListPurpose.EMPLOYMENT}
