"""What is of class C goes before the rest of a file, and all of it."""

import pytest
from tests.factories import opened_case, registered_person

from arraigo.casework.actions import record_note
from arraigo.casework.enums import DataClass
from arraigo.casework.models import BestInterests, Note, ProtectionNote
from arraigo.casework.protection.actions import (
    Confided,
    ProtectionInput,
    read_protection_note,
    write_protection_note,
)
from arraigo.casework.protection.enums import Concern
from arraigo.casework.tests.making import note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import History
from arraigo.core.sealing import Unreadable
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.rights.retention import batches
from arraigo.rights.retention.enums import Kind
from arraigo.rights.retention.models import RetentionBatch
from arraigo.rights.retention.nightly import look_through
from arraigo.rights.tests.overdue import decided, end, proposed

pytestmark = pytest.mark.django_db


def test_only_what_is_of_class_c_is_emptied(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    with acting_as(Actor.user(user)):
        plain = record_note(data=note(case, text="Quiere soldar"), user=user)
        secret = record_note(data=note(case, text="Canaria de protección"), user=user)
        best = BestInterests.objects.create(
            case=case, person=case.person, text="Canaria del interés superior", recorded_by=user
        )
    with acting_as(SYSTEM):
        Note.objects.filter(pk=secret.pk).update(data_class=DataClass.PROTECTION)
    end(case)
    batch = decided(proposed(Kind.PROTECTION), cast.datos, cast.oficial)
    assert batches.carry_out(batch.pk) == 1
    with acting_as(SYSTEM):
        assert Note.objects.get(pk=plain.pk).text == "Quiere soldar"
        assert Note.objects.get(pk=secret.pk).text == "—"
        assert BestInterests.objects.get(pk=best.pk).text == "—"
        lines = History.objects.filter(row_id=str(secret.pk))
        assert lines.exists()
        assert not lines.exclude(before=None, after=None).exists()
    look_through()
    with acting_as(SYSTEM):
        assert RetentionBatch.objects.filter(kind=Kind.PROTECTION).count() == 1


def test_a_sealed_note_is_emptied_too_under_whatever_id(cast):
    case, user = opened_case(cast.promotora), cast.promotora
    survivor = registered_person(user)
    with acting_as(Actor.user(user)):
        sealed = write_protection_note(data=confided(case), user=user)
        merge = request_merge(survivor=survivor, absorbed=case.person, reason="Una", user=user)
    with acting_as(Actor.user(cast.supervisora)):
        confirm_merge(merge=merge, user=cast.supervisora)
    end(case)
    batch = decided(proposed(Kind.PROTECTION), cast.datos, cast.oficial)
    with acting_as(SYSTEM):
        assert [item.person_id for item in batch.items.all()] == [survivor.pk]
        assert ProtectionNote.objects.get(pk=sealed.pk).person_id == case.person_id
    assert batches.carry_out(batch.pk) == 1
    with acting_as(SYSTEM):
        left = ProtectionNote.objects.get(pk=sealed.pk)
        assert bytes(left.sealed) == b""
        with pytest.raises(Unreadable):
            read_protection_note(left)
        lines = History.objects.filter(row_id=str(sealed.pk))
        assert not lines.exclude(before=None, after=None).exists()
    look_through()
    with acting_as(SYSTEM):
        assert RetentionBatch.objects.filter(kind=Kind.PROTECTION).count() == 1


def confided(case):
    told = Confided(Concern.VIOLENCE, "Canaria sellada")
    return ProtectionInput(case=case, told=told, occurred_on=clock.today())
