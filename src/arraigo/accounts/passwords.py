"""Passwords that somebody who knows this programme would try first."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arraigo.core.text import fold

#: Words of this programme and of who works in it. A password may hold some, not be made of them.
CONTEXT_WORDS: Final = (
    "arraigo", "oim", "iom", "mintrab", "intecap", "igm", "renap", "guatemala", "escuintla",
    "esquipulas", "chiquimula", "promotor", "promotora", "supervisor", "supervisora", "oficial",
    "finanzas", "socio", "socia", "administrador", "enlace", "migracion", "migrante", "migrantes",
    "retorno", "retornado", "retornada", "reintegracion", "empleo", "trabajo", "capacitacion",
    "contrasena", "clave", "password", "usuario", "bienvenido", "sistema", "oficina", "proyecto",
)  # fmt: skip
#: Letters of its own that a password needs beside such words and numbers.
OWN_LETTERS: Final = 6


class ContextWordsValidator:
    """Refuses a password that is little more than words of the programme and numbers.

    One under `shortest` characters is left to the validator of length: one message is enough.
    """

    def __init__(self, shortest: int) -> None:
        self.shortest = shortest

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when too little is left without those words."""
        if len(password) < self.shortest:
            return
        left = fold(password).replace(" ", "")
        for word in sorted(CONTEXT_WORDS, key=len, reverse=True):
            left = left.replace(word, "")
        if sum(character.isalpha() for character in left) < OWN_LETTERS:
            raise ValidationError(
                _("Es fácil de adivinar aquí. Use palabras que no sean del programa."),
                code="context_words",
            )

    def get_help_text(self) -> str:
        """Return what the password should not be."""
        return _("No use palabras del programa ni de la oficina.")
