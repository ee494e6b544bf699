"""A synthetic registry of returned persons, with duplicates and an error model of its own.

Nobody in it exists. Names are drawn by their weight in Guatemala (Maya surnames where their
community lives) and from a tail of rare ones (`names`), places by population; relatives share
surnames, home and sometimes the phone, so that strangers who look alike are not rare. A duplicate
is the same person registered again, later, elsewhere, by somebody else: see `Errors`.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from bench.names import (
    RARE_GIVEN,
    RARE_SURNAMES,
    SHARE_RARE_GIVEN,
    SHARE_RARE_SURNAME,
    rare,
    rows,
)

FIRST_RETURN, LAST_RETURN = date(2019, 1, 1), date(2026, 10, 31)
YEAR = 2026

#: Where the communities of the surname list live, by INE department code, and the share of
#: surnames that are theirs there (census 2018, rounded).
COMMUNITIES: dict[str, tuple[float, tuple[str, ...]]] = {
    "03": (0.35, ("Kaqchikel",)),
    "04": (0.75, ("Kaqchikel",)),
    "07": (0.9, ("Tz'utujil", "Kaqchikel", "K'iche'")),
    "08": (0.9, ("K'iche'",)),
    "09": (0.5, ("Mam", "K'iche'")),
    "10": (0.2, ("K'iche'",)),
    "12": (0.3, ("Mam",)),
    "13": (0.6, ("Mam", "Q'anjob'al/Chuj/Akateko")),
    "14": (0.85, ("K'iche'", "Ixil")),
    "15": (0.5, ("Poqomchi'/Poqomam", "K'iche'")),
    "16": (0.9, ("Q'eqchi'", "Poqomchi'/Poqomam")),
    "17": (0.3, ("Q'eqchi'",)),
    "18": (0.3, ("Q'eqchi'",)),
    "20": (0.25, ("Ch'orti'",)),
}


@dataclass(frozen=True)
class Errors:
    """How often (0–1) something is different when the same person is registered again."""

    typo: float = 0.05  # in each name
    respelt: float = 0.08  # a surname in another spelling: Caal/Kaal, Xol/Shol, Vásquez/Básquez
    accents_lost: float = 0.3
    second_given_lost: float = 0.2
    given_swapped: float = 0.04
    second_surname_lost: float = 0.1
    surnames_for_given: float = 0.015
    married_name: float = 0.15  # of women
    merged: float = 0.02  # "Ana María" written "Anamaria"
    year_wrong: float = 0.08
    sex_wrong: float = 0.005
    moved: float = 0.15
    phone_changed: float = 0.25
    phone_missing: float = 0.12  # in every record
    phone_typo: float = 0.02
    cui_missing: float = 0.3  # in every record
    cui_typo: float = 0.02
    returned_again: float = 0.6  # the others were registered twice after one return


#: The same, worse in everything: few numbers, many moves, much misheard.
HARD = Errors(
    typo=0.07, respelt=0.12, second_given_lost=0.25, second_surname_lost=0.15, moved=0.2,
    phone_changed=0.3, phone_missing=0.2, cui_missing=0.4,
)  # fmt: skip


def _towns() -> list[dict[str, str]]:
    path = resources.files("arraigo.territory") / "data" / "municipalities.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _weights(rows: Sequence[dict[str, str]], column: str) -> np.ndarray:
    weights = np.array([float(row[column] or 0) for row in rows])
    return weights / weights.sum()


class Registry:
    """Makes `size` records, of which `duplicates` (0–1) are of somebody already there.

    The same seed makes the same registry. `records` yields mappings with the fields of the
    registry; `person` tells who each is: the truth, which no recipe sees.
    """

    def __init__(
        self, size: int, *, duplicates: float = 0.15, seed: int = 2026, errors: Errors | None = None
    ) -> None:
        self.random = np.random.default_rng(seed)
        dice = random.Random(seed)
        self.rare_surnames, self.rare_given = rare(RARE_SURNAMES, dice), rare(RARE_GIVEN, dice)
        self.errors = errors or Errors()
        self.originals = size - int(size * duplicates)
        self.people = self._people(self.originals)
        again = self.random.integers(0, self.originals, size - self.originals)
        self.person = np.concatenate([np.arange(self.originals), again])

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield every record; its `id` is its place in `person`."""
        for number in range(self.originals):
            yield self._written(self.people[number], number)
        for number in range(self.originals, len(self.person)):
            yield self._again(self.people[self.person[number]], number)

    def true_pairs(self) -> set[tuple[int, int]]:
        """Return every pair of records of one person, the lower id first."""
        mine: dict[int, list[int]] = {}
        for number in range(self.originals, len(self.person)):
            mine.setdefault(int(self.person[number]), []).append(number)
        return {
            (one, other)
            for person, others in mine.items()
            for place, one in enumerate([person, *others])
            for other in [person, *others][place + 1 :]
        }

    def _people(self, size: int) -> list[dict[str, Any]]:
        random = self.random
        towns = _towns()
        town = random.choice(len(towns), size, p=_weights(towns, "population_2018"))
        female = random.random(size) < 0.2
        given = np.where(female[:, None], self._names("f", (size, 2)), self._names("m", (size, 2)))
        has_two = random.random(size) < 0.75
        surnames = self._surnames([row["code_ine"][:2] for row in towns], town)
        age = np.clip(15 + random.gamma(2.6, 6.5, size).astype(int), 18, 75)
        phone = random.integers(30_000_000, 60_000_000, size)
        cui = random.integers(100_000_000, 1_000_000_000, size)
        days = random.integers(0, (LAST_RETURN - FIRST_RETURN).days, size)
        relative = random.random(size) < 0.1
        same_phone = random.random(size) < 0.3
        people: list[dict[str, Any]] = []
        for i in range(size):
            code = towns[town[i]]["code_ine"]
            one = {
                "given": [given[i, 0], given[i, 1]] if has_two[i] else [given[i, 0]],
                "surnames": [surnames[i, 0], surnames[i, 1]],
                "sex": "f" if female[i] else "m",
                "birth_year": YEAR - int(age[i]),
                "municipality": code,
                "phone": str(phone[i]),
                "cui": f"{cui[i]:09d}{code}",
                "returned_on": FIRST_RETURN + timedelta(days=int(days[i])),
            }
            if people and relative[i]:
                kin = people[-1]
                one |= {"surnames": kin["surnames"], "municipality": kin["municipality"]}
                one["phone"] = kin["phone"] if same_phone[i] else one["phone"]
            if len(set(one["given"])) == 1:
                one["given"] = one["given"][:1]
            people.append(one)
        self._towns_of: dict[str, list[str]] = {}
        for row in towns:
            self._towns_of.setdefault(row["code_ine"][:2], []).append(row["code_ine"])
        self._all_towns = [row["code_ine"] for row in towns]
        return people

    def _names(self, sex: str, shape: tuple[int, int]) -> np.ndarray:
        known = [row for row in rows("given_names.csv") if row["sex"] == sex]
        weights = _weights(known, "weight") * (1 - SHARE_RARE_GIVEN)
        return self._draw([row["name"] for row in known], weights, self.rare_given, shape)

    def _draw(
        self, known: list[str], weights: np.ndarray, rare: Mapping[str, float], shape: Any
    ) -> np.ndarray:
        """Draw names: the known ones by their weights, what is missing to 1 from the rare ones."""
        tail = np.array(list(rare.values()))
        tail *= (1 - weights.sum()) / tail.sum()
        names = np.array([*known, *rare], dtype=object)
        return self.random.choice(names, shape, p=np.concatenate([weights, tail]))

    def _surnames(self, departments: list[str], town: np.ndarray) -> np.ndarray:
        by_community: dict[str, list[dict[str, str]]] = {}
        for row in rows("surnames.csv"):
            by_community.setdefault(row["community"], []).append(row)
        drawn: np.ndarray = np.empty((len(town), 2), dtype=object)
        department = np.array(departments)[town]
        for code in set(departments):
            here = np.flatnonzero(department == code)
            share, communities = COMMUNITIES.get(code, (0.0, ()))
            pool = by_community["castellano"]
            weights = _weights(pool, "weight") * (1 - share)
            for community in communities:
                more = by_community[community]
                pool = pool + more
                weights = np.concatenate(
                    [weights, _weights(more, "weight") * share / len(communities)]
                )
            weights *= (1 - SHARE_RARE_SURNAME) / weights.sum()
            known = [row["surname"] for row in pool]
            drawn[here] = self._draw(known, weights, self.rare_surnames, (len(here), 2))
        return drawn

    def _chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def _written(self, person: dict[str, Any], number: int) -> dict[str, Any]:
        errors, draw = self.errors, self.random.random(2)
        return {
            "id": str(number),
            "given_names": " ".join(person["given"]),
            "surnames": " ".join(person["surnames"]),
            "sex": person["sex"],
            "birth_year": person["birth_year"],
            "municipality": person["municipality"],
            "phone": "" if draw[0] < errors.phone_missing else person["phone"],
            "cui": "" if draw[1] < errors.cui_missing else person["cui"],
            "returned_on": person["returned_on"].isoformat(),
        }

    def _again(self, person: dict[str, Any], number: int) -> dict[str, Any]:
        errors, chance = self.errors, self._chance
        given, surnames = list(person["given"]), list(person["surnames"])
        if len(given) > 1 and chance(errors.second_given_lost):
            given = given[:1]
        if len(given) > 1 and chance(errors.given_swapped):
            given.reverse()
        if chance(errors.second_surname_lost):
            surnames = surnames[:1]
        if person["sex"] == "f" and chance(errors.married_name):
            husband = str(self.random.choice(self._husbands()))
            surnames = [surnames[0], *surnames[1 : 1 + chance(0.5)], "de", husband]
        given = [self._misspelt(name) for name in given]
        surnames = [self._misspelt(name, errors.respelt) for name in surnames]
        if len(given) > 1 and chance(errors.merged):
            given = ["".join(given)]
        if chance(errors.surnames_for_given):
            given, surnames = surnames, given
        again = dict(person)
        if chance(errors.year_wrong):
            again["birth_year"] = self._wrong_year(person["birth_year"])
        if chance(errors.sex_wrong):
            again["sex"] = "m" if person["sex"] == "f" else "f"
        if chance(errors.moved):
            again["municipality"] = self._another_town(person["municipality"])
        if chance(errors.phone_changed):
            again["phone"] = str(self.random.integers(30_000_000, 60_000_000))
        elif chance(errors.phone_typo):
            again["phone"] = self._wrong_digit(person["phone"])
        if chance(errors.cui_typo):
            again["cui"] = self._wrong_digit(person["cui"])
        if chance(errors.returned_again):
            later = (LAST_RETURN - person["returned_on"]).days
            again["returned_on"] += timedelta(days=int(self.random.integers(0, later + 1)))
        written = self._written({**again, "given": given, "surnames": surnames}, number)
        if chance(errors.accents_lost):
            for field in ("given_names", "surnames"):
                written[field] = written[field].translate(_NO_ACCENTS)
        return written

    def _husbands(self) -> list[str]:
        if not hasattr(self, "_surname_pool"):
            self._surname_pool = [row["surname"] for row in rows("surnames.csv")]
        return self._surname_pool

    def _misspelt(self, name: str, respelt: float = 0.0) -> str:
        if name == "de":
            return name
        if respelt and self._chance(respelt):
            name = self._respelt(name)
        return self._typo(name) if self._chance(self.errors.typo) else name

    def _respelt(self, name: str) -> str:
        turns = [turn for turn in _SPELLINGS if re.search(turn[0], name, re.IGNORECASE)]
        if not turns:
            return name
        pattern, instead = turns[self.random.integers(len(turns))]
        return re.sub(pattern, instead, name, count=1, flags=re.IGNORECASE).capitalize()

    def _typo(self, name: str) -> str:
        kind, place = self.random.integers(4), int(self.random.integers(max(1, len(name) - 1)))
        letter = _LETTERS[self.random.integers(len(_LETTERS))]
        if kind == 0:
            return name[:place] + letter + name[place:]
        if kind == 1 and len(name) > 3:
            return name[:place] + name[place + 1 :]
        if kind == 2:
            return name[:place] + letter + name[place + 1 :]
        return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]

    def _wrong_digit(self, number: str) -> str:
        place = int(self.random.integers(len(number)))
        return number[:place] + str(self.random.integers(10)) + number[place + 1 :]

    def _wrong_year(self, year: int) -> int:
        kind = self.random.random()
        if kind < 0.6:
            return year + int(self.random.choice([-1, 1]))
        if kind < 0.8:
            return int(str(year)[:2] + str(year)[:1:-1]) if year < 2000 else year - 1
        return year + int(self.random.choice([-10, -5, -3, -2, 2, 3, 5, 10]))

    def _another_town(self, town: str) -> str:
        near = self._chance(0.6)
        towns = self._towns_of[town[:2]] if near else self._all_towns
        return str(towns[self.random.integers(len(towns))])


_NO_ACCENTS = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")
_LETTERS = "aeioulnrstcdm"
_SPELLINGS = (
    (r"c(?=[aou])", "k"), (r"qu(?=[ei])", "k"), (r"k", "c"), (r"x", "sh"), (r"z", "s"),
    (r"s", "z"), (r"v", "b"), (r"b", "v"), (r"j", "h"), (r"^h", ""), (r"y", "ll"), (r"ll", "y"),
    (r"aa", "a"), (r"oo", "o"), (r"ee", "e"), (r"tz", "ts"), (r"w", "gu"), (r"'", ""),
)  # fmt: skip


def main() -> None:
    """Write a registry, one record as JSON a line, and the number of each record's person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("records", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--hard", action="store_true", help="with more errors")
    options = parser.parse_args()
    registry = Registry(options.size, errors=HARD if options.hard else Errors())
    with options.records.open("w", encoding="utf-8") as file:
        for record in registry.records():
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    options.truth.write_text(json.dumps([int(person) for person in registry.person]))


if __name__ == "__main__":
    main()
