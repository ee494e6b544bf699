"""Who is probably the person being registered: candidates with a probability, said in words."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.people.linkage.degrees import Record
from arraigo.people.linkage.keys import candidates
from arraigo.people.linkage.model import NEARLY_SURE, POSSIBLE, PROBABLE
from arraigo.people.linkage.persons import PERSONS
from arraigo.people.linkage.records import records_of, registry_size
from arraigo.people.linkage.versions import model_in_force
from arraigo.people.merging.aliases import canonicals
from arraigo.people.models import Person

SHOWN = 10


class Likelihood(models.TextChoices):
    """How likely it is the same person, in the words of the screen."""

    NEARLY_SURE = "nearly_sure", _("Casi segura")
    PROBABLE = "probable", _("Probable")
    POSSIBLE = "possible", _("Posible")


def in_words(probability: float) -> Likelihood:
    """Return the word for a probability (0–1) of at least `POSSIBLE`."""
    if probability >= NEARLY_SURE:
        return Likelihood.NEARLY_SURE
    return Likelihood.PROBABLE if probability >= PROBABLE else Likelihood.POSSIBLE


@dataclass(frozen=True)
class Likely:
    """A file that is probably of the same person."""

    person: Person
    probability: float

    @property
    def likelihood(self) -> Likelihood:
        """Return the word for it."""
        return in_words(self.probability)


def probabilities(record: Record, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, float]:
    """Return the probability that each of these files is of the person in `record`."""
    model, size = model_in_force(), registry_size()
    return {
        person: model.probability(PERSONS, record, other, size)
        for person, other in records_of(ids).items()
    }


def likely_persons(record: Record, *, user: Any, also: Collection[uuid.UUID] = ()) -> list[Likely]:
    """Return the files `user` may see that are probably of the person in `record`, likeliest first.

    `also` are files found otherwise, to be judged with them. The person's own id is left out; a
    file that was merged into another is judged as it is, and shown as the one it is now.
    """
    ids = {*candidates(record, user=user), *also}
    chances = probabilities(record, [person for person in ids if str(person) != record["id"]])
    standing, likely = canonicals(chances), dict[uuid.UUID, float]()
    for person, chance in chances.items():
        if chance >= POSSIBLE:
            likely[standing[person]] = max(chance, likely.get(standing[person], 0.0))
    people = Person.objects.visible_to(user).filter(pk__in=likely).select_related("municipality")
    found = [Likely(person, likely[person.pk]) for person in people]
    return sorted(found, key=lambda one: (-one.probability, one.person.sort_key))[:SHOWN]
