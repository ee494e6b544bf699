"""Municipalities and departments as lists write them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from rapidfuzz import fuzz, process

from arraigo.core.text import fold
from arraigo.territory.models import Department, Municipality

_LEADING: Final = re.compile(
    r"^(municipio|departamento|depto|dpto|muni)\.? (de(l| la)? )?|^el (?=quiche|peten|progreso$)"
)
_SHORT: Final = {
    "sta": "santa", "sto": "santo", "sn": "san", "s": "san", "gral": "general",
    "cotz": "cotzumalguapa", "pto": "puerto", "concep": "concepcion", "guate": "guatemala",
}  # fmt: skip
_ALIKE = 80


def plain(text: str) -> str:
    """Return a place's name folded, its abbreviations spelled out («Sta. Lucía Cotz.»)."""
    words = fold(re.sub(r"[.,;()]", " ", text)).split()
    return _LEADING.sub("", " ".join(_SHORT.get(word, word) for word in words))


class Places:
    """All departments and municipalities by every name they have. Two queries."""

    def __init__(self) -> None:
        self._departments = {plain(row.name): row.pk for row in Department.objects.all()}
        self._towns: dict[str, list[str]] = defaultdict(list)
        self.names: dict[str, str] = {}
        for town in Municipality.objects.order_by("code_ine"):
            self.names[town.pk] = town.name
            for name in {plain(name) for name in (town.name, *town.aliases)}:
                self._towns[name].append(town.pk)

    def department(self, text: str) -> str:
        """Return the INE code of a department, or '' for none of that name."""
        return self._departments.get(plain(text), "")

    def is_town(self, text: str) -> bool:
        """Tell whether some municipality has this name."""
        return plain(text) in self._towns

    def towns(self, text: str, department: str = "") -> list[str]:
        """Return the INE codes of the municipalities with this name, within a department."""
        found = self._towns.get(plain(text), [])
        return [code for code in found if code.startswith(department)]

    def nearest(self, text: str, department: str = "") -> str:
        """Return the official name most like `text` within a department, or ''."""
        choices = {
            name: codes[0]
            for name, codes in self._towns.items()
            if any(code.startswith(department) for code in codes)
        }
        best = process.extractOne(
            plain(text), list(choices), scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        return self.names[choices[best[0]]] if best else ""
