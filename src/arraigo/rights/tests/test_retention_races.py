"""Two at once: what is confirmed is confirmed once, carried out once and proposed once."""

from tests.test_races import at_once, committed  # noqa: F401 -- a fixture

from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.rights.retention import batches
from arraigo.rights.retention.enums import Kind
from arraigo.rights.retention.models import RetentionBatch
from arraigo.rights.retention.nightly import look_through
from arraigo.rights.tests.test_retention import ended, name_of, proposed


def test_two_at_once_confirm_and_carry_out_once(committed):  # noqa: F811
    case = ended(committed.promotora)
    batch = proposed()
    with acting_as(Actor.user(committed.datos)):
        batches.ask_batch(batch=batch, user=committed.datos)

    def confirm(me):
        return batches.confirm_batch(batch=RetentionBatch.objects.get(pk=batch.pk), user=me)

    results = at_once(committed.oficial, confirm)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    done = at_once(committed.oficial, lambda _me: batches.carry_out(batch.pk))
    assert sum(done) == 1
    assert name_of(case) == "Datos borrados"


def test_two_nights_at_once_make_one_batch(committed):  # noqa: F811
    ended(committed.promotora)
    at_once(committed.oficial, lambda _me: look_through())
    with acting_as(SYSTEM):
        assert RetentionBatch.objects.filter(kind=Kind.FILE).count() == 1
