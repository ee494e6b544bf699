"""The typed inputs of the actions."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date

from arraigo.core.reading.tables import Table
from arraigo.organizations.models import Organization
from arraigo.territory.models import Municipality


@dataclass(frozen=True)
class Basis:
    """From whom a list came, who handed it over, what allows it and what for."""

    source: Organization
    agreement: str
    purpose: str
    handed_by: str
    received_on: date


@dataclass(frozen=True)
class Met:
    """Somebody met at a fair or a kiosk who may be called. The same `id` twice is once."""

    id: uuid.UUID
    given_names: str
    surnames: str
    phone: str
    municipality: Municipality
    on: date


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it was read: its name, the SHA-256 of its bytes and the table in it."""

    name: str
    sha256: str
    table: Table

    @classmethod
    def of(cls, name: str, data: bytes, table: Table) -> ReceivedFile:
        """Return the file with the digest of its bytes."""
        return cls(name, hashlib.sha256(data).hexdigest(), table)
