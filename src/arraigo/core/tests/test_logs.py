"""What reaches a log."""

import logging
import sys

import pytest
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template, VariableDoesNotExist
from django.test import RequestFactory
from django.urls import resolve

from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.logs import UNKNOWN_ADDRESS, DiscreetFormatter, Worthwhile

CANARY = "Kxwqbcdfgh"


def record(message="", *args, name="arraigo", **extra):
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, None)
    for key, value in extra.items():
        setattr(made, key, value)
    return made


def line(*args, **extra):
    return DiscreetFormatter().format(record(*args, **extra))


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def requested(path):
    request = RequestFactory().get("/")
    request.path = path
    request.resolver_match = None
    return request


@pytest.mark.django_db
def test_tells_when_and_who():
    with acting_as(SYSTEM) as context:
        told = line("hola")
    assert told.endswith(f"ERROR arraigo [system: {context.request_id}] hola")
    assert (told[10], told[19]) == ("T", "Z")
    assert "[-]" in line("hola")


def test_one_event_is_one_line():
    assert "\n" not in line("uno\ndos\r\x1b[31m\u2028tres %s", "cua\ntro")


def test_an_address_is_written_as_its_pattern():
    request = requested(f"/r/{CANARY}/")
    request.resolver_match = resolve(request.path)
    assert line("Not Found: %s", request.path, request=request).endswith(
        "Not Found: /r/<str:token>/"
    )
    typed = requested(f"/buscar/{CANARY} é/")
    escaped = typed.path.encode("unicode_escape").decode()
    assert line("%s: %s", "x", escaped, request=typed).endswith(UNKNOWN_ADDRESS)
    told = line("Referer https://x/m/%s/ and /cuenta/clave/nueva/%s/", CANARY, CANARY)
    assert CANARY not in told


@pytest.mark.parametrize(
    "error",
    [ValueError(CANARY), KeyError(CANARY), VariableDoesNotExist("%s", (CANARY,)),
     UnicodeEncodeError("ascii", CANARY, 0, 1, CANARY)],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_an_exception_keeps_its_words_for_itself(error):
    try:
        try:
            raise error
        except type(error) as first:
            raise RuntimeError(CANARY) from first
    except RuntimeError:
        found = record("%s", "falló", exc_info=sys.exc_info())
    logging.Formatter().format(found)  # somebody else wrote it before, words and all
    assert CANARY in found.exc_text
    told = DiscreetFormatter().format(found)
    assert CANARY not in told
    assert f"builtins.{type(error).__name__}" in told or "django.template" in told
    assert "builtins.RuntimeError" in told
    assert "test_logs.py" in told


def test_a_message_that_is_the_errors_own_words_gives_its_class():
    error = ValueError(CANARY)
    told = line(CANARY, exc_info=raised(error), name="django.security.ValueError")
    assert CANARY not in told
    assert "] ValueError" in told


@pytest.mark.django_db
def test_a_refused_row_is_told_by_its_code_and_rule(cast):
    twice = "UPDATE accounts_user SET name = %s, email = 'x' WHERE email <> ''"
    with (
        acting_as(SYSTEM),
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(twice, [CANARY])
    told = line("falló", exc_info=(caught.type, caught.value, caught.tb))
    assert "23505 accounts_user" in told
    assert CANARY not in told


def test_a_template_that_looks_for_nothing_shows_no_context(caplog):
    with caplog.at_level(logging.DEBUG, logger="django.template"):
        Template("{% if nobody.x %}{% endif %}{{ nobody }}").render(Context({"name": CANARY}))
    told = "\n".join(DiscreetFormatter().format(found) for found in caplog.records)
    assert CANARY not in told


@pytest.mark.parametrize(
    ("status", "name", "written"),
    [(404, "django.request", True), (403, "django.request", True), (500, "django.request", True),
     (422, "django.request", False), (405, "django.request", False),
     (400, "django.security.DisallowedHost", True), (None, "arraigo", True)],
)  # fmt: skip
def test_failures_and_refusals_are_written(status, name, written):
    assert Worthwhile().filter(record("x", name=name, status_code=status)) is written
