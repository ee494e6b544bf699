"""Her profile and plan, and what she was referred to, learnt and worked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.rights.sheets.sheet import ALL, Sheet, fact

PROFILE_AND_PLAN = (
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
    fact(
        "profiling.Assessment",
        _("Evaluaciones"),
        {"kind": _("Evaluación"), "round": _("Ronda"), "answers": _("Lo que contestó")},
        reserved=("delivery_id",),
        erased=("answers",),
    ),
    Sheet(
        "profiling.AssessmentScore",
        _("Puntajes de sus evaluaciones"),
        own={
            "scheme": _("Con qué puntaje"),
            "computed_at": _("Calculado"),
            "dimensions": _("Por dimensión, de 0 a 1"),
            "composite": _("Puntaje, de 0 a 1"),
            "reading": _("Nivel"),
        },
        reserved=("id", "assessment", "person", "answered", "asked"),
    ),
    Sheet(
        # Class C: not even her own copy holds it, which others may find; it is read to her.
        "profiling.SealedAnswers",
        reserved=("id", "assessment", "person", "wrapped", "sealed"),
        erased=("wrapped", "sealed"),
        guarded=ALL,
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
            "is_offered": _("Si hay cupo"),
            "is_eligible": _("Si cumple los requisitos"),
            "is_reachable": _("Si puede llegar"),
            "is_in_demand": _("Si aquí se busca o se vende"),
            "waiting": _("Cuánto hay que esperar"),
            "risk": _("Qué podría salir mal"),
            "state": _("Estado"),
            "done_on": _("Hecha el"),
            "evidence": _("Constancia"),
        },
        third=("marked_by",),
        reserved=("id", "goal", "person", "place", "award"),
        erased=("text", "risk", "evidence"),
    ),
)  # fmt: skip


REFERRALS = (
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


LEARNING_AND_WORK = (
    fact(
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
    fact(
        "learning.Completion",
        _("Formación terminada"),
        {"evidence_status": _("Constancia"), "evidence_note": _("Qué constancia")},
        reserved=("enrolment",),
        erased=("evidence_note",),
    ),
    fact(
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
    fact(
        "jobs.Application",
        _("Postulaciones"),
        {"employer_name": _("Empresa"), "position": _("Puesto"), "means": _("Por qué medio")},
        reserved=("adult_seen",),
        erased=("employer_name", "position"),
    ),
    fact(
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
    fact(
        "jobs.RetentionCheck",
        _("Si sigue trabajando"),
        {
            "days": _("A los días"),
            "still": _("Qué se supo"),
            "evidence": _("Constancia"),
            "left_on": _("Último día"),
            "left_reason": _("Por qué terminó"),
            "monthly_income": _("Ingreso al mes"),
        },
        reserved=("placement", "due", "ended_it"),
        erased=("monthly_income",),
    ),
)
