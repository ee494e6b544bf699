"""Secrets handed to people: random, single purpose, and only their hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """Return a fresh token (43 URL-safe characters, 256 random bits) and its hash to keep."""
    raw = secrets.token_urlsafe(32)
    return raw, hash_token(raw)


def new_code() -> tuple[str, str]:
    """Return a fresh six-digit code for a registered contact, and its hash to keep."""
    raw = f"{secrets.randbelow(1_000_000):06d}"
    return raw, hash_token(raw)


def hash_token(raw: str) -> str:
    """Return the SHA-256 of a token in hexadecimal (64 characters).

    A plain hash suffices for 256 random bits; codes are short and are guarded by their
    expiry and the number of attempts instead.
    """
    return hashlib.sha256(raw.encode()).hexdigest()


def matches(raw: str, hashed: str) -> bool:
    """Tell in constant time whether `raw` is the secret behind `hashed`."""
    return secrets.compare_digest(hash_token(raw), hashed)
