"""Who somebody is, the lists she came on, and the files that were one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.rights.sheets.sheet import REQUEST, Sheet

PEOPLE = (
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


LISTS_AND_MERGES = (
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
        third=REQUEST,
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
        third=REQUEST,
        reserved=(
            "id", "merge", "person", "state", "reason", "values", "rows", "requested_at",
            "decided_at", "decision_reason",
        ),
        erased=("reason", "decision_reason"),
    ),
)  # fmt: skip
