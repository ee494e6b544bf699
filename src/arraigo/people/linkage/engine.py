"""Splink at work: learning the parameters and scoring pairs, on DuckDB or on Spark.

The same code runs on both: it is given an open Splink back end and prepared records, and what it
returns are plain Python values. DuckDB links millions on one machine; Spark (the extra
`arraigo[spark]`) takes tens of millions to an engine a country already has.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import EMTrainingException

from arraigo.people.linkage.model import Frequencies, LevelWeights, Model
from arraigo.people.linkage.recipe import Block, Recipe

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

RARE_M = 1e-4  # a level nobody showed while learning is rare, not impossible
KEPT_VALUES = 2000  # the commonest values of a column, whose frequencies a model keeps
FAMILY_PAIRS = 500_000  # about so many pairs are enough to learn how many relatives there are
RELATIVES_ROUNDS = 100
SEED = 2026


class TooFewPairs(Exception):
    """So few pairs agree that nothing can be learnt from them."""


class Pair(NamedTuple):
    """Two records that are of one person with `probability` (0–1)."""

    one: Any
    other: Any
    probability: float


def on_duckdb(
    folder: Path | None = None, *, memory: str = "2GB", threads: int | None = None
) -> DuckDBAPI:
    """Return a DuckDB back end that spills into `folder` when `memory` is not enough."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = ?", [memory])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    if threads:
        connection.execute("SET threads = ?", [threads])
    if folder:
        connection.execute("SET temp_directory = ?", [str(folder)])
    return DuckDBAPI(connection)


def on_spark(session: SparkSession) -> Any:
    """Return a back end on a Spark session started with `spark_settings`."""
    from splink import SparkAPI

    return SparkAPI(spark_session=session, break_lineage_method="persist")


def spark_settings() -> dict[str, str]:
    """Return what a Spark session needs so that Splink's string measures work in it."""
    from splink.internals.spark.jar_location import similarity_jar_location

    return {"spark.jars": similarity_jar_location()}


class Linkage:
    """Prepared records laid before an engine: one table to find duplicates in, or two to link.

    `tables` are what the engine registers: Arrow tables, or paths of Parquet files.
    """

    def __init__(self, recipe: Recipe, api: Any, tables: Sequence[Any], records: int) -> None:
        self.recipe, self.api, self.records = recipe, api, records
        self.tables = [
            api.register(self._readable(table), dataset_display_name=f"records_{number}")
            for number, table in enumerate(tables)
        ]

    def learn(
        self, *, version: str, learnt_from: str, learnt_on: str, before: Model | None = None
    ) -> Model:
        """Return the parameters learnt from these records alone, without any known match.

        A trait about which they teach nothing keeps what it weighed `before`. Raises
        `TooFewPairs` when they are too few to teach anything.
        """
        linker = self._linker(self.recipe.settings(self.api.sql_dialect))
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [rule.sql() for rule in self.recipe.certain], recall=self.recipe.certain_recall
        )
        training.estimate_u_using_random_sampling(
            max_pairs=self.recipe.sampled_pairs, seed=SEED, min_count_per_level=None, num_chunks=1
        )
        for rule in self.recipe.training:
            try:
                training.estimate_parameters_using_expectation_maximisation(
                    rule.sql(),
                    estimate_without_term_frequencies=True,
                    max_pairs=self.recipe.training_pairs,
                )
            except EMTrainingException:
                continue  # no pair of these records agrees in the rule
            except ValueError as error:  # probabilities too small for a number
                raise TooFewPairs from error
        learnt = linker.misc.save_model_to_json()
        prior = learnt["probability_two_random_records_match"]
        model = Model(
            version=version,
            recipe=self.recipe.name,
            duplicates=prior * (self.records - 1) / 2,
            relatives=0.0,
            weights=self._weights(learnt, before),
            frequencies={
                column: self._frequencies(linker, column) for column in self.recipe.frequencies()
            },
            learnt_on=learnt_on,
            learnt_from=learnt_from,
            records=self.records,
        )
        if self.recipe.family_block is None:
            return model
        return replace(model, relatives=self._relatives(model, self.recipe.family_block))

    def link(self, model: Model, *, at_least: float, part: tuple[int, int] = (1, 1)) -> list[Pair]:
        """Return the pairs whose probability is `at_least`.

        `part` (k, n) scores the k-th of n parts of the registry against all of it, so that a long
        linkage can go on where it stopped.
        """
        prior = model.prior(self.records)
        linker = self._linker(model.settings(self.recipe, self.api.sql_dialect, self.records))
        found = linker.inference.predict_chunk(
            left_chunk=part, right_chunk=(1, 1), threshold_match_probability=at_least
        )
        rows = found.query_sql(
            "SELECT id_l AS one, id_r AS other, match_weight AS weight, "  # noqa: S608
            f"{self._family_sql(found)} AS family FROM {{this}}"
        ).as_record_list()
        pairs = (
            Pair(row["one"], row["other"], model.unrelated(row["weight"], row["family"], prior))
            for row in rows
        )
        kept = [pair for pair in pairs if pair.probability >= at_least]
        return one_to_one(kept) if self.recipe.one_to_one else kept

    def _linker(self, settings: dict[str, Any]) -> Linker:
        tables = self.tables if len(self.tables) > 1 else self.tables[0]
        return Linker(tables, settings, log_level=logging.ERROR, validate_settings=False)

    def _readable(self, table: Any) -> Any:
        """Return what the engine can register of `table`."""
        if not isinstance(table, Path):
            return table
        spark = getattr(self.api, "spark", None)
        if spark is not None:
            return spark.read.parquet(str(table))
        return self.api.duckdb_con.read_parquet(str(table))

    def _weights(
        self, learnt: dict[str, Any], before: Model | None
    ) -> dict[str, tuple[LevelWeights, ...]]:
        """Return each comparison's weights; a level never seen gets the smallest that can be."""
        never = 1 / self.recipe.sampled_pairs
        weights = {}
        for trait in learnt["comparisons"]:
            name = trait["output_column_name"]
            levels = [one for one in trait["comparison_levels"] if not one.get("is_null_level")]
            if before and not any(_number(level.get("m_probability")) for level in levels):
                weights[name] = before.weights[name]
                continue
            weights[name] = tuple(
                LevelWeights(
                    m=max(_number(level.get("m_probability")), RARE_M),
                    u=max(_number(level.get("u_probability")), never),
                )
                for level in levels
            )
        return weights

    def _frequencies(self, linker: Linker, column: str) -> Frequencies:
        table = linker.table_management.compute_tf_table(column)
        rows = table.query_sql(
            f"SELECT {column} AS value, tf_{column} AS share FROM {{this}} "  # noqa: S608
            f"ORDER BY share DESC, value LIMIT {KEPT_VALUES}"
        ).as_record_list()
        shares = {str(row["value"]): float(row["share"]) for row in rows}
        rarest = min(shares.values(), default=1.0)
        floor = rarest if len(shares) == KEPT_VALUES else 1 / max(self.records, 1)
        return Frequencies(floor, shares)

    def _relatives(self, model: Model, family_block: Block) -> float:
        """Return how many pairs of relatives there are for each true pair.

        Among the pairs that share the family's block, each is one person, two relatives or two
        strangers; expectation–maximisation finds the proportion that explains them best.
        """
        settings = model.settings(self.recipe, self.api.sql_dialect, self.records, (family_block,))
        parts = max(1, round(self._pairs_in(family_block) / FAMILY_PAIRS))
        scored = self._linker(settings).inference.predict_chunk((1, parts), (1, 1))
        cells = scored.query_sql(
            "SELECT round(match_weight * 4) / 4 AS weight, "  # noqa: S608
            f"round(({self._family_sql(scored)}) * 4) / 4 AS family, count(*) AS pairs "
            "FROM {this} GROUP BY 1, 2"
        ).as_record_list()
        prior, relatives = model.prior(self.records), 1.0
        for _round in range(RELATIVES_ROUNDS):
            same = kin = 0.0
            for cell in cells:
                one = 2.0 ** min(cell["weight"], 500.0)
                two = relatives * prior * 2.0 ** min(cell["family"], 500.0)
                share = cell["pairs"] / (one + two + 1)
                same, kin = same + one * share, kin + two * share
            if not same or not kin:
                return 0.0
            relatives = kin / same
        return relatives

    def _pairs_in(self, rule: Block) -> int:
        table = self.tables[0].physical_name
        columns = ", ".join(rule.left)
        given = " AND ".join(f"{column} IS NOT NULL" for column in rule.left)
        (row,) = self.api.query_sql(
            f"SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM {table} "  # noqa: S608
            f"WHERE {given} GROUP BY {columns}) sizes"
        ).as_record_list()
        return int(row["pairs"] or 0)

    def _family_sql(self, scored: Any) -> str:
        columns = {column.unquote().name for column in scored.columns}
        wanted = [
            name
            for trait in self.recipe.family
            for name in (f"mw_{trait}", f"mw_tf_adj_{trait}")
            if name in columns
        ]
        return " + ".join(wanted) or "0"


def _number(value: object) -> float:
    """Return a learnt probability; Splink leaves a text, or nothing, where it saw no pair."""
    return value if isinstance(value, float) else 0.0


def one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that remain when each record takes its most probable partner still free."""
    taken: set[Any] = set()
    kept = []
    for pair in sorted(pairs, key=lambda pair: -pair.probability):
        if pair.one not in taken and pair.other not in taken:
            taken.update((pair.one, pair.other))
            kept.append(pair)
    return kept
