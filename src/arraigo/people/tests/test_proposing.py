"""«Es la misma persona que…» by hand, and a request taken back by who made it."""

import pytest
from django.urls import reverse
from tests.factories import opened_case, registered_person

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.transitions import Outdated, Refused
from arraigo.people.duplicates import propose_by_hand
from arraigo.people.merging.actions import (
    confirm_merge,
    request_merge,
    take_back_merge,
)
from arraigo.people.merging.enums import MergeState, SeparationState, Verdict
from arraigo.people.merging.matches import decide_match, propose_match
from arraigo.people.merging.models import MatchDecision, Merge
from arraigo.people.merging.queue import page_of_pairs
from arraigo.people.merging.separations import (
    confirm_separation,
    request_separation,
    take_back_separation,
)
from arraigo.people.models import MatchCandidate

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """Two files of one office, the older first."""
    return [opened_case(cast.promotora).person, registered_person(cast.promotora)]


def by_hand(user, one, other, reason="Mostró el mismo DPI"):
    with acting_as(Actor.user(user)):
        return propose_by_hand(one=one, other=other, reason=reason, user=user)


def asked(user, pair, **more):
    with acting_as(Actor.user(user)):
        return request_merge(
            survivor=pair.other, absorbed=pair.person, reason="DPI", user=user, candidate=pair,
            **more,
        )  # fmt: skip


def test_from_her_page_over_a_search_to_the_queue_with_the_reason(cast, client_of, two):
    older, newer = two
    client, page = client_of(cast.promotora), reverse("merging:propose", args=[newer.pk])
    case = client.get(reverse("desk:person", args=[older.pk]), follow=True).content.decode()
    assert reverse("merging:propose", args=[older.pk]) in case
    assert newer.full_name in client.get(page).content.decode()
    assert client.post(page, {"q": ""}).status_code == 422
    found = client.post(page, {"q": older.surnames})
    assert older.surnames not in found.url
    text = client.get(found.url).content.decode()
    pair = reverse("merging:propose_pair", args=[newer.pk, older.pk])
    assert pair in text
    assert reverse("merging:propose_pair", args=[newer.pk, newer.pk]) not in text
    assert older.surnames in client.get(pair).content.decode()
    assert client.post(pair, {"reason": " "}).status_code == 422
    answer = client.post(pair, {"reason": "Mostró el mismo DPI"})
    with acting_as(SYSTEM):
        candidate = MatchCandidate.objects.get()
    assert (candidate.person_id, candidate.other_id) == (newer.pk, older.pk)
    assert (candidate.source, candidate.proposed_by_id) == ("hand", cast.promotora.pk)
    assert answer.url == reverse("merging:pair", args=[candidate.pk])
    theirs = client_of(cast.promotor)
    assert "La propuso" in theirs.get(reverse("merging:queue")).content.decode()
    assert "«Mostró el mismo DPI»" in theirs.get(answer.url).content.decode()
    ask = client.get(reverse("merging:ask", args=[candidate.pk]))
    assert ask.context["form"]["reason"].value() == "Mostró el mismo DPI"


def test_nobody_learns_here_that_another_office_has_a_file(cast, client_of, two):
    far = registered_person(cast.promotora_esq, given_names="Lejana")
    mine, _other = two
    client = client_of(cast.promotora)
    for page in (
        reverse("merging:propose_pair", args=[mine.pk, far.pk]),
        reverse("merging:propose_pair", args=[far.pk, mine.pk]),
        reverse("merging:propose", args=[far.pk]),
    ):
        assert client.get(page).status_code == 404
        assert client.post(page, {"reason": "x", "q": "x"}).status_code == 404
    found = client.post(reverse("merging:propose", args=[mine.pk]), {"q": "Lejana"})
    assert str(far.pk) not in client.get(found.url).content.decode()
    assert client_of(cast.promotor).get(found.url).status_code == 404  # a search is its maker's
    with pytest.raises(Refused):
        by_hand(cast.promotora, mine, far)


def test_the_same_pair_twice_or_from_two_is_one_and_what_was_decided_stands(cast, two):
    pair = by_hand(cast.promotora, *two)
    assert by_hand(cast.promotor, *reversed(two), reason="Misma foto") == pair
    assert pair.reason == "Mostró el mismo DPI"
    for bad in ((two[0], two[0], "x"), (*two, "  ")):
        with pytest.raises(Refused):
            by_hand(cast.promotora, *bad)
    for user in (cast.promotora, cast.promotor):
        with acting_as(Actor.user(user)):
            decide_match(candidate=pair, verdict=Verdict.DIFFERENT, user=user)
    with pytest.raises(Refused):
        by_hand(cast.supervisora, *two)


def test_who_asked_takes_it_back_and_may_decide_anew(cast, client_of, two):
    pair = by_hand(cast.promotora, *two)
    merge = asked(cast.promotora, pair)
    address = reverse("merging:take_back_merge", args=[merge.pk])
    page = reverse("merging:merge", args=[merge.pk])
    assert "Retirar la solicitud" in client_of(cast.promotora).get(page).content.decode()
    assert "Retirar la solicitud" not in client_of(cast.promotor).get(page).content.decode()
    client_of(cast.promotor).post(address)
    with acting_as(SYSTEM):
        assert Merge.objects.get().state == MergeState.REQUESTED
    for _time in range(2):
        client_of(cast.promotora).post(address)
    with acting_as(SYSTEM):
        merge.refresh_from_db()
        assert (merge.state, merge.decided_by_id) == (MergeState.TAKEN_BACK, None)
        assert merge.decided_at
        changes = History.objects.filter(table_name="people_merge", row_id=str(merge.pk))
        assert changes.filter(after__state="retirada").count() == 1
        said = list(MatchDecision.objects.order_by("pk").values_list("verdict", flat=True))
        assert said == [Verdict.SAME, Verdict.TAKEN_BACK]
    assert "La retiró" in client_of(cast.promotor).get(page).content.decode()
    again = asked(cast.promotora, pair)
    with acting_as(Actor.user(cast.promotora)):
        take_back_merge(merge=again, user=cast.promotora)
        decide_match(candidate=pair, verdict=Verdict.DIFFERENT, user=cast.promotora)
        with pytest.raises(Refused):
            request_merge(
                survivor=two[0], absorbed=two[1], reason="x", user=cast.promotora, candidate=pair
            )


def test_of_taking_back_and_confirming_at_once_one_wins(cast, two):
    pair = by_hand(cast.promotora, *two)
    merge = asked(cast.promotora, pair)
    with acting_as(SYSTEM):
        as_seen, seen_too = Merge.objects.get(), Merge.objects.get()
    with acting_as(Actor.user(cast.promotora)):
        take_back_merge(merge=merge, user=cast.promotora)
    with acting_as(Actor.user(cast.promotor)), pytest.raises(Outdated):
        confirm_merge(merge=as_seen, user=cast.promotor)
    merge = asked(cast.promotora, pair)
    with acting_as(SYSTEM):
        seen_too = Merge.objects.get(pk=merge.pk)
    with acting_as(Actor.user(cast.promotor)):
        confirm_merge(merge=merge, user=cast.promotor)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Outdated):
        take_back_merge(merge=seen_too, user=cast.promotora)


def test_a_separation_is_taken_back_too(cast, client_of, two):
    merge = asked(cast.promotora, by_hand(cast.promotora, *two))
    with acting_as(Actor.user(cast.promotor)):
        confirm_merge(merge=merge, user=cast.promotor)
    with acting_as(Actor.user(cast.promotora)):
        separation = request_separation(merge=merge, reason="Primas", user=cast.promotora)
    with acting_as(Actor.user(cast.promotor)), pytest.raises(Refused):
        take_back_separation(separation=separation, user=cast.promotor)
    address = reverse("merging:take_back_separation", args=[separation.pk])
    for _time in range(2):
        assert client_of(cast.promotora).post(address).status_code == 302
    with acting_as(SYSTEM):
        separation.refresh_from_db()
        assert separation.state == SeparationState.TAKEN_BACK
    with acting_as(Actor.user(cast.promotor)):
        again = request_separation(merge=merge, reason="Primas", user=cast.promotor)
    assert again.pk != separation.pk


def test_a_pair_merged_and_separated_is_asked_about_again_by_hand_and_by_two(cast, client_of, two):
    first = by_hand(cast.promotora, *two)
    merge = asked(cast.promotora, first)
    with acting_as(Actor.user(cast.promotor)):
        confirm_merge(merge=merge, user=cast.promotor)
        separation = request_separation(merge=merge, reason="Son primas", user=cast.promotor)
    with acting_as(Actor.user(cast.promotora)):
        confirm_separation(separation=separation, user=cast.promotora)
    with acting_as(Actor.job("linkage")):
        assert propose_match(one=two[0], other=two[1], agreements=["name"]) is None
    page = reverse("merging:propose_pair", args=[two[0].pk, two[1].pk])
    assert "«Son primas»" in client_of(cast.promotor).get(page).content.decode()
    again = by_hand(cast.promotor, *two, reason="Trajo su partida de nacimiento")
    assert (again.turn, again.reason) == (2, "Trajo su partida de nacimiento")
    assert by_hand(cast.promotora, *two) == again
    merge = asked(cast.promotora, again)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        confirm_merge(merge=merge, user=cast.promotora)
    with acting_as(Actor.user(cast.promotor)):
        assert confirm_merge(merge=merge, user=cast.promotor).state == MergeState.CONFIRMED


def test_a_pair_whose_merge_was_asked_waits_in_one_place_only(cast, two):
    pair = by_hand(cast.promotora, *two)
    with acting_as(Actor.user(cast.promotor)):
        assert [one.candidate for one in page_of_pairs(cast.promotor, "").pairs] == [pair]
    merge = asked(cast.promotora, pair)
    with acting_as(Actor.user(cast.promotor)):
        assert page_of_pairs(cast.promotor, "").pairs == []
    with acting_as(Actor.user(cast.promotora)):
        take_back_merge(merge=merge, user=cast.promotora)
        assert [one.candidate for one in page_of_pairs(cast.promotora, "").pairs] == [pair]


def test_the_question_left_open_is_named_in_the_error(cast, client_of, two):
    pair = by_hand(cast.promotora, *two)
    answer = client_of(cast.promotora).post(reverse("merging:ask", args=[pair.pk]), {})
    assert answer.status_code == 422
    assert "Falta responder: ¿Por qué cree que es la misma persona?" in answer.content.decode()
