"""Choices about monthly reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Where a report stands. Nobody types it in: `transitions` moves it."""

    DRAFT = "borrador", _("Borrador")
    SUBMITTED = "enviado", _("Enviado")
    RETURNED = "devuelto", _("Devuelto")
    APPROVED = "aprobado", _("Aprobado")


#: In these the author still writes.
OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)

#: How a state is marked on screen, beside its words.
STATE_KINDS = {
    ReportState.DRAFT: "info",
    ReportState.SUBMITTED: "wait",
    ReportState.RETURNED: "warn",
    ReportState.APPROVED: "ok",
}


class DecisionName(models.TextChoices):
    """What was done with a report. Each names its transition."""

    SUBMIT = "enviar", _("Enviado a revisión")
    RETURN = "devolver", _("Devuelto con comentario")
    APPROVE = "aprobar", _("Aprobado")
