"""Words, clues and likeness: what misspelling does, without a database."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arraigo.people.search.keys import key, keys_of_name
from arraigo.people.search.likeness import How, likeness
from arraigo.people.search.words import (
    ONE_LETTER,
    clues,
    sound,
    spoken,
    words_of,
    written_words,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
words = st.text(LETTERS, min_size=3, max_size=12)


@st.composite
def slips(draw):
    """Return a word and the same word with one slip: a letter less, more, other or swapped."""
    word = draw(words)
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    wrong = draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            ]
        )
    )
    return word, wrong


@given(slips())
def test_one_slip_leaves_a_clue(pair):
    word, wrong = pair
    shared = clues(word).keys() & clues(wrong).keys()
    assert any(max(clues(word)[one], clues(wrong)[one]) <= ONE_LETTER for one in shared)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vásquez", "basques"),
        ("Xol", "Sol"),
        ("Yax", "llas"),
        ("Hernández", "ernandes"),
        ("Quej", "kej"),
        ("Huitz", "Witz"),
        ("Tzul", "Sul"),
        ("Jiménez", "Gimenes"),
    ],
)
def test_names_that_sound_alike_share_their_code(one, other):
    assert sound(one) == sound(other)


def test_ch_sounds_otherwise_than_s():
    assert spoken("choc") != spoken("soc")


@given(st.text(max_size=40))
def test_any_text_has_words_and_they_stay_the_same_in_capitals(text):
    assert all(folded for folded, _written in written_words(text))
    assert words_of(text) == words_of(text.upper()) or not text.isascii()


@pytest.mark.parametrize(
    "written", ["Ch'okal", "Ch’okal", "Chʼokal", "ChꞌOkal", "chokal", "CH`OKAL"]
)
def test_apostrophes_and_glottal_marks_do_not_matter(written):
    assert words_of(f"María {written}") == ["maria", "chokal"]


def test_particles_fall_away_unless_they_are_the_name():
    assert words_of("Ana de León de la Cruz") == ["ana", "leon", "cruz"]
    assert words_of("De la O") == ["o"]
    assert words_of("del") == ["del"]


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=8, unique=True))
def test_every_one_two_or_three_words_reach_their_name_in_any_order(word_ids):
    found_by = keys_of_name(word_ids)
    for together in (word_ids[:1], word_ids[-2:], word_ids[::-1][:3]):
        assert key(together) in found_by


def test_an_initial_is_no_part_of_the_misspelt_name_before_it():
    whole = likeness("karina casitllo j", "Ana Karina Juana Castillo Ramírez")
    assert whole.score > likeness("karina casitllo j", "Karina Castillo").score
    assert all(len(pair.typed) == 1 for pair in whole.pairs)


@given(st.lists(words, min_size=2, max_size=4, unique=True), st.randoms())
def test_order_and_a_missing_name_do_not_matter(name, dice):
    assume(len({spoken(word) for word in name}) == len(name))
    assume(words_of(" ".join(name)) == name)  # «de» and «las» are no names of their own
    typed = dice.sample(name, dice.randint(1, len(name)))
    assume(words_of(" ".join(typed)) == typed)
    assert likeness(" ".join(typed), " ".join(name)).score == 100


@pytest.mark.parametrize(
    ("typed", "name", "how"),
    [
        ("juancarlos xol", "Juan Carlos Xol", How.JOINED),
        ("mari cruz lopez", "Maricruz López", How.JOINED),
        ("jose lopes", "José López", How.ALIKE),
        ("her lopez", "Hermelinda López", How.BEGINNING),
    ],
)
def test_it_says_how_a_word_stands_for_another(typed, name, how):
    found = likeness(typed, name)
    assert found.score >= 90
    assert how in {pair.how for pair in found.pairs}
