"""Her case and what was done in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.rights.sheets.sheet import ALL, BY, FACT, MARKED, NOT_PROTECTION, SOURCE, Sheet, fact

CASES = (
    Sheet(
        "casework.Case",
        _("Casos"),
        own={
            "code": _("Código"),
            "office": _("Oficina"),
            "source": _("Cómo se identificó"),
            "opened_on": _("Abierto el"),
            "closed_on": _("Cerrado el"),
            "in_office_since": _("En esa oficina desde"),
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
        guarded=ALL,
    ),
    Sheet(
        "casework.CaseAssignment",
        _("Quién llevó su caso"),
        own={"manager": _("Nombre"), "since": _("Desde"), "until": _("Hasta")},
        third=("assigned_by",),
        reserved=("id", "case", "person", "within"),
    ),
    Sheet(
        "casework.CaseTransfer",
        _("Traslados entre oficinas"),
        own={
            "asked_on": _("Fecha"), "from_office": _("De la oficina"),
            "to_office": _("A la oficina"), "reason": _("Por qué"),
            "words": _("Qué se dijo"), "state": _("En qué quedó"),
            "comment": _("Por qué se devolvió"), "received_on": _("Recibido el"),
        },
        third=("requested_by", "answered_by", "manager"),
        reserved=(
            "id", "case", "person", "code", "step_name", "priority", "municipality", "opened_on",
            "person_agreed", "requested_at", "answered_at", "seen_at",
        ),
        erased=("words", "comment"),
    ),
    Sheet(
        "casework.CaseEvent",
        _("Lo que ha pasado"),
        own={"occurred_on": _("Fecha"), "kind": _("Qué pasó"), "summary": _("Detalle")},
        third=("recorded_by",),
        reserved=("id", "case", "person", "recorded_at", *SOURCE, "data_class"),
        erased=("summary",),
        only=NOT_PROTECTION,
        guarded=MARKED,
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
            *SOURCE, "slot", "recorded_at",
        ),
        erased=("title",),
    ),
    Sheet(
        "casework.Flag",
        _("Señales de la supervisión"),
        own={"raised_at": _("Fecha"), "text": _("Qué"), "answer": _("Qué se hizo")},
        third=("to_user", "raised_by", "done_by"),
        reserved=("id", "case", "person", "kind", "note", "done_at"),
        erased=("text", "answer"),
    ),
    Sheet(
        "coordination.Errand",
        _("Encargos sobre el caso"),
        own={
            "given_at": _("Fecha"), "title": _("Qué había que hacer"), "detail": _("Detalle"),
            "due_on": _("Para cuándo"), "taken_back_reason": _("Por qué se retiró"),
        },
        third=("given_by", "given_to", "taken_back_by"),
        reserved=("id", "lot", "office", "case", "person", "due", "taken_back_at"),
        erased=("title", "detail", "taken_back_reason"),
    ),
    Sheet(
        "coordination.Invitation",
        _("Actividades a las que se le invitó"),
        own={
            "activity": _("Actividad"), "invited_at": _("Fecha"),
            "withdrawn_at": _("Se retiró la invitación"),
        },
        third=("invited_by", "withdrawn_by"),
        reserved=("id", "lot", "case", "person"),
    ),
    Sheet(
        "coordination.ErrandAnswer",
        _("Lo que se hizo de cada encargo"),
        own={
            "occurred_on": _("Fecha"), "words": _("Qué se hizo"),
            "comment": _("Respuesta de quien lo dio"),
        },
        third=("recorded_by", "decided_by"),
        reserved=(
            "id", "errand", "person", "recorded_at", "verdict", "new_due_on", "decided_at",
        ),
        erased=("words", "comment"),
    ),
    fact(
        "casework.ContactAttempt",
        _("Intentos de comunicarse"),
        {"mode": _("Cómo"), "result": _("Qué pasó")},
        reserved=("due",),
    ),
    fact(
        "casework.CounsellingSession",
        _("Sesiones de consejería"),
        {
            "mode": _("Cómo"),
            "topics": _("De qué se habló"),
            "agreements": _("Acuerdos"),
            "next_step": _("Siguiente paso"),
            "next_on": _("Fecha del siguiente paso"),
            "duration_minutes": _("Minutos"),
            "kept": _("Lo acordado antes"),
            "kept_words": _("Qué pasó con eso"),
        },
        reserved=("earlier",),
        erased=("agreements", "next_step", "kept_words"),
    ),
    fact(
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
    fact(
        "casework.Note",
        _("Notas y visitas"),
        {"kind": _("Tipo"), "duration_minutes": _("Minutos"), "text": _("Texto")},
        reserved=("is_good_practice", "is_challenge", "data_class"),
        erased=("text",),
        only=NOT_PROTECTION,
        guarded=MARKED,
    ),
    fact(
        "casework.ServiceDelivery",
        _("Servicios que recibió"),
        {
            "service": _("Servicio"),
            "evidence_status": _("Constancia"),
            "evidence_note": _("Qué constancia"),
        },
        reserved=("award", "directness", *SOURCE),
        erased=("evidence_note",),
    ),
    fact(
        "casework.Document",
        _("Documentos"),
        {"kind": _("Qué es"), "expires_on": _("Vence el")},
        reserved=("file", *SOURCE),
    ),
    Sheet(
        # Class C: not even her own copy holds it, which others may find; it is read to her.
        "casework.ProtectionNote",
        third=BY,
        reserved=(*FACT, "occurred_on", "corrects", "sealed", "annulled_at", "annulled_reason"),
        erased=("sealed",),
        guarded=ALL,
    ),
    Sheet(
        "casework.EmergencyAccess",
        _("Accesos de urgencia"),
        {"opened_at": _("Desde"), "until": _("Hasta"), "verdict": _("Revisión")},
        third=("user", "reviewed_by"),
        reserved=("id", "person", "reason", "reviewed_at", "comment"),
        erased=("reason", "comment"),
    ),
    fact(
        # What she told is hers; what was observed tells of who manages her case.
        "casework.QualityCheck",
        _("Verificaciones de calidad"),
        {
            "reached": _("Si hablaron con usted"),
            "confirms": _("Si lo anotado es así"),
            "satisfaction": _("Satisfacción, de 1 a 5"),
            "differs": _("Qué es distinto de lo anotado"),
        },
        third=("manager", "corrected_by", "observations", "correction", "corrected_note"),
        reserved=(
            "drawn", "month", "version", "answers", "result", "unverifiable", "not_tried_because",
            "correct_by", "corrected_at",
        ),
        erased=("differs", "not_tried_because", "observations", "correction", "corrected_note"),
    ),
    Sheet(
        "casework.DrawnCase",
        third=("manager",),
        reserved=("id", "draw", "case", "person", "office"),
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
