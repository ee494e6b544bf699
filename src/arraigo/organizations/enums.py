"""Kinds of organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    """What an institution is to the programme."""

    IMPLEMENTER = "implementadora", _("Implementadora")
    GOVERNMENT = "gobierno", _("Gobierno")
    MUNICIPALITY = "municipalidad", _("Municipalidad")
    TRAINING = "formacion", _("Formación")
    PARTNER = "socio", _("Socio")
    EMPLOYER = "empleador", _("Empleador")
    DONOR = "donante", _("Donante")
    CARE_CENTRE = "centro_atencion", _("Centro de atención")
