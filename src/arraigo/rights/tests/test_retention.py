"""What the night does: deletes what needs nobody, proposes the rest, erases what two confirmed."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from tests.factories import opened_case, registered_person

from arraigo.accounts.models import Session
from arraigo.casework.actions import open_case
from arraigo.casework.emergency.models import EmergencyTry
from arraigo.casework.enums import Source
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.field.models import Submission
from arraigo.field.submissions.deciding import set_aside
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.tests.interviews import contact, interview_xml, note_xml
from arraigo.people.leads.actions.contacts import refuse_contact
from arraigo.people.leads.enums import LeadState
from arraigo.people.leads.models import Lead
from arraigo.people.offices import office_of
from arraigo.people.search.models import StoredSearch
from arraigo.rights.models import Erasure
from arraigo.rights.retention import batches
from arraigo.rights.retention.enums import BatchState, Kind, Outcome
from arraigo.rights.retention.holds import is_held, lift_hold, place_hold
from arraigo.rights.retention.models import (
    LegalHold,
    RetentionBatch,
    RetentionItem,
    RetentionRule,
    RetentionRun,
)
from arraigo.rights.retention.nightly import look_through
from arraigo.rights.retention.rules import change_rule
from arraigo.rights.tests.living import asked, closed, confirmed, lived
from arraigo.rights.tests.overdue import decided, ended, name_of, proposed

pytestmark = pytest.mark.django_db


class TestNight:
    def test_from_the_night_to_the_erasure(self, cast):
        case, open_one = ended(cast.promotora), opened_case(cast.promotora)
        batch = proposed()
        with acting_as(SYSTEM):
            assert [item.person_id for item in batch.items.all()] == [case.person_id]
            run = RetentionRun.objects.filter(rule__kind=Kind.FILE).latest("pk")
            assert (run.due, run.held) == (1, 0)
            assert run.since is not None
        decided(batch, cast.datos, cast.oficial)
        assert batches.carry_out(batch.pk) == 1
        assert batches.carry_out(batch.pk) == 0
        assert name_of(case) == "Datos borrados"
        assert name_of(open_one) != "Datos borrados"
        with acting_as(SYSTEM):
            erasure = Erasure.objects.get(person=case.person_id)
            assert (erasure.requested_by, erasure.decided_by) == (cast.datos, cast.oficial)
            assert RetentionBatch.objects.get().state == BatchState.DONE

    def test_again_and_again_proposes_once(self, cast):
        ended(cast.promotora)
        for _night in range(3):
            look_through()
        with acting_as(SYSTEM):
            assert RetentionBatch.objects.filter(kind=Kind.FILE).count() == 1
            assert RetentionItem.objects.count() == 1

    def test_a_batch_is_small_and_the_next_follows_it(self, cast, monkeypatch):
        monkeypatch.setattr(batches, "AT_ONCE", 1)
        first, second = ended(cast.promotora), ended(cast.promotora)
        batch = proposed()
        decided(batch, cast.datos, cast.oficial)
        batches.carry_out(batch.pk)
        look_through()
        with acting_as(SYSTEM):
            found = RetentionItem.objects.order_by("pk").values_list("person", flat=True)
            assert set(found) == {first.person_id, second.person_id}

    def test_goes_on_where_it_was_stopped(self, cast, monkeypatch):
        cases = [ended(cast.promotora) for _number in range(3)]
        batch = decided(proposed(), cast.datos, cast.oficial)
        usual, done = batches._carry_out_one, []

        def dies(*args):
            if done:
                raise OSError("killed")
            done.append(usual(*args))
            return done[-1]

        monkeypatch.setattr(batches, "_carry_out_one", dies)
        with pytest.raises(OSError, match="killed"):
            batches.carry_out(batch.pk)
        monkeypatch.setattr(batches, "_carry_out_one", usual)
        assert look_through() == [batch.pk]
        assert batches.carry_out(batch.pk) == 2
        assert {name_of(case) for case in cases} == {"Datos borrados"}

    def test_what_needs_nobody_goes_at_once(self, cast):
        long_ago = clock.now() - timedelta(days=400)
        with acting_as(SYSTEM):
            for at in (long_ago, clock.now()):
                StoredSearch.objects.create(user=cast.promotora, text="Canaria", made_at=at)
                EmergencyTry.objects.create(user=cast.promotora, tried_at=at, opened=False)
                Session.objects.create(session_key=f"{at:%Y}", session_data="", expire_date=at)
        look_through()
        look_through()
        with acting_as(SYSTEM):
            assert StoredSearch.objects.filter(text="Canaria").count() == 1
            assert EmergencyTry.objects.count() == 1
            assert Session.objects.filter(session_key__in=[f"{long_ago:%Y}"]).count() == 0
            done = {run.rule.kind: run.done for run in RetentionRun.objects.order_by("-pk")}
            assert done[Kind.SEARCH] == done[Kind.EMERGENCY_TRY] == 1

    def test_interviews_about_nobody_are_emptied(self, cast):
        """Of a contact as soon as she is closed; what was set aside after 90 days."""
        made = {name: uuid.uuid4() for name in ("called", "waits")}
        with acting_as(Actor.user(cast.promotora)):
            office = office_of(cast.promotora)
            for ident in made.values():
                delivery = Delivery(interview_xml("contacto_feria", contact(), ident))
                receive(delivery=delivery, user=cast.promotora, office=office)
            aside = receive(
                delivery=Delivery(note_xml(uuid.uuid4())), user=cast.promotora, office=office
            )
            set_aside(submission=aside, reason="Era una prueba", user=cast.promotora)
            refuse_contact(lead=Lead.objects.get(pk=made["called"]), user=cast.promotora)
        look_through()

        def whole():
            with acting_as(SYSTEM):
                rows = Submission.objects.exclude(wrapped=b"")
                return set(rows.values_list("instance_id", flat=True))

        waits = f"uuid:{made['waits']}"
        assert whole() == {waits, aside.instance_id}
        with acting_as(SYSTEM, at=clock.now() + timedelta(days=91)):
            look_through()
        assert whole() == set()
        with acting_as(SYSTEM):
            assert Lead.objects.get(pk=made["waits"]).state == LeadState.EXPIRED
            run = RetentionRun.objects.filter(rule__kind=Kind.DELIVERY).latest("pk")
            assert run.done == 2

    def test_tries_that_are_counted_still_stay(self, as_system):
        refused = pytest.raises(DatabaseError, match="last day")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rights_purge_tries(%s)", [clock.now()])


class TestNeverTouched:
    def test_a_held_file_is_not_proposed(self, cast):
        case = ended(cast.promotora)
        with acting_as(Actor.user(cast.peas)):
            place_hold(person_id=case.person_id, reason="Una queja", user=cast.peas)
        look_through()
        with acting_as(SYSTEM):
            assert not RetentionItem.objects.exists()
            assert RetentionRun.objects.filter(rule__kind=Kind.FILE).latest("pk").held == 1

    def test_what_happens_after_the_confirmation_counts(self, cast):
        held, reopened, due = (ended(cast.promotora) for _number in range(3))
        batch = decided(proposed(), cast.datos, cast.oficial)
        with acting_as(Actor.user(cast.datos)):
            place_hold(person_id=held.person_id, reason="Auditoría", user=cast.datos)
        with acting_as(Actor.user(cast.promotora)):
            open_case(
                person=reopened.person, office=office_of(cast.promotora),
                source=Source.SPONTANEOUS, user=cast.promotora,
            )  # fmt: skip
        assert batches.carry_out(batch.pk) == 1
        assert name_of(due) == "Datos borrados"
        assert "Datos borrados" not in {name_of(held), name_of(reopened)}
        with acting_as(SYSTEM):
            outcomes = dict(RetentionItem.objects.values_list("person", "outcome"))
        assert outcomes[held.person_id] == outcomes[reopened.person_id] == Outcome.HELD

    def test_the_database_itself_refuses_a_held_file(self, cast):
        case = closed(lived(cast.promotora), cast.promotora, cast.supervisora)
        erasure = asked(case, cast.promotora)
        with acting_as(Actor.user(cast.peas)):
            place_hold(person_id=case.person_id, reason="Una queja", user=cast.peas)
        with pytest.raises(Refused, match="retención por proceso"):
            confirmed(erasure, cast.datos)
        with acting_as(SYSTEM):
            Erasure.objects.filter(pk=erasure.pk).update(
                state="confirmed", decided_by=cast.datos, decided_at=clock.now()
            )
            refused = pytest.raises(DatabaseError, match="held")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT rights_erase(%s)", [erasure.pk])

    def test_who_placed_a_hold_is_told_to_nobody_else(self, cast):
        case = opened_case(cast.promotora)
        with acting_as(Actor.user(cast.peas)):
            place_hold(person_id=case.person_id, reason="Una queja", user=cast.peas)
        for other in (cast.datos, cast.promotora, cast.supervisora, cast.oficial):
            with acting_as(Actor.user(other)):
                assert not LegalHold.objects.exists()
                assert is_held([case.person_id])
                lift_hold(person_id=case.person_id, user=other)
                assert is_held([case.person_id])
        with acting_as(Actor.user(cast.peas)):
            lift_hold(person_id=case.person_id, user=cast.peas)
            lift_hold(person_id=case.person_id, user=cast.peas)
            assert not is_held([case.person_id])

    def test_a_hold_says_why(self, cast):
        person = registered_person(cast.promotora)
        with acting_as(Actor.user(cast.datos)), pytest.raises(Refused):
            place_hold(person_id=person.pk, reason="  ", user=cast.datos)


class TestFourEyes:
    def test_nobody_confirms_her_own(self, cast):
        ended(cast.promotora)
        batch = proposed()
        with acting_as(Actor.user(cast.datos)):
            batches.ask_batch(batch=batch, user=cast.datos)
            batches.ask_batch(batch=batch, user=cast.datos)
            with pytest.raises(Refused, match="distinta"):
                batches.confirm_batch(batch=batch, user=cast.datos)
        himself = {"state": "confirmed", "decided_by": cast.datos, "decided_at": clock.now()}
        refused = pytest.raises(IntegrityError, match="retention_four_eyes")
        with acting_as(SYSTEM), refused, transaction.atomic():
            RetentionBatch.objects.filter(pk=batch.pk).update(**himself)

    @pytest.mark.parametrize("key", ["promotora", "supervisora", "administra", "peas"])
    def test_who_may_not(self, cast, key):
        ended(cast.promotora)
        batch, user = proposed(), getattr(cast, key)
        with acting_as(Actor.user(user)), pytest.raises(Refused):
            batches.ask_batch(batch=batch, user=user)

    def test_one_kept_back_is_not_proposed_again(self, cast):
        kept, gone = ended(cast.promotora), ended(cast.promotora)
        batch = proposed()
        with acting_as(Actor.user(cast.datos)):
            item = batch.items.get(person=kept.person_id)
            with pytest.raises(Refused):
                batches.keep_back(item=item, reason=" ", user=cast.datos)
            batches.keep_back(item=item, reason="Auditoría", user=cast.datos)
        decided(batch, cast.datos, cast.oficial)
        assert batches.carry_out(batch.pk) == 1
        look_through()
        assert name_of(gone) == "Datos borrados"
        assert name_of(kept) != "Datos borrados"
        with acting_as(SYSTEM):
            assert RetentionBatch.objects.filter(kind=Kind.FILE).count() == 1

    def test_a_returned_list_is_asked_for_again(self, cast):
        ended(cast.promotora)
        batch = proposed()
        with acting_as(Actor.user(cast.datos)):
            batches.ask_batch(batch=batch, user=cast.datos)
        with acting_as(Actor.user(cast.oficial)):
            with pytest.raises(Refused):
                batches.return_batch(batch=batch, reason="", user=cast.oficial)
            batches.return_batch(batch=batch, reason="Falta revisar", user=cast.oficial)
            batches.ask_batch(batch=batch, user=cast.oficial)
        with acting_as(Actor.user(cast.datos)):
            batches.confirm_batch(batch=batch, user=cast.datos)
            with pytest.raises(Refused):
                batches.return_batch(batch=batch, reason="Tarde", user=cast.datos)

    def test_the_database_empties_nothing_unconfirmed(self, as_system):
        refused = pytest.raises(DatabaseError, match="nothing confirmed")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rights_empty_protection(%s)", [1])


class TestRules:
    def test_a_rule_changes_from_a_day_to_come(self, cast):
        tomorrow = clock.today() + timedelta(days=1)
        with acting_as(Actor.user(cast.datos)):
            latest = RetentionRule.objects.in_force(clock.today())[Kind.FILE]
            change = {"rule": latest, "source": "Acuerdo 1", "user": cast.datos}
            new = change_rule(amount=24, valid_from=tomorrow, **change)
            assert (new.version, new.made_by) == (latest.version + 1, cast.datos)
            with pytest.raises(Outdated):
                change_rule(amount=12, valid_from=tomorrow, **change)

    @pytest.mark.parametrize(("wrong", "days"), [({"amount": 0}, 1), ({"source": " "}, 1), ({}, 0)])
    def test_what_is_no_rule(self, cast, wrong, days):
        valid_from = clock.today() + timedelta(days=days)
        change = {"amount": 24, "source": "Acuerdo", "valid_from": valid_from} | wrong
        with acting_as(Actor.user(cast.datos)):
            latest = RetentionRule.objects.in_force(clock.today())[Kind.FILE]
            with pytest.raises(Refused):
                change_rule(rule=latest, user=cast.datos, **change)

    def test_who_may_not_change_one(self, cast):
        with acting_as(Actor.user(cast.oficial)):
            latest = RetentionRule.objects.in_force(clock.today())[Kind.FILE]
            change = {
                "amount": 1, "source": "x", "valid_from": clock.today() + timedelta(days=1),
            }  # fmt: skip
            with pytest.raises(Refused):
                change_rule(rule=latest, user=cast.oficial, **change)


class TestPages:
    def test_from_the_list_to_the_erasure(self, cast, client_of):
        case, kept = ended(cast.promotora), ended(cast.promotora)
        batch = proposed()
        guard, officer = client_of(cast.datos), client_of(cast.oficial)
        page = reverse("rights:retention_batch", args=[batch.pk])
        assert page in guard.get(reverse("rights:retention")).content.decode()
        text = guard.get(page).content.decode()
        assert case.code in text
        with acting_as(SYSTEM):
            item = batch.items.get(person=kept.person_id)
        keep = reverse("rights:retention_keep_back", args=[batch.pk])
        assert guard.post(keep, {"item": item.pk}).status_code == 422
        assert guard.post(keep, {"item": item.pk, "reason": "Juicio"}).status_code == 302
        guard.post(reverse("rights:retention_ask", args=[batch.pk]))
        confirm = reverse("rights:retention_confirm", args=[batch.pk])
        guard.post(confirm)
        with acting_as(SYSTEM):
            assert RetentionBatch.objects.get(pk=batch.pk).state == BatchState.ASKED
        officer.post(confirm)
        batches.carry_out(batch.pk)
        assert "Hecho" in officer.get(page).content.decode()
        assert name_of(case) == "Datos borrados"
        assert name_of(kept) != "Datos borrados"

    def test_the_focal_point_holds_a_file_she_does_not_see(self, cast, client_of):
        case = opened_case(cast.promotora)
        client, page = client_of(cast.peas), reverse("rights:hold_found")
        assert client.post(page, {"code": "ESC-0", "reason": "x"}).status_code == 422
        assert client.post(page, {"code": case.code}).status_code == 422
        assert client.post(page, {"code": case.code, "reason": "Se investiga"}).status_code == 302
        with acting_as(SYSTEM):
            assert is_held([case.person_id])
        assert client.get(reverse("rights:looks", args=[case.person_id])).status_code == 403

    def test_a_lead_holds_and_lifts(self, cast, client_of):
        case = opened_case(cast.promotora)
        page = reverse("rights:hold", args=[case.person_id])
        client = client_of(cast.supervisora)
        assert client.post(page, {"reason": ""}).status_code == 422
        assert client.post(page, {"reason": "Juicio"}).status_code == 302
        assert "Juicio" in client.get(page).content.decode()
        assert "Juicio" not in client_of(cast.datos).get(page).content.decode()
        assert client.post(page).status_code == 302
        with acting_as(SYSTEM):
            assert not is_held([case.person_id])
        assert client_of(cast.supervisor_esq).get(page).status_code == 404

    def test_a_rule_is_changed_on_its_page(self, cast, client_of):
        page = reverse("rights:retention_rule", args=["file"])
        client = client_of(cast.datos)
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        form = {"amount": "24", "source": "Acuerdo 1-2026", "valid_from": tomorrow}
        for wrong in ({"amount": "0"}, {"source": ""}, {"valid_from": "2020-01-01"}):
            assert client.post(page, {**form, **wrong}).status_code == 422
        assert client.post(page, form).status_code == 302
        assert "Acuerdo 1-2026" in client.get(page).content.decode()
        assert client.get(reverse("rights:retention_rule", args=["contact"])).status_code == 404
        assert client.get(reverse("rights:retention_rule", args=["otra"])).status_code == 404
