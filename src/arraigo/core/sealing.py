"""Encryption at rest: AES-256-GCM, one key per person, wrapped by the installation's master key.

Destroying a person's key makes everything sealed with it unreadable for good; that is how
erasure reaches files and backups.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class Unreadable(Exception):
    """The data cannot be opened with this key, or were changed."""


def new_wrapped_key() -> bytes:
    """Return a fresh 256-bit key, already wrapped by the master key (60 bytes)."""
    return _seal(settings.MASTER_KEY, AESGCM.generate_key(256), b"key")


def seal(wrapped_key: bytes, data: bytes, label: bytes) -> bytes:
    """Return `data` sealed under the wrapped key; `label` binds it to what it is."""
    return _seal(_open(settings.MASTER_KEY, wrapped_key, b"key"), data, label)


def unseal(wrapped_key: bytes, sealed: bytes, label: bytes) -> bytes:
    """Return what `seal` got. Raises `Unreadable` for another key, label, changed or no bytes."""
    return _open(_open(settings.MASTER_KEY, wrapped_key, b"key"), sealed, label)


def _seal(key: bytes, data: bytes, label: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, label)


def _open(key: bytes, sealed: bytes, label: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], label)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("Los datos no se pueden abrir con esta llave.") from error
