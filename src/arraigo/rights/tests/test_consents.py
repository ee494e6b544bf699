"""The person's permissions: the page, giving one and withdrawing one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from tests.factories import opened_case, witnessed

from arraigo.casework.actions import record_note
from arraigo.casework.enums import EventKind, NoteKind
from arraigo.casework.inputs import NoteInput
from arraigo.casework.models import Case, CaseEvent, Due
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.people.actions import give_scope
from arraigo.people.enums import ConsentDecision, ConsentPurpose, ScopeReason
from arraigo.people.models import Consent, PersonScope
from arraigo.referrals.actions import record_answer, send_referral
from arraigo.referrals.enums import Answer, Channel, State
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import again, agreed, referral_input, run_jobs, sent
from arraigo.rights.consents import give_consent, permissions_of, withdraw_consent

pytestmark = pytest.mark.django_db


def latest(case: Case, purpose: ConsentPurpose) -> Consent:
    with acting_as(SYSTEM):
        return Consent.objects.filter(person=case.person_id, purpose=purpose).latest("pk")


def withdrawn(case: Case, purpose: ConsentPurpose, user: object) -> list[Consent]:
    """Withdraw the person's latest consent for the purpose as `user`."""
    with acting_as(Actor.user(user)):
        return withdraw_consent(consent=latest(case, purpose), given=witnessed(), user=user)


def allowed(case: Case, purpose: ConsentPurpose, user: object, given=None) -> Consent:
    with acting_as(Actor.user(user)):
        return give_consent(
            person=case.person, purpose=purpose, given=given or witnessed(), user=user
        )


def events(case: Case, kind: EventKind) -> int:
    with acting_as(SYSTEM):
        return CaseEvent.objects.filter(case=case, kind=kind).count()


class TestPage:
    def test_tells_every_purpose_in_plain_words(self, cast, case, client_of):
        sent(case, cast.promotora)
        page = reverse("rights:consents", args=[case.person_id])
        text = client_of(cast.oficial).get(page).content.decode()
        for words in ("Registrar sus datos", "Ministerio de Trabajo", "Taller Escuela Ficticio"):
            assert words in text
        assert text.count("No se le ha preguntado") == 5
        assert "Testigo de Prueba" in text
        assert "Retirar este permiso" not in text  # an officer reads; the office changes

    def test_is_one_query_however_long_the_ledger(self, cast, case, django_assert_num_queries):
        for _time in range(3):
            sent(opened_case(cast.promotora), cast.promotora)
            allowed(case, ConsentPurpose.IMAGE, cast.promotora)
            withdrawn(case, ConsentPurpose.IMAGE, cast.promotora)
        with acting_as(SYSTEM), django_assert_num_queries(2):  # her ids, and the ledger
            assert len(permissions_of(case.person_id)) == 6

    def test_another_office_finds_nothing(self, cast, case, client_of):
        client = client_of(cast.promotora_esq)
        pk = latest(case, ConsentPurpose.SERVICE).pk
        for name, *args in (("consents",), ("give", "image"), ("withdraw", pk)):
            address = reverse(f"rights:{name}", args=[case.person_id, *args])
            assert client.get(address).status_code == 404
            if args:
                assert client.post(address, {"how": "told"}).status_code == 404

    def test_data_protection_does_not_read_consents(self, cast, case, client_of):
        page = reverse("rights:consents", args=[case.person_id])
        assert client_of(cast.datos).get(page).status_code == 403


class TestGiving:
    def test_from_the_page(self, cast, case, client_of):
        client = client_of(cast.promotora)
        page = reverse("rights:give", args=[case.person_id, "image"])
        assert "usaremos una foto" in client.get(page).content.decode()
        answer = client.post(page, {"consent_how": "witness", "witness_name": "Ana Testigo"})
        assert answer.status_code == 302
        consent = latest(case, ConsentPurpose.IMAGE)
        assert consent.stands
        assert consent.text.purpose == "image"
        assert events(case, EventKind.CONSENT_GIVEN) == 1

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"consent_how": "witness"},
            {"consent_how": "signature"},
            {"consent_how": "x", "witness_name": "Ana"},
            {"consent_how": "witness", "witness_name": "Ana", "expires_on": "2020-01-01"},
            {"consent_how": "witness", "witness_name": "Ana", "expires_on": "mañana"},
        ],
    )
    def test_without_proof_or_with_a_day_gone_by_nothing_is_given(
        self, cast, case, client_of, data
    ):
        page = reverse("rights:give", args=[case.person_id, "image"])
        assert client_of(cast.promotora).post(page, data).status_code == 422
        with acting_as(SYSTEM):
            assert not Consent.objects.filter(purpose="image").exists()

    @pytest.mark.parametrize("purpose", ["partner", "otra", "-"])
    def test_an_institution_or_nothing_is_not_asked_here(self, cast, case, client_of, purpose):
        page = reverse("rights:give", args=[case.person_id, purpose])
        assert client_of(cast.promotora).get(page).status_code == 404

    def test_twice_is_once_and_a_new_term_is_a_new_decision(self, cast, case):
        first = allowed(case, ConsentPurpose.CONTACT, cast.promotora)
        assert allowed(case, ConsentPurpose.CONTACT, cast.promotora) == first
        until = clock.today() + timedelta(days=30)
        given = type(witnessed())(how="witness", witness_name="Ana", expires_on=until)
        assert allowed(case, ConsentPurpose.CONTACT, cast.promotora, given) != first
        with acting_as(SYSTEM, at=clock.now() + timedelta(days=32)):
            assert Consent.objects.current(case.person_id, ConsentPurpose.CONTACT) is None

    def test_a_minor_decides_with_her_guardian(self, cast):
        case = opened_case(cast.promotora, birth_year=clock.today().year - 16)
        with pytest.raises(Refused):
            allowed(case, ConsentPurpose.IMAGE, cast.promotora)

    def test_whoever_is_not_attended_allows_nothing_else(self, cast, case):
        withdrawn(case, ConsentPurpose.SERVICE, cast.promotora)
        with pytest.raises(Refused):
            allowed(case, ConsentPurpose.STATISTICS, cast.promotora)
        allowed(case, ConsentPurpose.SERVICE, cast.promotora)
        allowed(case, ConsentPurpose.STATISTICS, cast.promotora)


class TestWithdrawing:
    def test_an_institution_stops_at_once_and_is_told_without_a_name(self, cast, case, client_of):
        referral = sent(case, cast.promotora)
        consent = latest(case, ConsentPurpose.PARTNER)
        page = reverse("rights:withdraw", args=[case.person_id, consent.pk])
        client = client_of(cast.promotora)
        assert "no se puede recoger" in client.get(page).content.decode()
        assert client.post(page, {"how": "told"}).status_code == 302
        assert again(referral).state == State.WITHDRAWN
        assert events(case, EventKind.REFERRAL_WITHDRAWN) == 1
        assert events(case, EventKind.CONSENT_WITHDRAWN) == 1
        with acting_as(SYSTEM):
            assert not again(referral).may_disclose()
            scope = PersonScope.objects.get(person=case.person_id, reason=ScopeReason.REFERRAL)
            assert scope.until is not None
        assert latest(case, ConsentPurpose.PARTNER).witness_name == cast.promotora.name
        assert run_jobs("send_message") == 1
        assert mail.outbox == []
        assert run_jobs("tell_stopped") == 1
        (told,) = mail.outbox
        assert case.person.surnames not in told.subject + told.body
        assert case.code not in told.subject + told.body
        today = client.get(reverse("desk:today")).content.decode()
        assert "Retiró su permiso para Taller Escuela Ficticio" in today

    def test_where_she_is_already_attended_the_outcome_may_still_be_told(self, cast, case):
        referral = sent(case, cast.promotora)
        answer = AnswerInput(answer=Answer.ENROLLED, occurred_on=clock.today())
        with acting_as(Actor.user(cast.promotora)):
            record_answer(
                referral=again(referral), answer=answer, channel=Channel.PHONE, user=cast.promotora
            )
        withdrawn(case, ConsentPurpose.PARTNER, cast.promotora)
        with acting_as(SYSTEM):
            standing = again(referral)
            assert standing.state == State.IN_SERVICE
            assert not standing.may_disclose()
            assert Due.objects.open().filter(source_id=referral.pk).count() == 1
            finished = AnswerInput(answer=Answer.FINISHED, occurred_on=clock.today())
            record_answer(referral=standing, answer=finished, channel=Channel.MESSAGE)

    def test_other_institutions_and_purposes_stand(self, cast, case):
        allowed(case, ConsentPurpose.IMAGE, cast.promotora)
        sent(case, cast.promotora)
        withdrawn(case, ConsentPurpose.IMAGE, cast.promotora)
        with acting_as(SYSTEM):
            assert Referral.objects.get(person=case.person_id).may_disclose()
            assert Consent.objects.current(case.person_id, ConsentPurpose.SERVICE)

    def test_without_the_service_everything_stops_the_same_day(self, cast, case):
        referral = sent(case, cast.promotora)
        allowed(case, ConsentPurpose.EMPLOYER, cast.promotora)
        assert len(withdrawn(case, ConsentPurpose.SERVICE, cast.promotora)) == 3
        note = NoteInput(
            case=case, kind=NoteKind.NOTE, text="Algo", occurred_on=clock.today(),
            duration_minutes=5,
        )  # fmt: skip
        with acting_as(Actor.user(cast.promotora)):
            with pytest.raises(Refused):
                send_referral(
                    data=referral_input(case), consent_given=agreed(), user=cast.promotora
                )
            with pytest.raises(Refused):
                record_note(data=note, user=cast.promotora)
            assert not again(referral).may_disclose()
            title = "Retiró su permiso: cierre el caso"
            assert Due.objects.open().filter(case=case, title=title).count() == 1

    def test_twice_is_once(self, cast, case):
        first = latest(case, ConsentPurpose.SERVICE)
        withdrawn(case, ConsentPurpose.SERVICE, cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            again_ = withdraw_consent(consent=first, given=witnessed(), user=cast.promotora)
        assert again_ == []

    def test_what_was_never_given_is_refused(self, cast, case):
        with acting_as(Actor.user(cast.promotora)):
            from arraigo.people.consent import record_consent

            refused = type(witnessed())(how="paper", decision=ConsentDecision.REFUSED)
            consent = record_consent(
                person=case.person, purpose=ConsentPurpose.IMAGE, given=refused,
                user=cast.promotora,
            )  # fmt: skip
            with pytest.raises(Refused):
                withdraw_consent(consent=consent, given=witnessed(), user=cast.promotora)

    def test_a_new_referral_lets_the_institution_see_her_again(self, cast, case):
        referral = sent(case, cast.promotora)
        withdrawn(case, ConsentPurpose.PARTNER, cast.promotora)
        with acting_as(SYSTEM):
            give_scope(
                person=case.person, reason=ScopeReason.REFERRAL,
                organization_id=referral.organization_id,
            )  # fmt: skip
            scope = PersonScope.objects.get(person=case.person_id, reason=ScopeReason.REFERRAL)
            assert scope.until is None

    @pytest.mark.parametrize("data", [{}, {"how": "x"}, {"how": ["told", "x"]}])
    def test_says_how_it_was_asked(self, cast, case, client_of, data):
        pk = latest(case, ConsentPurpose.SERVICE).pk
        page = reverse("rights:withdraw", args=[case.person_id, pk])
        assert client_of(cast.promotora).post(page, data).status_code == 422

    def test_the_consent_of_another_person_does_not_exist(self, cast, case, client_of):
        other = latest(opened_case(cast.promotora), ConsentPurpose.SERVICE)
        page = reverse("rights:withdraw", args=[case.person_id, other.pk])
        assert client_of(cast.promotora).post(page, {"how": "told"}).status_code == 404
