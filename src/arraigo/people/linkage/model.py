"""What has been learnt: the weights of Fellegi and Sunter, as versioned data, and the score.

A pair's match weight is the logarithm (base 2) of the odds that both records are of one person:
the prior plus, for each trait, log2(m/u) of the level they agree in, where m is how often records
of one person agree so, u how often strangers do. Rare values count more (term frequencies).

Two classes are not enough in a registry of persons: relatives share surnames, home and phone as
only one person otherwise would. So that evidence counts at most up to the odds of being relatives
(`Model.probability`): what makes them one person must be said by the rest.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from arraigo.people.linkage.degrees import Dialect, Record
from arraigo.people.linkage.recipe import Block, Comparison, Recipe

LARGEST_PRIOR = 0.5

#: From which probability on somebody is told at all, goes to two people, or is nearly sure.
POSSIBLE, PROBABLE, NEARLY_SURE = 0.1, 0.5, 0.95


@dataclass(frozen=True)
class LevelWeights:
    """How often records of one person (m) and of strangers (u) agree in one level."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Return log2(m/u)."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Frequencies:
    """Shares (0–1) of the commonest values of a column; any rarer one counts as `floor`."""

    floor: float
    shares: Mapping[str, float]

    def of(self, value: object) -> float:
        """Return the share of `value`."""
        return self.shares.get(str(value), self.floor)


@dataclass(frozen=True)
class Model:
    """A version of the parameters of one recipe.

    `duplicates` is how many true pairs there are for each record, `relatives` how many pairs of
    relatives for each true pair. `weights` gives each comparison's levels in their order, the last
    for "differs".
    """

    version: str
    recipe: str
    duplicates: float
    relatives: float
    weights: Mapping[str, tuple[LevelWeights, ...]]
    frequencies: Mapping[str, Frequencies]
    learnt_on: str
    learnt_from: str
    records: int = 0

    def prior(self, records: int) -> float:
        """Return the probability that two of `records` records taken at random match."""
        return min(2 * self.duplicates / max(records - 1, 1), LARGEST_PRIOR)

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Model:
        """Return the model that `to_json` wrote, parsed."""
        weights = {
            name: tuple(LevelWeights(**level) for level in levels)
            for name, levels in data["weights"].items()
        }
        frequencies = {name: Frequencies(**one) for name, one in data["frequencies"].items()}
        return cls(**{**data, "weights": weights, "frequencies": frequencies})

    @classmethod
    def read(cls, path: Path) -> Model:
        """Return the model kept in a file."""
        return cls.from_data(json.loads(path.read_text(encoding="utf-8")))

    def settings(
        self, recipe: Recipe, dialect: Dialect, records: int, blocks: tuple[Block, ...] = ()
    ) -> dict[str, Any]:
        """Return Splink's settings with the learnt parameters, for a registry of `records`."""
        settings = recipe.settings(dialect)
        settings["probability_two_random_records_match"] = self.prior(records)
        settings["blocking_rules_to_generate_predictions"] = [
            rule.sql() for rule in blocks or recipe.blocks
        ]
        for trait in settings["comparisons"]:
            learnt = self.weights[trait["output_column_name"]]
            for level, weights in zip(trait["comparison_levels"][1:], learnt, strict=True):
                level |= {"m_probability": weights.m, "u_probability": weights.u}
                if column := level.get("tf_adjustment_column"):
                    level["tf_minimum_u_value"] = self.frequencies[column].floor
        return settings

    def evidence(self, recipe: Recipe, left: Record, right: Record) -> dict[str, float]:
        """Return what each trait says about two prepared records: log2 of its odds."""
        return {trait.name: self._weight(trait, left, right) for trait in recipe.comparisons}

    def match_weight(self, recipe: Recipe, left: Record, right: Record, records: int) -> float:
        """Return log2 of the odds of a match, as Splink's `match_weight`."""
        prior = self.prior(records)
        return math.log2(prior / (1 - prior)) + sum(self.evidence(recipe, left, right).values())

    def probability(self, recipe: Recipe, left: Record, right: Record, records: int) -> float:
        """Return the probability (0–1) that two prepared records are of one person.

        `records` is the size of the registry they stand in: in a larger one more strangers
        resemble each other.
        """
        evidence = self.evidence(recipe, left, right)
        prior = self.prior(records)
        weight = math.log2(prior / (1 - prior)) + sum(evidence.values())
        return self.unrelated(weight, sum(evidence[name] for name in recipe.family), prior)

    def unrelated(self, weight: float, family: float, prior: float) -> float:
        """Return the probability of one person behind a match weight of which `family` is shared.

        The alternative to one person is not only two strangers but two relatives, of whom there
        are `relatives` pairs for each true one, and who agree in the family's traits as well.
        """
        if self.relatives:
            weight -= math.log2(1 + self.relatives * prior * 2 ** min(family, 500.0))
        return 1 / (1 + 2 ** min(-weight, 1000.0))

    def _weight(self, trait: Comparison, left: Record, right: Record) -> float:
        if trait.missing.holds(left, right):
            return 0.0
        learnt = self.weights[trait.name]
        for level, weights in zip(trait.levels, learnt[:-1], strict=True):
            if level.test.holds(left, right):
                if not level.frequency:
                    return weights.weight
                known = self.frequencies[level.frequency]
                share = max(known.of(left[level.frequency]), known.of(right[level.frequency]))
                return weights.weight + math.log2(weights.u / max(share, known.floor))
        return learnt[-1].weight
