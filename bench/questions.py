"""What is typed into the search: names of registered persons with errors, and who is meant.

*Easy* are whole names with one or two errors. *Hard* are names with two of: a name or two missing,
an initial, two names joined, two errors in one word. A question that more than ten persons fit
before it is misspelt is not asked: no page of ten could answer it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence

from bench.population import Synthetic
from bench.registry import Registry
from bench.slips import wrong

FEW = 10  # persons a question may mean at most: no more fit on the page

Question = tuple[str, str]  # what is typed, and the id of who is meant


class Questions:
    """Questions about the persons of a registry, the same for the same seed and size."""

    def __init__(self, registry: Registry, seed: int) -> None:
        self.registry, self.seed = registry, seed + len(registry.people)
        self.searcher = Searcher(registry.people)

    def easy(self, count: int) -> list[Question]:
        """Return easy questions about anybody."""
        return self._ask(self.searcher.easy, self.registry.everybody, count)

    def hard(self, count: int, places: Sequence[int] | None = None) -> list[Question]:
        """Return hard questions about anybody, or about the persons of these places."""
        return self._ask(self.searcher.hard, places or self.registry.everybody, count)

    def _ask(
        self, kind: Callable[[int], str | None], places: Sequence[int], count: int
    ) -> list[Question]:
        self.searcher.dice.seed(self.seed)
        asked: list[Question] = []
        while len(asked) < count:
            place = self.searcher.dice.choice(places)
            if (text := kind(place)) is not None:
                asked.append((text, self.registry.ids[place]))
        return asked


class Searcher:
    """Types the names of registered persons wrongly, but never so that more than ten fit."""

    def __init__(self, people: Sequence[Synthetic]) -> None:
        self.dice = random.Random()
        self.words = [frozenset(person.words) for person in people]
        self.ordered = [person.words for person in people]
        self.having: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self.words):
            for word in words:
                self.having[word].append(place)
        self.refused = 0

    def easy(self, place: int) -> str | None:
        """Return the whole name with one or two errors; None when more than ten are called so."""
        words = list(self.ordered[place])
        if self._too_many(words, ""):
            self.refused += 1
            return None
        for _ in range(self.dice.choice((1, 2))):
            at = self.dice.randrange(len(words))
            words[at] = wrong(words[at], self.dice)
        return self._written(words)

    def hard(self, place: int) -> str | None:
        """Return a name with a missing part, an initial, joined words or two errors in a word.

        Usually two of these at once. None when more than ten persons have what was kept of it.
        """
        words = list(self.ordered[place])
        troubles = self.dice.sample(("missing", "initial", "joined", "double"), 2)
        if "missing" in troubles and len(words) > 2:
            for _ in range(self.dice.choice((1, 1, 2))):
                if len(words) > 2:
                    words.pop(self.dice.randrange(len(words)))
        initial = ""
        if "initial" in troubles and len(words) > 2:
            initial = words.pop(self.dice.randrange(len(words) - 1))[0]
        if self._too_many(words, initial):
            self.refused += 1
            return None
        if "joined" in troubles and len(words) > 1:
            at = self.dice.randrange(len(words) - 1)
            words[at : at + 2] = [words[at] + words[at + 1]]
        if "double" in troubles or self.dice.random() < 0.5:
            at = max(range(len(words)), key=lambda at: (len(words[at]) > 4, self.dice.random()))
            for _ in range(2 if "double" in troubles and len(words[at]) > 4 else 1):
                words[at] = wrong(words[at], self.dice)
        return self._written([initial, *words] if initial else words)

    def _too_many(self, words: Sequence[str], initial: str) -> bool:
        kept = frozenset(words)
        fitting = 0
        for place in min((self.having[word] for word in kept), key=len):
            if kept <= self.words[place] and (
                not initial or any(word[0] == initial for word in self.words[place] - kept)
            ):
                fitting += 1
                if fitting > FEW:
                    return True
        return False

    def _written(self, words: list[str]) -> str:
        """Return the words as somebody types them: swapped at times, in some case."""
        if self.dice.random() < 0.3:
            half = len(words) // 2
            words = words[half:] + words[:half]
        text = " ".join(words)
        return self.dice.choice((text, text.title(), text.upper()))
