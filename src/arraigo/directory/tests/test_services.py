from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from arraigo.core import clock
from arraigo.core.models import History
from arraigo.directory.models import Service
from arraigo.directory.tests.making import make_service
from arraigo.organizations.models import Organization

pytestmark = pytest.mark.django_db


def names(services) -> list[str]:
    return [service.name for service in services]


def test_known_services_are_loaded_unverified_with_their_source() -> None:
    rows = Service.objects.exclude(source="")
    assert rows.count() >= 15
    for row in rows:
        assert row.verified_on is None
        assert row.verified_by is None
        assert (row.contact_email, str(row.contact_phone)) == ("", "")


def test_loaded_services_are_as_saving_makes_them() -> None:
    for row in Service.objects.with_names():
        assert row.derive() == {"sort_key": row.sort_key, "search_text": row.search_text}


def test_reception_in_agua_caliente() -> None:
    row = Service.objects.get(organization__code="capmir-esquipulas")
    assert row.schedule == "Lunes a viernes, de 9:00 a 15:00 horas"
    assert (row.municipality_id, row.type_id) == ("2007", "recepcion")


def test_active_leaves_out_what_is_closed() -> None:
    make_service("Cerrado", is_active=False)
    closed = Organization.objects.create(name="Cerrada", kind="socio", is_active=False)
    make_service("De una cerrada", organization=closed)
    make_service("Abierto")
    found = names(Service.objects.active())
    assert "Abierto" in found
    assert not {"Cerrado", "De una cerrada"} & set(found)


def test_of_type_and_free() -> None:
    make_service("Gratis", is_free=True, type_id="legal")
    make_service("Con costo", is_free=False, type_id="legal")
    make_service("Quién sabe", type_id="legal")
    legal = Service.objects.of_type("legal")
    assert names(legal) == ["Con costo", "Gratis", "Quién sabe"]
    assert names(legal.free()) == ["Gratis"]


def test_search_forgets_accents_and_looks_in_the_organization() -> None:
    service = make_service(
        "Cocina económica",
        requirements=["Saber leer"],
        municipality_id="0101",
        address="7a avenida",
    )
    for text in (
        "COCINA", "economica", "leer cocina", "escuela cocina", "7a", "economica guatemala",
    ):  # fmt: skip
        assert service in Service.objects.search(text), text
    assert service not in Service.objects.search("cocina soldadura")
    assert service not in Service.objects.search("%")
    assert service in Service.objects.search("")


def test_search_follows_a_renamed_organization() -> None:
    service = make_service("Panadería")
    service.organization.name = "Escuela Nueva Ñandú"
    service.organization.save(update_fields=["name"])
    assert list(Service.objects.search("panaderia ñandu")) == [service]


def test_search_follows_a_change_of_one_field() -> None:
    service = make_service("Panadería")
    service.description = "Hornos de leña"
    service.save(update_fields=["description"])
    assert list(Service.objects.search("lena")) == [service]


def test_one_name_per_organization_and_place() -> None:
    make_service("Curso")
    make_service("Curso", municipality_id="0501")
    with pytest.raises(IntegrityError, match="service_once_per_place"):
        make_service("Curso")


def test_verified_by_somebody_needs_a_date() -> None:
    service = make_service()
    service.verified_by_id = 1
    with pytest.raises(ValidationError, match="en qué fecha"):
        service.validate_constraints()


def test_nothing_is_verified_tomorrow() -> None:
    service = make_service(verified_on=clock.today() + timedelta(days=1))
    with pytest.raises(ValidationError, match="futura"):
        service.clean_fields()


def test_modality_is_known_or_left_open() -> None:
    with pytest.raises(IntegrityError, match="service_modality_known"):
        make_service(modality="por señas")


def test_a_change_stays_in_the_history(as_system: None) -> None:
    service = make_service()
    service.schedule = "Lunes"
    service.save(update_fields=["schedule"])
    last = History.objects.filter(row_id=str(service.pk), operation="UPDATE").get()
    assert last.after == {"schedule": "Lunes"}
