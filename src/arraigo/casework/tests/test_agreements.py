"""What was agreed in a session is asked about in the next one, once."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from arraigo.casework.actions import annul_fact, record_session
from arraigo.casework.enums import DueKind, Kept
from arraigo.casework.models import CounsellingSession, Due, ProtectionNote
from arraigo.casework.tests.making import START, on_day, session
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db

ASKED = "¿Qué pasó con lo acordado?"


def agreed(cast, case, day=2, **changes):
    usual = {
        "agreements": "Traerá su DPI", "next_step": "Ir a RENAP",
        "next_on": START.date() + timedelta(days=9),
    }  # fmt: skip
    with on_day(cast.promotora, day):
        return record_session(data=session(case, **{**usual, **changes}), user=cast.promotora)


def step_of(one):
    with acting_as(SYSTEM):
        return Due.objects.get(source_id=one.pk, kind=DueKind.NEXT_STEP)


def told(**changes):
    return {
        "id": str(uuid.uuid4()), "mode": "office", "topics": ["empleo"],
        "occurred_on": str(clock.today()), **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "done", "cancelled"),
    [(Kept.DONE, True, False), (Kept.DROPPED, False, True), (Kept.NOT_YET, False, False)],
)
def test_what_became_of_it_settles_the_next_step(cast, case, kept, done, cancelled):
    one = agreed(cast, case)
    with on_day(cast.promotora, 5):
        record_session(
            data=session(case, earlier=one, kept=kept, kept_words=" Fue ayer "),
            user=cast.promotora,
        )
    due = step_of(one)
    assert (due.done_at is not None, due.cancelled_at is not None) == (done, cancelled)
    with acting_as(SYSTEM):
        asked = CounsellingSession.objects.get(earlier=one)
    assert (asked.kept, asked.kept_words) == (kept, "Fue ayer")


def test_it_is_asked_once_and_again_when_the_answer_is_void(cast, case):
    one = agreed(cast, case)
    with on_day(cast.promotora, 5):
        two = record_session(data=session(case, earlier=one, kept=Kept.PARTLY), user=cast.promotora)
        with pytest.raises(Refused, match="otra sesión"):
            record_session(data=session(case, earlier=one, kept=Kept.DONE), user=cast.promotora)
        assert CounsellingSession.objects.to_ask_about(case.pk) is None
        annul_fact(fact=two, user=cast.promotora, reason="Fue otro caso")
        assert CounsellingSession.objects.to_ask_about(case.pk) == one


def test_the_database_keeps_one_answer_of_something(cast, case):
    one = agreed(cast, case)
    for wrong, name in (({"kept": "done"}, "session_kept_of"), ({"earlier": one}, "session_kept")):
        refused = pytest.raises(IntegrityError, match=name)
        with acting_as(SYSTEM), refused, transaction.atomic():
            CounsellingSession.objects.filter(pk=one.pk).update(**wrong)


def test_the_page_shows_it_asks_and_tells(cast, case, client_of):
    one = agreed(cast, case)
    client, url = client_of(cast.promotora), f"/casos/{case.pk}/consejeria/"
    page = client.get(url).content.decode()
    assert "Traerá su DPI" in page
    assert "Ir a RENAP" in page
    assert ASKED in page
    shown = {"earlier": str(one.pk)}
    missing = client.post(url, told(**shown))
    assert missing.status_code == 422
    assert "Escoja qué pasó con lo acordado." in missing.content.decode()
    sent = told(**shown, kept="done", kept_words="Lo sacó el lunes", agreements="Hará su CV")
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    with acting_as(SYSTEM):
        assert CounsellingSession.objects.count() == 2
    assert "Se cumplió · Lo sacó el lunes" in client.get(f"/casos/{case.pk}/").content.decode()
    again = client.get(url).content.decode()
    assert "Hará su CV" in again
    assert "Traerá su DPI" not in again


def test_an_answer_about_another_session_is_not_taken(cast, case, client_of):
    """Somebody recorded a session while the page was open."""
    one = agreed(cast, case)
    agreed(cast, case, day=3, agreements="Otra cosa", earlier=one, kept=Kept.NOT_YET)
    client, url = client_of(cast.promotora), f"/casos/{case.pk}/consejeria/"
    stale = client.post(url, told(earlier=str(one.pk), kept="done", agreements="Lo tecleado"))
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Alguien anotó otra sesión mientras tanto" in page
    assert "Otra cosa" in page
    assert "Lo tecleado" in page


def test_nothing_agreed_is_not_asked_about(cast, case, client_of):
    agreed(cast, case, agreements="", next_step="", next_on=None)
    page = client_of(cast.promotora).get(f"/casos/{case.pk}/consejeria/").content.decode()
    assert ASKED not in page


def test_what_belongs_into_a_protection_note_goes_there_apart(cast, case, client_of):
    client = client_of(cast.promotora)
    brought = client.post(
        f"/casos/{case.pk}/proteccion/", told(bring="1", agreements="Le amenazan")
    )
    assert "Le amenazan" in brought.content.decode()
    with acting_as(SYSTEM):
        assert not CounsellingSession.objects.exists()
        assert not ProtectionNote.objects.exists()
