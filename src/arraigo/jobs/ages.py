"""Who may apply for work: nobody under 15, nobody under 18 from here.

Domain, protocol: people of 15 to 17 only with a guardian and without job matching; under 15
never an economic case. Only the birth year is known, so in the year somebody turns 18 the day
has to be asked (indicators, counting rules: where 17/18 is ambiguous, ask month and day).
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YOUNGEST, ADULT = 15, 18


class WorkingAge(Enum):
    """What is known of a person's age on a day."""

    CHILD = "child"
    ADOLESCENT = "adolescent"
    UNKNOWN = "unknown"
    ADULT = "adult"


REFUSALS: dict[WorkingAge, str | Promise] = {
    WorkingAge.CHILD: _(
        "Es menor de 15 años: no se le busca trabajo. Avise a su supervisión; si no tiene quién "
        "le cuide, a la PGN."
    ),
    WorkingAge.ADOLESCENT: _(
        "Tiene de 15 a 17 años: no se postula desde aquí. Hace falta su encargado/a y la opinión "
        "de la supervisión sobre lo que más le conviene."
    ),
    WorkingAge.UNKNOWN: _(
        "En ese año cumple 18. Anote su fecha de nacimiento para saber si ya los tiene."
    ),
}


def working_age(birth_year: int, on: date, born_on: date | None = None) -> WorkingAge:
    """Return what the birth year, and the birthday if it is known, tell about a day."""
    if born_on is not None:
        had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
        age = oldest = on.year - born_on.year - (not had_birthday)
    else:
        oldest = on.year - birth_year
        age = oldest - 1
    if oldest < YOUNGEST:
        return WorkingAge.CHILD
    if oldest < ADULT:
        return WorkingAge.ADOLESCENT
    return WorkingAge.ADULT if age >= ADULT else WorkingAge.UNKNOWN
