from datetime import date, timedelta

import pytest

from arraigo.directory.models import Service
from arraigo.directory.tests.making import make_service
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 15)


@pytest.fixture
def escuintla() -> Municipality:
    return Municipality.objects.get(code_ine="0501")


def suggested(municipality: Municipality, on: date = ON) -> list[str]:
    services = Service.objects.filter(is_training=False)
    return [service.name for service in services.suggested_for(municipality, on=on)]


def test_nothing_that_came_with_the_programme_is_suggested(escuintla: Municipality) -> None:
    assert suggested(escuintla) == []


def test_the_same_municipality_first_then_by_name(escuintla: Municipality) -> None:
    make_service("Alfarería", verified_on=ON)
    make_service("Zapatería", verified_on=ON, municipality_id="0501", coverage=["0501", "0502"])
    make_service("Ñandutí", verified_on=ON, municipality_id="0502", coverage=["0501", "0502"])
    make_service("Niquelado", verified_on=ON, municipality_id="0502", coverage=["0501"])
    assert suggested(escuintla) == ["Zapatería", "Alfarería", "Niquelado", "Ñandutí"]


def test_given_there_reaches_there_whatever_its_coverage(escuintla: Municipality) -> None:
    make_service("Aquí", verified_on=ON, municipality_id="0501", coverage=["0502"])
    assert suggested(escuintla) == ["Aquí"]


def test_what_covers_only_others_is_left_out(escuintla: Municipality) -> None:
    make_service("Lejos", verified_on=ON, municipality_id="2007", coverage=["2007"])
    assert suggested(escuintla) == []
    assert suggested(Municipality.objects.get(code_ine="2007")) == ["Lejos"]


@pytest.mark.parametrize(
    ("days", "names"), [(0, ["Curso"]), (180, ["Curso"]), (181, []), (None, [])]
)
def test_only_what_was_verified_within_180_days(
    escuintla: Municipality, days: int | None, names: list[str]
) -> None:
    make_service("Curso", verified_on=None if days is None else ON - timedelta(days=days))
    assert suggested(escuintla) == names


def test_closed_services_are_left_out(escuintla: Municipality) -> None:
    make_service("Cerrado", verified_on=ON, is_active=False)
    assert suggested(escuintla) == []


def test_one_row_per_service_and_one_query(
    escuintla: Municipality, django_assert_num_queries
) -> None:
    everywhere = list(Municipality.objects.filter(department="05"))
    make_service("Curso", verified_on=ON, coverage=everywhere)
    with django_assert_num_queries(1):
        assert suggested(escuintla) == ["Curso"]
