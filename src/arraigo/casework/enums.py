"""Choices about cases, in the protocol's words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where the person was identified."""

    RECEPTION_LIST = "reception_list", _("Lista de recepción (IGM/CAR)")
    RESOURCE_CENTRE = "resource_centre", _("MRC o CAPMiR")
    MUNICIPALITY = "municipality", _("Municipalidad o VUME")
    FAIR = "fair", _("Feria o kiosco de empleo")
    PARTNER = "partner", _("Institución socia")
    SPONTANEOUS = "spontaneous", _("Llegó por su cuenta")


class EventKind(models.TextChoices):
    """What the timeline tells. Protocol versions name these kinds as milestones."""

    CASE_OPENED = "case_opened", _("Caso abierto")
    MANAGER_ASSIGNED = "manager_assigned", _("Promotor/a asignado/a")
    REFERRAL_SENT = "referral_sent", _("Referencia enviada")
    REFERRAL_ANSWERED = "referral_answered", _("Respuesta de la institución")
    REFERRAL_WITHDRAWN = "referral_withdrawn", _("Referencia retirada")
    SERVICE_DELIVERED = "service_delivered", _("Servicio recibido")
    DELIVERY_ANNULLED = "delivery_annulled", _("Entrega anulada")
    PROFILE_COMPLETED = "profile_completed", _("Perfil completo")
    PLAN_AGREED = "plan_agreed", _("Plan acordado")
    PLAN_REVIEWED = "plan_reviewed", _("Plan revisado")
    PLAN_RETURNED = "plan_returned", _("Plan devuelto")
    COUNSELLING_SESSION = "counselling_session", _("Sesión de consejería")
    NOTE_ADDED = "note_added", _("Nota")
    DOCUMENT_ADDED = "document_added", _("Documento agregado")
    CONTACT_ATTEMPT = "contact_attempt", _("Intento de contacto")
    FOLLOW_UP_DONE = "follow_up_done", _("Seguimiento realizado")
    OUTCOME_RECORDED = "outcome_recorded", _("Resultado registrado")
    CLOSURE_REQUESTED = "closure_requested", _("Cierre solicitado")
    CLOSURE_RETURNED = "closure_returned", _("Cierre devuelto")
    CASE_CLOSED = "case_closed", _("Caso cerrado")
    CLOSURE_CERTIFIED = "closure_certified", _("Resultado certificado")
    CASE_REOPENED = "case_reopened", _("Caso reabierto")
    ENROLLED = "enrolled", _("Inscripción en formación")
    TRAINING_COMPLETED = "training_completed", _("Formación terminada")
    CERTIFICATE_ISSUED = "certificate_issued", _("Certificado obtenido")
    APPLIED_TO_VACANCY = "applied_to_vacancy", _("Postulación a una vacante")
    PLACED = "placed", _("Inicio de empleo o negocio")
    RETENTION_CHECKED = "retention_checked", _("Permanencia verificada")
    CONTACT_MADE = "contact_made", _("Contacto con la persona")
    FACT_ANNULLED = "fact_annulled", _("Registro anulado")
    QUALITY_CHECKED = "quality_checked", _("Verificación de calidad")
    QUALITY_CORRECTED = "quality_corrected", _("Observación corregida")
    CONSENT_GIVEN = "consent_given", _("Permiso dado")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Permiso retirado")
    FILE_COPIED = "file_copied", _("Copia del expediente entregada")
    FILE_ERASED = "file_erased", _("Datos personales borrados")
    ASSESSMENT_DONE = "assessment_done", _("Evaluación hecha")
    FILES_MERGED = "files_merged", _("Expedientes unidos")
    FILES_SEPARATED = "files_separated", _("Expedientes separados")
    FLAG_RAISED = "flag_raised", _("Señal de la supervisión")
    FLAG_ATTENDED = "flag_attended", _("Señal atendida")
    ERRAND_GIVEN = "errand_given", _("Encargo")
    ERRAND_DONE = "errand_done", _("Encargo cumplido")
    ERRAND_TAKEN_BACK = "errand_taken_back", _("Encargo retirado")
    INVITED = "invited", _("Invitación a una actividad")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Invitación retirada")
    PROTOCOL_MOVED = "protocol_moved", _("Pasó a otra versión del protocolo")
    TRANSFER_ASKED = "transfer_asked", _("Traslado pedido a otra oficina")
    TRANSFER_DECLINED = "transfer_declined", _("Traslado devuelto")
    TRANSFER_WITHDRAWN = "transfer_withdrawn", _("Traslado retirado")
    TRANSFERRED = "transferred", _("Pasó a otra oficina")
    ASSESSED_VULNERABILITY = "assessed_vulnerability", _("Evaluación de vulnerabilidad")
    ASSESSED_RISK = "assessed_risk", _("Evaluación de riesgo")
    ASSESSED_FAMILY = "assessed_family", _("Evaluación de la familia")
    ASSESSED_SKILLS = "assessed_skills", _("Evaluación de habilidades")
    ASSESSED_RSS = "assessed_rss", _("Encuesta de sostenibilidad (RSS)")


#: Events that make void whatever the same source wrote before.
ANNULLING_KINDS = frozenset({EventKind.DELIVERY_ANNULLED, EventKind.FACT_ANNULLED})

#: Milestones of one kind of assessment: the timeline tells them as «Evaluación hecha».
ASSESSED_KINDS = frozenset(kind for kind in EventKind if kind.startswith("assessed_"))

#: What supervision writes of itself: no activity in the case.
QUALITY_KINDS = frozenset({EventKind.QUALITY_CHECKED, EventKind.QUALITY_CORRECTED})


class DataClass(models.TextChoices):
    """How sensitive a line is: A public, B personal, C protection-sensitive."""

    PUBLIC = "a", _("pública")
    PERSONAL = "b", _("personal")
    PROTECTION = "c", _("de protección")


class Directness(models.TextChoices):
    """Whether the programme delivered the service itself or made it possible."""

    DIRECT = "direct", _("Directa")
    FACILITATED = "facilitated", _("Facilitada")


class EvidenceStatus(models.TextChoices):
    """How sure the fact is."""

    DECLARED = "declared", _("Declarado")
    VERIFIED = "verified", _("Verificado")


class CasePriority(models.TextChoices):
    """How soon a case needs attention, as the profile's screening says."""

    HIGH = "alta", _("Alta")
    MEDIUM = "media", _("Media")
    LOW = "baja", _("Baja")


class DueKind(models.TextChoices):
    """What is to be done."""

    FOLLOW_UP = "follow_up", _("Seguimiento")
    NEXT_STEP = "next_step", _("Siguiente paso")
    PLAN_ACTION = "plan_action", _("Acción del plan")
    TASK = "task", _("Tarea")
    ERRAND = "errand", _("Encargo")
    AGREEMENT = "agreement", _("Acuerdo")
    CORRECTION = "correction", _("Corrección")
    ASSESSMENT = "assessment", _("Evaluación")
    RETENTION = "retention", _("Permanencia en el empleo")
    DOCUMENT = "document", _("Papelería por vencer")


#: What is done with one press; everything else is told where it belongs, and is finished by it.
FINISHED_ON_HOY = (DueKind.FOLLOW_UP, DueKind.NEXT_STEP, DueKind.TASK, DueKind.DOCUMENT)


class ContactMode(models.TextChoices):
    """How one talks with the person."""

    CALL = "call", _("Llamada")
    MESSAGE = "message", _("Mensaje")
    VISIT = "visit", _("Visita")
    OFFICE = "office", _("En la oficina")


class AttemptResult(models.TextChoices):
    """What came of trying to reach the person."""

    NO_ANSWER = "no_answer", _("No contesta")
    WRONG_NUMBER = "wrong_number", _("Número equivocado")
    OFF = "off", _("Apagado o fuera de servicio")
    SOMEBODY_ELSE = "somebody_else", _("Contestó otra persona")
    LATER = "later", _("Contestó y pide hablar otro día")


class Employment(models.TextChoices):
    """The person's situation of work."""

    EMPLOYED = "employed", _("Tiene empleo")
    SELF_EMPLOYED = "self_employed", _("Trabaja por su cuenta")
    STUDYING = "studying", _("Estudia")
    SEARCHING = "searching", _("Busca trabajo")
    NONE = "none", _("Ninguna de estas")


class IncomeChange(models.TextChoices):
    """What became of the income since the last time."""

    MORE = "more", _("Gana más")
    SAME = "same", _("Gana igual")
    LESS = "less", _("Gana menos")
    NO_ANSWER = "unknown", _("No sé / prefiere no responder")


class Kept(models.TextChoices):
    """What became of what was agreed in an earlier session."""

    DONE = "done", _("Se cumplió")
    PARTLY = "partly", _("Se cumplió una parte")
    NOT_YET = "not_yet", _("Todavía no")
    DROPPED = "dropped", _("Ya no se hará")
    UNASKED = "unasked", _("No se habló de eso")


class NoteKind(models.TextChoices):
    """What a note tells of."""

    NOTE = "note", _("Nota")
    VISIT = "visit", _("Visita")
    CALL = "call", _("Llamada")
    OFFICE = "office", _("En la oficina")


class ClosureState(models.TextChoices):
    """Where a closure stands."""

    REQUESTED = "requested", _("Por certificar")
    RETURNED = "returned", _("Devuelto")
    CERTIFIED = "certified", _("Certificado")
    REOPENED = "reopened", _("Reabierto")
