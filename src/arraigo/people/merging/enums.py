"""Choices about probable duplicates and merges (domain: privacy, duplicates across offices)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What somebody decides about two files that may be of one person."""

    SAME = "misma", _("Es la misma persona")
    DIFFERENT = "distintas", _("Son personas distintas")
    UNSURE = "no_se", _("No sé")
    TAKEN_BACK = "retirada", _("Retiró lo que había dicho")


#: Verdicts that decide nothing: one may give another one afterwards.
OPEN_VERDICTS = (Verdict.UNSURE, Verdict.TAKEN_BACK)


class MergeState(models.TextChoices):
    """Where a merge stands. Nobody types it in: `transitions` moves it."""

    REQUESTED = "solicitada", _("Por confirmar")
    CONFIRMED = "confirmada", _("Unidos")
    REFUSED = "rechazada", _("No se unieron")
    TAKEN_BACK = "retirada", _("Solicitud retirada")
    UNDONE = "separada", _("Separados de nuevo")


class SeparationState(models.TextChoices):
    """Where a request to separate two merged files stands."""

    REQUESTED = "solicitada", _("Por confirmar")
    CONFIRMED = "confirmada", _("Separados")
    REFUSED = "rechazada", _("Siguen unidos")
    TAKEN_BACK = "retirada", _("Solicitud retirada")


#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    "solicitada": "wait", "confirmada": "ok", "rechazada": "info", "retirada": "info",
    "separada": "info",
}  # fmt: skip


class Moved(models.TextChoices):
    """What a merge did with a row."""

    MOVED = "moved", _("pasó al expediente que continúa")
    CHANGED = "changed", _("cambió de valor")
    CREATED = "created", _("se agregó")
    KEPT = "kept", _("quedó en el otro expediente, porque ya estaba en el que continúa")
