"""The review queue: who sees what of a pair, two who decide, and the pages of a merge."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import opened_case, registered_person

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.merging.enums import Verdict
from arraigo.people.merging.matches import decide_match, propose_match
from arraigo.people.merging.models import MatchSettlement, Merge, Separation
from arraigo.people.merging.queue import page_of_pairs
from arraigo.people.models import MatchCandidate, Person, PersonScope
from arraigo.people.search.find import find_people

pytestmark = pytest.mark.django_db


def proposed(one, other, **more):
    with acting_as(Actor.job("linkage")):
        return propose_match(one=one, other=other, agreements=["name", "cui", "phone"], **more)


@pytest.fixture
def near(cast):
    """A pair in one office; the first is the older file."""
    older, newer = (registered_person(cast.promotora, phone="+50255550171") for _ in range(2))
    return proposed(newer, older)


@pytest.fixture
def far(cast):
    """A pair of two offices; Esquipulas has the older file."""
    older, newer = registered_person(cast.promotora_esq), registered_person(cast.promotora)
    return proposed(newer, older, probability=0.93, model_version="splink-1")


def decided(candidate, user, verdict):
    with acting_as(Actor.user(user)):
        decide_match(candidate=candidate, verdict=verdict, user=user)


def test_a_pair_is_proposed_once_whichever_comes_first(cast, near):
    assert near is not None
    assert proposed(near.person, near.other) is None
    assert proposed(near.other, near.person) is None
    assert near.other.registered_at <= near.person.registered_at


def test_the_likeliest_come_first_and_only_ones_own(cast, near, far):
    with acting_as(Actor.user(cast.oficial)):
        page = page_of_pairs(cast.oficial, "")
        assert [pair.candidate for pair in page.pairs] == [far, near]
        assert page_of_pairs(cast.oficial, "0.5_999").pairs[0].candidate == near
    with acting_as(Actor.user(cast.promotora)):
        assert [pair.candidate for pair in page_of_pairs(cast.promotora, "").pairs] == [near]


def test_the_registering_office_learns_nothing_until_the_other_accepts(cast, client_of, far):
    address = reverse("merging:pair", args=[far.pk])
    here, there = client_of(cast.promotora), client_of(cast.promotora_esq)
    assert here.get(address).status_code == 404
    page = there.get(address).content.decode()
    assert "Otra oficina registró" in page
    assert far.person.surnames not in page
    assert here.post(reverse("merging:accept", args=[far.pk])).status_code == 404
    there.post(reverse("merging:accept", args=[far.pk]))
    for client in (here, there):
        page = client.get(address).content.decode()
        assert far.person.surnames in page
        assert far.other.surnames in page
    with acting_as(SYSTEM):
        assert PersonScope.objects.filter(reason="review", until__isnull=False).count() == 2


def test_two_who_find_them_different_settle_it_for_ever(cast, near):
    decided(near, cast.promotora, Verdict.UNSURE)
    decided(near, cast.promotora, Verdict.DIFFERENT)
    decided(near, cast.promotora, Verdict.DIFFERENT)
    with acting_as(SYSTEM):
        assert not MatchSettlement.objects.exists()
    decided(near, cast.promotor, Verdict.DIFFERENT)
    with acting_as(SYSTEM):
        assert MatchSettlement.objects.get().verdict == Verdict.DIFFERENT
    assert proposed(near.person, near.other) is None
    with pytest.raises(Refused):
        decided(near, cast.supervisora, Verdict.DIFFERENT)


def ask(client, candidate, **answers):
    page = client.get(reverse("merging:ask", args=[candidate.pk]))
    form = page.context["form"]
    data = {name: field.initial for name, field in form.fields.items() if field.initial}
    return client.post(
        reverse("merging:ask", args=[candidate.pk]), {**data, "reason": "Mismo DPI", **answers}
    )


def test_from_the_queue_to_one_file_and_back_to_two(cast, client_of):
    one = opened_case(cast.promotora, given_names="Rosa")
    other = opened_case(cast.promotora, given_names="Rosalía")
    candidate = proposed(one.person, other.person)
    mine, theirs = client_of(cast.promotora), client_of(cast.promotor)
    assert one.person.surnames in mine.get(reverse("merging:queue")).content.decode()
    assert ask(mine, candidate, reason="").status_code == 422
    answer = ask(mine, candidate, given_names=str(candidate.person_id))
    with acting_as(SYSTEM):
        merge = Merge.objects.get()
    assert answer.url == merge.get_absolute_url()
    assert merge.kept == ["given_names"]
    assert "la confirma otra persona" in mine.get(answer.url).content.decode()
    assert "Es la misma persona: unir" in theirs.get(answer.url).content.decode()
    theirs.post(reverse("merging:confirm", args=[merge.pk]))
    absorbed = reverse("desk:person", args=[merge.absorbed_id])
    with acting_as(SYSTEM):
        goes_on = Person.objects.get(pk=merge.survivor_id).cases.open().get()
    assert mine.get(absorbed).url == reverse("desk:case", args=[goes_on.pk])
    assert "Otros casos" in mine.get(reverse("desk:case", args=[goes_on.pk])).content.decode()

    note = {"kind": "note", "text": "Vino hoy", "occurred_on": "2026-11-22"}
    mine.post(reverse("casework:note", args=[goes_on.pk]), note)
    address = reverse("merging:separate", args=[merge.pk])
    assert mine.get(address).status_code == 200
    assert mine.post(address, {}).status_code == 422
    form = mine.get(address).context["form"]
    rows = {field.name: str(merge.absorbed_id) for field in form.row_fields}
    answer = mine.post(address, {"reason": "Son primas", **rows})
    with acting_as(SYSTEM):
        separation = Separation.objects.get()
    assert answer.url == separation.get_absolute_url()
    assert mine.get(answer.url).status_code == theirs.get(answer.url).status_code == 200
    theirs.post(reverse("merging:part", args=[separation.pk]))
    with acting_as(SYSTEM):
        separation.merge.refresh_from_db()
        assert separation.merge.state == "separada"
        assert Person.objects.get(pk=merge.absorbed_id).cases.open().exists()


def test_a_refused_merge_goes_to_the_supervision(cast, client_of, near):
    ask(client_of(cast.promotora), near)
    with acting_as(SYSTEM):
        merge = Merge.objects.get()
    address = reverse("merging:refuse", args=[merge.pk])
    theirs = client_of(cast.promotor)
    assert theirs.post(address, {"reason": ""}).status_code == 422
    theirs.post(address, {"reason": "Son hermanas"})
    page = reverse("merging:pair", args=[near.pk])
    assert "Decide la supervisión" in theirs.get(page).content.decode()
    with pytest.raises(Refused):
        decided(MatchCandidate(pk=near.pk, person_id=near.person_id, other_id=near.other_id),
                cast.promotor, Verdict.UNSURE)  # fmt: skip
    decided(near, cast.supervisora, Verdict.DIFFERENT)
    with acting_as(SYSTEM):
        settled = MatchSettlement.objects.get()
        assert {settled.first_by, settled.second_by} == {cast.promotor, cast.supervisora}


def test_search_by_either_name_finds_the_one_file(cast, client_of, near):
    ask(client_of(cast.promotora), near)
    with acting_as(SYSTEM):
        merge = Merge.objects.get()
    client_of(cast.promotor).post(reverse("merging:confirm", args=[merge.pk]))
    with acting_as(Actor.user(cast.promotora)):
        for name in (near.person.surnames, near.other.surnames):
            found = find_people(name, user=cast.promotora)
            assert [hit.person.pk for hit in found] == [merge.survivor_id]
