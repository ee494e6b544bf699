"""Who sees whom: in the queryset, and in the database when the queryset forgets."""

import pytest
from django.db import connection, models
from tests.factories import registered_person, witnessed

from arraigo.core.context import ANONYMOUS, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people import checks
from arraigo.people.actions import give_scope
from arraigo.people.consent import record_consent
from arraigo.people.duplicates import note_matches
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose, ScopeReason
from arraigo.people.inputs import ConsentGiven
from arraigo.people.models import Consent, ContactPoint, MatchCandidate, Person

pytestmark = pytest.mark.django_db

SEES = {
    "promotora": True,
    "promotor": True,
    "supervisora": True,
    "oficial": True,
    "promotora_esq": False,
    "supervisor_esq": False,
    "finanzas": False,
    "socia": False,
    "enlace": False,
    "empleadora": False,
    "datos": False,
    "peas": False,
    "administra": False,
}


@pytest.mark.parametrize(("role", "sees"), SEES.items())
def test_queryset_and_database_agree_on_who_sees_her(cast, role, sees):
    person = registered_person(cast.promotora, phone="+50255550102")
    user = getattr(cast, role)
    with acting_as(Actor.user(user)):
        assert Person.objects.visible_to(user).filter(pk=person.pk).exists() is sees
        assert Person.objects.filter(pk=person.pk).exists() is sees
        assert ContactPoint.objects.filter(person=person.pk).exists() is sees
        assert Consent.objects.filter(person=person.pk).exists() is sees


def test_a_link_reaches_its_person_only(cast):
    hers, other = registered_person(cast.promotora), registered_person(cast.promotora)
    with acting_as(Actor.link("1", hers.pk)):
        assert list(Person.objects.all()) == [hers]
    with acting_as(ANONYMOUS):
        assert not Person.objects.filter(pk__in=[hers.pk, other.pk]).exists()


def test_a_referral_opens_the_file_to_its_organisation(cast):
    person = registered_person(cast.promotora)
    organization = cast.socia.active_memberships[0].organization
    with acting_as(Actor.user(cast.promotora)):
        give_scope(person=person, reason=ScopeReason.REFERRAL, organization_id=organization.pk)
        give_scope(person=person, reason=ScopeReason.REFERRAL, organization_id=organization.pk)
    with acting_as(Actor.user(cast.socia)):
        assert list(Person.objects.visible_to(cast.socia)) == [person]


def test_nobody_writes_a_person_outside_her_scope(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert Person.objects.filter(pk=person.pk).update(given_names="Otra") == 0


def test_the_person_is_never_named_by_str(cast):
    person = registered_person(cast.promotora)
    assert person.surnames not in f"{person} {person!r}"


def test_three_agreeing_identifiers_note_a_match_across_offices(cast):
    there = registered_person(cast.promotora_esq, given_names="María", phone="+50255550177")
    here = registered_person(
        cast.promotora, given_names="María", surnames=there.surnames, phone="+50255550177"
    )
    registered_person(cast.promotora_esq, given_names="Pascuala", surnames="Otra Ficticia")
    with acting_as(Actor.job("people.look_for_matches")):
        assert note_matches(here) == 1
        assert note_matches(here) == 0
        assert MatchCandidate.objects.get().other == there


def test_the_latest_decision_counts(cast):
    person = registered_person(cast.promotora)
    withdrawn = ConsentGiven(
        how=ConsentHow.WITNESS, witness_name="T", decision=ConsentDecision.WITHDRAWN
    )
    with acting_as(Actor.user(cast.promotora)):
        current = Consent.objects.current
        assert current(person.pk, ConsentPurpose.SERVICE) is not None
        assert current(person.pk, ConsentPurpose.PARTNER, 1) is None
        for given, stands in ((withdrawn, False), (witnessed(), True)):
            record_consent(
                person=person, purpose=ConsentPurpose.SERVICE, given=given, user=cast.promotora
            )
            assert (current(person.pk, ConsentPurpose.SERVICE) is not None) is stands


@pytest.mark.parametrize("how", [ConsentHow.SIGNATURE, ConsentHow.WITNESS])
def test_no_consent_without_its_proof(cast, how):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        record_consent(
            person=person, purpose=ConsentPurpose.SERVICE, given=ConsentGiven(how=how),
            user=cast.promotora,
        )  # fmt: skip


def test_an_undeclared_relation_to_a_person_fails_the_check(monkeypatch):
    plain = models.ForeignKey("people.Person", models.RESTRICT)
    contact = ContactPoint._meta.get_field("person")
    plain.model, plain.name = ContactPoint, "person"
    plain.remote_field.model = Person
    monkeypatch.setattr(
        ContactPoint._meta, "get_fields", lambda *args, **kwargs: [plain], raising=False
    )
    assert [error.id for error in checks.relations_declare_their_merge(None)] == ["people.E001"]
    assert contact.on_merge


def test_no_policy_reads_the_whole_table_of_scopes(as_system: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT policyname, qual FROM pg_policies WHERE qual ~ 'people_personscope'")
        policies = dict(cursor.fetchall())
    assert len(policies) > 20
    assert [name for name, condition in policies.items() if "OFFSET 0" not in condition] == []
