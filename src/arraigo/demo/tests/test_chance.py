"""Decks deal in their proportion, and ids follow from the seed without touching secrets."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from random import Random

import pytest

from arraigo.demo.chance import Deck, ids_from, new_id
from arraigo.demo.names import invent_name
from arraigo.people.enums import Sex
from arraigo.people.training import MARKS


@pytest.mark.parametrize("seed", range(20))
def test_a_deck_deals_its_shares_to_every_hundred(seed):
    deck = Deck(Random(seed), {"common": 87.6, "rare": 12.4})
    dealt = Counter(deck.deal() for _card in range(100))
    assert 11 <= dealt["rare"] <= 14


def test_ids_follow_from_the_seed():
    with ids_from(Random(1)):
        first = uuid.uuid4()
    with ids_from(Random(1)):
        again = uuid.uuid4()
    assert first == again
    assert first.version == 4
    assert uuid.uuid4() != uuid.uuid4()
    assert new_id(Random(3)) == new_id(Random(3))


def test_secrets_stay_random_meanwhile():
    with ids_from(Random(1)):
        first = secrets.token_bytes(16)
    with ids_from(Random(1)):
        again = secrets.token_bytes(16)
    assert first != again


@pytest.mark.parametrize("maya", [False, True])
def test_a_name_says_that_nobody_is_called_so(maya):
    random = Random(5)
    for _name in range(50):
        _given, surnames = invent_name(random, Sex.FEMALE, maya=maya)
        assert surnames.split()[-1] in MARKS
