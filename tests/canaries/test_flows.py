"""No word about a person leaves the page that shows her: address, log, mail, QR, job or error.

Each flow registers a person called like nobody else and does with her file what people do, by the
pages, with every middleware. Before each step works it breaks, in turn: the view raises with all
that was typed and shown in its words, the database refuses a value or a row that holds it, or the
traces cannot be written. All that leaves beside the page is then searched for her words, her phone
and her CUI. The default run tells each flow once; the sweep tells it with her name written in
every way of `words.SHAPES`.
"""

from __future__ import annotations

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse

from tests.canaries.flows import FLOWS
from tests.canaries.stage import Stage
from tests.canaries.watching import Watch, everything_logged, watching
from tests.canaries.words import SHAPES, Words, told_in

pytestmark = pytest.mark.django_db

#: What every flow leaves behind and is looked at.
LOOKED_AT = {"address", "header", "log line", "stream", "error page", "link", "title"}
#: Flows in which nobody is shown on a page that answered well, or nothing breaks.
SHOWS_NOBODY = {"she_says_no", "typed_into_the_login", "complained"}


def tell(
    name: str, seed: int, cast: SimpleNamespace, address: Any, record: Any, *, pace: int = 1
) -> None:
    """Tell a flow from its first request to its last job, and look for leaks."""
    embedded = Path(address.home) / "postgres" / "log"
    log = embedded if embedded.exists() else None
    with watching(Words(seed), log) as watch:
        stage = Stage(cast, watch, pace=pace)
        FLOWS[name](stage)
    record("flow", name)
    record("requests", stage.requests)
    record("broken", stage.broken)
    record("looked_at", sum(watch.looked_at.values()))
    assert watch.leaks == []
    assert stage.requests >= 2
    assert watch.looked_at.keys() >= LOOKED_AT - ({"error page"} if not stage.broken else set())
    assert watch.shown or name in SHOWS_NOBODY


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_leaves_no_word_behind(cast, name, database_address, record_property):
    seed = list(FLOWS).index(name)
    tell(name, seed, cast, database_address, record_property, pace=4)


@pytest.mark.sweep
@pytest.mark.long
@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("name", FLOWS)
def test_every_flow_however_she_is_written(cast, name, shape, database_address, record_property):
    seed = 1000 + len(SHAPES) * list(FLOWS).index(name) + shape
    tell(name, seed, cast, database_address, record_property)


def test_the_sweep_tells_two_hundred_flows():
    assert len(FLOWS) * len(SHAPES) >= 200


@pytest.mark.parametrize(
    "leak",
    ["{}", "k%78wq{rest}", "<b>{}</b>", "Ḱ{rest1}", "5700-0007", "7000 00079 0101"],
)  # fmt: skip
def test_a_leak_is_found_however_it_is_written(leak):
    words = Words(7)
    word = words.word(2)
    text = leak.format(word, rest=word[4:], rest1=word[1:])
    assert told_in(f"antes {text} después", words)
    assert not told_in("antes y después 57000008", words)


def test_the_watch_sees_what_leaks():
    words = Words(9)
    watch = Watch(words)
    page = HttpResponse(f'<title>{words.word(1)}</title><a href="/x/?q={words.word(2)}">x</a>'
                        f'<a href="tel:+502{words.phone}">llamar</a>'
                        f'<form><input name="q" value="{words.word(3)}"></form>')  # fmt: skip
    page["X-Who"] = words.cui
    page.set_cookie("c", words.word(4))
    watch.answer("get", f"/{words.word(5)}/", page)
    watch.answer("get", "/", HttpResponse(words.word(6), status=404))
    kinds = [kind for kind, _where, _said in watch.leaks]
    assert kinds == ["address", "header", "cookie", "title", "link", "address of a form",
                     "error page"]  # fmt: skip


def test_every_logger_is_listened_to():
    with everything_logged() as caught:
        for name in ("django.request", "django.template", "axes", "procrastinate.worker", "x.y"):
            logging.getLogger(name).debug("hola")
    assert sum("hola" in line for line in caught.lines) == 5
