"""Chance that can be repeated: decks, choices and ids, all from one seed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from arraigo.casework.quality import drawing

Card = TypeVar("Card", bound=Hashable)


class Deck(Generic[Card]):
    """Deals cards in the proportion of their weights, evenly even over a few dozen draws.

    Each card in turn gathers its share of every draw, and the one owed most is dealt; a little
    chance decides the order. So rare things happen in small data too, and never by luck twice.
    """

    def __init__(self, random: Random, weights: Mapping[Card, float]) -> None:
        total = sum(weights.values())
        self._random = random
        self._shares = {card: weight / total for card, weight in weights.items()}
        self._owed = {card: random.random() * share for card, share in self._shares.items()}

    def deal(self) -> Card:
        """Return the next card."""
        for card, share in self._shares.items():
            self._owed[card] += share
        jitter = {card: self._random.random() * 0.5 for card in self._owed}
        card = max(self._owed, key=lambda each: self._owed[each] + jitter[each])
        self._owed[card] -= 1
        return card


def pick(random: Random, weights: Mapping[Card, float]) -> Card:
    """Return one of the cards, each as likely as its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def new_id(random: Random) -> uuid.UUID:
    """Return a UUID v4 that follows from the seed."""
    return uuid.UUID(int=random.getrandbits(128), version=4)


@contextmanager
def ids_from(random: Random) -> Iterator[None]:
    """Let every UUID v4 made meanwhile follow from the seed, the rows' own ids included.

    Only `uuid` is told so: secrets, keys and tokens stay as random as ever.
    """

    def bytes_of(size: int) -> bytes:
        return random.randbytes(size)

    module: Any = uuid
    kept = module.os
    module.os = SimpleNamespace(**{**vars(os), "urandom": bytes_of})
    try:
        yield
    finally:
        module.os = kept


@contextmanager
def lots_from(random: Random) -> Iterator[None]:
    """Let the lots cast meanwhile follow from the seed of the story; a real one never does."""
    kept = drawing.new_seed
    drawing.new_seed = lambda: f"{random.getrandbits(256):064x}"
    try:
        yield
    finally:
        drawing.new_seed = kept
