"""Base models of every room, and the two ledgers of core: Trace and History."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from arraigo.core import clock
from arraigo.core.context import current

_WRITE_HISTORY = (
    "PERFORM core_write_history(TG_TABLE_NAME, TG_OP, to_jsonb(OLD), to_jsonb(NEW), '{column}');"
    " RETURN NULL;"
)


def history_trigger(person_column: str = "person_id") -> pgtrigger.Trigger:
    """Return the trigger that writes a row's changed fields to `History`.

    `person_column` names the column that holds the person the row is about, so that erasure
    and the history of one file find it; a table without that column leaves it empty.
    """
    return pgtrigger.Trigger(
        name="history",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_WRITE_HISTORY.format(column=person_column),
    )


@cache
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Labelled(models.Model):
    """A row whose `get_…_display` looks the one label up; Django's own translates all of them."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


class Tracked(Labelled):
    """A row whose every change is kept in `History`; the web's role cannot delete it."""

    deletable: ClassVar[bool] = False

    class Meta:
        abstract = True
        triggers: ClassVar[list[pgtrigger.Trigger]] = [history_trigger()]


class AppendOnly(Labelled):
    """A ledger row: the web's role can insert and read, never change or delete."""

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a ledger row stays. Raises TypeError."""
        raise TypeError("A ledger row is never deleted")


def all_or_none(*names: str) -> models.Q:
    """Return the condition that columns are written together or not at all."""
    written = models.Q(**{f"{name}__isnull": False for name in names})
    return models.Q(**dict.fromkeys(names)) | written


def user_key(**more: Any) -> models.ForeignKey[Any, Any]:
    """Return the column of who did something: the system writes it, and she finds it nowhere."""
    given = {"editable": False, "related_name": "+", **more}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, **given)


def field_id() -> uuid.UUID:
    """Return an id for something that may be born on a phone: UUID v4, as ODK Collect needs."""
    return uuid.uuid4()


class Fact(Tracked):
    """Something that happened: dated when it happened and when it was recorded.

    A correction annuls the fact and records it anew; nothing is deleted
    (Arraigo's design: facts are bitemporal).
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    occurred_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    annulled_at = models.DateTimeField(null=True, editable=False)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    annulled_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(Tracked.Meta):
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_annulled_whole",
                condition=models.Q(annulled_at=None, annulled_by=None, annulled_reason="")
                | models.Q(annulled_at__isnull=False, annulled_by__isnull=False)
                & ~models.Q(annulled_reason=""),
                violation_error_message=_("Para anular hay que decir quién y por qué."),
            )
        ]

    def annul(self, *, by: Any, reason: str) -> None:
        """Mark the fact as void from now on, with who and why.

        Raises `ValidationError` when it is already void or the reason is empty.
        """
        if self.annulled_at is not None:
            raise ValidationError(_("Esto ya estaba anulado."))
        if not reason.strip():
            raise ValidationError(_("Escriba por qué se anula."))
        self.annulled_at, self.annulled_by, self.annulled_reason = clock.now(), by, reason.strip()
        self.save(update_fields=["annulled_at", "annulled_by", "annulled_reason"])


def days(first: str, last: str) -> models.Func:
    """Return the range of days between two columns, both included, for a constraint."""
    ends = models.F(first), models.F(last), models.Value("[]")
    return models.Func(*ends, function="daterange", output_field=DateRangeField())


def not_in_future(value: Any) -> None:
    """Raise `ValidationError` for a date after today in Guatemala."""
    if value > clock.today():
        raise ValidationError(_("La fecha no puede ser futura."), code="future")


class Trace(AppendOnly):
    """One person was shown to one actor. Partitioned by month; bare ids, no foreign keys."""

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64)
    person_id = models.UUIDField()
    purpose = models.CharField(max_length=120)
    request_id = models.UUIDField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-at"], name="trace_person"),
            models.Index(
                fields=["actor_id", "at"],
                name="trace_actor",
                condition=models.Q(actor_kind="user"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_kind}:{self.actor_id}"


class History(AppendOnly):
    """The changed fields of one row, before and after. Partitioned by month."""

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    person_id = models.UUIDField(null=True)
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64)
    request_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["table_name", "row_id", "-at"], name="history_row"),
            models.Index(fields=["person_id", "-at"], name="history_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.operation} {self.table_name}"


def acting_user_id() -> int | None:
    """Return the id of the user who acts now, or None when a link, job or the system does."""
    actor = current().actor
    return int(actor.ident) if actor.kind == "user" else None
