import pytest
from django.db import IntegrityError

from arraigo.directory.enums import AssistanceClass, ServiceKind
from arraigo.directory.models import ServiceType

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_row_and_name() -> None:
    rows = {row.code: row.name for row in ServiceType.objects.all()}
    assert rows == {kind.value: str(kind.label) for kind in ServiceKind}


def test_loaded_rows_are_as_saving_makes_them() -> None:
    for row in ServiceType.objects.all():
        assert row.derive() == {"sort_key": row.sort_key}


def test_types_for_employment_are_those_of_indicator_1() -> None:
    assert {row.code for row in ServiceType.objects.for_employment()} == {
        ServiceKind.TRAINING, ServiceKind.CERTIFICATION, ServiceKind.JOB_MEDIATION,
        ServiceKind.ECONOMIC_PROGRAMME, ServiceKind.ENTREPRENEURSHIP, ServiceKind.EDUCATION,
    }  # fmt: skip


def test_assistance_has_a_class() -> None:
    reception = ServiceType.objects.assistance().filter(assistance_class=AssistanceClass.RECEPTION)
    assert {row.code for row in reception} == {ServiceKind.RECEPTION, ServiceKind.FOOD}
    row = ServiceType(code="otro", name="Otro", counts_as_assistance=True)
    with pytest.raises(IntegrityError, match="servicetype_assistance_has_class"):
        row.save()


def test_an_administrator_may_add_a_type() -> None:
    ServiceType.objects.create(code="transporte", name="Transporte")
    assert not ServiceType.objects.for_employment().filter(code="transporte")
