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
    """A word that occurs in names, as an HMAC, and how many persons had it when last counted."""

    id = models.AutoField(primary_key=True)
    key = models.BigIntegerField(unique=True)
    persons = models.IntegerField(default=1)

    def __str__(self) -> str:
        return str(self.id)


class SearchClue(models.Model):
    """The HMAC of a spelling that leads to a word.

    `word` is eight times the word's id, plus how far the spelling lies from it: so an index holds
    all that is read.
    """

    pk = models.CompositePrimaryKey("key", "word")
    key = models.BigIntegerField()
    word = models.IntegerField()

    def __str__(self) -> str:
        return str(self.key)


class SearchEntry(models.Model):
    """What a person is found by; `scheme` tells in which way it was made.

    `words` are ids of the words of her name, `keys` integers made of one to three of them,
    `holders` who may see her, `fragments` HMACs of runs of digits of her phones and CUI. Like
    every search table it holds no readable name, so neither a leak nor a backup tells who is
    registered; and it has no policy, because the persons found are fetched by id under theirs
    (trigram operators are not leakproof: a policy would keep their index from being used).
    """

    id = models.AutoField(primary_key=True)
    person_id = models.UUIDField(db_index=True)
    scheme = models.SmallIntegerField()
    words = ArrayField(models.IntegerField())
    keys = ArrayField(models.IntegerField())
    holders = ArrayField(models.IntegerField())
    fragments = ArrayField(models.IntegerField())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["keys", "holders"], name="entry_keys", fastupdate=False),
            GinIndex(fields=["fragments", "holders"], name="entry_fragments", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


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
