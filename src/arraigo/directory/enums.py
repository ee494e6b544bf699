"""Words the directory is filled in with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """The service types that come with the programme.

    What a type means for the indicators stands in its `ServiceType` row, never here: an
    administrator may change it or add a type.
    """

    TRAINING = "formacion", _("Formación")
    CERTIFICATION = "certificacion", _("Certificación")
    JOB_MEDIATION = "intermediacion", _("Intermediación laboral")
    ECONOMIC_PROGRAMME = "programa_economico", _("Programa económico")
    ENTREPRENEURSHIP = "emprendimiento", _("Emprendimiento")
    EDUCATION = "educacion", _("Educación")
    DOCUMENTS = "documentacion", _("Documentación")
    HEALTH = "salud", _("Salud")
    PSYCHOSOCIAL = "psicosocial", _("Apoyo psicosocial")
    LEGAL = "legal", _("Asesoría legal")
    HOUSING = "vivienda", _("Vivienda")
    FOOD = "alimentos", _("Alimentos")
    RECEPTION = "recepcion", _("Recepción")
    COUNSELLING = "consejeria", _("Consejería")


class AssistanceClass(models.TextChoices):
    """Which assistance a delivered service is (indicator 8)."""

    NONE = "none", _("Ninguna")
    RECEPTION = "recepcion", _("Recepción")
    REINTEGRATION = "reintegracion", _("Reintegración")


class Modality(models.TextChoices):
    """How a service is given."""

    IN_PERSON = "presencial", _("Presencial")
    ONLINE = "virtual", _("Virtual")
    MIXED = "mixta", _("Mixta")


class Freshness(models.TextChoices):
    """How far what is known of a service can be relied on, by the days since it was verified."""

    FRESH = "fresh", _("Al día")
    AMBER = "amber", _("Conviene verificar")
    STALE = "stale", _("Sin verificar")
