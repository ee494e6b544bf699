"""What she asked for, and how long her data are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arraigo.rights.sheets.sheet import REQUEST, Sheet

RIGHTS = (
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
        third=REQUEST,
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
