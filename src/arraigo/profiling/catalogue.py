"""The catalogue of occupations as forms offer it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.profiling.models import Occupation, OccupationWord

MOST_OFFERED = 8

Choice = tuple[str, str | Promise]
GROUPS = {
    "0": _("Ocupaciones militares"),
    "1": _("Directores y gerentes"),
    "2": _("Profesionales científicos e intelectuales"),
    "3": _("Técnicos y profesionales de nivel medio"),
    "4": _("Personal de apoyo administrativo"),
    "5": _("Servicios y ventas"),
    "6": _("Agricultura, ganadería, bosques y pesca"),
    "7": _("Oficios: construcción, metal, electricidad, alimentos, costura"),
    "8": _("Operadores de máquinas y choferes"),
    "9": _("Ocupaciones elementales"),
}


def label(occupation: Occupation) -> str:
    """Return the title with the words people use, which tell more than the title."""
    words = ", ".join(word.word for word in occupation.words.all()[:5])
    return f"{occupation.title} ({words})" if words else occupation.title


def offered(text: str) -> list[Occupation]:
    """Return the few occupations that come closest to what was typed."""
    return list(Occupation.objects.search(text).with_words()[:MOST_OFFERED])


def choices(occupations: Iterable[Occupation]) -> list[Choice]:
    """Return the choices for these occupations."""
    return [(occupation.pk, label(occupation)) for occupation in occupations]


def all_choices() -> list[Choice | tuple[str | Promise, list[Choice]]]:
    """Return every occupation, by the major groups of CIUO-08: the way without JavaScript."""
    groups: dict[str, list[Choice]] = {digit: [] for digit in GROUPS}
    for code, title in Occupation.objects.order_by("sort_key").values_list("code", "title"):
        groups[code[0]].append((code, title))
    return [("", _("No está en la lista")), *((GROUPS[key], groups[key]) for key in groups)]


def known_words() -> list[str]:
    """Return every word the catalogue knows, to suggest while typing."""
    words = OccupationWord.objects.order_by("folded").values_list("word", flat=True)
    return list(dict.fromkeys(words))
