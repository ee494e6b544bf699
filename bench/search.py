"""Finding a person by a misspelt name: recall and time, from 10,000 to 1,000,000 persons.

    uv run python bench/search.py [--quick] [--json]

Beside it, in the same run on the same persons: PostgreSQL's trigrams and exact match. Everything
is measured as the web's role with the policies on; the rivals get a table without policies,
because under them no trigram index is used (that is measured too).

- `recall_hard`: share of hard questions (two of: a name missing, an initial, two names joined, two
  errors in one word; and more) whose person is among the first ten, asked by a national officer.
- `p95_ms`: the 95th percentile of the time in the database, of the slowest set of questions.
- `server_ms`: processor time of the database for one hard question.
- `page_p95_ms`: the 95th percentile of a search through the page of a real server, from the post
  to the last byte.
- `growth`: processor time of the database for a hard question, largest to smallest registry.
- `trigrams_to_ours`: median time of trigrams to ours, on the same questions.
- `index_ms`: what `arraigo reindex` takes for a person.
- `load`: of the machine while it ran; with other work on it, times say little.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.asking import Ask, Outcome, database_time, measure
from bench.lab import TEMPLATE, Browser, Lab, arguments, conclude, lab, show, told
from bench.questions import Question, Questions
from bench.registry import Registry
from bench.trgm import run_rivals

SEED = 2026
SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000, 10_000)
QUERIES, QUICK_QUERIES = 300, 50
PAGES, QUICK_PAGES, WARMING = 200, 40, 10
RIVALS, QUICK_RIVALS, WRITTEN = 60, 40, 100
UNLIMITED = 30_000


def by_words(user: Any) -> Ask:
    """Return the product's own search, as `user`."""
    from arraigo.people.search.find import find_people

    return lambda text: [str(found.person.pk) for found in find_people(text, user=user)]


def _set_up(made: Lab) -> dict[str, Any]:
    """Make this process a web process of the lab; return the cast."""
    os.environ.update(made.environment(TEMPLATE), DJANGO_SETTINGS_MODULE="arraigo.web.settings")
    django.setup()
    from arraigo.accounts.enums import Role
    from arraigo.accounts.harvest.models import LookLimit
    from arraigo.accounts.models import User
    from arraigo.core.context import SYSTEM, acting_as
    from arraigo.demo.cast import create_cast

    with acting_as(SYSTEM, purpose="bench"):
        create_cast()
        # Nobody searches as often as this: the page would ask who it is.
        LookLimit.objects.create(
            role=Role.PROMOTOR, alert_files=UNLIMITED, stop_files=UNLIMITED,
            alert_searches=UNLIMITED, stop_searches=UNLIMITED,
        )  # fmt: skip
        return {user.email.split("@")[0]: user for user in User.objects.all()}


def run_size(registry: Registry, cast: dict[str, Any], count: int) -> dict[str, Outcome]:
    """Return what the product's search gave with the registry as large as it is now."""
    nation, small, large = cast["oficial"], cast["promotora.esq"], cast["promotora"]
    began = time.perf_counter()
    questions = Questions(registry, SEED)
    asked = {
        "easy": (questions.easy(count), nation),
        "hard": (questions.hard(count), nation),
        "hard, small office": (questions.hard(count, registry.of_small_office), small),
        "hard, large office": (questions.hard(count, registry.of_large_office), large),
    }
    told(f"{count} questions of each kind thought up", began)
    began = time.perf_counter()
    measure(asked["easy"][0][:WARMING], by_words(nation), nation)
    outcomes = {name: measure(set_, by_words(user), user) for name, (set_, user) in asked.items()}
    told("searched", began)
    return outcomes


def run_writes(registry: Registry, user: Any) -> Outcome:
    """Return the time in the database of writing anew what one person is found by."""
    from arraigo.core.context import Actor, acting_as
    from arraigo.people.models import Person
    from arraigo.people.search.index import index_person

    outcome = Outcome()
    for ident in random.Random(SEED).sample(registry.ids, WRITTEN):
        with acting_as(Actor.user(user), purpose="bench"):
            person = Person.objects.get(pk=ident)
            with database_time() as spent:
                index_person(person)
        outcome.seconds.append(spent[0])
    return outcome


def run_pages(registry: Registry, user: Any, questions: list[Question]) -> Outcome:
    """Return the time of a whole search through the page: the post and where it leads."""
    session = _session(user)
    outcome = Outcome()
    with registry.lab.site(TEMPLATE) as site:
        browser = Browser(site, session)
        browser.get("/hoy/")
        for text, _meant in questions:
            outcome.seconds.append(browser.post("/buscar/", q=text))
        browser.close()
    del outcome.seconds[:WARMING]
    return outcome


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from arraigo.accounts.sessions.store import SessionStore
    from arraigo.core.context import SYSTEM, acting_as

    with acting_as(SYSTEM, purpose="bench"):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
    return str(session.session_key)


def main() -> None:
    """Run the benchmark and print what it found."""
    instead = f"{QUICK[0]:,} and {QUICK[1]:,} persons instead of up to {SIZES[-1]:,}"
    options = arguments(__doc__ or "", quick=instead)
    sizes = QUICK if options.quick else SIZES
    count = QUICK_QUERIES if options.quick else QUERIES
    pages = QUICK_PAGES if options.quick else PAGES
    rival_count = QUICK_RIVALS if options.quick else RIVALS
    with lab() as made:
        cast = _set_up(made)
        registry = Registry(made, SEED)
        by_size: dict[int, dict[str, Outcome]] = {}
        for size in sizes:
            index_ms = registry.grow(size)
            if size == sizes[-1]:
                registry.settle()
            by_size[size] = run_size(registry, cast, count)
        questions = Questions(registry, SEED)
        written = run_writes(registry, cast["oficial"])
        of_page = questions.hard(pages + WARMING, registry.of_large_office)
        paged = run_pages(registry, cast["promotora"], of_page)
        megabytes = registry.storage()
        rivals = run_rivals(registry, questions.hard(rival_count), cast["oficial"])
    result = report(by_size, rivals, written, paged)
    result |= {
        "index_ms": round(index_ms, 3),
        "storage_mb": round(megabytes),
        "load": round(os.getloadavg()[2], 1),
    }
    conclude(result, as_json=options.json)


def report(
    by_size: dict[int, dict[str, Outcome]],
    rivals: dict[str, Outcome],
    written: Outcome,
    paged: Outcome,
) -> dict[str, Any]:
    """Print the table and return the figures."""
    largest, smallest = max(by_size), min(by_size)
    rows = [
        [f"{size:,}", name, *outcome.cells()]
        for size, outcomes in [*by_size.items(), (largest, rivals)]
        for name, outcome in outcomes.items()
    ]
    rows.append([f"{largest:,}", "write one person", "", *written.times()])
    rows.append([f"{largest:,}", "search through the page", "", *paged.times()])
    columns = ["persons", "set", "recall@10", "p50 ms", "p95 ms", "server ms"]
    show("Search by a misspelt name", columns, rows)
    ours, least = by_size[largest], by_size[smallest]
    trigrams = rivals["pg_trgm, no policy"]
    return {
        "persons": largest,
        "recall_easy": round(ours["easy"].recall, 4),
        "recall_hard": round(ours["hard"].recall, 4),
        "recall_hard_small_office": round(ours["hard, small office"].recall, 4),
        "recall_hard_large_office": round(ours["hard, large office"].recall, 4),
        "recall_hard_trigrams": round(trigrams.recall, 4),
        "p50_ms": round(ours["hard"].ms(0.5), 1),
        "p95_ms": round(max(outcome.ms(0.95) for outcome in ours.values()), 1),
        "server_ms": round(ours["hard"].server_ms, 1),
        "p95_ms_trigrams": round(trigrams.ms(0.95), 1),
        "trigrams_to_ours": round(trigrams.ms(0.5) / ours["hard"].ms(0.5), 1),
        "growth": round(ours["hard"].server_ms / least["hard"].server_ms, 2),
        "page_p95_ms": round(paged.ms(0.95), 1),
        "write_p95_ms": round(written.ms(0.95), 1),
    }


if __name__ == "__main__":
    main()
