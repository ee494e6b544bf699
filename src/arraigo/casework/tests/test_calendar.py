"""«Mi calendario»: an address without names, shown once, revoked at will."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from tests.factories import opened_case

from arraigo.accounts.models import User
from arraigo.casework.actions import plan_due
from arraigo.casework.calendar.actions import make_address
from arraigo.casework.calendar.counting import WORDS, lines_of
from arraigo.casework.calendar.models import CalendarFeed, CalendarUse
from arraigo.casework.enums import DueKind
from arraigo.casework.models import Due
from arraigo.casework.tests.making import calendar_of
from arraigo.core import clock
from arraigo.core.clock import GUATEMALA
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.territory.models import Municipality, Office

pytestmark = pytest.mark.django_db


def due(user, days=0, kind=DueKind.FOLLOW_UP, **changes):
    case = opened_case(user, **changes)
    with acting_as(Actor.user(user)):
        return plan_due(
            case=case, kind=kind, title="Acompañar a Zutana", source=case,
            due_on=clock.today() + timedelta(days=days),
        )  # fmt: skip


def fetched(client, secret, **headers):
    return client.get(f"/calendario/{secret}.ics", headers=headers)


def events(answer):
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(event.decoded("dtstart"), str(event["summary"])) for event in found]


def test_it_tells_how_much_when_and_where(cast, client_of):
    tiquisate = Municipality.objects.get(name="Tiquisate")
    for days in (-9, -1, 0, 0, 3, 60, 61):
        due(cast.promotora, days)
    due(cast.promotora, 3, DueKind.NEXT_STEP, municipality=tiquisate)
    due(cast.promotor, 3)
    today = clock.today()
    assert events(fetched(client_of(), calendar_of(cast.promotora))) == [
        (today, "2 seguimientos · Escuintla"),
        (today, "2 pendientes vencidos · Escuintla"),
        (today + timedelta(days=3), "1 seguimiento · Escuintla"),
        (today + timedelta(days=3), "1 siguiente paso · Tiquisate"),
        (today + timedelta(days=60), "1 seguimiento · Escuintla"),
    ]
    with acting_as(Actor.user(cast.supervisora)):
        whole = {line.words for line in lines_of(cast.supervisora) if line.day > today}
    assert "2 seguimientos · Escuintla" in whole


def test_it_holds_nothing_of_anybody(cast, client_of):
    found = due(
        cast.promotora, phone="+50255550142", given_names="Zoila Canaria", cui="1234567890101"
    )
    with acting_as(SYSTEM):
        case = Due.objects.select_related("case__person").get(pk=found.pk).case
    told = fetched(client_of(), calendar_of(cast.promotora)).content.decode()
    unfolded = told.replace("\r\n ", "")
    secrets = {
        case.person.surnames, "Zoila", "Canaria", "5555", "0142", "56789", case.code, str(case.pk),
        str(case.person_id), str(found.pk), "Zutana", cast.promotora.name,
        cast.promotora.email, str(case.person.birth_year),
    }  # fmt: skip
    assert [word for word in secrets if word.lower() in unfolded.lower()] == []
    links = [line for line in unfolded.split("\r\n") if "http" in line]
    assert set(links) == {f"URL:{settings.BASE_URL}/hoy/"}
    with acting_as(SYSTEM):
        assert not Trace.objects.filter(purpose="calendar:feed").exists()


def test_it_is_icalendar_to_the_letter(cast, client_of):
    long = Municipality.objects.order_by("-name").first()
    due(cast.promotora, 1)
    due(cast.promotora, 2, municipality=long)
    answer = fetched(client_of(), calendar_of(cast.promotora))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    assert str(calendar["x-wr-timezone"]) == "America/Guatemala"
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert type(start) is date  # the whole day, wherever the phone is
        assert end - start == timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.decoded("dtstamp").utcoffset() == timedelta(0)
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len(set(uids)) == len(uids) == 2


def test_a_long_line_is_folded_between_letters(cast, client_of):
    place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
    due(cast.promotora, 1)
    place.name = "Ñuñoá de los Ángeles, Peñón; " * 2
    with acting_as(SYSTEM):
        place.save()
    answer = fetched(client_of(), calendar_of(cast.promotora))
    assert b"\r\n " in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert events(answer)[0][1] == f"1 seguimiento · {place.name}"


def test_the_day_is_that_of_guatemala(cast):
    late = datetime(2026, 3, 2, 23, 30, tzinfo=GUATEMALA)  # the third already in UTC
    due(cast.promotora)
    with acting_as(Actor.user(cast.promotora), at=late):
        opened = opened_case(cast.promotora)
        plan_due(case=opened, kind=DueKind.NEXT_STEP, title="x", source=opened, due_on=late.date())
        told = [line for line in lines_of(cast.promotora) if line.kind == DueKind.NEXT_STEP]
    assert [line.day for line in told] == [date(2026, 3, 2)]


def test_the_same_agenda_is_not_sent_again(cast, client_of):
    due(cast.promotora, 1)
    client, secret = client_of(), calendar_of(cast.promotora)
    first = fetched(client, secret)
    assert first["Cache-Control"] == "private, max-age=900"
    again = fetched(client, secret, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    uid = Calendar.from_ical(first.content).walk("VEVENT")[0]["uid"]
    due(cast.promotora, 1)
    other = fetched(client, secret, if_none_match=first["ETag"])
    assert events(other) == [(clock.today() + timedelta(days=1), "2 seguimientos · Escuintla")]
    assert Calendar.from_ical(other.content).walk("VEVENT")[0]["uid"] == uid


def test_it_costs_the_same_however_much_is_due(cast, client_of):
    client, secret = client_of(), calendar_of(cast.promotora)
    due(cast.promotora, 1)
    fetched(client, secret)
    with CaptureQueriesContext(connection) as few:
        fetched(client, secret)
    for days in range(2, 6):
        due(cast.promotora, days)
    with CaptureQueriesContext(connection) as many:
        fetched(client, secret)
    assert len(many) == len(few)


def test_unknown_revoked_and_left_answer_alike(cast, client_of):
    client = client_of()
    unknown = fetched(client, "x" * 43)
    revoked, left, moved = (
        calendar_of(user) for user in (cast.promotora, cast.promotor, cast.promotora_esq)
    )
    assert client_of(cast.promotora).post("/calendario/quitar/").status_code == 302
    yesterday = clock.today() - timedelta(days=1)
    with acting_as(SYSTEM):
        User.objects.filter(pk=cast.promotor.pk).update(is_active=False)
        cast.promotora_esq.memberships.update(valid_from=yesterday, valid_until=yesterday)
    for secret in (revoked, left, moved):
        answer = fetched(client, secret)
        assert (answer.status_code, answer.content) == (404, b"") == (
            unknown.status_code, unknown.content,
        )  # fmt: skip
    assert fetched(client, "x" * 43).headers.keys() == answer.headers.keys()


def test_the_address_is_shown_once_and_only_its_hash_kept(cast, client_of):
    client = client_of(cast.promotora)
    assert "no tiene dirección" in client.get("/calendario/").content.decode()
    form = {"id": str(uuid.uuid4())}
    page = client.post("/calendario/nueva/", form).content.decode()
    secret = page[page.index('id="address"') :].partition("/calendario/")[2].partition(".ics")[0]
    assert len(secret) == 43
    assert f"webcal://{settings.BASE_URL.partition('://')[2]}/calendario/{secret}.ics" in page
    assert fetched(client_of(), secret).status_code == 200
    told = client.get("/calendario/").content.decode()
    assert secret not in told
    assert "vino por última vez" in told
    with acting_as(SYSTEM):
        feed = CalendarFeed.objects.get()
        assert secret not in str(vars(feed))
        assert CalendarUse.objects.get().feed == feed


def test_a_new_one_ends_the_one_before_and_the_same_form_makes_one(cast, client_of):
    client, old = client_of(cast.promotora), calendar_of(cast.promotora)
    form = {"id": str(uuid.uuid4())}
    pages = [client.post("/calendario/nueva/", form).content.decode() for _ in range(2)]
    assert pages[0] != pages[1]
    assert fetched(client_of(), old).status_code == 404
    with acting_as(SYSTEM):
        assert CalendarFeed.objects.in_force().count() == 1
        assert CalendarFeed.objects.count() == 2
    for wrong in ({}, {"id": "7"}):
        assert client.post("/calendario/nueva/", wrong).status_code == 422
    with acting_as(SYSTEM):
        used = CalendarFeed.objects.exclude(revoked_at=None).get()
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        make_address(id=used.pk, user=cast.promotora)
    with acting_as(Actor.user(cast.oficial)), pytest.raises(Refused):
        make_address(id=uuid.uuid4(), user=cast.oficial)


def test_two_at_once_are_refused_by_the_database(cast):
    calendar_of(cast.promotora)
    second = CalendarFeed(user=cast.promotora, token_hash="0" * 64)
    with (
        acting_as(Actor.user(cast.promotora)),
        pytest.raises(IntegrityError, match="one_calendar_in_force"),
        transaction.atomic(),
    ):
        second.save()


def test_an_agreement_stands_at_its_office(cast):
    with acting_as(Actor.user(cast.promotora)):
        office = Office.objects.get(code="ESC")
        plan_due(
            kind=DueKind.AGREEMENT, title="Enviar la lista", due_on=clock.today(),
            source=CalendarFeed(id=uuid.uuid4()), office=office, assigned_to=cast.promotora,
        )  # fmt: skip
        assert [line.words for line in lines_of(cast.promotora)] == [f"1 acuerdo · {office.name}"]


def test_every_kind_of_what_is_due_has_its_words():
    assert set(map(str, DueKind)) <= set(map(str, WORDS))
