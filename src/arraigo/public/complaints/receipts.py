"""The receipt of a complaint: a number to name it and a key only whoever complained has.

Both follow from the form's random id under the installation's secret, so that the same form
sent twice gives the same receipt. The database keeps the number and one hash of the two
together (140 bits): nobody can tell the key from it. Letters that look alike are not used.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass

from django.conf import settings

from arraigo.core.tokens import hash_token

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U
NUMBER, KEY = 8, 20
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Receipt:
    """A number and a key, without their hyphens."""

    number: str
    key: str

    @classmethod
    def of(cls, complaint_id: uuid.UUID) -> Receipt:
        """Return the receipt of the complaint that was born with this id."""
        secret = hmac.new(settings.MASTER_KEY, b"complaint", hashlib.sha256).digest()
        digest = hmac.new(secret, complaint_id.bytes, hashlib.sha256).digest()
        letters = "".join(ALPHABET[byte % 32] for byte in digest)
        return cls(letters[:NUMBER], letters[NUMBER : NUMBER + KEY])

    @classmethod
    def typed(cls, number: str, key: str) -> Receipt:
        """Return the receipt as somebody typed it: case, spaces and look-alikes do not matter."""
        return cls(_plain(number), _plain(key))

    @property
    def hash(self) -> str:
        """Return the SHA-256 by which the database knows the receipt."""
        return hash_token(f"complaint {self.number} {self.key}")

    @property
    def shown_number(self) -> str:
        """Return the number as it is read: XXXX-XXXX."""
        return grouped(self.number)

    @property
    def shown_key(self) -> str:
        """Return the key in groups of four."""
        return grouped(self.key)


def grouped(text: str) -> str:
    """Return the letters in groups of four."""
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _plain(text: str) -> str:
    letters = text.upper().translate(_MISREAD)
    return "".join(letter for letter in letters if letter in ALPHABET)
