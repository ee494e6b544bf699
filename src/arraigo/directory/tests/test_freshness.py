from datetime import UTC, date, datetime, timedelta

import pytest

from arraigo.core.context import SYSTEM, acting_as
from arraigo.directory.enums import Freshness
from arraigo.directory.models import Service

TODAY = date(2026, 5, 15)
LATE_EVENING_IN_GUATEMALA = datetime(2026, 5, 16, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "freshness", "words"),
    [
        (0, Freshness.FRESH, "Verificado hoy"),
        (1, Freshness.FRESH, "Verificado hace 1 día"),
        (23, Freshness.FRESH, "Verificado hace 23 días"),
        (90, Freshness.FRESH, "Verificado hace 90 días"),
        (91, Freshness.AMBER, "Verificado hace 91 días"),
        (180, Freshness.AMBER, "Verificado hace 180 días"),
        (181, Freshness.STALE, "Verificado hace 181 días"),
    ],
)
def test_freshness(days: int, freshness: Freshness, words: str) -> None:
    with acting_as(SYSTEM, at=LATE_EVENING_IN_GUATEMALA):
        service = Service(verified_on=TODAY - timedelta(days=days))
        assert (service.freshness, service.verification) == (freshness, words)


def test_never_verified_is_stale() -> None:
    service = Service()
    assert service.days_since_verified is None
    assert service.freshness == Freshness.STALE
    assert service.verification == "Nadie lo ha verificado"
