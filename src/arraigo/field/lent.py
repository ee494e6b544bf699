"""What assessments ask of this room: the switch of a form, and what a delivery holds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from arraigo.core.sealing import Unreadable
from arraigo.field.models import Submission, XForm
from arraigo.field.submissions.storing import instance_of


class LentInterviews:
    """Answers `profiling.assessments.lent.Interviews`."""

    def is_in_use(self, kind: str) -> bool:
        """Tell whether the form of this code is in use."""
        return XForm.objects.filter(form_id=kind, is_in_use=True).exists()

    def answers_of(self, delivery_id: uuid.UUID) -> Mapping[str, str]:
        """Return what was delivered, by question. Raises `core.sealing.Unreadable`."""
        found = Submission.objects.filter(pk=delivery_id).first()
        if found is None:
            raise Unreadable("La entrega ya no está.")
        return instance_of(found).values()
