import uuid

import pytest
from django.test import Client
from django.urls import reverse

from arraigo.core import clock
from arraigo.directory.models import Service
from arraigo.directory.tests.making import make_service

pytestmark = pytest.mark.django_db


def test_shows_everything_known(at_work: Client) -> None:
    service = make_service(
        "Curso de soldadura",
        description="Arco y autógena",
        modality="presencial",
        is_free=False,
        cost="Q50 de materiales",
        schedule="Sábados",
        address="4a calle",
        municipality_id="0501",
        coverage=["0501", "0502"],
        requirements=["Ser mayor de edad"],
        documents=["DPI"],
        contact_email="taller@example.org",
        contact_phone="+50255550123",
        verified_on=clock.today(),
        source="Visita",
    )
    html = at_work.get(service.get_absolute_url()).content.decode()
    for text in (
        "Curso de soldadura", "Taller Escuela", "Arco y autógena", "Presencial", "Se paga",
        "Q50 de materiales", "Sábados", "4a calle", "Santa Lucía Cotzumalguapa (Escuintla)",
        "Ser mayor de edad", "DPI", "mailto:taller@example.org", "tel:+502-5555-0123",
        "Verificado hoy", "Visita",
    ):  # fmt: skip
        assert text in html, text


def test_unverified_says_so_and_what_is_unknown(at_work: Client) -> None:
    service = Service.objects.get(organization__code="mineco")
    html = at_work.get(service.get_absolute_url()).content.decode()
    assert "Nadie lo ha verificado" in html
    assert "Llame o visite antes de referir" in html
    assert "No se sabe" in html
    assert "Todo el país" in html


def test_a_closed_service_is_marked(at_work: Client) -> None:
    service = make_service(is_active=False)
    assert "Ya no se ofrece" in at_work.get(service.get_absolute_url()).content.decode()


def test_unknown_service_is_not_found(at_work: Client) -> None:
    assert at_work.get(reverse("directory:service", args=[uuid.uuid4()])).status_code == 404


def test_query_count_does_not_grow(at_work: Client, django_assert_max_num_queries) -> None:
    few = make_service("Uno", coverage=["0501"])
    many = make_service("Dos", coverage=[f"05{number:02}" for number in range(1, 14)])
    with django_assert_max_num_queries(12) as queries:
        at_work.get(few.get_absolute_url())
    with django_assert_max_num_queries(len(queries)):
        at_work.get(many.get_absolute_url())


def test_only_for_those_who_work_here(outside: Client) -> None:
    assert outside.get(make_service().get_absolute_url()).status_code == 403
