"""Children and adolescents (NNA): under 15 never an economic case; 15 to 17 with a guardian.

Only the birth year is asked, so somebody who may be under an age this year is treated as such
until her birthday is known (domain: privacy, NNA).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock

WORKING_AGE = 15
FULL_AGE = 18


def is_child(birth_year: int) -> bool:
    """Tell whether somebody born that year is surely under 15 today."""
    return clock.today().year - birth_year < WORKING_AGE


def may_be_minor(birth_year: int) -> bool:
    """Tell whether somebody born that year may be under 18 today."""
    return clock.today().year - birth_year <= FULL_AGE


def surely_minor(birth_year: int) -> bool:
    """Tell whether somebody born that year is surely under 18 today."""
    return clock.today().year - birth_year < FULL_AGE


def refusal(birth_year: int, guardian_name: str) -> str | Promise | None:
    """Return why somebody born that year cannot be registered so, or None if she can."""
    if is_child(birth_year):
        return _(
            "Es menor de 15 años: no lleva caso económico. Comuníquese hoy con la PGN para que le "
            "protejan."
        )
    if may_be_minor(birth_year) and not guardian_name.strip():
        return _(
            "Puede ser menor de 18 años: escriba el nombre de su madre, padre o persona encargada. "
            "Si viene sin nadie, márquelo: la ruta es otra y es urgente."
        )
    return None
