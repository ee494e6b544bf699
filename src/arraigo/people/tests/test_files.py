"""Files sealed with the person's key."""

import os
from datetime import timedelta

import pytest
from tests.factories import registered_person

from arraigo.core import sealing
from arraigo.core.context import Actor, acting_as
from arraigo.core.vault import path_of
from arraigo.people.enums import FileKind
from arraigo.people.files import keep_file, read_file, sweep_orphans
from arraigo.people.models import PersonKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_what_is_kept_is_read_back_and_unreadable_on_the_disk(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        row = keep_file(person, FileKind.EVIDENCE, b"constancia", "text/plain")
        assert read_file(row) == b"constancia"
        assert b"constancia" not in path_of(row.pk).read_bytes()


def test_a_file_opens_with_its_own_persons_key_only(cast):
    one, other = registered_person(cast.promotora), registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        row = keep_file(one, FileKind.EVIDENCE, b"x", "text/plain")
        keep_file(other, FileKind.EVIDENCE, b"y", "text/plain")
        PersonKey.objects.filter(person=one).update(
            wrapped=PersonKey.objects.get(person=other).wrapped
        )
        with pytest.raises(sealing.Unreadable):
            read_file(row)


def test_changed_bytes_do_not_open(cast):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        row = keep_file(person, FileKind.EVIDENCE, b"x" * 50, "text/plain")
        sealed = bytearray(path_of(row.pk).read_bytes())
        sealed[20] ^= 1
        path_of(row.pk).write_bytes(sealed)
        with pytest.raises(sealing.Unreadable):
            read_file(row)


def test_only_old_files_without_a_row_are_swept(cast, tmp_path):
    person = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        kept = keep_file(person, FileKind.EVIDENCE, b"x", "text/plain")
    for name in ("old", "new"):
        (tmp_path / "ab").mkdir(exist_ok=True)
        (tmp_path / "ab" / name).write_bytes(b"orphan")
    for path in (tmp_path / "ab" / "old", path_of(kept.pk)):
        os.utime(path, (1, 1))
    with acting_as(Actor.job("sweep")):
        assert sweep_orphans(timedelta(days=1)) == 1
    assert path_of(kept.pk).exists()
    assert (tmp_path / "ab" / "new").exists()
    assert not (tmp_path / "ab" / "old").exists()
