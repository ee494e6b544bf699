"""Every field of every model that reaches a person, declared once.

*Propio* (`own`) goes into the copy of her file, with the words she reads; *tercero* (`third`)
tells of somebody else; *reservado* (`reserved`) is protection, suspicion or machinery. Neither of
the latter leaves the system. `erased` names the columns whose text erasure takes away, whatever
they are; the rest are codes, dates and figures, which keep the aggregates. A test introspects all
models and fails on a field that is not here (domain: privacy, copy of the file).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Sheet:
    """What is declared about one model.

    `only` narrows the rows that go into the copy; `guarded` is the condition, in SQL, on those of
    class C.
    """

    label: str
    title: str | Promise = ""
    own: Words = field(default_factory=dict)
    third: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    person: str = "person"
    only: Q = field(default_factory=Q)
    guarded: str = ""

    @property
    def model(self) -> type[models.Model]:
        """Return the model."""
        return apps.get_model(self.label)

    @property
    def declared(self) -> list[str]:
        """Return the names of all declared fields; a name said twice comes twice."""
        return [*self.own, *self.third, *self.reserved]

    def rows(self, person_ids: list[Any]) -> models.QuerySet[Any]:
        """Return the rows of this person that go into her copy, in the order they came."""
        found = self.model._default_manager.filter(self.only, **{f"{self.person}__in": person_ids})
        related = [name for name in self.own if self.model._meta.get_field(name).is_relation]
        return found.select_related(*related).order_by("pk")


_WHEN: Words = {"occurred_on": _("Fecha")}
_VOID: Words = {"annulled_at": _("Anulado"), "annulled_reason": _("Por qué se anuló")}
_BY = ("recorded_by", "annulled_by")
_FACT = ("id", "recorded_at", "case", "person", "office")
_SOURCE = ("source_table", "source_id")
_REQUEST = ("requested_by", "decided_by")
_NOT_PROTECTION = ~Q(data_class="c")
_MARKED = "data_class = 'c'"
_ALL = "true"


def _fact(label: str, title: str | Promise, own: Words, **more: Any) -> Sheet:
    """Return the sheet of a dated fact of a case."""
    return Sheet(
        label,
        title,
        own={**_WHEN, **own, **_VOID},
        third=(*_BY, *more.pop("third", ())),
        reserved=(*_FACT, *more.pop("reserved", ())),
        erased=("annulled_reason", *more.pop("erased", ())),
        **more,
    )


_PEOPLE = (
    Sheet(
        "people.Person",
        _("Quién es"),
        own={
            "given_names": _("Nombres"),
            "surnames": _("Apellidos"),
            "sex": _("Sexo"),
            "birth_year": _("Año de nacimiento"),
            "municipality": _("Municipio donde vive"),
            "cui": _("CUI (DPI)"),
            "registered_at": _("Registrada el"),
        },
        third=("registered_by",),
        reserved=("id", "is_training", "sort_key"),
        erased=("given_names", "surnames", "cui", "sort_key"),
        person="pk",
    ),
    Sheet(
        "people.ContactPoint",
        _("Teléfonos"),
        own={
            "phone": _("Teléfono"),
            "owner": _("De quién es"),
            "is_current": _("Es el actual"),
            "can_call": _("Se le puede llamar"),
            "can_write": _("Se le puede escribir"),
            "hours": _("A qué horas"),
            "present_as": _("Cómo se presenta quien llama"),
        },
        reserved=("id", "person"),
        erased=("phone", "hours", "present_as"),
    ),
    Sheet(
        "people.ReturnEvent",
        _("Retornos"),
        own={"returned_on": _("Fecha de retorno"), "country": _("País de donde retornó")},
        reserved=("id", "person"),
    ),
    Sheet(
        "people.PersonScope",
        _("Qué oficina o institución puede ver su expediente"),
        own={
            "office": _("Oficina"),
            "organization": _("Institución"),
            "reason": _("Por qué"),
            "until": _("Hasta"),
        },
        reserved=("id", "person"),
    ),
    Sheet(
        "people.Consent",
        _("Permisos que dio o retiró"),
        own={
            "decided_on": _("Fecha"),
            "purpose": _("Para qué"),
            "recipient": _("Institución"),
            "decision": _("Qué decidió"),
            "how": _("Cómo"),
            "text": _("Texto que se le leyó"),
            "disclosed_fields": _("Datos que permitió entregar"),
            "expires_on": _("Vale hasta"),
        },
        third=("witness_name", "guardian_name", "recorded_by"),
        reserved=("id", "person", "signature", "recorded_at"),
        erased=("witness_name", "guardian_name"),
    ),
    Sheet(
        "people.PersonFile",
        _("Archivos guardados"),
        own={
            "recorded_at": _("Fecha"),
            "kind": _("Qué es"),
            "content_type": _("Tipo de archivo"),
            "size": _("Tamaño en bytes"),
        },
        reserved=("id", "person", "sha256"),
        erased=("sha256",),
    ),
    Sheet("people.PersonKey", reserved=("id", "person", "wrapped"), erased=("wrapped",)),
)

_LISTS_AND_MERGES = (
    Sheet(
        "people.Lead",
        third=("listing",),
        reserved=(
            "id", "office", "given_names", "surnames", "sex", "birth_year", "phone", "cui",
            "municipality", "returned_on", "country", "sort_key", "search_text", "state",
            "last_result", "last_call_on", "expires_on", "imported_at", "closed_at", "person",
        ),
        erased=("given_names", "surnames", "phone", "cui", "sort_key", "search_text"),
    ),
    Sheet(
        "people.LeadStep",
        third=("by",),
        reserved=("id", "lead", "office", "name", "occurred_on", "recorded_at"),
        person="lead__person",
    ),
    Sheet(
        "people.MatchCandidate",
        third=("other", "proposed_by"),
        reserved=(
            "id", "person", "agreements", "reason", "source", "probability", "model_version",
            "found_at", "turn",
        ),
        erased=("reason",),
    ),
    Sheet(
        "people.MatchDecision",
        third=("decided_by",),
        reserved=("id", "candidate", "verdict", "turn", "decided_at"),
        person="candidate__person",
    ),
    Sheet(
        "people.MatchOpening",
        third=("accepted_by",),
        reserved=("id", "candidate", "accepted_at"),
        person="candidate__person",
    ),
    Sheet(
        "people.MatchSettlement",
        third=("first_by", "second_by"),
        reserved=("id", "candidate", "verdict", "settled_at"),
        person="candidate__person",
    ),
    Sheet(
        "people.Merge",
        third=_REQUEST,
        reserved=(
            "id", "survivor", "absorbed", "candidate", "state", "reason", "kept",
            "continuing_case", "requested_at", "decided_at", "decision_reason", "own_rows",
        ),
        erased=("reason", "decision_reason"),
        person="survivor",
    ),
    Sheet(
        "people.MergeMove",
        reserved=(
            "id", "merge", "person", "kind", "table_name", "row_id", "column_name", "before",
            "after",
        ),
        erased=("before", "after"),
    ),
    Sheet("people.PersonAlias", reserved=("id", "person", "survivor")),
    Sheet(
        "people.Separation",
        third=_REQUEST,
        reserved=(
            "id", "merge", "person", "state", "reason", "values", "rows", "requested_at",
            "decided_at", "decision_reason",
        ),
        erased=("reason", "decision_reason"),
    ),
)  # fmt: skip

_CASE = (
    Sheet(
        "casework.Case",
        _("Casos"),
        own={
            "code": _("Código"),
            "office": _("Oficina"),
            "source": _("Cómo se identificó"),
            "opened_on": _("Abierto el"),
            "closed_on": _("Cerrado el"),
            "priority": _("Prioridad"),
        },
        third=("opened_by",),
        reserved=("id", "person", "protocol", "continued_in"),
    ),
    Sheet(
        "casework.BestInterests",
        third=("recorded_by",),
        reserved=("id", "case", "person", "text", "recorded_at"),
        erased=("text",),
        guarded=_ALL,
    ),
    Sheet(
        "casework.CaseAssignment",
        _("Quién llevó su caso"),
        own={"manager": _("Nombre"), "since": _("Desde"), "until": _("Hasta")},
        third=("assigned_by",),
        reserved=("id", "case", "person"),
    ),
    Sheet(
        "casework.CaseEvent",
        _("Lo que ha pasado"),
        own={"occurred_on": _("Fecha"), "kind": _("Qué pasó"), "summary": _("Detalle")},
        third=("recorded_by",),
        reserved=("id", "case", "person", "recorded_at", *_SOURCE, "data_class"),
        erased=("summary",),
        only=_NOT_PROTECTION,
        guarded=_MARKED,
    ),
    Sheet(
        "casework.CaseState",
        reserved=(
            "case", "person", "step", "missing", "next_due_on", "last_contact_on", "priority",
            "updated_at",
        ),
    ),
    Sheet(
        "casework.Closure",
        _("Cierres"),
        own={
            "requested_on": _("Fecha"),
            "state": _("Estado"),
            "reason": _("Motivo"),
            "outcome": _("Resultado"),
            "evidence": _("Evidencia"),
            "ended_reason": _("Por qué se devolvió o reabrió"),
        },
        third=("requested_by", "certified_by", "ended_by"),
        reserved=(
            "id", "case", "person", "office", "last_follow_up", "requested_at", "certified_at",
            "ended_at",
        ),
        erased=("evidence", "ended_reason"),
    ),
    Sheet(
        "casework.Due",
        _("Citas y pendientes"),
        own={"due_on": _("Fecha"), "title": _("Qué"), "done_on": _("Hecho el")},
        third=("assigned_to",),
        reserved=(
            "id", "case", "person", "office", "kind", "original_on", "done_at", "cancelled_at",
            *_SOURCE, "slot", "recorded_at",
        ),
        erased=("title",),
    ),
    _fact(
        "casework.ContactAttempt",
        _("Intentos de comunicarse"),
        {"mode": _("Cómo"), "result": _("Qué pasó")},
        reserved=("due",),
    ),
    _fact(
        "casework.CounsellingSession",
        _("Sesiones de consejería"),
        {
            "mode": _("Cómo"),
            "topics": _("De qué se habló"),
            "agreements": _("Acuerdos"),
            "next_step": _("Siguiente paso"),
            "next_on": _("Fecha del siguiente paso"),
            "duration_minutes": _("Minutos"),
        },
        erased=("agreements", "next_step"),
    ),
    _fact(
        "casework.FollowUp",
        _("Seguimientos"),
        {
            "mode": _("Cómo"),
            "employment": _("Situación de trabajo"),
            "income_change": _("Ingreso"),
            "services_received": _("Servicios que recibió"),
            "satisfaction": _("Satisfacción, de 1 a 5"),
            "difficulties": _("Dificultades"),
            "agreed_actions": _("Acordaron"),
            "next_on": _("Próxima fecha"),
            "outcomes": _("Logros"),
        },
        reserved=("due", "unchanged_since"),
        erased=("services_received", "difficulties", "agreed_actions"),
    ),
    _fact(
        "casework.Note",
        _("Notas y visitas"),
        {"kind": _("Tipo"), "duration_minutes": _("Minutos"), "text": _("Texto")},
        reserved=("is_good_practice", "is_challenge", "data_class"),
        erased=("text",),
        only=_NOT_PROTECTION,
        guarded=_MARKED,
    ),
    _fact(
        "casework.ServiceDelivery",
        _("Servicios que recibió"),
        {
            "service": _("Servicio"),
            "evidence_status": _("Constancia"),
            "evidence_note": _("Qué constancia"),
        },
        reserved=("award", "directness", *_SOURCE),
        erased=("evidence_note",),
    ),
    _fact(
        "casework.Document",
        _("Documentos"),
        {"kind": _("Qué es")},
        reserved=("file", *_SOURCE),
    ),
    Sheet(
        # Class C: not even her own copy holds it, which others may find; it is read to her.
        "casework.ProtectionNote",
        third=_BY,
        reserved=(*_FACT, "occurred_on", "corrects", "sealed", "annulled_at", "annulled_reason"),
        erased=("sealed",),
        guarded=_ALL,
    ),
    Sheet(
        "casework.EmergencyAccess",
        _("Accesos de urgencia"),
        {"opened_at": _("Desde"), "until": _("Hasta"), "verdict": _("Revisión")},
        third=("user", "reviewed_by"),
        reserved=("id", "person", "reason", "reviewed_at", "comment"),
        erased=("reason", "comment"),
    ),
    Sheet(
        "casework.HouseholdMember",
        _("Con quién vive"),
        {"kinship": _("Parentesco"), "sex": _("Sexo"), "age_band": _("Edad")},
        third=("added_by", "left_by"),
        reserved=("id", "person", "added_at", "left_at"),
    ),
    Sheet(
        "casework.HouseholdLink",
        third=("relative", "witness_name", "linked_by", "ended_by"),
        reserved=("id", "member", "person", "agreed_how", "linked_at", "ended_at"),
        erased=("witness_name",),
    ),
    Sheet(
        "casework.ReservedFile",
        reserved=("id", "person", "reserved_by", "reserved_at", "lifted_by", "lifted_at"),
    ),
)  # fmt: skip

_PROFILE_AND_PLAN = (
    Sheet(
        "profiling.Profile",
        _("Perfil"),
        own={
            "literate": _("Sabe leer y escribir"),
            "education": _("Nivel de estudios"),
            "last_grade": _("Último grado"),
            "education_country": _("País donde estudió"),
            "education_document": _("Tiene el diploma o certificado"),
            "occupation_words": _("Oficio, en sus palabras"),
            "main_occupation": _("Oficio"),
            "experience_years": _("Años de experiencia"),
            "country_abroad": _("País donde vivió"),
            "years_abroad": _("Años fuera"),
            "preferred_language": _("Idioma en que prefiere hablar"),
            "needs_interpreter": _("Requiere intérprete"),
            "english": _("Inglés"),
            "wants": _("Lo que quiere"),
            "updated_at": _("Actualizado"),
        },
        third=("updated_by", "completed_by"),
        reserved=("id", "case", "person", "priority", "version", "changed_at", "completed_at"),
        erased=("occupation_words",),
    ),
    Sheet(
        "profiling.WorkExperience",
        _("Experiencia de trabajo"),
        own={
            "words": _("Trabajo"),
            "occupation": _("Oficio"),
            "country": _("País"),
            "years": _("Años"),
        },
        reserved=("id", "profile", "person", "place"),
        erased=("words",),
    ),
    Sheet(
        "plans.Plan",
        _("Planes"),
        own={
            "version": _("Versión"),
            "state": _("Estado"),
            "pathway": _("Camino que escogió"),
            "situation": _("Situación"),
            "barriers": _("Obstáculos"),
            "mitigations": _("Cómo resolverlos"),
            "feasibility": _("Factibilidad"),
            "agreed_on": _("Acordado el"),
            "signed_how": _("Cómo firmó"),
            "review_comment": _("Revisión"),
        },
        third=("author", "agreed_by", "reviewed_by", "witness_name"),
        reserved=(
            "id", "case", "person", "revision", "created_at", "signature", "agreed_at",
            "reviewed_at", "replaced_at",
        ),
        erased=("situation", "mitigations", "feasibility", "witness_name", "review_comment"),
    ),
    Sheet(
        "plans.Goal",
        _("Metas"),
        own={"horizon": _("Plazo"), "text": _("Meta")},
        reserved=("id", "plan", "person", "place"),
        erased=("text",),
    ),
    Sheet(
        "plans.PlanAction",
        _("Acciones del plan"),
        own={
            "text": _("Acción"),
            "service": _("Servicio"),
            "responsible": _("Quién la hace"),
            "starts_on": _("Empieza"),
            "due_on": _("A más tardar"),
            "cost": _("Costo en quetzales"),
            "state": _("Estado"),
            "done_on": _("Hecha el"),
            "evidence": _("Constancia"),
        },
        third=("marked_by",),
        reserved=("id", "goal", "person", "place", "award"),
        erased=("text", "evidence"),
    ),
)  # fmt: skip

_LEARNING_AND_WORK = (
    _fact(
        "learning.Enrolment",
        _("Formación"),
        {
            "service": _("Curso"),
            "organization": _("Institución"),
            "starts_on": _("Empieza"),
            "expected_end_on": _("Termina"),
            "state": _("Estado"),
            "dropped_on": _("Lo dejó el"),
            "dropped_reason": _("Por qué lo dejó"),
        },
        reserved=("award", "directness"),
        erased=("dropped_reason",),
    ),
    _fact(
        "learning.Completion",
        _("Formación terminada"),
        {"evidence_status": _("Constancia"), "evidence_note": _("Qué constancia")},
        reserved=("enrolment",),
        erased=("evidence_note",),
    ),
    _fact(
        "learning.Certificate",
        _("Certificados"),
        {
            "kind": _("Tipo"),
            "recognition": _("Qué reconoce"),
            "title": _("Qué certifica"),
            "issuer": _("Quién lo dio"),
            "number": _("Número"),
            "level": _("Nivel"),
            "evidence_status": _("Constancia"),
            "evidence_note": _("Qué constancia"),
        },
        reserved=("issuer_authorised",),
        erased=("title", "number", "evidence_note"),
    ),
    _fact(
        "jobs.Application",
        _("Postulaciones"),
        {"employer_name": _("Empresa"), "position": _("Puesto"), "means": _("Por qué medio")},
        reserved=("adult_seen",),
        erased=("employer_name", "position"),
    ),
    _fact(
        "jobs.Placement",
        _("Empleo o negocio"),
        {
            "kind": _("Tipo"),
            "employer_name": _("Empresa"),
            "position": _("Puesto o negocio"),
            "hours_per_week": _("Horas a la semana"),
            "expected_months": _("Meses que se espera que dure"),
            "first_sale_on": _("Primera venta"),
            "held_before": _("Ya lo tenía"),
            "abroad": _("Es en el extranjero"),
            "evidence": _("Constancia"),
            "ended_on": _("Terminó el"),
        },
        erased=("employer_name", "position"),
    ),
)

_REFERRALS = (
    Sheet(
        "referrals.Referral",
        _("Referencias"),
        own={
            "occurred_on": _("Enviada el"),
            "service": _("Servicio"),
            "organization": _("Institución"),
            "need": _("Para qué"),
            "priority": _("Prioridad"),
            "state": _("Estado"),
            "message": _("Mensaje para la institución"),
            "disclosed_fields": _("Datos que se entregaron"),
        },
        third=("created_by",),
        reserved=("id", "person", "case", "office", "deadline", "consent", "sent_at", "closed_at"),
        erased=("need", "message"),
    ),
    Sheet(
        "referrals.ReferralEvent",
        _("Respuestas de las instituciones"),
        own={
            "occurred_on": _("Fecha"),
            "to_state": _("Qué pasó"),
            "channel": _("Por dónde"),
            "reason": _("Por qué no"),
            "note": _("Nota"),
        },
        third=("recorded_by", "answered_by"),
        reserved=("id", "referral", "person", "from_state", "recorded_at", "actor_kind", "name"),
        erased=("answered_by", "note"),
    ),
    Sheet(
        "referrals.AnswerLink",
        reserved=(
            "id", "referral", "organization", "kind", "token_hash", "expires_at", "revoked_at",
            "code_hash", "code_expires_at", "code_attempts", "codes_asked_at", "created_at",
        ),
        person="referral__person",
    ),
)  # fmt: skip

_RIGHTS = (
    Sheet(
        "rights.FileCopy",
        _("Copias que se le dieron"),
        own={
            "made_at": _("Fecha"),
            "format": _("Formato"),
            "identified_how": _("Cómo se identificó"),
        },
        third=("made_by",),
        reserved=("id", "person"),
    ),
    Sheet(
        "rights.Erasure",
        third=_REQUEST,
        reserved=(
            "id", "person", "state", "reason", "requested_at", "decided_at", "decision_reason",
            "erased_at",
        ),
        erased=("decision_reason",),
    ),
    Sheet(
        "rights.RiskDisclosure",
        _("Lo que se dijo porque su vida corría peligro"),
        own={
            "made_at": _("Fecha"),
            "told_to": _("A quién"),
            "fields": _("Qué datos"),
            "verdict": _("Revisión"),
        },
        third=("made_by", "reviewed_by"),
        reserved=("id", "person", "reason", "reviewed_at", "comment"),
        erased=("told_to", "reason", "comment"),
    ),
    Sheet(
        "rights.RetentionItem",
        reserved=("id", "batch", "person", "since", "outcome", "settled_at"),
    ),
    Sheet(
        "rights.LegalHold",
        third=("placed_by", "lifted_by"),
        reserved=("id", "person", "reason", "placed_at", "lifted_at"),
        erased=("reason",),
    ),
)  # fmt: skip

#: In the order in which the copy prints them.
SHEETS = (*_PEOPLE, *_CASE, *_PROFILE_AND_PLAN, *_REFERRALS, *_LEARNING_AND_WORK, *_RIGHTS,
          *_LISTS_AND_MERGES)  # fmt: skip

#: Those with rows of class C.
GUARDED = tuple(sheet for sheet in SHEETS if sheet.guarded)

#: Texts that hold codes, kept so that the figures stay what they were.
CODES = frozenset({
    "casework.Case.code", "casework.CaseState.missing", "casework.Closure.outcome",
    "casework.Closure.reason", "casework.CounsellingSession.topics", "casework.FollowUp.outcomes",
    "people.Consent.disclosed_fields", "people.Lead.country", "people.MatchCandidate.agreements",
    "people.MatchCandidate.model_version", "people.Merge.kept", "people.Merge.own_rows",
    "people.MergeMove.column_name", "people.MergeMove.row_id", "people.MergeMove.table_name",
    "people.PersonFile.content_type", "people.ReturnEvent.country", "people.Separation.rows",
    "people.Separation.values", "profiling.Profile.changed_at", "referrals.AnswerLink.code_hash",
    "referrals.AnswerLink.codes_asked_at", "referrals.AnswerLink.token_hash",
    "referrals.ReferralEvent.name",
    *(f"{label}.source_table" for label in
      ("casework.CaseEvent", "casework.Document", "casework.Due", "casework.ServiceDelivery")),
})  # fmt: skip
