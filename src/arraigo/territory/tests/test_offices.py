import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from arraigo.core.models import History
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "name", "seat", "department", "count"),
    [("ESC", "Escuintla", "0501", "05", 14), ("ESQ", "Esquipulas", "2007", "20", 11)],
)
def test_the_first_offices(code: str, name: str, seat: str, department: str, count: int) -> None:
    office = Office.objects.get(code=code)
    assert (office.name, office.municipality_id, office.is_active) == (name, seat, True)
    covered = office.municipalities.values_list("department_id", flat=True)
    assert list(covered) == [department] * count
    assert office.municipality in office.municipalities.all()


@pytest.mark.parametrize("code", ["esc", "E1C", "ES", "", "ÑAC"])
def test_code_is_three_capitals(code: str) -> None:
    office = Office(code=code, name="Otra", municipality_id="0101")
    with pytest.raises(ValidationError, match="tres letras mayúsculas"):
        office.validate_constraints()
    with pytest.raises(IntegrityError, match="office_code_three_capitals"), transaction.atomic():
        office.save()


def test_code_is_unique() -> None:
    with pytest.raises(IntegrityError):
        Office.objects.create(code="ESC", name="Otra", municipality_id="0101")


def test_a_change_stays_in_the_history(as_system: None) -> None:
    office = Office.objects.get(code="ESC")
    office.name = "Escuintla Sur"
    office.save(update_fields=["name"])
    last = History.objects.filter(table_name="territory_office", row_id=str(office.pk)).last()
    assert last is not None
    assert last.before == {"name": "Escuintla", "sort_key": "escuintla"}
    assert last.after == {"name": "Escuintla Sur", "sort_key": "escuintla sur"}
