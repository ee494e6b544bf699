"""Fellegi–Sunter said twice: the desk's score is Splink's, pair by pair."""

import math
import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.people.linkage.engine import Linkage, Pair, on_duckdb, one_to_one
from arraigo.people.linkage.model import Model
from arraigo.people.linkage.persons import PERSONS, prepared, sound, tokens
from arraigo.people.linkage.prepared import SCHEMA
from arraigo.people.linkage.versions import SHIPPED

MODEL = Model.read(SHIPPED)
GIVEN = [
    "José",
    "Jose Ángel",
    "María",
    "Ana María",
    "Anamaria",
    "Juan",
    "Jaun",
    "Angel José",
    "Ixchel",
]
SURNAMES = [
    "López García", "Lopez", "Caal Choc", "Kaal Choc", "Vásquez Tzul", "Básquez Tsul", "de León",
    "García López", "Pérez de López", "Xol", "José", "Shol Ficticio",
]  # fmt: skip


def somebody(chance: random.Random, number: int) -> dict[str, object]:
    return prepared(
        {
            "id": f"{number:04d}",
            "given_names": chance.choice(GIVEN),
            "surnames": chance.choice(SURNAMES),
            "sex": chance.choice("fm"),
            "birth_year": chance.choice([1985, 1986, 1994, 1949, 1958]),
            "municipality": chance.choice(["0501", "0502", "2007", "1601"]),
            "phone": chance.choice(["", "55550101", "55550102", "55550011"]),
            "other_phone": chance.choice(["", "55550101"]),
            "cui": chance.choice(["", "1234567890101", "1234567890110", "9876543220101"]),
            "returned_on": chance.choice(["2026-01-15", "2026-01-16"]),
        }
    )


def test_the_desk_scores_every_pair_as_splink_does():
    chance = random.Random(7)
    people = [somebody(chance, number) for number in range(60)]
    table = pa.Table.from_pylist(people, schema=SCHEMA)
    linkage = Linkage(PERSONS, on_duckdb(), [table], len(people))
    settings = MODEL.settings(PERSONS, linkage.api.sql_dialect, len(people))
    settings["blocking_rules_to_generate_predictions"] = ["l.sex IS NOT NULL"]
    linker = linkage._linker(settings)
    for column in PERSONS.frequencies():
        shares = {
            person[column]: MODEL.frequencies[column].of(person[column])
            for person in people
            if person[column] is not None
        }
        values = pa.table({column: list(shares), f"tf_{column}": list(shares.values())})
        linker.table_management.register_term_frequency_lookup(linkage.api.register(values), column)
    rows = linker.inference.predict().as_record_list()
    by_id = {person["id"]: person for person in people}
    assert len(rows) == 60 * 59 / 2
    for row in rows:
        left, right = by_id[row["id_l"]], by_id[row["id_r"]]
        weight = MODEL.match_weight(PERSONS, left, right, len(people))
        assert weight == pytest.approx(row["match_weight"], abs=1e-6)
        assert 1 / (1 + 2**-weight) == pytest.approx(row["match_probability"], abs=1e-6)


def registry(chance: random.Random, size: int) -> list[dict[str, object]]:
    """Return `size` strangers, and the first sixth of them once more, some with another phone."""
    letters = "bcdfglmnprst"
    names = [
        "".join(chance.choices(letters, k=2)) + "a" + chance.choice(letters) for _ in range(90)
    ]
    people = [
        {
            "given_names": " ".join(chance.choices(names, k=2)),
            "surnames": " ".join(chance.choices(names, k=2)),
            "sex": chance.choice("fm"),
            "birth_year": chance.randint(1960, 2004),
            "municipality": f"{chance.randint(1, 22):02d}01",
            "phone": f"{chance.randrange(10**7, 10**8)}",
            "cui": f"{chance.randrange(10**12, 10**13)}",
            "returned_on": f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        }
        for _person in range(size)
    ]
    again = [dict(person) for person in people[: size // 6]]
    for person in again:
        if chance.random() < 0.3:
            person["phone"] = f"{chance.randrange(10**7, 10**8)}"
        if chance.random() < 0.2:
            person["given_names"] = str(person["given_names"])[1:]
    return [prepared({"id": str(n), **person}) for n, person in enumerate(people + again)]


def test_it_learns_from_the_records_alone():
    records = registry(random.Random(23), 3_000)
    linkage = Linkage(PERSONS, on_duckdb(), [pa.Table.from_pylist(records, schema=SCHEMA)], 3_500)
    model = linkage.learn(
        version="here", learnt_from="a test", learnt_on="2026-11-22", before=MODEL
    )
    phone, *_rest, other_phone = model.weights["phone"]
    assert 0.6 < phone.m < 0.8 and phone.u < 1e-4 < other_phone.m  # noqa: PT018
    assert 0.1 < model.duplicates < 0.25
    found = {frozenset((pair.one, pair.other)) for pair in linkage.link(model, at_least=0.5)}
    true = {frozenset((str(n), str(3_000 + n))) for n in range(500)}
    assert len(found & true) > 490
    assert len(found - true) < 5


def test_relatives_are_not_taken_for_one_person():
    kin = {"surnames": "Ficticio Ejemplar", "municipality": "0501", "phone": "55550101", "sex": "m"}
    rest = {"cui": "", "returned_on": "2026-01-15"}
    one = prepared({"id": "1", "given_names": "José", "birth_year": 1980, **kin, **rest})
    brother = prepared(
        {
            "id": "2",
            "given_names": "Mario",
            "birth_year": 1987,
            **kin,
            "cui": "",
            "returned_on": "2024-02-02",
        }
    )
    again = prepared({"id": "3", "given_names": "Jose", "birth_year": 1981, **kin, **rest})
    assert MODEL.match_weight(PERSONS, one, brother, 100_000) > 0
    assert MODEL.probability(PERSONS, one, brother, 100_000) < 0.1
    assert MODEL.probability(PERSONS, one, again, 100_000) > 0.95


def test_in_a_larger_registry_the_same_likeness_says_less():
    chance = random.Random(3)
    one, other = somebody(chance, 1), somebody(chance, 2)
    small, large = (MODEL.probability(PERSONS, one, other, size) for size in (10_000, 1_000_000))
    assert small > large


@given(st.floats(-200, 200), st.floats(-200, 200), st.integers(2, 10_000_000))
def test_a_probability_is_one_whatever_the_evidence(weight, family, records):
    assert 0 <= MODEL.unrelated(weight, family, MODEL.prior(records)) <= 1
    assert not math.isnan(MODEL.prior(records))


@pytest.mark.parametrize(
    ("text", "married", "names"),
    [
        ("José Ángel", False, ("jose", "angel")),
        ("de la Cruz López", True, ("delacruz", "lopez")),
        ("López García de Pérez", True, ("lopez", "garcia")),
        ("López de Pérez", True, ("lopez", None)),
        ("López de León", True, ("lopez", "deleon")),
        ("Tz'utuj", True, ("tzutuj", None)),
        ("", False, (None, None)),
    ],
)
def test_names_become_tokens(text, married, names):
    assert tokens(text, married=married) == names


@pytest.mark.parametrize(
    ("one", "other"),
    [("vasquez", "basques"), ("xol", "shol"), ("caal", "kaal"), ("hernandez", "ernandes")],
)
def test_names_that_sound_alike_share_their_code(one, other):
    assert sound(one) == sound(other)


def test_each_record_takes_its_best_partner_still_free():
    pairs = [Pair("a", "x", 0.9), Pair("a", "y", 0.99), Pair("b", "y", 0.8), Pair("b", "x", 0.7)]
    assert [(one, other) for one, other, _ in one_to_one(pairs)] == [("a", "y"), ("b", "x")]


def test_a_model_survives_being_written():
    import json

    assert Model.from_data(json.loads(MODEL.to_json())) == MODEL


def test_the_mark_of_invented_persons_is_no_surname_they_share():
    person = {
        "id": "1", "given_names": "Rosa", "surnames": "López Imaginario", "sex": "f",
        "birth_year": 1990, "municipality": "0501", "cui": "", "phone": "", "returned_on": "",
    }  # fmt: skip
    assert prepared(person)["surname_2"] is None
    assert prepared({**person, "surnames": "Ficticio"})["surname_1"] == "ficticio"
