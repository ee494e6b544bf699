"""Delegation of an absent Project Lead: what it opens, for how long, and what it never does."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.factories import opened_case, registered_person

from arraigo.accounts.delegations.actions import (
    DelegationInput,
    as_acted,
    delegate_office,
    delegation_of,
    revoke_delegation,
)
from arraigo.accounts.delegations.models import DelegatedAct, Delegation
from arraigo.accounts.delegations.tasks import tell_delegate
from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.casework.actions import certify_closure, request_closure
from arraigo.casework.tests.making import closure
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.indicators.tests.making import JULY
from arraigo.people.models import Person
from arraigo.reports.actions import approve_report
from arraigo.reports.documents import report_pdf
from arraigo.reports.tests.making import sent
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def again(user):
    """Return the user with her memberships as they stand now."""
    return User.objects.get(pk=user.pk)


def wanted(cast, **changes):
    today = clock.today()
    usual = {
        "lead": cast.supervisora,
        "delegate": cast.promotora_esq,
        "office": Office.objects.get(code="ESC"),
        "starts_on": today,
        "ends_on": today + 10 * DAY,
    }
    return DelegationInput(**{**usual, **changes})


def delegated(cast, user=None, **changes):
    user = user or cast.supervisora
    with acting_as(Actor.user(user)):
        return delegate_office(data=wanted(cast, **changes), user=user)


def sees(user, person):
    with acting_as(Actor.user(user)):
        in_application = Person.objects.visible_to(again(user)).filter(pk=person.pk).exists()
        in_database = Person.objects.filter(pk=person.pk).exists()
    assert in_application == in_database
    return in_application


class TestHowLong:
    def test_opens_that_office_and_no_other_while_it_lasts(self, cast):
        here, there = registered_person(cast.promotora), registered_person(cast.promotora_esq)
        delegated(cast, delegate=cast.supervisor_esq)
        assert sees(cast.supervisor_esq, here)
        assert not sees(cast.supervisora, there)

    def test_expires_by_itself(self, cast):
        person = registered_person(cast.promotora)
        delegated(cast)
        after = clock.now() + 11 * DAY
        with acting_as(Actor.user(cast.promotora_esq), at=after):
            delegate = again(cast.promotora_esq)
            assert Role.PROJECT_LEAD not in delegate.roles
            assert not Person.objects.visible_to(delegate).filter(pk=person.pk).exists()
            assert not Person.objects.filter(pk=person.pk).exists()

    def test_opens_nothing_before_its_day(self, cast):
        person = registered_person(cast.promotora)
        delegated(cast, starts_on=clock.today() + DAY)
        assert not sees(cast.promotora_esq, person)

    @pytest.mark.parametrize("key", ["supervisora", "promotora_esq", "oficial"])
    def test_revoked_it_ends_at_once(self, cast, key):
        person, user = registered_person(cast.promotora), getattr(cast, key)
        delegation = delegated(cast)
        for _time in range(2):
            with acting_as(Actor.user(user)):
                ended = revoke_delegation(delegation=delegation, user=user)
        assert ended.revoked_by == user
        assert not sees(cast.promotora_esq, person)
        delegated(cast)
        assert sees(cast.promotora_esq, person)

    def test_one_to_come_is_revoked_too(self, cast):
        person = registered_person(cast.promotora)
        delegation = delegated(cast, starts_on=clock.today() + 2 * DAY)
        with acting_as(Actor.user(cast.supervisora)):
            revoke_delegation(delegation=delegation, user=cast.supervisora)
        with acting_as(Actor.user(cast.promotora_esq), at=clock.now() + 3 * DAY):
            assert not Person.objects.filter(pk=person.pk).exists()

    def test_it_ends_when_the_lead_leads_no_more(self, cast):
        person = registered_person(cast.promotora)
        delegated(cast)
        with acting_as(SYSTEM):
            own = Membership.objects.get(user=cast.supervisora, role=Role.PROJECT_LEAD)
            own.valid_until = clock.today() - DAY
            own.save()
        assert not sees(cast.promotora_esq, person)


class TestWhoMay:
    @pytest.mark.parametrize("key", ["promotora", "supervisor_esq", "administra", "datos"])
    def test_nobody_delegates_for_another(self, cast, key):
        with pytest.raises(Refused):
            delegated(cast, user=getattr(cast, key))

    def test_the_national_officer_does_for_an_absent_lead(self, cast):
        assert delegated(cast, user=cast.oficial).made_by == cast.oficial

    def test_a_delegate_delegates_nothing_on(self, cast):
        delegated(cast)
        with pytest.raises(Refused):
            delegated(
                cast, user=again(cast.promotora_esq), lead=cast.promotora_esq,
                delegate=cast.promotor,
            )  # fmt: skip

    @pytest.mark.parametrize("key", ["supervisora", "datos", "finanzas", "socia"])
    def test_who_cannot_be_in_charge(self, cast, key):
        with pytest.raises(Refused):
            delegated(cast, delegate=getattr(cast, key))

    def test_nobody_who_was_deactivated(self, cast):
        User.objects.filter(pk=cast.promotora_esq.pk).update(is_active=False)
        with pytest.raises(Refused):
            delegated(cast)

    def test_only_the_office_she_leads(self, cast):
        with pytest.raises(Refused):
            delegated(cast, office=Office.objects.get(code="ESQ"), delegate=cast.promotora)

    @pytest.mark.parametrize(("first", "last"), [(-1, 5), (3, 2)])
    def test_days_that_make_no_sense(self, cast, first, last):
        today = clock.today()
        with pytest.raises(Refused):
            delegated(cast, starts_on=today + first * DAY, ends_on=today + last * DAY)

    def test_one_in_charge_at_a_time(self, cast):
        first = delegated(cast)
        assert delegated(cast) == first
        with pytest.raises(Refused, match="otra persona"):
            delegated(cast, delegate=cast.promotora)

    def test_the_database_knows_how_far_the_lead_leads(self, cast):
        office = Office.objects.get(code="ESQ")
        more = pytest.raises(IntegrityError, match="more than she leads")
        with acting_as(SYSTEM), more, transaction.atomic():
            Delegation.objects.create(**vars(wanted(cast, office=office)), made_by=cast.supervisora)

    def test_its_days_never_change(self, cast):
        delegation = delegated(cast)
        never = pytest.raises(IntegrityError, match="never changes")
        with acting_as(SYSTEM), never, transaction.atomic():
            Delegation.objects.filter(pk=delegation.pk).update(ends_on=clock.today() + 90 * DAY)

    def test_somebody_elses_is_not_revoked(self, cast):
        delegation = delegated(cast)
        for other in (cast.promotor, cast.supervisor_esq, cast.administra):
            with acting_as(Actor.user(other)), pytest.raises(Refused):
                revoke_delegation(delegation=delegation, user=other)


class TestWhatIsDecided:
    def test_a_report_is_approved_for_the_lead_and_its_paper_says_so(self, cast):
        delegated(cast)
        report = sent(cast.promotora, JULY)
        delegate = again(cast.promotora_esq)
        with acting_as(Actor.user(delegate)):
            approve_report(report=report, user=delegate)
            signed = as_acted(report.decided_by, report)
            assert signed == f"{cast.promotora_esq}, por delegación de {cast.supervisora}"
            act = DelegatedAct.objects.get()
            assert act.name == "Aprobó un informe"
            assert report_pdf(report)

    def test_who_leads_herself_decides_for_herself(self, cast):
        delegated(cast)
        report = sent(cast.promotora, JULY)
        with acting_as(Actor.user(cast.supervisora)):
            approve_report(report=report, user=cast.supervisora)
            assert as_acted(report.decided_by, report) == str(cast.supervisora)
            assert not DelegatedAct.objects.exists()

    def test_she_never_approves_what_she_wrote(self, cast):
        delegated(cast, delegate=cast.promotora)
        report = sent(again(cast.promotora), JULY)
        mine = again(cast.promotora)
        with acting_as(Actor.user(mine)), pytest.raises(Refused, match="propio"):
            approve_report(report=report, user=mine)

    def test_nor_certifies_the_closure_she_asked_for(self, cast):
        case = opened_case(cast.promotora)
        delegated(cast, delegate=cast.promotora)
        mine = again(cast.promotora)
        with acting_as(Actor.user(mine)):
            asked = request_closure(data=closure(case), user=mine)
            with pytest.raises(Refused):
                certify_closure(closure=asked, user=mine)

    def test_what_was_decided_stays_decided(self, cast):
        delegation = delegated(cast)
        report = sent(cast.promotora, JULY)
        delegate = again(cast.promotora_esq)
        with acting_as(Actor.user(delegate)):
            approve_report(report=report, user=delegate)
            revoke_delegation(delegation=delegation, user=delegate)
            assert "por delegación" in as_acted(report.decided_by, report)
        with acting_as(Actor.user(delegate)):
            assert delegation_of(again(delegate), report.office_id) is None


class TestPages:
    def test_from_delegating_to_revoking(self, cast, client_of):
        client, today = client_of(cast.supervisora), clock.today()
        office = Office.objects.get(code="ESC")
        form = {
            "post": str(office.pk), "delegate": str(cast.promotor.pk),
            "starts_on": today.isoformat(), "ends_on": (today + DAY).isoformat(),
        }  # fmt: skip
        page = reverse("delegations:new")
        assert client.post(page, {**form, "delegate": ""}).status_code == 422
        assert client.post(page, {**form, "ends_on": "2020-01-01"}).status_code == 422
        assert client.post(page, form).status_code == 302
        delegation = Delegation.objects.get()
        text = client.get(delegation.get_absolute_url()).content.decode()
        assert "Vigente" in text
        assert str(cast.promotor) in text
        assert str(cast.promotor) in client.get(reverse("delegations:list")).content.decode()
        assert client.post(reverse("delegations:revoke", args=[delegation.pk])).status_code == 302
        assert "Quitada" in client.get(delegation.get_absolute_url()).content.decode()

    def test_the_officer_chooses_whose(self, cast, client_of):
        text = client_of(cast.oficial).get(reverse("delegations:new")).content.decode()
        assert str(cast.supervisora) in text
        assert str(cast.supervisor_esq) in text

    def test_another_leads_page_is_none(self, cast, client_of):
        page = delegated(cast).get_absolute_url()
        assert client_of(cast.supervisor_esq).get(page).status_code == 404

    def test_who_leads_only_for_another_is_told(self, cast, client_of):
        delegated(cast)
        text = client_of(again(cast.promotora_esq)).get(reverse("delegations:new"))
        assert text.status_code in {200, 302}


class TestMail:
    def test_the_delegate_is_told_and_told_again_when_it_is_taken_back(self, cast):
        delegation = delegated(cast)
        tell_delegate(delegation_id=str(delegation.pk))
        with acting_as(Actor.user(cast.supervisora)):
            revoke_delegation(delegation=delegation, user=cast.supervisora)
        tell_delegate(delegation_id=str(delegation.pk))
        given, taken = mail.outbox
        assert given.to == taken.to == [cast.promotora_esq.email]
        assert f"{delegation.ends_on:%d/%m/%Y}" in given.body
        assert "Ya no está a cargo" in taken.subject
        assert not any(cast.supervisora.name in sent.body for sent in mail.outbox)

    def test_once_for_each_delegation_and_not_for_what_she_gave_back_herself(self, cast):
        with mock.patch.object(tell_delegate, "defer") as deferred:
            delegation = delegated(cast)
            delegated(cast)
            with acting_as(Actor.user(cast.promotora_esq)):
                revoke_delegation(delegation=delegation, user=cast.promotora_esq)
        deferred.assert_called_once_with(delegation_id=str(delegation.pk))
