"""Organizations: every institution the programme works with, and the awards that fund it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """One table for every kind of institution."""

    name = "arraigo.organizations"
    label = "organizations"
    verbose_name = _("Organizaciones")
