"""The roles of the programme."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership lets a user do. Roles without pages yet open nothing."""

    PROMOTOR = "promotor", _("promotor/a de gestión de casos")
    PROJECT_LEAD = "project_lead", _("asociado/a de Proyecto (supervisión)")
    FINANCE = "finance", _("finanzas")
    NATIONAL_OFFICER = "national_officer", _("oficial nacional")
    PARTNER_MANAGER = "partner_manager", _("gestor/a de casos de socio")
    MINTRAB_LIAISON = "mintrab_liaison", _("enlace MINTRAB")
    EMPLOYER = "employer", _("empleador")
    DATA_PROTECTION = "data_protection", _("protección de datos")
    PEAS_FOCAL_POINT = "peas_focal_point", _("punto focal PEAS")
    ADMINISTRATOR = "administrator", _("administrador/a")


#: Roles that work in an office and see the files of its persons.
OFFICE_ROLES = (Role.PROMOTOR, Role.PROJECT_LEAD)

#: Roles that must use a second factor: they approve, pay, see all, configure,
#: erase or read complaints.
SECOND_FACTOR_ROLES = (
    Role.PROJECT_LEAD,
    Role.FINANCE,
    Role.NATIONAL_OFFICER,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION,
    Role.PEAS_FOCAL_POINT,
)
