"""The catalogue of occupations and the words people use for them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.profiling import catalogue
from arraigo.profiling.models import Occupation, OccupationWord

pytestmark = pytest.mark.django_db


def test_every_unit_group_is_there():
    assert Occupation.objects.count() == 436
    assert OccupationWord.objects.values("occupation").distinct().count() > 90
    assert {code[0] for code in Occupation.objects.values_list("pk", flat=True)} == set(
        catalogue.GROUPS
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tablayesero", "7123"), ("Rufero", "7121"), ("YARDERO", "9214"), ("busboy", "9412"),
        ("lavaplatos", "9412"), ("framer", "7115"), ("pintor", "7131"), ("albanil", "7112"),
        ("jardinero", "6113"), ("landscaper", "6113"), ("mesero", "5131"), ("cocinero", "5120"),
        ("prep cook", "9412"), ("roofer", "7121"), ("drywall", "7123"), ("mecanico", "7231"),
        ("electricista", "7411"), ("electricidad", "7411"), ("plomero", "7126"),
        ("soldador", "7212"), ("ebanista", "7522"), ("montacarguista", "8344"),
        ("empacador", "9321"), ("pollera", "7511"), ("procesadora de pollo", "7511"),
        ("construccion", "9313"), ("housekeeping", "9112"), ("limpieza", "9112"),
        ("niñera", "5311"), ("ninera", "5311"), ("cuidadora", "5322"), ("agricultor", "6111"),
        ("pizcador", "9211"), ("costurera", "7533"), ("maquila", "8153"),
        ("refrigeración", "7127"), ("bodeguero", "4321"), ("cajera", "5230"),
        ("guardia", "5414"), ("chofer", "8322"), ("tuc tuc", "8321"),
    ],
)  # fmt: skip
def test_the_word_a_person_uses_finds_its_code_first(typed, code):
    assert catalogue.offered(typed)[0].pk == code


def test_parts_of_words_and_titles_are_found_and_nonsense_is_not():
    assert "7126" in {row.pk for row in catalogue.offered("instaladores tuber")}
    assert "7123" in {row.pk for row in catalogue.offered("tabla")}
    assert catalogue.offered("") == catalogue.offered("   ") == catalogue.offered("zzz") == []
    assert len(catalogue.offered("de")) == catalogue.MOST_OFFERED


def test_only_one_occupation_called_exactly_so_is_taken_without_asking():
    assert Occupation.objects.named("  Tablayesero ").pk == "7123"
    assert Occupation.objects.named("albañiles").pk == "7112"
    assert Occupation.objects.named("conserje") is None  # two occupations are called so
    assert Occupation.objects.named("") is Occupation.objects.named("astronauta") is None


def test_searching_costs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        [catalogue.label(row) for row in catalogue.offered("cocin")]


def test_the_database_keeps_codes_and_words_clean(as_system):
    with pytest.raises(IntegrityError, match="four_digits"), transaction.atomic():
        Occupation.objects.create(code="71", title="x")
    with pytest.raises(IntegrityError, match="word_once"), transaction.atomic():
        OccupationWord.objects.create(occupation_id="7121", word="RUFERO")


def test_the_fragment_offers_what_fits(at_work):
    url = reverse("profiling:occupations")
    html = at_work.get(url, {"occupation_words": "tablay"}).content.decode()
    assert 'value="7123"' in html
    assert "Ninguna de estas" in html
    assert "<html" not in html
    with CaptureQueriesContext(connection) as queries:
        every = at_work.get(url, {"occupation_words": "zzz"}).content.decode()
    assert "<select" in every
    assert every.count("<option") == 437
    assert len(queries) < 12
