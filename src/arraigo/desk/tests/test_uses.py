"""Uso de las herramientas: counted by hand beside it, of one's own offices only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.actions import record_note
from arraigo.casework.models import CaseEvent
from arraigo.casework.tests.making import START, case_of, note, on_day
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.desk.uses import partners, share, writers
from arraigo.referrals.enums import Answer, Channel
from arraigo.referrals.models import ReferralEvent
from arraigo.referrals.tests.making import sent

pytestmark = pytest.mark.django_db


def of(user, found):
    return next(each for each in found if each.user == user)


def as_lead(cast, what):
    with acting_as(Actor.user(cast.supervisora)):
        return what(cast.supervisora)


def test_a_share_of_nothing_is_none():
    assert (share(1, 3), share(0, 5), share(0, 0)) == (33, 0, None)


def entries_of(user):
    with acting_as(SYSTEM):
        return CaseEvent.objects.filter(recorded_by=user).count()


def test_what_each_wrote_on_how_many_days_and_how_late(cast):
    case = case_of(cast.promotora)
    for day, occurred in ((3, 3), (12, 12), (12, 1)):
        with on_day(cast.promotora, day):
            happened = START.date() + timedelta(days=occurred)
            record_note(data=note(case, occurred_on=happened), user=cast.promotora)
    with on_day(cast.supervisora, 15):
        told = of(cast.promotora, writers(cast.supervisora))
        silent = of(cast.promotor, writers(cast.supervisora))
    assert (told.entries, told.days, told.late) == (entries_of(cast.promotora), 3, 1)
    assert told.late_share == share(1, told.entries)
    assert told.last == START + timedelta(days=12)
    assert (silent.entries, silent.last, silent.late_share) == (0, None, None)
    with on_day(cast.supervisora, 60):
        assert of(cast.promotora, writers(cast.supervisora)).entries == 0  # long ago


def test_files_that_lack_a_phone_are_not_whole(cast):
    opened_case(cast.promotora, phone="+50255501234")
    opened_case(cast.promotora, phone="")
    told = of(cast.promotora, as_lead(cast, writers))
    assert (told.files, told.lacking, told.whole_share) == (2, 1, 50)


def test_nobody_of_another_office(cast):
    opened_case(cast.promotora_esq)
    assert cast.promotora_esq not in [each.user for each in as_lead(cast, writers)]
    with acting_as(Actor.user(cast.oficial)):
        assert of(cast.promotora_esq, writers(cast.oficial)).files == 1


def answered(referral, at, channel):
    ReferralEvent.objects.create(
        referral=referral, person_id=referral.person_id, from_state="enviada",
        to_state="se_presento", name=Answer.ATTENDED, recorded_at=at, channel=channel,
        actor_kind="link",
    )  # fmt: skip


def test_institutions_answer_in_time_by_themselves_or_not(cast):
    people = [opened_case(cast.promotora) for _ in range(3)]
    one, other, _silent = [sent(case, cast.promotora) for case in people]
    with acting_as(SYSTEM):
        answered(one, one.sent_at + timedelta(hours=2), Channel.SLIP)
        answered(one, one.sent_at + timedelta(days=40), Channel.PHONE)  # what came later is no more
        answered(other, other.deadline + timedelta(hours=1), Channel.PHONE)
    (told,) = as_lead(cast, partners)
    assert (told.sent, told.answered, told.on_time, told.by_itself) == (3, 2, 1, 1)
    assert told.answered_share == 67
    assert told.last == other.deadline + timedelta(hours=1)


def test_the_page_costs_the_same_however_many_there_are(cast, client_of):
    client, counts = client_of(cast.supervisora), []
    client.get(reverse("desk:use"))
    for _more in range(2):
        with CaptureQueriesContext(connection) as told:
            html = client.get(reverse("desk:use")).content.decode()
        counts.append(len(told))
        for user in (cast.promotora, cast.promotor):
            opened_case(user)
    assert counts[0] == counts[1]
    assert "En 90 días no se envió ninguna referencia." in html
    assert client_of(cast.promotora).get(reverse("desk:use")).status_code == 403
