"""A file opened in an emergency: who, how long, read only, reviewed, and what never opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories import opened_case

from arraigo.casework.emergency.actions import (
    lift_reservation,
    open_in_emergency,
    reserve_file,
    review_access,
)
from arraigo.casework.emergency.enums import TRIES, EmergencyVerdict
from arraigo.casework.emergency.models import EmergencyAccess, EmergencyTry
from arraigo.casework.emergency.tasks import tell_reviewers
from arraigo.casework.models import Case, Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.people.models import ContactPoint, Person

pytestmark = pytest.mark.django_db
WHY = "La persona llamó y dice que corre peligro"
OPEN = "/urgencia/"
QUEUE = "/urgencia/revision/"


@pytest.fixture
def there(cast):
    """A case of Esquipulas."""
    return opened_case(cast.promotora_esq, cui="2000123450101", phone="+50255550171")


def opened(user, case, **at):
    with acting_as(Actor.user(user), **at):
        return open_in_emergency(code=case.code, reason=WHY, user=user)


def test_it_opens_reads_and_is_traced_under_the_access(cast, client_of, there):
    client = client_of(cast.promotora)
    answer = client.post(OPEN, {"code": there.code.lower(), "reason": WHY})
    with acting_as(SYSTEM):
        access = EmergencyAccess.objects.get()
        assert access.until - access.opened_at == timedelta(hours=4)
    assert answer["Location"] == access.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert there.person.surnames in page
    assert "5555 0171" in page
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=there.person_id, purpose=access.purpose).exists()
    assert client.get(f"/casos/{there.pk}/").status_code == 404
    assert access.get_absolute_url() in client.get(OPEN).content.decode()
    assert client_of(cast.promotor).get(access.get_absolute_url()).status_code == 404


def test_the_cui_opens_it_too_and_an_open_one_is_not_opened_twice(cast, there):
    access = opened(cast.promotora, there)
    with acting_as(Actor.user(cast.promotora)):
        again = open_in_emergency(code="2000 12345 0101", reason=WHY, user=cast.promotora)
    assert again == access


def test_four_hours_and_not_a_minute_more(cast, there):
    now = clock.now()
    access = opened(cast.promotora, there, at=now - timedelta(hours=4, minutes=1))
    with acting_as(Actor.user(cast.promotora)):
        assert not Person.objects.filter(pk=there.person_id).exists()
    with acting_as(Actor.user(cast.promotora), at=now - timedelta(minutes=2)):
        assert Person.objects.filter(pk=there.person_id).exists()
        assert EmergencyAccess.objects.in_force_for(cast.promotora).get() == access


def test_postgres_refuses_every_write_under_it(cast, there):
    opened(cast.promotora, there)
    with acting_as(Actor.user(cast.promotora)):
        assert Person.objects.filter(pk=there.person_id).exists()
        assert Person.objects.filter(pk=there.person_id).update(given_names="Otra") == 0
        assert Case.objects.filter(pk=there.pk).update(priority="alta") == 0
        assert not Person.objects.select_for_update().filter(pk=there.person_id).exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ContactPoint.objects.create(person_id=there.person_id, phone="+50255551212")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Note.objects.create(
                case=there, person_id=there.person_id, office_id=there.office_id,
                kind="nota", text="Escrita de lejos", occurred_on=clock.today(),
            )  # fmt: skip


def test_every_table_of_a_file_opens_for_reading_alone(as_system):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, cmd FROM pg_policies WHERE policyname ~ '_urgent$'"
        )
        urgent = {table: cmd for table, _name, cmd in cursor.fetchall()}
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE policyname = tablename || '_seen'"
            " AND cmd = 'ALL' AND qual ~ 'people_personscope'"
        )
        files = {table for (table,) in cursor.fetchall()}
    never = {
        "people_merge", "people_mergemove", "people_separation", "people_matchcandidate",
        "casework_householdlink", "casework_drawncase",
    }  # fmt: skip
    assert urgent.keys() == files - never
    assert set(urgent.values()) == {"SELECT"}


def answers(client, code):
    answer = client.post(OPEN, {"code": code, "reason": WHY})
    text = answer.content.decode().replace(code, "·")
    return answer.status_code, text.split("<main")[1].split("csrfmiddlewaretoken")[0]


def test_a_reserved_file_answers_like_none_and_closes_at_once(cast, client_of, there):
    access = opened(cast.promotor, there)
    with acting_as(Actor.user(cast.supervisor_esq)):
        reserve_file(person=there.person, user=cast.supervisor_esq)
        reserve_file(person=there.person, user=cast.supervisor_esq)
    assert client_of(cast.promotor).get(access.get_absolute_url()).status_code == 404
    with acting_as(Actor.user(cast.promotor)):
        assert not Person.objects.filter(pk=there.person_id).exists()
    client = client_of(cast.promotora)
    assert answers(client, there.code) == answers(client, "ESQ-2026-99999-X")
    with acting_as(SYSTEM):
        assert EmergencyAccess.objects.count() == 1
    with acting_as(Actor.user(cast.supervisor_esq)):
        lift_reservation(person=there.person, user=cast.supervisor_esq)
    assert opened(cast.promotora, there)


@pytest.mark.parametrize(
    "typed",
    [{"code": "", "reason": WHY}, {"code": "x\x00y", "reason": WHY}, {"code": "1", "reason": "ya"},
     {"code": "2000123450101'; --", "reason": WHY}, {"code": "Á" * 41, "reason": WHY}, {}],
)  # fmt: skip
def test_bad_input_opens_nothing(cast, client_of, there, typed):
    assert client_of(cast.promotora).post(OPEN, typed).status_code == 422
    with acting_as(SYSTEM):
        assert not EmergencyAccess.objects.exists()


def test_five_tries_an_hour(cast, client_of, there):
    client = client_of(cast.promotora)
    for number in range(TRIES):
        assert answers(client, f"ESQ-2026-9999{number}-X")[0] == 422
    assert client.post(OPEN, {"code": there.code, "reason": WHY}).status_code == 429
    with acting_as(SYSTEM):
        assert EmergencyTry.objects.count() == TRIES
    later = clock.now() + timedelta(hours=2)
    assert opened(cast.promotora, there, at=later)


def test_the_reviewers_are_told_and_not_whose_it_is(cast, there):
    access = opened(cast.promotora, there)
    tell_reviewers(access_id=str(access.pk))
    assert {to for message in mail.outbox for to in message.to} == {
        cast.supervisora.email, cast.datos.email
    }  # fmt: skip
    told = "".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert there.person.surnames not in told
    assert there.code not in told
    assert str(there.person_id) not in told


def test_it_is_reviewed_by_another_once(cast, client_of, there):
    access = opened(cast.promotora, there)
    client_of(cast.promotora).get(access.get_absolute_url())
    address = f"{QUEUE}{access.pk}/"
    reviewer = client_of(cast.datos)
    assert WHY in reviewer.get(QUEUE).content.decode()
    page = reviewer.get(address).content.decode()
    assert there.person.surnames not in page
    assert ">1<" in page.replace("\n", "")
    assert reviewer.post(address, {"verdict": "no_justificado"}).status_code == 422
    assert reviewer.post(address, {"verdict": "quizá"}).status_code == 422
    assert reviewer.post(address, {"verdict": "justificado"}).status_code == 302
    other = client_of(cast.supervisora).post(address, {"verdict": "no_justificado", "comment": "x"})
    assert other.status_code == 422
    with acting_as(SYSTEM):
        access.refresh_from_db()
    assert (access.verdict, access.reviewed_by) == ("justificado", cast.datos)
    assert client_of(cast.supervisor_esq).get(address).status_code == 404


def test_nobody_reviews_her_own(cast, client_of, there):
    here = opened_case(cast.promotora)
    mine = opened(cast.supervisor_esq, here)
    assert client_of(cast.supervisor_esq).get(f"{QUEUE}{mine.pk}/").status_code == 404
    with acting_as(Actor.user(cast.supervisor_esq)), pytest.raises(Refused):
        review_access(
            access=mine, verdict=EmergencyVerdict.JUSTIFIED, comment="", user=cast.supervisor_esq
        )
    with pytest.raises(IntegrityError, match="reviewed_by_another"), acting_as(SYSTEM):
        EmergencyAccess.objects.filter(pk=mine.pk).update(
            reviewed_by=cast.supervisor_esq, reviewed_at=clock.now(), verdict="justificado"
        )


@pytest.mark.parametrize("change", [{"until": "2030-01-01T00:00Z"}, {"reason": "Otra razón"}])
def test_an_access_is_never_prolonged_or_rewritten(cast, there, change):
    access = opened(cast.promotora, there)
    with pytest.raises(IntegrityError, match="never changes"), acting_as(SYSTEM):
        EmergencyAccess.objects.filter(pk=access.pk).update(**change)


def test_nobody_opens_one_in_anothers_name(cast, there):
    with pytest.raises(DatabaseError, match="row-level"), acting_as(Actor.user(cast.promotora)):
        EmergencyAccess.objects.create(
            person_id=there.person_id, user=cast.promotor, reason=WHY,
            opened_at=clock.now(), until=clock.now() + timedelta(hours=1),
        )  # fmt: skip


def test_a_lead_reserves_her_offices_files_only(cast, client_of, there):
    assert (
        client_of(cast.supervisora).get(f"/urgencia/reservar/{there.person_id}/").status_code == 404
    )
    hers = client_of(cast.supervisor_esq)
    address = f"/urgencia/reservar/{there.person_id}/"
    assert "Reservar" in hers.get(address).content.decode()
    assert hers.post(address).status_code == 302
    assert "Quitar la reserva" in hers.get(address).content.decode()
    assert hers.post(address).status_code == 302
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused):
        reserve_file(person=there.person, user=cast.supervisora)
