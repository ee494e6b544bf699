"""Choices of the profile, in the words of the interview (domain: guatemala, formats)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class YesNo(models.TextChoices):
    """An answer that may also not be given."""

    YES = "si", _("Sí")
    NO = "no", _("No")
    UNSAID = "ns", _("No sabe o prefiere no responder")


class Education(models.TextChoices):
    """The highest level the person began, as Guatemala's system names it."""

    NONE = "ninguno", _("Ninguno")
    LITERACY = "alfabetizacion", _("Alfabetización")
    PREPRIMARY = "preprimaria", _("Preprimaria")
    PRIMARY = "primaria", _("Primaria")
    BASIC = "basico", _("Básico")
    DIVERSIFIED = "diversificado", _("Diversificado")
    TECHNICAL = "tecnico", _("Técnico universitario")
    BACHELOR = "licenciatura", _("Licenciatura")
    MASTER = "maestria", _("Maestría")
    DOCTORATE = "doctorado", _("Doctorado")
    UNSAID = "ns", _("No sabe o prefiere no responder")


#: The grades of each level; the others have none.
GRADES: dict[str, range] = {
    Education.PRIMARY: range(1, 7),
    Education.BASIC: range(1, 4),
    Education.DIVERSIFIED: range(4, 8),
}


class StudyDocument(models.TextChoices):
    """Whether the person holds the paper that proves what she studied."""

    NO = "no", _("No lo tiene")
    YES = "si", _("Sí, sin apostilla")
    APOSTILLED = "apostillado", _("Sí, apostillado")
    UNSAID = "ns", _("No sabe o prefiere no responder")


class Country(models.TextChoices):
    """Where somebody studied or worked, by ISO 3166-1; ZZ is any other."""

    GUATEMALA = "GT", _("Guatemala")
    UNITED_STATES = "US", _("Estados Unidos")
    MEXICO = "MX", _("México")
    OTHER = "ZZ", _("Otro país")


class English(models.TextChoices):
    """English by the Common European Framework, in plain words."""

    NONE = "no", _("No habla inglés")
    A1 = "A1", _("A1: palabras y frases sueltas")
    A2 = "A2", _("A2: lo básico para el trabajo")
    B1 = "B1", _("B1: se da a entender")
    B2 = "B2", _("B2: conversa con soltura")
    C1 = "C1", _("C1: avanzado")
    C2 = "C2", _("C2: como lengua propia")


class Language(models.TextChoices):
    """The languages of Guatemala, English and sign language."""

    SPANISH = "es", _("Español")
    ACHI = "acr", _("Achi")
    AKATEKO = "knj", _("Akateko")
    AWAKATEKO = "agu", _("Awakateko")
    CHALCHITEKO = "cha", _("Chalchiteko")
    CHORTI = "caa", _("Ch'orti'")
    CHUJ = "cac", _("Chuj")
    ENGLISH = "en", _("Inglés")
    GARIFUNA = "cab", _("Garífuna")
    ITZA = "itz", _("Itza'")
    IXIL = "ixl", _("Ixil")
    JAKALTEKO = "jac", _("Jakalteko (Popti')")
    KAQCHIKEL = "cak", _("Kaqchikel")
    KICHE = "quc", _("K'iche'")
    MAM = "mam", _("Mam")
    MOPAN = "mop", _("Mopan")
    POQOMAM = "poc", _("Poqomam")
    POQOMCHI = "poh", _("Poqomchi'")
    QANJOBAL = "kjb", _("Q'anjob'al")
    QEQCHI = "kek", _("Q'eqchi'")
    SAKAPULTEKO = "quv", _("Sakapulteko")
    SIGN = "gsm", _("Lengua de señas")
    SIPAKAPENSE = "qum", _("Sipakapense")
    TEKTITEKO = "ttc", _("Tektiteko")
    TZUTUJIL = "tzj", _("Tz'utujil")
    USPANTEKO = "usp", _("Uspanteko")
    XINKA = "xin", _("Xinka")


class Want(models.TextChoices):
    """What the person wants to do; several at once."""

    JOB = "empleo", _("Un empleo")
    BUSINESS = "negocio", _("Un negocio propio")
    STUDY = "estudio", _("Seguir estudiando")
    TRAINING = "oficio", _("Aprender un oficio")
    CERTIFICATION = "certificado", _("Certificar lo que ya sabe")
    MOBILITY = "movilidad", _("Trabajo fuera con contrato legal")
    UNDECIDED = "sin_decidir", _("Todavía no lo decide")
