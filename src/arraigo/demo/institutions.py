"""The invented institutions, services and second fund that the story needs beside the cast's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from arraigo.demo.cast import JOB_BOARD, SCHOOL, START
from arraigo.directory.enums import ServiceKind
from arraigo.directory.models import Service, ServiceType
from arraigo.organizations.enums import OrganizationKind
from arraigo.organizations.models import Award, Organization

PROGRAMME = "Programa Ficticio de Reintegración"
INSTITUTE = "Instituto Ficticio de Certificación"
MINISTRY = "Ventanilla Ficticia de Estudios"
REGISTRY = "Registro Ficticio de Documentos"
CHAMBER = "Cámara Ficticia de Emprendedores"
CLINIC = "Centro Ficticio de Bienestar"
DONOR = "Cooperación Ficticia"

_INSTITUTIONS = {
    PROGRAMME: OrganizationKind.IMPLEMENTER,
    INSTITUTE: OrganizationKind.TRAINING,
    MINISTRY: OrganizationKind.GOVERNMENT,
    REGISTRY: OrganizationKind.GOVERNMENT,
    CHAMBER: OrganizationKind.PARTNER,
    CLINIC: OrganizationKind.CARE_CENTRE,
    DONOR: OrganizationKind.DONOR,
}
#: Those that receive referrals by mail.
_REGISTERED = {INSTITUTE: "ingreso@instituto.example", CHAMBER: "puerta@camara.example"}

_SERVICES = (
    ("Consejería de reintegración (ficticia)", PROGRAMME, ServiceKind.COUNSELLING, 12),
    ("Curso de electricidad domiciliar (ficticio)", SCHOOL, ServiceKind.TRAINING, 40),
    ("Curso de cocina y panadería (ficticio)", SCHOOL, ServiceKind.TRAINING, 40),
    ("Certificación de soldadura (ficticia)", INSTITUTE, ServiceKind.CERTIFICATION, 55),
    ("Examen de inglés (ficticio)", INSTITUTE, ServiceKind.CERTIFICATION, 55),
    ("Equiparación de estudios (ficticia)", MINISTRY, ServiceKind.EDUCATION, 70),
    ("Reposición de DPI (ficticia)", REGISTRY, ServiceKind.DOCUMENTS, 20),
    ("Capital semilla (ficticio)", CHAMBER, ServiceKind.ENTREPRENEURSHIP, 110),
    ("Kiosco de empleo (ficticio)", JOB_BOARD, ServiceKind.JOB_MEDIATION, 30),
    ("Apoyo psicosocial (ficticio)", CLINIC, ServiceKind.PSYCHOSOCIAL, 160),
)  # name, institution, type, days since it was verified

OWN_COURSES = tuple(
    name for name, whose, kind, _days in _SERVICES if (whose, kind) == (SCHOOL, "formacion")
)
SECOND_FUND = "CAP-OT-01"


@dataclass(frozen=True)
class Offered:
    """What the story may send persons to: by type, and by name."""

    by_kind: dict[str, list[Service]]
    by_name: dict[str, Service]
    awards: dict[str, Award]
    certifier: Organization
    members: list[Organization]


def furnish(today: date) -> Offered:
    """Make what the cast does not bring, and return all the training services and funds."""
    for name, kind in _INSTITUTIONS.items():
        Organization.objects.get_or_create(
            name=name,
            defaults={
                "kind": kind,
                "registered_email": _REGISTERED.get(name, ""),
                "is_training": True,
            },
        )
    for name, organization, type_, days in _SERVICES:
        Service.objects.get_or_create(
            name=name,
            organization=Organization.objects.get(name=organization),
            defaults=_described(type_, today - timedelta(days=days)),
        )
    Award.objects.get_or_create(
        code=SECOND_FUND,
        defaults={
            "title": "Otro fondo de capacitación (ficticio)",
            "funder": Organization.objects.get(name=DONOR),
            "starts_on": START,
            "is_training": True,
        },
    )
    return _offered()


def _described(kind: ServiceKind, verified_on: date) -> dict[str, object]:
    return {
        "type": ServiceType.objects.get(code=kind),
        "is_free": True,
        "is_training": True,
        "verified_on": verified_on,
        "description": "Servicio ficticio para practicar.",
        "address": "2a avenida 0-00, zona 0 (dirección ficticia)",
        "schedule": "Lunes a viernes, de 8:00 a 16:00 horas",
        "contact_phone": "+50222220000",
        "documents": ["DPI o constancia en trámite", "Esta boleta"],
    }


def _offered() -> Offered:
    by_kind: dict[str, list[Service]] = {}
    rows = Service.objects.filter(is_training=True).select_related("organization")
    for service in rows.order_by("sort_key", "organization__sort_key"):
        by_kind.setdefault(service.type_id, []).append(service)
    return Offered(
        by_kind=by_kind,
        by_name={service.name: service for rows in by_kind.values() for service in rows},
        awards={award.code: award for award in Award.objects.filter(is_training=True)},
        certifier=Organization.objects.get(name=INSTITUTE),
        members=list(Organization.objects.filter(is_training=True).order_by("sort_key")),
    )
