"""What persons are found by, and what was searched for."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from arraigo.core import clock

if TYPE_CHECKING:
    from arraigo.accounts.models import User


class SearchWord(models.Model):
    """A word that occurs in names, as an HMAC; a common one came early and has a small id."""

    id = models.AutoField(primary_key=True)
    key = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return str(self.id)


class SearchClue(models.Model):
    """The HMAC of a spelling that leads to a word, and how far it lies from it."""

    pk = models.CompositePrimaryKey("key", "word_id")
    key = models.BigIntegerField()
    word_id = models.IntegerField()
    distance = models.SmallIntegerField()

    def __str__(self) -> str:
        return str(self.key)


class SearchEntry(models.Model):
    """What a person is found by. One name may have several, and a merge only moves them.

    `fragments` are HMACs of runs of digits of her phones and CUI; `scheme` tells which way of
    making keys hers were made in.
    """

    id = models.AutoField(primary_key=True)
    person_id = models.UUIDField(db_index=True)
    scheme = models.SmallIntegerField()
    fragments = ArrayField(models.IntegerField())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["fragments"], name="entry_fragments", fastupdate=False)
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class SearchKey(models.Model):
    """An integer made of one to three words of a name and of who may see the person.

    Like every search table it holds no readable name, so neither a leak nor a backup tells who
    is registered; and no policy, because the persons found are fetched by id under theirs
    (trigram operators are not leakproof: a policy would keep their index from being used).
    """

    pk = models.CompositePrimaryKey("key", "entry_id")
    key = models.IntegerField()
    entry_id = models.IntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.key)


class StoredSearch(models.Model):
    """What somebody searched for, kept here so that no name ever stands in a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    text = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)
