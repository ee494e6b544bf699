from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import RestrictedError

from arraigo.organizations.models import Award, Organization

pytestmark = pytest.mark.django_db


def make(code: str, starts_on: date, ends_on: date | None = None) -> Award:
    funder = Organization.objects.get(code="us-gov")
    return Award(code=code, title="Título", funder=funder, starts_on=starts_on, ends_on=ends_on)


def test_none_is_invented() -> None:
    assert not Award.objects.filter(is_training=False).exists()


def test_cannot_end_before_it_starts() -> None:
    award = make("A-1", date(2026, 5, 2), date(2026, 5, 1))
    with pytest.raises(ValidationError, match="antes de empezar"):
        award.full_clean()
    with pytest.raises(IntegrityError, match="award_ends_after_start"):
        award.save()


def test_may_last_one_day_or_be_open() -> None:
    make("A-1", date(2026, 5, 1), date(2026, 5, 1)).save()
    make("A-2", date(2026, 5, 1)).save()
    assert Award.objects.filter(code__in=["A-1", "A-2"]).count() == 2


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2026, 4, 30), []),
        (date(2026, 5, 1), ["A-1", "A-2"]),
        (date(2026, 6, 30), ["A-1", "A-2"]),
        (date(2026, 7, 1), ["A-2"]),
    ],
)
def test_running(on: date, codes: list[str]) -> None:
    make("A-1", date(2026, 5, 1), date(2026, 6, 30)).save()
    make("A-2", date(2026, 5, 1)).save()
    running = Award.objects.filter(is_training=False).running(on)
    assert [award.code for award in running] == codes


def test_a_funder_with_awards_stays(as_system: None) -> None:
    make("A-1", date(2026, 5, 1)).save()
    with pytest.raises(RestrictedError):
        Organization.objects.get(code="us-gov").delete()
