"""Two files that may be of one person."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from arraigo.core import clock
from arraigo.core.models import AppendOnly, user_key
from arraigo.people.enums import MatchSource, MergeRule
from arraigo.people.fields import PersonForeignKey
from arraigo.people.querysets import MatchQuerySet


class MatchCandidate(AppendOnly):
    """Two files that may be of one person; the newer one is named first.

    `proposed_by` and `reason` are of a pair that somebody proposed by hand. A pair that was merged
    and separated may be asked about again: that is its next `turn`, decided anew by two.
    """

    person = PersonForeignKey(on_merge=MergeRule.STAY, related_name="+")
    other = PersonForeignKey(on_merge=MergeRule.STAY, related_name="match_candidates")
    turn = models.PositiveSmallIntegerField(default=1)
    agreements = ArrayField(models.CharField(max_length=20))
    source = models.CharField(max_length=8, choices=MatchSource.choices, default=MatchSource.RULES)
    probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=400, blank=True)
    proposed_by = user_key(null=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "other", "turn"], name="match_once_each_turn"
            ),
            models.CheckConstraint(
                name="match_again_by_hand",
                condition=Q(turn=1) | Q(turn__gt=1, source=MatchSource.HAND),
            ),
            models.CheckConstraint(
                name="match_probability_is_one",
                condition=Q(probability=None) | Q(probability__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="match_by_hand_says_why",
                condition=~Q(source=MatchSource.HAND) & Q(proposed_by=None)
                | Q(source=MatchSource.HAND, proposed_by__isnull=False) & ~Q(reason=""),
            ),
        ]

    @property
    def percent(self) -> int | None:
        """Return the probability in per cent, as a page shows it."""
        return None if self.probability is None else round(self.probability * 100)

    def __str__(self) -> str:
        return str(self.pk)
