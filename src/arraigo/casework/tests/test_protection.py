"""Protection notes: who reads one, what is kept of it, and what becomes of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from tests.factories import opened_case
from tests.test_merge import merged

from arraigo.accounts.models import Membership
from arraigo.casework.actions import reassign_case
from arraigo.casework.emergency.actions import open_in_emergency
from arraigo.casework.models import CaseEvent, ProtectionNote
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    annul_protection_note,
    correct_protection_note,
    count_protection_notes,
    read_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern, Void
from arraigo.core import clock
from arraigo.core.context import ANONYMOUS, SYSTEM, Actor, NoContext, acting_as
from arraigo.core.models import History, Trace
from arraigo.core.transitions import Outdated, Refused
from arraigo.people.actions import give_scope
from arraigo.people.enums import ScopeReason
from arraigo.people.merging.separations import confirm_separation, request_separation
from arraigo.people.models import PersonKey

pytestmark = pytest.mark.django_db
SECRET = "Teme al vecino de la casa azul"


@pytest.fixture
def case(cast):
    """The promotora's case, opened today."""
    return opened_case(cast.promotora)


def told(case, text=SECRET, **changes):
    values = {"case": case, "told": Confided(Concern.VIOLENCE, text), "occurred_on": clock.today()}
    return ProtectionInput(**{**values, **changes})


def written(case, user, text=SECRET):
    with acting_as(Actor.user(user)):
        return write_protection_note(data=told(case, text), user=user)


def rows(user):
    """Return how many notes the user sees: by the policies alone, and by both walls."""
    with acting_as(Actor.user(user)):
        return ProtectionNote.objects.count(), ProtectionNote.objects.visible_to(user).count()


def reading(note, user):
    with acting_as(Actor.user(user)):
        found = ProtectionNote.objects.visible_to(user).get(pk=note.pk)
        return read_protection_note(found).text


def test_what_is_written_is_read_back_and_lies_sealed(cast, case):
    note = written(case, cast.promotora)
    assert reading(note, cast.promotora) == SECRET
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(n)::text FROM casework_protectionnote n")
        row = cursor.fetchone()[0]
        history = str(list(History.objects.filter(row_id=str(note.pk)).values()))
    for word in ("vecino", "violence"):
        assert word not in row
        assert word not in history


def test_it_leaves_no_line_in_the_shared_timeline(cast, case):
    with acting_as(SYSTEM):
        before = CaseEvent.objects.count()
    written(case, cast.promotora)
    with acting_as(SYSTEM):
        assert CaseEvent.objects.count() == before


WHO = {
    "promotora": 1, "supervisora": 1, "promotor": 0, "oficial": 0, "finanzas": 0, "socia": 0,
    "enlace": 0, "empleadora": 0, "datos": 0, "peas": 0, "administra": 0, "promotora_esq": 0,
    "supervisor_esq": 0,
}  # fmt: skip


@pytest.mark.parametrize("key", WHO)
def test_both_walls_alike(cast, case, key):
    written(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        school = Membership.objects.get(user=cast.socia).organization_id
        give_scope(person=case.person, reason=ScopeReason.REFERRAL, organization_id=school)
    assert rows(getattr(cast, key)) == (WHO[key], WHO[key])


def test_the_next_manager_reads_and_who_wrote_goes_on(cast, case):
    note = written(case, cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
    assert reading(note, cast.promotor) == SECRET
    assert reading(note, cast.promotora) == SECRET
    later = written(case, cast.promotor, "Otra cosa")
    assert rows(cast.promotora) == (1, 1)
    assert reading(later, cast.promotor) == "Otra cosa"


def test_who_left_the_office_reads_nothing_more(cast, case):
    written(case, cast.promotora)
    with acting_as(SYSTEM):
        posts = Membership.objects.filter(user=cast.promotora)
        posts.update(valid_until=clock.today() - timedelta(days=1))
    assert rows(type(cast.promotora).objects.get(pk=cast.promotora.pk)) == (0, 0)


def test_an_emergency_does_not_open_it(cast, case):
    note = written(case, cast.promotora)
    why = "La persona llamó y dice que corre peligro"
    with acting_as(Actor.user(cast.promotora_esq)):
        assert open_in_emergency(code=case.code, reason=why, user=cast.promotora_esq)
    assert rows(cast.promotora_esq) == (0, 0)
    with acting_as(Actor.user(cast.promotora_esq)):
        assert ProtectionNote.objects.filter(pk=note.pk).update(annulled_at=clock.now()) == 0


def test_without_a_context_it_fails_and_nobody_known_sees_none(cast, case):
    with pytest.raises(NoContext), transaction.atomic():
        ProtectionNote.objects.count()
    written(case, cast.promotora)
    with acting_as(Actor.link("x", case.person_id)):
        assert not ProtectionNote.objects.exists()
    with acting_as(ANONYMOUS):
        assert not ProtectionNote.objects.exists()


def test_nobody_writes_in_another_name_nor_changes_what_stands(cast, case):
    note = written(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ProtectionNote.objects.create(
                case=case, person_id=case.person_id, office_id=case.office_id, sealed=b"x",
                occurred_on=clock.today(), recorded_by=cast.supervisora,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="corrected by a newer"), transaction.atomic():
            ProtectionNote.objects.filter(pk=note.pk).update(sealed=b"x")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            ProtectionNote.objects.filter(pk=note.pk).delete()


def test_a_correction_stands_before_the_older_one(cast, case):
    note = written(case, cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        newer = correct_protection_note(
            note=note, data=told(case, "Teme al primo"), user=cast.supervisora
        )
        assert list(ProtectionNote.objects.visible_to(cast.supervisora).standing()) == [newer]
        assert read_protection_note(newer.corrects).text == SECRET
        with pytest.raises(Outdated):
            correct_protection_note(note=note, data=told(case), user=cast.supervisora)
        with pytest.raises(Outdated):
            annul_protection_note(note=note, why=Void.MISTAKE, user=cast.supervisora)
    with acting_as(Actor.user(cast.promotor)), pytest.raises((Refused, Outdated)):
        correct_protection_note(note=newer, data=told(case), user=cast.promotor)


def test_a_void_one_stands_no_more(cast, case):
    note = written(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        annul_protection_note(note=note, why=Void.ANOTHER, user=cast.promotora)
        assert not ProtectionNote.objects.standing().exists()
        with pytest.raises((Outdated, ValidationError)):
            annul_protection_note(note=note, why=Void.ANOTHER, user=cast.promotora)
    assert count_protection_notes([case.person_id]) == 0


def test_the_same_form_twice_is_one_and_another_cases_is_refused(cast, case):
    other = opened_case(cast.promotora)
    data = told(case)
    with acting_as(Actor.user(cast.promotora)):
        assert write_protection_note(data=data, user=cast.promotora) == write_protection_note(
            data=data, user=cast.promotora
        )
        with pytest.raises(Refused):
            write_protection_note(data=told(other, id=data.id), user=cast.promotora)
    assert rows(cast.promotora) == (1, 1)


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"occurred_on": "ahead"}, {"who": "there"}])
def test_what_cannot_be_is_refused(cast, case, wrong):
    day = clock.today() + timedelta(days="occurred_on" in wrong)
    user = cast.promotora_esq if "who" in wrong else cast.promotora
    data = told(case, wrong.get("text", SECRET), occurred_on=day)
    with acting_as(Actor.user(user)), pytest.raises(Refused):
        write_protection_note(data=data, user=user)


class TestMergedFiles:
    def test_each_note_is_read_in_the_file_that_stands_for_both(self, cast):
        one, other = opened_case(cast.promotora), opened_case(cast.promotora)
        notes = [written(one, cast.promotora), written(other, cast.promotora, "Salud")]
        merged(cast, one.person, other.person, continuing_case=one.pk)
        assert [reading(note, cast.promotora) for note in notes] == [SECRET, "Salud"]
        assert rows(cast.supervisora) == (2, 2)

    @pytest.mark.parametrize("confirming", ["supervisora", "promotor"])
    def test_a_note_written_meanwhile_goes_with_its_case(self, cast, confirming):
        """Also where who confirms may not read it: the promotor sees no note."""
        one, other = opened_case(cast.promotora), opened_case(cast.promotora)
        merge = merged(cast, one.person, other.person, continuing_case=other.pk)
        note = written(other, cast.promotora)
        with acting_as(SYSTEM):
            assert ProtectionNote.objects.get().person_id == one.person_id
        with acting_as(Actor.user(cast.promotora)):
            asked = request_separation(merge=merge, reason="Eran primas", user=cast.promotora)
        user = getattr(cast, confirming)
        with acting_as(Actor.user(user)):
            confirm_separation(separation=asked, user=user)
        with acting_as(SYSTEM):
            kept = ProtectionNote.objects.get()
            assert kept.person_id == other.person_id
            PersonKey.objects.filter(person=one.person_id).delete()
        assert reading(note, cast.promotora) == SECRET


class TestPages:
    def test_written_read_corrected_and_made_void(self, cast, case, client_of):
        client, new = client_of(cast.promotora), f"/casos/{case.pk}/proteccion/"
        assert client.post(new, {"text": SECRET}).status_code == 422
        form = {"id": str(uuid.uuid4()), "text": SECRET, "concern": "health",
                "occurred_on": str(clock.today())}  # fmt: skip
        for _ in range(2):
            assert client.post(new, form).status_code == 302
        with acting_as(SYSTEM):
            note = ProtectionNote.objects.get()
        page, read = note.get_absolute_url(), f"{note.get_absolute_url()}leer/"
        assert SECRET not in client.get(page).content.decode()
        assert client.get(read).status_code == 405
        assert SECRET in client.post(read).content.decode()
        with acting_as(SYSTEM):
            purposes = set(
                Trace.objects.filter(person_id=case.person_id).values_list("purpose", flat=True)
            )
        assert {"casework:protection_note", "casework:protection_reveal"} <= purposes
        correct = f"{page}corregir/"
        assert SECRET in client.get(correct).content.decode()
        assert client.post(correct, {**form, "text": ""}).status_code == 422
        again = {**form, "id": str(uuid.uuid4()), "text": "Ya no"}
        assert client.post(correct, again).status_code == 302
        assert "Hay una versión más nueva" in client.get(page).content.decode()
        newer = f"/casos/proteccion/{again['id']}/"
        assert client.post(f"{newer}anular/", {}).status_code == 422
        assert client.post(f"{newer}anular/", {"why": "texto libre"}).status_code == 422
        assert client.post(f"{newer}anular/", {"why": "mistake"}).status_code == 302
        assert client.get(newer).status_code == 404

    def test_the_timeline_names_it_to_who_may_open_it(self, cast, case, client_of):
        note = written(case, cast.promotora)
        for key, shown in {"promotora": 1, "supervisora": 1, "promotor": 0, "oficial": 0}.items():
            page = client_of(getattr(cast, key)).get(f"/casos/{case.pk}/").content.decode()
            assert page.count("Nota de protección") == shown, key
            assert (note.get_absolute_url() in page) is bool(shown), key
            assert SECRET not in page

    def test_what_was_typed_in_a_note_comes_along(self, cast, case, client_of):
        client = client_of(cast.promotora)
        page = client.get(f"/casos/{case.pk}/nota/").content.decode()
        assert f'formaction="/casos/{case.pk}/proteccion/"' in page
        assert "escríbalo en una nota de protección" in page
        day = str(clock.today())
        typed = {"text": SECRET, "kind": "visit", "occurred_on": day, "bring": "1"}
        brought = client.post(f"/casos/{case.pk}/proteccion/", typed)
        assert brought.status_code == 200
        assert SECRET in brought.content.decode()
        assert f'value="{day}"' in brought.content.decode()
        assert rows(cast.promotora) == (0, 0)

    def test_a_strangers_address_answers_like_none(self, cast, case, client_of):
        note = written(case, cast.promotora)
        for key in ("promotor", "promotora_esq", "supervisor_esq"):
            client = client_of(getattr(cast, key))
            for tail in ("", "corregir/", "anular/"):
                assert client.get(f"{note.get_absolute_url()}{tail}").status_code == 404, key
            assert client.post(f"{note.get_absolute_url()}leer/").status_code == 404, key

    def test_who_saw_the_file_tells_of_it_to_who_knows(self, cast, case, client_of):
        note = written(case, cast.promotora)
        client_of(cast.supervisora).post(f"{note.get_absolute_url()}leer/")
        looks = reverse("rights:looks", args=[case.person_id])
        for key, knows in {"datos": 1, "supervisora": 1, "promotor": 0, "oficial": 0}.items():
            page = client_of(getattr(cast, key)).get(looks).content.decode()
            assert ("nota de protección" in page.split("<main")[1]) is bool(knows), key
        page = client_of(cast.datos).get(looks).content.decode()
        assert "Hay 1 nota de protección" in page
        assert "Leyó una nota de protección" in page
        assert SECRET not in page

    def test_an_erased_note_says_so(self, cast, case, client_of):
        note = written(case, cast.promotora)
        with acting_as(SYSTEM):
            PersonKey.objects.filter(person=case.person_id).delete()
        answer = client_of(cast.promotora).post(f"{note.get_absolute_url()}leer/")
        assert answer.status_code == 200
        assert "ya no se puede abrir" in answer.content.decode()
