"""A recipe: what is compared, in which degrees, and which pairs are worth comparing at all.

It is data. The registry's recipe is in `persons`; the benchmark links other people's data with
recipes of the same kind, through the same engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from arraigo.people.linkage.degrees import Dialect, Test

LinkType = Literal["dedupe_only", "link_only"]


@dataclass(frozen=True)
class Level:
    """One degree of agreement; `frequency` names the column whose rare values count more."""

    label: str
    test: Test
    frequency: str = ""


@dataclass(frozen=True)
class Comparison:
    """What one trait says about a pair: the first level whose test holds, else "differs"."""

    name: str
    missing: Test
    levels: tuple[Level, ...]

    def settings(self, dialect: Dialect) -> dict[str, Any]:
        """Return it as Splink reads it."""
        null = {
            "sql_condition": self.missing.sql(dialect),
            "label_for_charts": "missing",
            "is_null_level": True,
        }
        levels = [_level_settings(level, dialect) for level in self.levels]
        rest = {"sql_condition": "ELSE", "label_for_charts": "differs"}
        return {"output_column_name": self.name, "comparison_levels": [null, *levels, rest]}


def _level_settings(level: Level, dialect: Dialect) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "sql_condition": level.test.sql(dialect),
        "label_for_charts": level.label,
    }
    if level.frequency:
        settings |= {
            "tf_adjustment_column": level.frequency,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return settings


@dataclass(frozen=True)
class Block:
    """Pairs worth comparing: those that agree in `left` and, on the other side, in `right`."""

    left: tuple[str, ...]
    right: tuple[str, ...] = ()

    def sql(self) -> str:
        """Return the join condition."""
        pairs = zip(self.left, self.right or self.left, strict=True)
        return " AND ".join(f"l.{one} = r.{other}" for one, other in pairs)


def block(*columns: str) -> Block:
    """Return the block of pairs that agree in all of `columns`."""
    return Block(columns)


@dataclass(frozen=True)
class Recipe:
    """How to link one kind of records.

    `blocks` choose the pairs to score. `certain` are agreements that nearly always mean the same
    person, and `certain_recall` the share of all true pairs they are thought to find (0–1): from
    both comes the probability that two records taken at random match. `training` are the blocks
    within which expectation–maximisation learns. `one_to_one`: each record has at most one
    partner. `family` are the traits that relatives share, and `family_block` the pairs among which
    relatives are found (see `model.Model.unrelated`). `sampled_pairs` is how many random pairs
    teach what strangers agree in, `training_pairs` how many at most each training block takes.
    """

    name: str
    link_type: LinkType
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    certain: tuple[Block, ...]
    certain_recall: float
    training: tuple[Block, ...]
    family: tuple[str, ...] = ()
    family_block: Block | None = None
    one_to_one: bool = False
    sampled_pairs: float = 1e6
    training_pairs: float | None = None

    def settings(self, dialect: Dialect) -> dict[str, Any]:
        """Return Splink's settings, without learnt parameters."""
        return {
            "link_type": self.link_type,
            "unique_id_column_name": "id",
            "comparisons": [comparison.settings(dialect) for comparison in self.comparisons],
            "blocking_rules_to_generate_predictions": [rule.sql() for rule in self.blocks],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": bool(self.family),
        }

    def frequencies(self) -> Sequence[str]:
        """Return the columns whose values' frequencies count, each once."""
        named = {level.frequency: None for trait in self.comparisons for level in trait.levels}
        return [column for column in named if column]
