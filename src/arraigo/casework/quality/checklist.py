"""What is looked at in a case, in versions, and the result that follows from the answers.

The items are those of the Handbook's spot checks (§5.3: is what is recorded complete, consistent
and true) in the protocol's order. A version is never changed: another is added, and each
verification keeps the number of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.casework.quality.enums import Confirms, ItemAnswer, Result


@dataclass(frozen=True)
class Item:
    """One thing that is looked at; without a grave one the case does not conform."""

    code: str
    words: str | Promise
    is_grave: bool = False


VERSION: Final = 1
CHECKLISTS: Final[Mapping[int, tuple[Item, ...]]] = {
    1: (
        Item("consent", _("El permiso está en el expediente y vigente"), is_grave=True),
        Item("identity", _("Identidad y contacto coinciden con sus documentos"), is_grave=True),
        Item("profile", _("El perfil está completo y es coherente")),
        Item("plan", _("El plan está firmado y revisado")),
        Item("referrals", _("Las referencias tienen respuesta o seguimiento")),
        Item("follow_ups", _("Los seguimientos están a tiempo, con lo que la persona contó")),
        Item("evidence", _("Hay constancia de los servicios y colocaciones que cuentan")),
        Item("notes", _("Las notas son respetuosas y sin datos de protección")),
    ),
}

#: So many items answered «no» weigh as a grave one.
NO_CONFORM_FROM: Final = 3
RULE: Final = _(
    "«No conforme» si falla el permiso o la identidad, si tres puntos o más están en «No», o si la "
    "persona dice que lo anotado no es así. «Con observaciones» si algún punto está en «No» o la "
    "persona lo confirma en parte. Si no, «Conforme»."
)


def result_of(version: int, answers: Mapping[str, str], confirms: str = "") -> Result:
    """Return the result of the answers by item and of what the person confirms, as `RULE` says.

    Whether she could be reached changes nothing by itself. Raises KeyError without an answer.
    """
    items = CHECKLISTS[version]
    failing = [item for item in items if answers[item.code] == ItemAnswer.NO]
    grave = any(item.is_grave for item in failing) or len(failing) >= NO_CONFORM_FROM
    if grave or confirms == Confirms.NONE:
        return Result.FAILS
    if failing or confirms == Confirms.PARTLY:
        return Result.OBSERVATIONS
    return Result.CONFORMS
