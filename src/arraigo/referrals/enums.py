"""Choices about referrals, in the words of the protocol (referrals, states and priorities)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a referral stands. Nobody types it in: `transitions` moves it."""

    DRAFT = "borrador", _("Borrador")
    SENT = "enviada", _("Enviada")
    RECEIVED = "recibida", _("Recibida")
    ACCEPTED = "aceptada", _("Aceptada")
    REJECTED = "rechazada", _("No cumple requisitos")
    WAITING_LIST = "lista_de_espera", _("En lista de espera")
    ATTENDED = "se_presento", _("Se presentó")
    ABSENT = "no_se_presento", _("No se presentó")
    IN_SERVICE = "en_servicio", _("En servicio")
    CONCLUDED = "concluida", _("Concluida")
    ABANDONED = "abandonada", _("Abandonada")
    VERIFIED = "verificada", _("Verificada por la persona")
    CLOSED = "cerrada", _("Cerrada")
    DECLINED = "declinada", _("Declinada por la persona")
    EXPIRED = "vencida", _("Vencida")
    WITHDRAWN = "retirada", _("Retirada")


#: Nobody has answered yet.
AWAITING_STATES = (State.SENT, State.RECEIVED, State.EXPIRED)

#: The institution may still tell more.
OPEN_STATES = (
    *AWAITING_STATES,
    State.ACCEPTED,
    State.WAITING_LIST,
    State.ATTENDED,
    State.ABSENT,
    State.IN_SERVICE,
)

#: Nothing more is expected, and the links no longer work.
CLOSED_STATES = (State.CLOSED, State.DECLINED, State.WITHDRAWN)

#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    State.SENT: "wait",
    State.RECEIVED: "wait",
    State.WAITING_LIST: "wait",
    State.REJECTED: "stop",
    State.ABSENT: "warn",
    State.EXPIRED: "warn",
    State.ATTENDED: "ok",
    State.CONCLUDED: "ok",
    State.VERIFIED: "ok",
}


class Priority(models.TextChoices):
    """How soon the institution should answer (Inter-Agency Referral Form)."""

    EMERGENCY = "emergencia", _("Emergencia (24 horas)")
    URGENT = "urgente", _("Urgente (72 horas)")
    NORMAL = "normal", _("Normal (dos semanas)")

    def deadline(self, sent_at: datetime) -> datetime:
        """Return the moment by which a referral sent at `sent_at` should be answered."""
        return sent_at + timedelta(hours=HOURS[self])


#: Hours to answer, by priority.
HOURS = {Priority.EMERGENCY: 24, Priority.URGENT: 72, Priority.NORMAL: 14 * 24}


class Answer(models.TextChoices):
    """What an institution tells. Each value names its transition."""

    ATTENDED = "se_presento", _("Se presentó")
    ABSENT = "no_se_presento", _("No se presentó")
    ENROLLED = "inscrita", _("Quedó inscrita")
    WAITING_LIST = "lista_de_espera", _("Está en lista de espera")
    REJECTED = "no_cumple_requisitos", _("No cumple requisitos")
    FINISHED = "servicio_recibido", _("Recibió el servicio o terminó")


class RejectionReason(models.TextChoices):
    """Why the institution could not take the person."""

    DOCUMENTS = "documentos", _("Le falta un documento")
    AGE = "edad", _("Edad")
    SCHOOLING = "escolaridad", _("Escolaridad")
    EXPERIENCE = "experiencia", _("Experiencia")
    AREA = "fuera_del_area", _("Vive fuera del área")
    NO_PLACE = "sin_cupo", _("No hay cupo ni lista de espera")
    NOT_OFFERED = "no_disponible", _("El servicio ya no se ofrece")
    OTHER = "otra", _("Otra razón")


class Channel(models.TextChoices):
    """Which way an answer came."""

    SCREEN = "pantalla", _("Pantalla")
    SLIP = "enlace_boleta", _("Enlace de la boleta")
    MESSAGE = "enlace_mensaje", _("Enlace del mensaje")
    PHONE = "telefono", _("Teléfono")


class LinkKind(models.TextChoices):
    """The two links that work without an account."""

    SLIP = "slip", _("boleta")
    MESSAGE = "message", _("mensaje")


class DisclosedField(models.TextChoices):
    """The data of the person that may be handed to the institution, each named in the consent."""

    NAME = "nombre", _("Nombre completo")
    PHONE = "telefono", _("Teléfono")
    SEX = "sexo", _("Sexo")
    BIRTH_YEAR = "nacimiento", _("Año de nacimiento")
    MUNICIPALITY = "municipio", _("Municipio donde vive")
