"""Services for the tests of the directory."""

from typing import Any

from arraigo.directory.models import Service
from arraigo.organizations.enums import OrganizationKind
from arraigo.organizations.models import Organization


def make_service(name: str = "Curso de soldadura", **values: Any) -> Service:
    """Return a saved service of an organization made for it."""
    coverage = values.pop("coverage", [])
    if "organization" not in values:
        values["organization"], _ = Organization.objects.get_or_create(
            name="Taller Escuela", defaults={"kind": OrganizationKind.TRAINING}
        )
    values.setdefault("type_id", "formacion")
    service = Service.objects.create(name=name, **values)
    service.coverage.set(coverage)
    return service
