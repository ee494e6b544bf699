import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from arraigo.territory.models import Department, Municipality, Office

pytestmark = pytest.mark.django_db

REPEATED = {
    "La Democracia", "La Libertad", "San José", "San Lorenzo", "San Pedro Sacatepéquez",
    "Santa Bárbara",
}  # fmt: skip


def test_the_whole_country_is_loaded() -> None:
    assert Department.objects.count() == 22
    assert Municipality.objects.count() == 340
    assert len({row.pcode for row in Municipality.objects.all()}) == 340
    assert len({row.code_ine for row in Municipality.objects.all()}) == 340


def test_population_is_that_of_the_census() -> None:
    total = sum(Municipality.objects.values_list("population_2018", flat=True))
    assert total == 14_901_286


def test_every_point_is_in_guatemala() -> None:
    for row in Municipality.objects.all():
        assert 13.7 < row.latitude < 17.9, row
        assert -92.3 < row.longitude < -88.2, row


def test_pcode_is_not_the_ine_code() -> None:
    sanarate, sansare = (Municipality.objects.get(name=n) for n in ("Sanarate", "Sansare"))
    assert (sanarate.code_ine, sanarate.pcode) == ("0207", "GT0206")
    assert (sansare.code_ine, sansare.pcode) == ("0206", "GT0207")


@pytest.mark.parametrize(
    ("department", "count"), [("05", 14), ("20", 11), ("13", 33), ("01", 17), ("22", 17)]
)
def test_municipalities_of_a_department(department: str, count: int) -> None:
    assert Municipality.objects.filter(department=department).count() == count


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Chichicastenango", "1406"),
        ("Santo Tomás Chichicastenango", "1406"),
        ("BARILLAS", "1326"),
        ("ixcan", "1420"),
        ("san miguel  petapa", "0117"),
        ("Uspantan", "1415"),
        ("quezaltepeque", "2009"),
        ("Nuevo San Carlos", "1108"),
    ],
)
def test_by_name_takes_aliases_and_forgets_accents(name: str, code: str) -> None:
    assert [row.code_ine for row in Municipality.objects.by_name(name)] == [code]


def test_by_name_is_no_guess() -> None:
    assert not Municipality.objects.by_name("Chichi")
    assert not Municipality.objects.by_name("")


def test_repeated_names_need_a_department() -> None:
    names = list(Municipality.objects.values_list("name", flat=True))
    assert {name for name in names if names.count(name) > 1} == REPEATED
    for name in REPEATED:
        found = Municipality.objects.by_name(name)
        assert found.count() == 2
        for row in found:
            assert Municipality.objects.by_name(name, row.department).get() == row
            assert Municipality.objects.by_name(name, row.department_id).get() == row


def test_sorted_as_in_the_spanish_alphabet() -> None:
    names = list(Municipality.objects.filter(department="20").values_list("name", flat=True))
    assert names[:4] == ["Camotán", "Chiquimula", "Concepción las Minas", "Esquipulas"]
    names = list(Department.objects.values_list("name", flat=True))
    assert names.index("Petén") < names.index("Quetzaltenango") < names.index("Quiché")


def test_saving_an_alias_makes_it_findable() -> None:
    ayutla = Municipality.objects.get(code_ine="1217")
    ayutla.aliases = ["Tecún Umán"]
    ayutla.save(update_fields=["aliases"])
    assert Municipality.objects.by_name("tecun uman").get() == ayutla


def test_code_of_another_department_is_refused() -> None:
    row = Municipality.objects.get(code_ine="0501")
    row.department_id = "20"
    with pytest.raises(ValidationError, match="empieza con el de su departamento"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_names_stand_once_per_department() -> None:
    row = Municipality.objects.get(code_ine="0502")
    row.name = "Escuintla"
    with pytest.raises(IntegrityError, match="municipality_name_once_per_department"):
        row.save()


def test_for_office() -> None:
    office = Office.objects.get(code="ESC")
    assert set(Municipality.objects.for_office(office)) == set(office.municipalities.all())
