"""The page where anybody complains, its receipt, and asking how it goes."""

import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.public.complaints import limits
from arraigo.public.complaints.models import Complaint
from arraigo.public.complaints.receipts import Receipt
from arraigo.public.complaints.tasks import tell_focal_points

pytestmark = pytest.mark.django_db
NEW, STATE = "/quejas/", "/quejas/estado/"
WORDS = "El encargado ficticio me pidió dinero"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "kind": "dinero", "text": WORDS, "place": "Feria ficticia",
        "name": "", "contact": "",
    }  # fmt: skip
    return {**values, **changes}


def jobs():
    return ProcrastinateJob.objects.filter(task_name="public.tell_focal_points").count()


def kept(user):
    with acting_as(Actor.user(user)):
        return list(Complaint.objects.all())


def test_anybody_complains_and_gets_one_receipt_however_often_it_is_sent(cast, visitor):
    page = visitor.get(NEW)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "¿Cómo llegó?" not in page.content.decode()
    form = typed()
    first, second = visitor.post(NEW, form), visitor.post(NEW, form)
    receipt = Receipt.of(uuid.UUID(form["id"]))
    for answer in (first, second):
        assert receipt.shown_number in answer.content.decode()
        assert receipt.shown_key in answer.content.decode()
    (complaint,) = kept(cast.peas)
    assert complaint.number == receipt.number
    assert jobs() == 1


def test_what_is_missing_is_told_and_nothing_typed_is_lost(cast, visitor):
    answer = visitor.post(NEW, typed(kind=""))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Escoja qué pasó.") == 2
    assert WORDS in text
    assert kept(cast.peas) == []


def test_nothing_readable_stands_in_the_database_or_in_a_log(cast, client_of, caplog):
    with caplog.at_level(logging.DEBUG):
        client_of(cast.promotora).post(NEW, typed(name="Persona Ficticia", contact="5555 0199"))
    (complaint,) = kept(cast.peas)
    assert WORDS.encode() not in bytes(complaint.sealed)
    for word in (WORDS, "Persona Ficticia", "5555 0199"):
        assert word not in caplog.text
    with acting_as(SYSTEM):
        assert not History.objects.filter(table_name__startswith="public_").exists()


def test_the_mail_says_nothing_of_it(cast, mailoutbox):
    tell_focal_points()
    (mail,) = mailoutbox
    assert mail.to == [cast.peas.email]
    assert mail.subject == "Hay una queja por atender"
    assert "/quejas/bandeja/" in mail.body
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", mail.body)


def test_the_receipt_tells_the_state_and_nothing_else(visitor):
    form = typed()
    visitor.post(NEW, form)
    receipt = Receipt.of(uuid.UUID(form["id"]))
    spelled = {"number": receipt.shown_number.lower(), "key": f" {receipt.shown_key} "}
    text = visitor.post(STATE, spelled).content.decode()
    assert "Recibida" in text
    assert "antes del" in text
    assert WORDS not in text
    wrong = visitor.post(STATE, {**spelled, "key": "0000"})
    assert wrong.status_code == 422
    assert "No hay una queja" in wrong.content.decode()


def test_letters_that_look_alike_are_forgiven():
    receipt = Receipt("0110ABCD", "0" * 20)
    assert Receipt.typed("oil0-abcd", "O" * 20) == receipt


def test_a_machine_is_stopped_and_nothing_typed_is_lost(cast, visitor, monkeypatch):
    monkeypatch.setattr(limits, "SENT_PER_WINDOW", 2)
    for _time in range(2):
        assert visitor.post(NEW, typed()).status_code == 200
    answer = visitor.post(NEW, typed())
    assert answer.status_code == 429
    assert WORDS in answer.content.decode()
    assert len(kept(cast.peas)) == 2
    monkeypatch.setattr(limits, "ASKED_PER_WINDOW", 0)
    asked = {"number": "x", "key": "x"}
    visitor.post(STATE, asked)
    assert visitor.post(STATE, asked).status_code == 429


def test_the_cache_holds_no_address(visitor):
    visitor.post(NEW, typed())
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_shared_cache")
        assert all("127.0.0.1" not in key for (key,) in cursor.fetchall())


@pytest.mark.parametrize("address", ["/cuenta/entrar/", "/quejas/estado/", "/r/nada/"])
def test_every_public_page_links_to_it(visitor, address):
    assert 'href="/quejas/"' in visitor.get(address).content.decode()


def test_the_clock_runs_24_hours():
    complaint = Complaint(received_at=clock.now() - timedelta(hours=23))
    assert not complaint.is_late
    complaint.received_at -= timedelta(hours=2)
    assert complaint.is_late
    assert complaint.time_left < timedelta(0)
