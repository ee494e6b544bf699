"""A merge of real rows of all rooms, undone: to the letter where nothing happened between."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from arraigo.casework.actions import open_case, record_note
from arraigo.casework.enums import Source
from arraigo.casework.models import Case, CaseEvent, Due, Note, ServiceDelivery
from arraigo.casework.tests.making import note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.learning.models import Certificate
from arraigo.learning.tests.making import certified
from arraigo.people.enums import ConsentPurpose
from arraigo.people.files import read_file
from arraigo.people.merging.actions import confirm_merge, refuse_merge, request_merge
from arraigo.people.merging.aliases import canonical, ids_of
from arraigo.people.merging.born import born_since
from arraigo.people.merging.enums import MergeState, Moved
from arraigo.people.merging.ledger import relations
from arraigo.people.merging.matches import accept_comparison, propose_match
from arraigo.people.merging.models import Merge, MergeMove, PersonAlias
from arraigo.people.merging.separations import (
    changed_since,
    confirm_separation,
    request_separation,
)
from arraigo.people.models import Consent, ContactPoint, Person, PersonFile
from arraigo.people.offices import office_of
from arraigo.people.search.find import find_people
from arraigo.plans.tests.making import PNG
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import course, sent
from tests.factories import opened_case, registered_person, witnessed
from tests.lives import live, snapshot, some_steps

pytestmark = pytest.mark.django_db


def asked(cast, survivor, absorbed, **more):
    with acting_as(Actor.user(cast.promotora)):
        return request_merge(
            survivor=survivor, absorbed=absorbed, reason="Mismo DPI", user=cast.promotora, **more
        )


def merged(cast, survivor, absorbed, **more):
    merge = asked(cast, survivor, absorbed, **more)
    with acting_as(Actor.user(cast.promotor)):
        return confirm_merge(merge=merge, user=cast.promotor)


def separated(cast, merge, **more):
    with acting_as(Actor.user(cast.promotora)):
        separation = request_separation(
            merge=merge, reason="Eran primas", user=cast.promotora, **more
        )
    with acting_as(Actor.user(cast.supervisora)):
        return confirm_separation(separation=separation, user=cast.supervisora)


def rows_of(person):
    """Return how many rows of each table carry the person's id."""
    found = {}
    for (table, _pk), row in snapshot().items():
        if row.get("person_id") == str(person.pk):
            found[table] = found.get(table, 0) + 1
    return found


@pytest.mark.parametrize("seed", range(6))
def test_merged_and_separated_every_row_is_as_it_was_to_the_letter(cast, seed):
    one = opened_case(cast.promotora, phone="+50255550171")
    other = opened_case(cast.promotor, phone="+50255550171", surnames="Ficticia Otra")
    live(one, cast.promotora, cast.supervisora, some_steps(seed))
    live(other, cast.promotor, cast.supervisora, some_steps(seed + 100))
    goes_on = (one, other)[seed % 2]
    before = snapshot()
    merge = merged(cast, one.person, other.person, kept=["surnames"], continuing_case=goes_on.pk)
    between = snapshot()
    assert [key for key, row in before.items() if between[key] != row]
    separated(cast, merge)
    after = snapshot()
    new = {table for table, pk in after.keys() - before.keys()}
    assert {key: row for key, row in after.items() if key in before} == before
    assert new == {"casework_caseevent", "casework_due"}  # that it was asked for, done and undone


def test_a_merge_loses_no_row_and_moves_what_its_rule_says(cast):
    one, other = opened_case(cast.promotora), opened_case(cast.promotor)
    live(one, cast.promotora, cast.supervisora)
    live(other, cast.promotor, cast.supervisora)
    before = snapshot()
    merged(cast, one.person, other.person, continuing_case=one.pk)
    after = snapshot()
    assert before.keys() <= after.keys()
    left = rows_of(other.person)
    stays = {model._meta.db_table for model, _field in relations("stay")}
    assert set(left) - stays == {"people_contactpoint", "people_returnevent", "people_personscope"}
    with acting_as(SYSTEM):
        kept = MergeMove.objects.filter(kind=Moved.KEPT)
        assert {line.table_name for line in kept} == {"people_contactpoint", "people_returnevent"}
        assert canonical(other.person_id) == one.person_id
        assert ids_of(other.person_id) == ids_of(one.person_id)


def test_two_open_cases_become_one_with_the_milestones_and_the_agenda_of_both(cast):
    one, other = opened_case(cast.promotora), opened_case(cast.promotor)
    live(one, cast.promotora, cast.supervisora, ["profile", "note"])
    live(other, cast.promotor, cast.supervisora, ["profile", "plan", "session", "errand"])
    with acting_as(SYSTEM):
        due = set(Due.objects.open().values_list("pk", flat=True))
        assert one.state.step == 2
        step = other.state.step
    merged(cast, one.person, other.person, continuing_case=one.pk)
    with acting_as(SYSTEM):
        goes_on = Case.objects.open().get(person=one.person)
        assert goes_on == one
        ended = Case.objects.get(pk=other.pk)
        assert (ended.continued_in, ended.closed_on) == (one, clock.today())
        assert goes_on.state.step == step > 2
        assert due <= set(Due.objects.open().filter(case=one).values_list("pk", flat=True))


def test_a_case_must_be_chosen_and_an_open_closure_comes_first(cast):
    one, other = opened_case(cast.promotora), opened_case(cast.promotora)
    with pytest.raises(Refused):
        asked(cast, one.person, other.person)
    with pytest.raises(Refused):
        asked(cast, one.person, other.person, continuing_case=uuid.uuid4())


def test_four_eyes_and_no_second_request(cast):
    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    merge = asked(cast, one, other)
    assert asked(cast, one, other) == merge
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        confirm_merge(merge=merge, user=cast.promotora)
    with acting_as(Actor.user(cast.promotor)), pytest.raises(Refused):
        request_merge(survivor=other, absorbed=one, reason="Otra vez", user=cast.promotor)
    with acting_as(Actor.user(cast.promotora_esq)), pytest.raises(Refused):
        request_merge(survivor=other, absorbed=one, reason="De lejos", user=cast.promotora_esq)
    with acting_as(Actor.user(cast.promotor)):
        refused = refuse_merge(merge=merge, reason="Son hermanas", user=cast.promotor)
    assert refused.state == MergeState.REFUSED
    assert rows_of(other) == rows_of(one)


def test_the_absorbed_file_is_out_of_sight_and_its_late_rows_follow(cast):
    one, other = registered_person(cast.promotora), opened_case(cast.promotora)
    merged(cast, one, other.person)
    with acting_as(Actor.user(cast.promotora)):
        visible = Person.objects.visible_to(cast.promotora)
        assert list(visible) == [one]
        assert Person.objects.visible_to(cast.promotora, under_any_id=True).count() == 2
        late = ContactPoint.objects.create(person=other.person, phone="+50255550999")
        late.refresh_from_db()
        assert late.person_id == one.pk
        record_note(data=note(other), user=cast.promotora)
        assert Note.objects.get().person_id == one.pk
        again = open_case(
            person=other.person, office=office_of(cast.promotora), source=Source.FAIR,
            user=cast.promotora,
        )  # fmt: skip
        assert again.pk == other.pk


def test_a_consent_counts_under_every_id_and_the_link_reaches_it(cast):
    case = opened_case(cast.promotora)
    referral = sent(case, cast.promotora)
    one = registered_person(cast.promotora)
    merged(cast, one, case.person)
    with acting_as(Actor.link("1", one.pk)):
        moved = Referral.objects.get(pk=referral.pk)
        assert moved.person_id == one.pk
        assert moved.may_disclose()
        assert moved.events.count() == 1
        assert CaseEvent.objects.filter(case=case).count() == 3
    with acting_as(Actor.user(cast.promotora)):
        current = Consent.objects.current
        assert current(one.pk, ConsentPurpose.PARTNER, moved.organization_id)
        assert current(case.person_id, ConsentPurpose.PARTNER, moved.organization_id)


def test_the_offices_of_both_see_both_and_part_again(cast):
    one = registered_person(cast.promotora)
    other = registered_person(cast.promotora_esq)
    with acting_as(Actor.user(cast.oficial)):
        merge = request_merge(survivor=one, absorbed=other, reason="DPI", user=cast.oficial)
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused):
        confirm_merge(merge=merge, user=cast.oficial)


def test_a_chain_reads_one_step_away_and_is_undone_the_last_first(cast):
    first, second, third = (registered_person(cast.promotora) for _ in range(3))
    before = snapshot()
    early = merged(cast, second, first)
    late = merged(cast, third, second)
    with acting_as(SYSTEM):
        assert set(PersonAlias.objects.values_list("survivor", flat=True)) == {third.pk}
        assert set(ids_of(first.pk)) == {first.pk, second.pk, third.pk}
        # each consent is under its own id, and the person's latest is found under any of them
        assert Consent.objects.current(first.pk, ConsentPurpose.SERVICE).person_id == third.pk
    with pytest.raises(Refused):
        separated(cast, early)
    separated(cast, late)
    separated(cast, early)
    after = snapshot()
    assert {key: row for key, row in after.items() if key in before} == before


def test_after_ninety_days_it_stands(cast):
    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    merge = merged(cast, one, other)
    later = clock.now() + timedelta(days=91)
    with acting_as(Actor.user(cast.promotora), at=later), pytest.raises(Refused):
        request_separation(merge=merge, reason="Tarde", user=cast.promotora)


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_value_changed_since_is_shown_and_only_overwritten_when_asked(cast, comes_back):
    one = registered_person(cast.promotora, given_names="Rosa")
    other = registered_person(cast.promotora, given_names="Rosalía")
    merge = merged(cast, one, other, kept=["given_names"])
    with acting_as(Actor.user(cast.supervisora)):
        person = Person.objects.get(pk=one.pk)
        assert person.given_names == "Rosalía"
        person.given_names = "Rosa Lía"
        person.save()
    with acting_as(Actor.user(cast.promotora)):
        (changed,) = changed_since(merge)
        assert (changed.before, changed.now) == ("Rosa", "Rosa Lía")
        assert changed.changed_by == cast.supervisora
    separated(cast, merge, values=[changed.line] if comes_back else [])
    with acting_as(SYSTEM):
        person = Person.objects.get(pk=one.pk)
        assert person.given_names == ("Rosa" if comes_back else "Rosa Lía")
        assert person.sort_key.endswith("rosa" if comes_back else "rosa lia")
        assert Person.objects.get(pk=other.pk).given_names == "Rosalía"


def test_rows_born_since_go_to_whom_the_user_says_with_all_that_belongs_to_them(cast):
    one, other = opened_case(cast.promotora), opened_case(cast.promotora)
    merge = merged(cast, one.person, other.person, continuing_case=one.pk)
    live(one, cast.promotora, cast.supervisora, ["referral", "note", "signature", "contact"])
    before = set(snapshot())
    with acting_as(Actor.user(cast.promotora)):
        groups = {type(row).__name__: group for group in born_since(merge) for row in group.rows}
        to_other = [groups["Referral"], groups["PersonFile"], groups["ContactPoint"]]
        chosen = {group.key: other.person_id for group in to_other}
        assert groups["Referral"] is groups["ServiceDelivery"] is groups["ReferralEvent"]
        assert groups["Note"] is not groups["Referral"]
    separated(cast, merge, rows=chosen)
    gone = {table for table, _pk in before - set(snapshot())}
    assert gone == {"people_personalias", "people_personscope"}
    with acting_as(SYSTEM):
        referral = Referral.objects.get()
        assert (referral.person_id, referral.case_id) == (other.person_id, other.pk)
        assert referral.consent.person_id == other.person_id
        assert set(referral.events.values_list("person", flat=True)) == {other.person_id}
        assert ServiceDelivery.objects.get().case_id == other.pk
        assert other.state.step == 1
        assert CaseEvent.objects.filter(source_id=referral.pk, case=other).count() == 2
        kept = Note.objects.get()
        assert (kept.person_id, kept.case_id) == (one.person_id, one.pk)
        file = PersonFile.objects.get()
        assert file.person_id == other.person_id
        assert read_file(file) == PNG
        assert ContactPoint.objects.get(phone="+50255551212").person_id == other.person_id
        scopes = other.person.scopes.filter(organization=course().organization)
        assert scopes.count() == 1
        assert not one.person.scopes.filter(organization=course().organization).exists()


def test_only_rows_born_between_change_their_person(cast):
    from django.db import DatabaseError, connection, transaction

    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    merge = merged(cast, one, other)
    separation = separated(cast, merge)
    with acting_as(Actor.user(cast.supervisora)):
        consent = Consent.objects.filter(person=one).get()
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT people_assign_born(%s, 'people_consent', 'id', %s, %s, NULL)",
                [separation.pk, str(consent.pk), other.pk],
            )


def test_the_same_certificate_in_both_files_counts_one_person(cast):
    one, other = opened_case(cast.promotora), opened_case(cast.promotora)
    certified(one, cast.promotora, number="77")
    certified(other, cast.promotora, number="77")
    merge = merged(cast, one.person, other.person, continuing_case=one.pk)
    with acting_as(SYSTEM):
        assert Certificate.objects.filter(person=other.person).count() == 1
        assert merge.moves.filter(kind=Moved.KEPT, table_name="learning_certificate").count() == 1


def test_twice_is_once_and_the_second_comer_is_told(cast):
    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    merge = asked(cast, one, other)
    stale = Merge(**{field.attname: getattr(merge, field.attname) for field in merge._meta.fields})
    with acting_as(Actor.user(cast.promotor)):
        confirm_merge(merge=merge, user=cast.promotor)
        assert confirm_merge(merge=merge, user=cast.promotor).pk == merge.pk
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Outdated):
        confirm_merge(merge=stale, user=cast.supervisora)


def test_consents_given_since_stay_with_the_survivor_unless_said(cast):
    from arraigo.people.consent import record_consent

    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    merge = merged(cast, one, other)
    with acting_as(Actor.user(cast.promotora)):
        since = record_consent(
            person=one, purpose=ConsentPurpose.SERVICE, given=witnessed(), user=cast.promotora
        )
    separated(cast, merge)
    with acting_as(SYSTEM):
        assert Consent.objects.get(pk=since.pk).person_id == one.pk


def test_files_of_two_offices_are_merged_and_part_for_both(cast):
    far = opened_case(cast.promotora_esq, given_names="Lejana")
    near = registered_person(cast.promotora, given_names="Cercana", phone="+50255550133")
    with acting_as(Actor.job("look")):
        candidate = propose_match(one=near, other=far.person, agreements=["name", "cui", "phone"])
    with acting_as(Actor.user(cast.promotora_esq)):
        accept_comparison(candidate=candidate, user=cast.promotora_esq)
        merge = request_merge(
            survivor=far.person, absorbed=near, reason="Mismo DPI", user=cast.promotora_esq,
            kept=["given_names"],
        )  # fmt: skip
    with acting_as(Actor.user(cast.promotora)):
        confirm_merge(merge=merge, user=cast.promotora)
    later = clock.now() + timedelta(days=60)  # the offices no longer see both for the review
    with acting_as(Actor.user(cast.promotora), at=later):
        separation = request_separation(merge=merge, reason="Primas", user=cast.promotora)
    with acting_as(Actor.user(cast.promotora_esq), at=later):
        confirm_separation(separation=separation, user=cast.promotora_esq)
    with acting_as(Actor.user(cast.promotora), at=later):
        assert set(Person.objects.visible_to(cast.promotora)) == {near}
        assert [hit.person for hit in find_people("Cercana", user=cast.promotora)] == [near]
    with acting_as(Actor.user(cast.promotora_esq), at=later):
        assert set(Person.objects.visible_to(cast.promotora_esq)) == {far.person}
        assert find_people("Cercana", user=cast.promotora_esq) == []
