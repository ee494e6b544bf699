"""The interviews she gave in the field, as phones delivered them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.rights.sheets.sheet import MARKED, NOT_PROTECTION, Sheet

FIELD = (
    Sheet(
        "field.Submission",
        _("Entrevistas hechas con el teléfono"),
        own={
            "received_at": _("Recibida"),
            "form_id": _("Formulario"),
            "answers": _("Lo que contestó, además de lo que está en su expediente"),
        },
        third=("sent_by", "device"),
        reserved=(
            "id", "instance_id", "sha256", "original", "version_text", "version", "office",
            "wrapped", "sealed", "state", "problem", "details", "doubts", "waits_for", "born_id",
            "person", "case", "data_class", "aside_reason", "handled_at",
        ),
        erased=("wrapped", "sealed", "answers", "details", "aside_reason"),
        only=NOT_PROTECTION,
        guarded=MARKED,
    ),
    Sheet(
        "field.SubmissionFile",
        reserved=("id", "submission", "name", "content_type", "sha256", "size", "received_at"),
        person="submission__person",
    ),
    Sheet(
        "field.SubmissionStep",
        third=("by",),
        reserved=("id", "submission", "name", "problem", "at"),
        person="submission__person",
    ),
)  # fmt: skip
