"""Whether a step of a plan can be done: a grid of short answers, and what they leave to resolve.

Source of the questions: protocol, the plan's feasibility grid per action.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from arraigo.plans.enums import Answer, Waiting

#: For each question with a yes or no: what a no means, and what is still to be found out.
_WORDS: Final[dict[str, tuple[Promise, Promise]]] = {
    "is_offered": (_("No hay cupo o no lo hay aquí"), _("si hay cupo")),
    "is_eligible": (_("No cumple los requisitos"), _("si cumple los requisitos")),
    "is_reachable": (_("No puede llegar"), _("si puede llegar")),
    "is_in_demand": (_("Aquí no se busca ni se vende"), _("si aquí se busca")),
}
#: All that is asked of a step.
FIELDS: Final = (*_WORDS, "waiting", "risk")


def obstacles(answers: Any) -> list[str]:
    """Return in words what stands against a step, and what is not known of it yet.

    `answers` has the fields of the grid; what was not asked is left out.
    """
    told = [str(no) for name, (no, _open) in _WORDS.items() if getattr(answers, name) == Answer.NO]
    if answers.waiting == Waiting.LONGER:
        told.append(_t("Hay que esperar más de un mes"))
    if answers.risk:
        told.append(_t("Riesgo: %(risk)s") % {"risk": answers.risk})
    unknown = [
        str(words)
        for name, (_no, words) in _WORDS.items()
        if getattr(answers, name) == Answer.UNKNOWN
    ]
    if answers.waiting == Waiting.UNKNOWN:
        unknown.append(_t("cuánto hay que esperar"))
    if unknown:
        told.append(_t("Falta saber %(what)s") % {"what": ", ".join(unknown)})
    return told
