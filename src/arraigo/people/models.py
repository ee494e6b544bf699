"""Person and what belongs to her file; scope, consent and sealed files."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from arraigo.core import clock
from arraigo.core.derived import Derived
from arraigo.core.models import AppendOnly, Tracked, history_trigger
from arraigo.core.text import sort_key
from arraigo.organizations.models import Organization
from arraigo.people.enums import (
    ConsentDecision,
    ConsentHow,
    ConsentPurpose,
    ContactOwner,
    FileKind,
    MergeRule,
    ScopeReason,
    Sex,
)
from arraigo.people.fields import PersonForeignKey
from arraigo.people.leads.models import (  # noqa: F401 -- part of this app
    ColumnMapping,
    Lead,
    LeadList,
    LeadStep,
    ListContent,
    ListRow,
    ListStep,
)
from arraigo.people.linkage.models import (  # noqa: F401 -- the application's models
    LinkageKey,
    LinkageModel,
    LinkageRun,
)
from arraigo.people.merging.candidates import MatchCandidate  # noqa: F401 -- part of this app
from arraigo.people.merging.models import (  # noqa: F401 -- the application's models
    MatchDecision,
    MatchOpening,
    MatchSettlement,
    Merge,
    MergeMove,
    PersonAlias,
    Separation,
)
from arraigo.people.querysets import (
    ConsentQuerySet,
    ContactQuerySet,
    PersonQuerySet,
)
from arraigo.people.search.models import (  # noqa: F401 -- the application's models
    SearchClue,
    SearchEntry,
    SearchWord,
    StoredSearch,
)
from arraigo.territory.models import Municipality, Office

OLDEST_BIRTH_YEAR = 1900


def validate_birth_year(year: int) -> None:
    """Raise `ValidationError` for a year nobody alive was born in, or one still to come."""
    if not OLDEST_BIRTH_YEAR <= year <= clock.today().year:
        raise ValidationError(
            _("Escriba un año entre %(first)s y %(last)s."),
            params={"first": str(OLDEST_BIRTH_YEAR), "last": str(clock.today().year)},
        )


class Person(Tracked, Derived):
    """A returned person. Her names never leave through `str()`: logs and errors show the id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_names = models.CharField(_("nombres"), max_length=120)
    surnames = models.CharField(_("apellidos"), max_length=120)
    sex = models.CharField(_("sexo"), max_length=1, choices=Sex.choices)
    birth_year = models.PositiveSmallIntegerField(
        _("año de nacimiento"), validators=[validate_birth_year]
    )
    municipality = models.ForeignKey(
        Municipality, models.RESTRICT, related_name="+", verbose_name=_("municipio donde vive")
    )
    cui = models.CharField(_("CUI (DPI)"), max_length=13, blank=True)
    is_training = models.BooleanField(default=False, editable=False)
    sort_key = models.CharField(max_length=260, editable=False)
    registered_at = models.DateTimeField(default=clock.now, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, editable=False, related_name="+"
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Tracked.Meta):
        triggers: ClassVar[list[pgtrigger.Trigger]] = [history_trigger("id")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sort_key", "id"], name="person_sorted"),
            models.Index(fields=["cui"], name="person_cui", condition=~Q(cui="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="person_has_name",
                condition=~Q(given_names="") & ~Q(surnames=""),
                violation_error_message=_("Escriba los nombres y los apellidos."),
            ),
            models.CheckConstraint(
                name="person_cui_digits",
                condition=Q(cui="") | Q(cui__regex=r"^[0-9]{13}$"),
                violation_error_message=_("El CUI tiene 13 números."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def derive(self) -> dict[str, Any]:
        """Return the sort key: surnames first, as lists are read."""
        return {"sort_key": sort_key(f"{self.surnames} {self.given_names}")}

    @property
    def full_name(self) -> str:
        """Return the names in the order of the legal document. Show it with `{% person %}`."""
        return f"{self.given_names} {self.surnames}"

    @property
    def initials(self) -> str:
        """Return the initials, such as «M. L.», for papers that a stranger may find."""
        first = [name[0].upper() for name in (self.given_names, self.surnames) if name]
        return " ".join(f"{letter}." for letter in first)


class PersonScope(models.Model):
    """A reason for an office or organisation to see a person. Policies read only this."""

    # Each is the first column of an index below.
    person = PersonForeignKey(on_merge=MergeRule.RULE, related_name="scopes", db_index=False)
    office = models.ForeignKey(Office, models.RESTRICT, null=True, related_name="+", db_index=False)
    organization = models.ForeignKey(
        Organization, models.RESTRICT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=12, choices=ScopeReason.choices)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="scope_one_holder",
                condition=Q(office=None, organization__isnull=False)
                | Q(office__isnull=False, organization=None),
            ),
            models.UniqueConstraint(
                fields=["person", "office", "organization", "reason"],
                nulls_distinct=False,
                name="scope_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "person"], name="scope_office"),
            models.Index(fields=["organization", "person"], name="scope_organization"),
            # A policy looks here for each row of each table it reads: nothing else is read.
            models.Index(
                fields=["person"],
                include=["office", "organization", "until"],
                name="scope_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"


class ContactPoint(Tracked):
    """A phone of the person: whose it is, and how one may safely reach her by it.

    Domain: privacy, shared phones. `present_as` is the neutral name under which one calls.
    """

    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="contacts")
    phone = PhoneNumberField(_("teléfono"))
    owner = models.CharField(
        _("de quién es"), max_length=8, choices=ContactOwner.choices, default=ContactOwner.SELF
    )
    is_current = models.BooleanField(default=True)
    can_call = models.BooleanField(_("se le puede llamar"), default=True)
    can_write = models.BooleanField(_("se le puede escribir"), default=True)
    hours = models.CharField(_("a qué horas"), max_length=80, blank=True)
    present_as = models.CharField(_("cómo presentarse"), max_length=80, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "phone"], name="contact_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def said_no(self) -> bool:
        """Tell whether the person's last word was not to be called or written to.

        Known of phones read with `current()`; who was never asked was told at her registration.
        """
        refused = (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN)
        return getattr(self, "contact_decision", None) in refused

    @property
    def may_call(self) -> bool:
        """Tell whether one may call: it is safe, and she did not say no."""
        return self.can_call and not self.said_no

    @property
    def may_write(self) -> bool:
        """Tell whether one may write: never to a phone that somebody else reads."""
        return self.can_write and self.owner == ContactOwner.SELF and not self.said_no

    @property
    def is_silent(self) -> bool:
        """Tell whether it is neither to be called nor written to."""
        return not (self.may_call or self.may_write)


class ReturnEvent(Tracked):
    """One return to Guatemala."""

    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="returns")
    returned_on = models.DateField(_("fecha de retorno"))
    country = models.CharField(_("país de retorno"), max_length=2)

    class Meta(Tracked.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "returned_on"], name="return_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PersonKey(models.Model):
    """The person's key, wrapped by the master key. Destroying it is part of erasure."""

    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], name="key_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PersonFile(AppendOnly):
    """A file sealed with the person's key, kept outside the database under a random name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="files")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    content_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)


class ConsentText(AppendOnly):
    """The words a person agreed to: a version is never changed, only followed by another."""

    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, default="es")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["purpose", "version", "language"], name="consent_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} ({self.language})"


class Consent(AppendOnly):
    """One decision of the person about one purpose and recipient. A ledger: the latest counts."""

    id = models.BigAutoField(primary_key=True)
    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="consents")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose.choices)
    recipient = models.ForeignKey(Organization, models.RESTRICT, null=True, related_name="+")
    text = models.ForeignKey(ConsentText, models.RESTRICT, related_name="+")
    decision = models.CharField(max_length=10, choices=ConsentDecision.choices)
    how = models.CharField(max_length=10, choices=ConsentHow.choices)
    witness_name = models.CharField(max_length=120, blank=True)
    guardian_name = models.CharField(max_length=120, blank=True)
    signature = models.ForeignKey(PersonFile, models.RESTRICT, null=True, related_name="+")
    disclosed_fields = ArrayField(models.CharField(max_length=40), default=list)
    decided_on = models.DateField()
    expires_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "purpose", "recipient", "-id"], name="consent_latest"),
            models.Index(fields=["purpose", "decided_on"], name="consent_decided"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="consent_witness_named",
                condition=~Q(how=ConsentHow.WITNESS) | ~Q(witness_name=""),
                violation_error_message=_("Escriba el nombre del testigo."),
            ),
            models.CheckConstraint(
                name="consent_signature_kept",
                condition=~Q(how=ConsentHow.SIGNATURE)
                | ~Q(decision=ConsentDecision.GIVEN)
                | Q(signature__isnull=False),
                violation_error_message=_("Falta la firma."),
            ),
            models.CheckConstraint(
                name="consent_partner_named",
                condition=~Q(purpose=ConsentPurpose.PARTNER) | Q(recipient__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def stands(self) -> bool:
        """Tell whether this decision, if no later one follows it, allows its purpose today."""
        expired = self.expires_on is not None and self.expires_on < clock.today()
        return self.decision == ConsentDecision.GIVEN and not expired


class RefusalCount(AppendOnly):
    """Somebody refused to be registered: counted once per form, and nothing else is kept."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    occurred_on = models.DateField(default=clock.today)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    def __str__(self) -> str:
        return f"{self.occurred_on}"
