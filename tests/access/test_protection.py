"""What is told of class C stands nowhere but on the page of who may read it.

Every user opens every page, list, export and paper that shows the file, and none holds a word of
the note; then the whole database is dumped, and neither it nor a log does.
"""

from __future__ import annotations

import io
import logging
import os
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from arraigo.casework.models import ProtectionNote
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    annul_protection_note,
    correct_protection_note,
    read_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern, Void
from arraigo.core import clock, sealing
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.people.models import PersonKey
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import slip_token
from arraigo.rights.copying import hand_over_copy
from arraigo.rights.enums import CopyFormat, Identified
from arraigo.rights.tests.living import asked, closed, confirmed
from arraigo.rights.tests.test_erasure_whole import dump
from tests.access.addresses import PLAIN, SCOPED, address
from tests.access.asking import METHODS, client_for
from tests.access.test_matrix import NOT_IN_A_WORLD, ROLES, Told, opens
from tests.factories import canary, opened_case
from tests.test_races import committed  # noqa: F401 -- a fixture

pytestmark = pytest.mark.xdist_group("access")

#: Who reads the notes of each file: who wrote them and manages it, and the lead of its office.
READERS = {
    "own": ("promotora", "supervisora"), "shared": ("promotora_esq", "supervisor_esq"),
}  # fmt: skip
#: Where they may.
READ_AT = {"casework:protection_reveal", "casework:protection_correct"}
OFFICE_XML = (".xml", ".rels")


def text_in(content: bytes) -> str:
    """Return everything written in an answer, also inside a PDF, a workbook or a document."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        return "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if name.endswith(OFFICE_XML)]
            return "".join(parts.read(name).decode(errors="ignore") for name in names)
    return content.decode(errors="ignore")


def answer_of(client: Client, method: str, where: str, data: Any = None) -> tuple[int, str]:
    """Return status and text of an answer; whatever it wrote is rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(where, data or {})
        content = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, text_in(content) + str(list(response.items()))


def pages_of(world: Any) -> list[tuple[str, str]]:
    """Return every address there is, with the ids of this world where it names a row."""
    scoped = [
        (name, address(name, {key: world.ids[kind] for key, kind in kinds.items()}))
        for name, kinds in SCOPED.items()
        if name not in NOT_IN_A_WORLD and set(kinds.values()) <= world.ids.keys()
    ]
    return [(name, address(name, {})) for name in PLAIN] + scoped


def told_by(offices: Any, scope: str, keys: Iterable[str], methods: Iterable[str]) -> Told:
    """Return who found the words of the world's note, and on which pages."""
    world = offices.worlds[scope]
    told = Told()
    for key in keys:
        client = client_for(getattr(offices.cast, key))
        for name, where in pages_of(world):
            for method in methods if opens(key, name) else ():
                _status, text = answer_of(client, method, where)
                told.asked += 1
                if world.guarded in text:
                    told.wrong.append((key, name))
    return told


def test_no_page_of_who_sees_the_file_holds_a_word(offices):
    """As who shares the office, and as who sees every file: neither reads the notes."""
    told = told_by(offices, "own", ["promotor", "oficial"], ["get"])
    assert told.wrong == []
    assert told.asked > 120


@pytest.mark.sweep
@pytest.mark.parametrize("scope", ["own", "shared"])
def test_no_page_of_anybody_holds_a_word(offices, scope, record_property):
    told = told_by(offices, scope, ROLES, METHODS)
    record_property("asked", told.asked)
    assert set(told.wrong) == {(key, name) for key in READERS[scope] for name in READ_AT}


def test_no_copy_export_or_partner_page_holds_a_word(offices):
    world, user = offices.worlds["own"], offices.cast.promotora
    client = client_for(user)
    with acting_as(SYSTEM):
        note = ProtectionNote.objects.select_related("case__person").get(pk=world.ids["protection"])
    person = note.case.person
    with acting_as(Actor.user(user)), transaction.atomic():
        for kind in CopyFormat:
            paper = hand_over_copy(
                person=person, format=kind, identified_how=Identified.values[0], user=user
            )
            assert person.surnames in text_in(paper.content), kind
            assert world.guarded not in text_in(paper.content), kind
            assert "protección" not in text_in(paper.content), kind
        transaction.set_rollback(True)
    with acting_as(SYSTEM):
        referral = Referral.objects.get(pk=world.ids["referral"])
    token = slip_token(referral)
    for name in ("public:slip", "public:message"):
        status, text = answer_of(Client(), "get", reverse(name, args=[token]))
        assert status in {200, 404, 410}
        assert world.guarded not in text
    for place in (f"/casos/{note.case_id}/", f"/urgencia/{world.ids['emergency']}/"):
        assert world.guarded not in answer_of(client, "get", place)[1]


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="dumps as the embedded server's superuser")
def test_neither_the_database_nor_a_log_holds_a_word(committed, database_address, caplog):  # noqa: F811
    user, lead = committed.promotora, committed.supervisora
    case = opened_case(user)
    words = {name: f"{name} {canary()}" for name in ("first", "newer", "refused", "held")}

    def told(text: str) -> ProtectionInput:
        return ProtectionInput(
            case=case, told=Confided(Concern.TRAFFICKING, text), occurred_on=clock.today()
        )

    caplog.set_level(logging.DEBUG)
    with acting_as(Actor.user(user)):
        note = write_protection_note(data=told(words["first"]), user=user)
        newer = correct_protection_note(note=note, data=told(words["newer"]), user=user)
    client, new = client_for(user), reverse("casework:protection_new", args=[case.pk])
    assert client.get(new).status_code == 200
    assert client.post(new, {"text": words["refused"]}).status_code == 422
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert client.post(new, {"text": words["held"], "id": str(uuid.uuid4())}).status_code == 302
    for each, word in ((note, words["first"]), (newer, words["newer"])):
        assert word in client_for(user).post(f"{each.get_absolute_url()}leer/").content.decode()
    with acting_as(Actor.user(user)):
        annul_protection_note(note=newer, why=Void.HER_WISH, user=user)
        sealed = bytes(newer.sealed)
    whole = dump(database_address)
    logged = caplog.text
    files = b"".join(p.read_bytes() for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file())
    for name, text in words.items():
        secret = text.split()[1]
        assert secret not in whole, name
        assert secret not in logged, name
        assert secret.encode() not in files, name
    assert "trafficking" not in whole
    assert sealed.hex() in whole

    confirmed(asked(closed(case, user, lead), user), committed.datos)
    assert sealed.hex() not in dump(database_address)
    with acting_as(SYSTEM):
        assert not PersonKey.objects.filter(person=case.person_id).exists()
        with pytest.raises(sealing.Unreadable):
            read_protection_note(newer)
