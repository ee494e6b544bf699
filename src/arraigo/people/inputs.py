"""The typed inputs of the actions, built alike by web forms and field submissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from arraigo.people.enums import ConsentDecision, ConsentHow, ContactOwner
from arraigo.territory.models import Municipality


@dataclass(frozen=True)
class ConsentGiven:
    """A person's decision and how she expressed it; `signature` is a PNG or a JPEG.

    `given_on` is told by what was written down earlier than it is recorded; else it is today.
    """

    how: ConsentHow
    decision: ConsentDecision = ConsentDecision.GIVEN
    language: str = "es"
    witness_name: str = ""
    guardian_name: str = ""
    signature: bytes | None = None
    disclosed_fields: tuple[str, ...] = ()
    expires_on: date | None = None
    given_on: date | None = None


@dataclass(frozen=True)
class Registration:
    """The minimum registration: seven answers and the consent. Phone in E.164 or empty."""

    given_names: str
    surnames: str
    sex: str
    birth_year: int
    municipality: Municipality
    phone: str
    returned_on: date
    consent: ConsentGiven
    country: str = "US"
    cui: str = ""
    phone_owner: ContactOwner = ContactOwner.SELF
    is_training: bool = False
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class SafeContact:
    """Whose a phone is, and how one may safely reach the person by it."""

    owner: ContactOwner
    can_call: bool
    can_write: bool
    hours: str = ""
    present_as: str = ""


@dataclass(frozen=True)
class Correction:
    """Who the person is, as it should have been written. Phone in E.164 or empty."""

    given_names: str
    surnames: str
    sex: str
    birth_year: int
    municipality: Municipality
    phone: str = ""
    phone_owner: ContactOwner = ContactOwner.SELF
    cui: str = ""
