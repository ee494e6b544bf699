"""After an erasure nothing of the person is found: in the database's own dump, nor on the disk."""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.database import in_database
from tests.factories import canary, registered_person
from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.casework.models import Case
from arraigo.core import traces
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.vault import path_of
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.models import Person, PersonFile, PersonKey
from arraigo.rights.erasing import confirm_erasure
from arraigo.rights.models import Erasure
from arraigo.rights.tests.living import asked, closed, confirmed, lived, plant
from arraigo.web.embedded import EmbeddedPostgres, find_binaries
from arraigo.web.home import ensure_secrets


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="dumps as the embedded server's superuser")
def test_a_canary_is_found_nowhere_afterwards(committed, database_address):  # noqa: F811
    user, lead = committed.promotora, committed.supervisora
    case = lived(user)
    with acting_as(Actor.user(user)):
        absorbed = registered_person(user, surnames=canary(), phone="+50255550198")
        merge = request_merge(
            survivor=case.person, absorbed=absorbed, reason="Es la misma Canaria", user=user
        )
    with acting_as(Actor.user(lead)):
        confirm_merge(merge=merge, user=lead)
    closed(case, user, lead)
    with acting_as(Actor.user(lead), purpose="desk:case"):
        traces.show([case.person_id])
    ids = [case.person_id, absorbed.pk]
    database = connection.settings_dict["NAME"]
    owner_url = in_database(database_address.owner_url, database)
    canaries = {
        "name": case.person.surnames, "absorbed": absorbed.surnames, "merge": "misma Canaria",
        "phone": "+50255550199", "other phone": "+50255550198",
        **plant(owner_url, ids),
    }  # fmt: skip
    assert len(canaries) >= 20
    before = dump(database_address)
    assert [name for name, text in canaries.items() if text not in before] == []
    with acting_as(SYSTEM):
        files = [path_of(pk) for pk in PersonFile.objects.values_list("pk", flat=True)]
        assert files
        cases = Case.objects.count()
    erasure = asked(case, user)
    confirmed(erasure, committed.datos)
    after = dump(database_address)
    assert [name for name, text in canaries.items() if text in after] == []
    assert not any(path.exists() for path in files)
    kept = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in kept)
    assert [name for name, text in canaries.items() if text.encode() in held] == []
    with acting_as(SYSTEM):
        assert Case.objects.count() == cases
        assert Person.objects.filter(pk__in=ids).count() == 2
        assert not PersonKey.objects.filter(person__in=ids).exists()
        assert Trace.objects.filter(person_id=case.person_id).exists()


def dump(database_address):
    """Return the whole database as text, as the administrator's backup holds it."""
    home = Path(database_address.home)
    server = EmbeddedPostgres(home, ensure_secrets(home).superuser_password)
    url = in_database(server.superuser_url, connection.settings_dict["NAME"])
    done = subprocess.run(
        [str(find_binaries() / "pg_dump"), url], check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def test_two_at_once_erase_once(committed):  # noqa: F811
    user = committed.promotora
    case = closed(lived(user), user, committed.supervisora)
    erasure = asked(case, user)

    def act(me):
        return confirm_erasure(erasure=Erasure.objects.get(pk=erasure.pk), user=me)

    results = at_once(committed.datos, act)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    with acting_as(SYSTEM):
        assert Person.objects.get(pk=case.person_id).surnames == "borrados"
