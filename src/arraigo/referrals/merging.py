"""What a merge does with referrals: they move whole, and open no file to anybody anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from arraigo.people.enums import ScopeReason
from arraigo.people.merging.rooms import Holder, MergeRoom
from arraigo.referrals.models import Referral


class ReferralRoom(MergeRoom):
    """Referrals are locked before cases, as their own actions do."""

    def lock(self, person_ids: Sequence[uuid.UUID]) -> None:
        """Wait for answers that are being recorded."""
        rows = Referral.objects.filter(person__in=person_ids).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True))

    def holders(self, person_id: uuid.UUID) -> set[Holder]:
        """Return the institutions she was referred to."""
        sent = Referral.objects.filter(person=person_id).values_list("organization", flat=True)
        return {(str(ScopeReason.REFERRAL), None, organization) for organization in sent}
