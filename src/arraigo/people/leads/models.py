"""A received list, its rows, and the contacts to be confirmed made from them.

None of it is `Tracked`: the history would keep what has to be erased. `ListStep` and `LeadStep`
are their ledgers, and hold no name.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.derived import Derived
from arraigo.core.models import AppendOnly, field_id
from arraigo.core.text import fold, sort_key
from arraigo.organizations.models import Organization
from arraigo.people.enums import MergeRule, Sex
from arraigo.people.fields import PersonForeignKey
from arraigo.people.leads import enums
from arraigo.people.leads.enums import (
    ENDED,
    KEPT_FOR,
    LIST_KINDS,
    WORKING,
    LeadState,
    ListPurpose,
    ListState,
    RowState,
)
from arraigo.people.leads.querysets import LeadQuerySet, ListQuerySet, RowQuerySet
from arraigo.people.phones import phone_as_read
from arraigo.territory.models import Municipality, Office

ERASED = Q(
    given_names="", surnames="", sex="", birth_year=None, phone="", cui="", municipality=None,
    returned_on=None, country="", sort_key="", search_text="",
)  # fmt: skip


class LeadList(models.Model):
    """A list somebody sent: from whom, under which agreement, for what, and how far it is."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    source = models.ForeignKey(
        Organization, models.RESTRICT, related_name="+", verbose_name=_("quién la envía")
    )
    agreement = models.CharField(_("convenio o nota que lo permite"), max_length=200)
    purpose = models.CharField(_("para qué"), max_length=12, choices=ListPurpose.choices)
    handed_by = models.CharField(_("quién la entregó"), max_length=160)
    received_on = models.DateField(_("cuándo se recibió"))
    file_name = models.CharField(_("archivo"), max_length=160)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    state = models.CharField(
        max_length=12, choices=ListState.choices, default=ListState.RECEIVED, editable=False
    )
    columns = models.JSONField(default=list, help_text="[header, field] of each column, in order")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(default=clock.now)

    objects = ListQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-uploaded_at"], name="lead_list_latest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=~Q(state__in=[str(state) for state in ENDED]),
                name="lead_list_file_once",
                violation_error_message=_("Esa lista ya se subió."),
            ),
            models.CheckConstraint(
                name="lead_list_has_basis",
                condition=~Q(agreement="") & ~Q(handed_by=""),
                violation_error_message=_("Escriba quién la entregó y qué lo permite."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("leads:list", args=[self.pk])

    @property
    def expires_on(self) -> Any:
        """Return the day its contacts without consent are erased."""
        return self.received_on + KEPT_FOR

    @property
    def is_working(self) -> bool:
        """Tell whether a job is at work on it."""
        return self.state in WORKING

    @property
    def state_kind(self) -> str:
        """Return how its state is marked on screen."""
        return LIST_KINDS.get(ListState(self.state), "wait")


class ListContent(models.Model):
    """What the file held, sealed with a key of its own until the list is imported or dropped."""

    listing = models.OneToOneField(
        LeadList, models.CASCADE, primary_key=True, related_name="content"
    )
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    wrapped = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class ListStep(AppendOnly):
    """What was done with a list, by whom (nobody: a job) and how many rows it touched."""

    listing = models.ForeignKey(LeadList, models.RESTRICT, related_name="steps")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    name = models.CharField(max_length=12, choices=enums.Step.choices)
    rows = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"


class ListRow(models.Model):
    """One row: what its columns say by field, what is wrong with it, and whom it may be.

    Its id is that of the contact it becomes. `values` is emptied when that contact is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(LeadList, models.RESTRICT, related_name="rows")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=RowState.choices, default=RowState.PENDING, editable=False
    )
    problems = models.JSONField(default=list)
    twins = models.JSONField(default=list)
    wanted = models.BooleanField(default=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "number"], name="list_row_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["listing", "state", "number"], name="list_row_state")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Lead(Derived):
    """A contact to be confirmed: of a list, or met at a fair and of none.

    Closed in any way, it keeps no personal column.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    listing = models.ForeignKey(LeadList, models.RESTRICT, null=True, related_name="leads")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    given_names = models.CharField(max_length=120, blank=True)
    surnames = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    cui = models.CharField(max_length=13, blank=True)
    municipality = models.ForeignKey(Municipality, models.RESTRICT, null=True, related_name="+")
    returned_on = models.DateField(null=True)
    country = models.CharField(max_length=2, blank=True)
    sort_key = models.CharField(max_length=260, blank=True, editable=False)
    search_text = models.CharField(max_length=260, blank=True, editable=False)
    state = models.CharField(
        max_length=14, choices=LeadState.choices, default=LeadState.PENDING, editable=False
    )
    last_result = models.CharField(max_length=12, choices=enums.LeadStep.choices, blank=True)
    last_call_on = models.DateField(null=True)
    expires_on = models.DateField()
    imported_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    person = PersonForeignKey(on_merge=MergeRule.MOVE, null=True, related_name="+")

    objects = LeadQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "state", "sort_key", "id"], name="lead_sorted"),
            models.Index(
                fields=["expires_on"],
                name="lead_expiring",
                condition=Q(state=LeadState.PENDING),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="lead_closed_is_erased",
                condition=Q(state=LeadState.PENDING, closed_at=None, person=None)
                | ~Q(state=LeadState.PENDING) & Q(closed_at__isnull=False) & ERASED,
                violation_error_message=_("Un contacto cerrado no guarda datos."),
            ),
            models.CheckConstraint(
                name="lead_registered_has_person",
                condition=Q(state=LeadState.REGISTERED, person__isnull=False)
                | ~Q(state=LeadState.REGISTERED) & Q(person=None),
                violation_error_message=_("Falta la persona registrada."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def derive(self) -> dict[str, Any]:
        """Return the sort key, surnames first, and the names as they are searched."""
        return {
            "sort_key": sort_key(f"{self.surnames} {self.given_names}"),
            "search_text": fold(f"{self.given_names} {self.surnames}"),
        }

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("leads:contact", args=[self.pk])

    @property
    def phone_as_read(self) -> str:
        """Return the phone as people write it: without the country's code inside Guatemala."""
        return phone_as_read(self.phone)

    @property
    def full_name(self) -> str:
        """Return the names. Show them with `{% lead_name %}`, which leaves the trace."""
        return f"{self.given_names} {self.surnames}"


class LeadStep(AppendOnly):
    """A call to a contact and its result, or how it was closed. It holds no name."""

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    lead = models.ForeignKey(Lead, models.RESTRICT, related_name="steps")
    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    name = models.CharField(max_length=12, choices=enums.LeadStep.choices)
    occurred_on = models.DateField(default=clock.today)
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["lead", "-recorded_at"], name="lead_step_latest")
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.name}"


class ColumnMapping(models.Model):
    """What the columns of a source's lists meant last time: folded header to field."""

    office = models.ForeignKey(Office, models.RESTRICT, related_name="+")
    source = models.ForeignKey(Organization, models.RESTRICT, related_name="+")
    fields = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "source"], name="column_mapping_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
