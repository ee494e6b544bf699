"""Choices about persons, in the words of the interview."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex as the person states it."""

    FEMALE = "f", _("Mujer")
    MALE = "m", _("Hombre")
    OTHER = "x", _("Otro o prefiere no responder")


class ScopeReason(models.TextChoices):
    """Why an office or organisation may see a person."""

    REGISTERED = "registered", _("registrada en la oficina")
    CASE = "case", _("caso en la oficina")
    REFERRAL = "referral", _("referencia recibida")
    MERGE = "merge", _("expediente unido a otro")
    REVIEW = "review", _("comparación con otro expediente")


class MatchSource(models.TextChoices):
    """What found that two files may be of one person."""

    RULES = "rules", _("datos que coinciden")
    MODEL = "model", _("probabilidad calculada")
    HAND = "hand", _("propuesta de una persona")


class ConsentPurpose(models.TextChoices):
    """What a consent is for; each is asked for apart."""

    SERVICE = "service", _("registrar sus datos para atenderle")
    PARTNER = "partner", _("compartir datos con una institución")
    MINTRAB = "mintrab", _("compartir sus datos con el Ministerio de Trabajo")
    EMPLOYER = "employer", _("mostrar sus datos a empleadores")
    STATISTICS = "statistics", _("usar sus datos en estadísticas, sin su nombre")
    CONTACT = "contact", _("llamarle o escribirle, también para encuestas")
    IMAGE = "image", _("usar su foto o su voz")


class ConsentDecision(models.TextChoices):
    """What the person decided."""

    GIVEN = "given", _("dio su consentimiento")
    REFUSED = "refused", _("no dio su consentimiento")
    WITHDRAWN = "withdrawn", _("retiró su consentimiento")


class ConsentHow(models.TextChoices):
    """How the decision was expressed."""

    SIGNATURE = "signature", _("Firma en esta pantalla")
    PAPER = "paper", _("Firma o huella en papel")
    WITNESS = "witness", _("De palabra, con testigo")


class ContactOwner(models.TextChoices):
    """Whose phone it is."""

    SELF = "self", _("De la persona")
    FAMILY = "family", _("De un familiar")
    OTHER = "other", _("De otra persona")


class FileKind(models.TextChoices):
    """What a file sealed with the person's key is."""

    SIGNATURE = "signature", _("firma")
    EVIDENCE = "evidence", _("evidencia")


class MergeRule(models.TextChoices):
    """What happens to a row about a person when two files of hers become one."""

    MOVE = "move"
    STAY = "stay"
    RULE = "rule"


#: Countries people return from, by ISO 3166-1 code.
RETURN_COUNTRIES = (
    ("US", _("Estados Unidos")),
    ("MX", _("México")),
    ("ZZ", _("Otro país")),
)
