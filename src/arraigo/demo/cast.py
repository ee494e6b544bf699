"""The training accounts: one per role, each with its institution and fund. Plainly fictitious."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.accounts.training import PASSWORD
from arraigo.core import clock
from arraigo.directory.models import Service, ServiceType
from arraigo.organizations.models import Award, Organization
from arraigo.territory.models import Office

TOTP_SECRET = "ARRAIGOCAPACITACIONARRAIGOCAPACI"  # noqa: S105 -- the same for all, on purpose
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Login:
    """One training account."""

    key: str
    name: str
    role: Role
    office: str = ""
    organization: str = ""

    @property
    def email(self) -> str:
        """Return the login's address."""
        return f"{self.key}@capacitacion.example"


SCHOOL = "Taller Escuela Ficticio"
JOB_BOARD = "Bolsa de Empleo Ficticia"

LOGINS = (
    Login("promotora", "Práctica Promotora Escuintla", Role.PROMOTOR, "ESC"),
    Login("promotor", "Práctica Promotor Escuintla", Role.PROMOTOR, "ESC"),
    Login("promotora.esq", "Práctica Promotora Esquipulas", Role.PROMOTOR, "ESQ"),
    Login("supervisora", "Práctica Supervisora Escuintla", Role.PROJECT_LEAD, "ESC"),
    Login("supervisor.esq", "Práctica Supervisor Esquipulas", Role.PROJECT_LEAD, "ESQ"),
    Login("finanzas", "Práctica Finanzas", Role.FINANCE),
    Login("oficial", "Práctica Oficial Nacional", Role.NATIONAL_OFFICER),
    Login("socia", "Práctica Gestora de Socio", Role.PARTNER_MANAGER, organization=SCHOOL),
    Login("enlace", "Práctica Enlace MINTRAB", Role.MINTRAB_LIAISON),
    Login("empleadora", "Práctica Empleadora", Role.EMPLOYER),
    Login("datos", "Práctica Protección de Datos", Role.DATA_PROTECTION),
    Login("peas", "Práctica Punto Focal", Role.PEAS_FOCAL_POINT),
    Login("administra", "Práctica Administración", Role.ADMINISTRATOR),
)

_INSTITUTIONS = (
    (SCHOOL, "implementadora", "recepcion@taller.example"),
    (JOB_BOARD, "gobierno", "ventanilla@bolsa.example"),
)
_SERVICES = (
    ("Curso de soldadura (ficticio)", SCHOOL, "formacion"),
    ("Certificación de albañilería (ficticia)", SCHOOL, "certificacion"),
    ("Intermediación laboral (ficticia)", JOB_BOARD, "intermediacion"),
    ("Orientación de recepción (ficticia)", JOB_BOARD, "recepcion"),
)


def create_cast() -> dict[str, User]:
    """Make the training fund, institutions, services and accounts; return the users by key.

    Repeating it changes nothing.
    """
    award = _award()
    _institutions_and_services()
    return {login.key: _account(login, award) for login in LOGINS}


def _award() -> Award:
    funder = Organization.objects.get(code="us-gov")
    award, _created = Award.objects.get_or_create(
        code="CAP-US-01",
        defaults={
            "title": "Fondo de capacitación (ficticio)",
            "funder": funder,
            "starts_on": START,
            "is_training": True,
        },
    )
    return award


def _institutions_and_services() -> None:
    for name, kind, email in _INSTITUTIONS:
        Organization.objects.get_or_create(
            name=name,
            defaults={"kind": kind, "registered_email": email, "is_training": True},
        )
    for name, organization, kind in _SERVICES:
        Service.objects.get_or_create(
            name=name,
            organization=Organization.objects.get(name=organization),
            defaults={
                "type": ServiceType.objects.get(code=kind),
                "is_free": True,
                "is_training": True,
                "verified_on": clock.today(),
                "description": "Servicio ficticio para practicar.",
                "address": "1a calle 0-00, zona 0 (dirección ficticia)",
                "schedule": "Lunes a viernes, de 8:00 a 16:00 horas",
                "contact_phone": "+50222220000",
                "documents": ["DPI o constancia en trámite", "Esta boleta"],
            },
        )


@cache
def _hashed_password() -> str:
    """Return the hash that all training accounts share: hashing it for each takes seconds."""
    return make_password(PASSWORD)


def _account(login: Login, award: Award) -> User:
    user = User.objects.filter(email=login.email).first()
    if user is not None:
        return user
    user = User.objects.create(
        email=login.email,
        password=_hashed_password(),
        name=login.name,
        phone="+50255550100",
        is_training=True,
    )
    Membership.objects.create(
        user=user,
        role=login.role,
        office=Office.objects.get(code=login.office) if login.office else None,
        organization=(
            Organization.objects.get(name=login.organization) if login.organization else None
        ),
        default_award=award if login.role == Role.PROMOTOR else None,
        valid_from=START,
    )
    if user.needs_second_factor:
        TOTP.activate(user, TOTP_SECRET)
    return user
