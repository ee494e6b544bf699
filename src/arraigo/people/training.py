"""The mark that every invented person bears, so that nobody takes her for a real one."""

from __future__ import annotations

from arraigo.core.text import fold

#: Words that are nobody's surname in Guatemala: an invented person has one of them as her last.
MARKS = (
    "Ejemplo", "Ensayo", "Ficticio", "Imaginario", "Inventado", "Muestra", "Práctica", "Prueba",
    "Simulado", "Supuesto",
)  # fmt: skip

_FOLDED = frozenset(fold(mark) for mark in MARKS)


def without_mark(surnames: str) -> str:
    """Return the surnames without the mark at their end, unless it is the only one.

    Ten marks among all invented persons would else be taken for a rare surname that they share.
    """
    words = surnames.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in _FOLDED else surnames
