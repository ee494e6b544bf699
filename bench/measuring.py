"""Measuring pages in two programmes side by side, which several benchmarks do.

- `worst_p95_ms`: the slowest page's 95th percentile in the large programme, one client.
- `worst_queries`: the most statements one page sends to the database, in either programme.
- `grown_queries`: how many pages send more statements in the large programme; 0 is meant.
- `growth_ratio`: the worst ratio of a page's 95th percentiles, large to small. A page faster than
  `FLOOR_MS` in the small programme is taken as that slow: below it the ratio is the noise's.
- `pages_per_second`: what eight clients get from the large programme.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any

from bench.lab import Browser, Lab, Site, percentile, show, told

WARMING = 3  # visits that are not counted: each web process opens a page once
CLIENTS = 8
COUNTED = 3  # visits whose statements are counted
FLOOR_MS = 20.0
LONGEST = 20.0  # seconds for one page


@dataclass
class Page:
    """One page as one role opens it: its addresses in each programme and what was measured."""

    role: str
    name: str
    seconds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    queries: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))

    def p95(self, which: int) -> float:
        """Return the 95th percentile in milliseconds."""
        return percentile(self.seconds[which], 0.95) * 1000

    def p50(self, which: int) -> float:
        """Return the median in milliseconds."""
        return percentile(self.seconds[which], 0.5) * 1000

    def sent(self, which: int) -> int:
        """Return how many statements a visit sends: once in a minute one more notes the session."""
        return median_low(self.queries[which])

    @property
    def growth(self) -> float:
        """Return how many times slower the large programme is."""
        return max(self.p95(1), FLOOR_MS) / max(self.p95(0), FLOOR_MS)


class Programme:
    """A filled programme and its site, with a browser for each login."""

    def __init__(self, site: Site, about: dict[str, Any]) -> None:
        self.site, self.pages = site, about["pages"]
        self.sessions: dict[str, str] = about["sessions"]
        self.browsers = {key: Browser(site, session) for key, session in self.sessions.items()}

    def open(self, page: Page, number: int) -> float:
        """Open the page for the `number`th time and return the seconds."""
        return visit(self.browsers[page.role], self.pages[page.role][page.name], number)

    def close(self) -> None:
        """Close all browsers."""
        for browser in self.browsers.values():
            browser.close()


def visit(browser: Browser, addresses: list[str], number: int) -> float:
    """Open the next of a page's addresses; one that begins with ? is a search to send."""
    address = addresses[number % len(addresses)]
    if address.startswith("?"):
        return browser.post("/buscar/", q=address[1:])
    return browser.get(address)


def pages_of(programme: Programme, *, each_once: bool) -> list[Page]:
    """Return the pages of every role; `each_once` takes each kind of page for one role."""
    pages = [Page(role, name) for role, names in programme.pages.items() for name in names]
    if not each_once:
        return pages
    return list({page.name.split(",")[0]: page for page in reversed(pages)}.values())


def measure(
    programmes: list[Programme], pages: list[Page], rounds: int, warming: int = WARMING
) -> list[Page]:
    """Open every page in both programmes in turn; the first visits warm up and do not count.

    A page so slow that `LONGEST` seconds go by is visited less often, three times at least.
    """
    for page in pages:
        until = time.perf_counter() + LONGEST
        for number in range(-warming, rounds):
            if number >= COUNTED and time.perf_counter() > until:
                break
            for which, programme in enumerate(programmes):
                counting = 0 <= number < COUNTED
                before = programme.site.statements() if counting else 0
                seconds = programme.open(page, number + warming)
                if number >= 0:
                    page.seconds[which].append(seconds)
                if counting:
                    page.queries[which].append(programme.site.statements() - before)
    return pages


def throughput(programme: Programme, seconds: float) -> float:
    """Return how many pages a second eight clients get, all pages alike."""
    until = time.perf_counter() + seconds

    def client(number: int) -> int:
        rng = random.Random(number)
        role = ("promotora", "promotora", "supervisora", "oficial")[number % 4]
        pages = list(programme.pages[role].values())
        browser, opened = Browser(programme.site, programme.sessions[role]), 0
        browser.get("/hoy/")
        while time.perf_counter() < until:
            visit(browser, rng.choice(pages), rng.randrange(1000))
            opened += 1
        browser.close()
        return opened

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        opened = sum(pool.map(client, range(CLIENTS)))
    return opened / (time.perf_counter() - began)


@dataclass(frozen=True)
class Effort:
    """How much is measured: counted visits, visits before them, seconds of the eight clients.

    `each_once` takes each kind of page for one role.
    """

    rounds: int
    warming: int
    seconds: float
    each_once: bool = False


def compare(
    made: Lab, databases: tuple[str, str], filled: list[dict[str, Any]], effort: Effort
) -> dict[str, Any]:
    """Measure a small and a large programme side by side, print the table, return the figures.

    `filled` tells of each what `visits` returns: how many persons, who opens what.
    """
    small, large = (told_of["persons"] for told_of in filled)
    with ExitStack() as stack:
        began = time.perf_counter()
        programmes = []
        for database, about in zip(databases, filled, strict=True):
            programme = Programme(stack.enter_context(made.site(database)), about)
            stack.callback(programme.close)
            programmes.append(programme)
        asked = pages_of(programmes[1], each_once=effort.each_once)
        pages = measure(programmes, asked, effort.rounds, effort.warming)
        told("pages, one client", began)
        per_second = throughput(programmes[1], effort.seconds)
        told("pages, all", began)
    show(
        f"Pages with {small:,} and {large:,} persons, {effort.rounds} visits each",
        ("page", "p50", "p95 ms", f"p50 {large}", "p95 ms", "growth", "queries", f"{large}"),
        list(rows(pages)),
    )
    return summary(pages, (small, large), per_second)


def rows(pages: list[Page]) -> Iterator[list[str]]:
    """Yield the table's lines, the slowest page first."""
    for page in sorted(pages, key=lambda page: -page.p95(1)):
        yield [
            f"{page.role}: {page.name}",
            *(f"{value:.0f}" for which in (0, 1) for value in (page.p50(which), page.p95(which))),
            f"{page.growth:.2f}",
            *(str(page.sent(which)) for which in (0, 1)),
        ]


def summary(pages: list[Page], sizes: tuple[int, int], per_second: float) -> dict[str, Any]:
    """Return the figures of a run."""
    slowest = max(pages, key=lambda page: page.p95(1))
    grown = max(pages, key=lambda page: page.growth)
    return {
        "persons": list(sizes),
        "worst_p95_ms": round(slowest.p95(1), 1),
        "worst_p95_ms_small": round(max(page.p95(0) for page in pages), 1),
        "slowest": f"{slowest.role}: {slowest.name}",
        "worst_queries": max(page.sent(which) for page in pages for which in (0, 1)),
        "grown_queries": sum(page.sent(1) > page.sent(0) for page in pages),
        "growth_ratio": round(grown.growth, 2),
        "grows_most": f"{grown.role}: {grown.name}",
        "pages_per_second": round(per_second, 1),
        "clients": CLIENTS,
        "pages": len(pages),
        "processors": os.cpu_count(),
    }
