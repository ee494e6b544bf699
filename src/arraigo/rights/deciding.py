"""What is asked for by one and confirmed by another: who decides, and never the same."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core.transitions import Guard

DECIDERS = frozenset({str(Role.NATIONAL_OFFICER), str(Role.DATA_PROTECTION)})


def by_another_than(attribute: str) -> Guard:
    """Return the guard of a decision: not by the user whose id the row holds in `attribute`."""

    def another(row: Any, user: Any) -> Any:
        if getattr(row, attribute) == user.pk:
            return _("Lo confirma una persona distinta de quien lo pidió.")
        return None

    return another
