"""A word to a colleague about a case, until she has seen or attended to it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.models.case import Case
from arraigo.casework.models.work import Note
from arraigo.casework.querysets import OfPersonQuerySet
from arraigo.core import clock
from arraigo.core.models import Tracked, all_or_none, field_id, user_key
from arraigo.people.enums import MergeRule
from arraigo.people.fields import PersonForeignKey


class FlagQuerySet(OfPersonQuerySet["Flag"]):
    """Reads of flags."""

    def open(self) -> Self:
        """Return those that nobody has attended to yet."""
        return self.filter(done_at=None)

    def for_user(self, user: Any) -> Self:
        """Return those that are meant for `user`, with what her list shows, newest first."""
        told = self.filter(to_user=user).select_related("case", "person__municipality")
        return told.select_related("raised_by", "note").order_by("-raised_at", "pk")


class Flag(Tracked):
    """Somebody's word to a colleague about a case.

    A supervisor's flag brings its own words; a mention or a handover points to the note that
    says it, so that the words stand once.
    """

    id = models.UUIDField(primary_key=True, default=field_id, editable=False)
    case = models.ForeignKey(Case, models.RESTRICT, related_name="flags")
    person = PersonForeignKey(on_merge=MergeRule.MOVE, related_name="+")
    kind = models.CharField(max_length=8, choices=FlagKind.choices)
    to_user = user_key(editable=True)
    raised_by = user_key()
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    text = models.CharField(_("qué pasa"), max_length=500, blank=True)
    note = models.ForeignKey(Note, models.RESTRICT, null=True, related_name="+")
    done_by = user_key(null=True)
    done_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(_("qué se hizo"), max_length=500, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta(Tracked.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to_user"], name="flag_open_of_user", condition=Q(done_at=None)),
            models.Index(fields=["case"], name="flag_of_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="flag_says_something",
                condition=Q(kind=FlagKind.FLAG, note=None) & ~Q(text="")
                | ~Q(kind=FlagKind.FLAG) & Q(note__isnull=False, text=""),
                violation_error_message=_("Escriba qué pasa."),
            ),
            models.CheckConstraint(
                name="flag_done_whole", condition=all_or_none("done_by", "done_at")
            ),
            models.CheckConstraint(
                name="flag_to_a_colleague",
                condition=~Q(kind=FlagKind.MENTION, to_user=F("raised_by")),
            ),
            models.UniqueConstraint(fields=["note", "to_user"], name="one_word_of_a_note"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> str:
        """Return what it says; nothing when its note was voided since."""
        if self.note is None:
            return self.text
        return "" if self.note.annulled_at else self.note.text
