"""How many files somebody opened, and how often she searched, in the last hour.

One call to the database answers it: it waits for whoever counts for the same user, so that two
pages opened at once are counted one after the other, and then reads her traces by their index.
The function is the owner's and counts for the acting user only, because a trace may name a
person whom she does not see any more.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.urls import get_urlconf

from arraigo.accounts import addresses
from arraigo.accounts.access import lists_persons
from arraigo.core.context import Context

WINDOW = timedelta(hours=1)
SEARCHES = frozenset({"search_results"})
#: What a trace may say besides an address, and that opens no file.
_NO_FILE = frozenset({"duplicates", "report_notes", "compared_elsewhere"})

COUNT_FUNCTION = """
CREATE FUNCTION accounts_count_looks(proved timestamptz, not_files text[], searching text[],
                                     shown uuid[], searched boolean)
RETURNS TABLE (files bigint, files_since bigint, searches bigint, searches_since bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    caller text := core_actor_kind();
    beginning timestamptz := core_now() - interval '1 hour';
BEGIN
    IF caller <> 'user' THEN
        RAISE EXCEPTION 'arraigo: only what a user looked at is counted' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('accounts_count_looks'), core_actor_id()::int);
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    RETURN QUERY
        WITH looks AS (
            SELECT person_id, at, request_id, purpose FROM core_trace
            WHERE actor_kind = 'user' AND actor_id = core_actor_id() AND at > beginning
            UNION ALL SELECT id, core_now(), core_request(), '' FROM unnest(shown) AS id)
        SELECT count(DISTINCT person_id) FILTER (WHERE purpose <> ALL (not_files)),
            count(DISTINCT person_id) FILTER (WHERE purpose <> ALL (not_files) AND at > proved),
            count(DISTINCT request_id) FILTER (WHERE purpose = ANY (searching)) + searched::int,
            count(DISTINCT request_id) FILTER (WHERE purpose = ANY (searching) AND at > proved)
                + searched::int
        FROM looks;
    PERFORM set_config('arraigo.actor_kind', caller, true);
END $$;
REVOKE ALL ON FUNCTION accounts_count_looks(timestamptz, text[], text[], uuid[], boolean)
    FROM PUBLIC;
"""
DROP_COUNT_FUNCTION = (
    "DROP FUNCTION accounts_count_looks(timestamptz, text[], text[], uuid[], boolean)"
)

_COUNT = """
SELECT files, files_since, searches, searches_since
FROM accounts_count_looks(core_now() - make_interval(secs => %s), %s, %s, %s::uuid[], %s)
"""


class Looks(NamedTuple):
    """Different files and searches of the last hour, and those since she last proved who it is."""

    files: int
    files_since: int
    searches: int
    searches_since: int


def opened_by(context: Context) -> set[uuid.UUID]:
    """Return the persons whose files the request opens; a list or a search opens none."""
    lists = not_files()
    return {person for person, purpose in context.shown.items() if purpose not in lists}


def searched_by(context: Context) -> bool:
    """Tell whether the request answers a search with somebody."""
    return not SEARCHES.isdisjoint(context.shown.values())


def not_files() -> Collection[str]:
    """Return the purposes of traces that open no file: lists, searches, comparisons."""
    return _not_files(get_urlconf() or settings.ROOT_URLCONF)


@cache
def _not_files(urlconf: str) -> frozenset[str]:
    lists = set(addresses.without_row(urlconf))
    lists |= {name for name, view in addresses.views(urlconf).items() if lists_persons(view)}
    return frozenset(lists) | SEARCHES | _NO_FILE


def count_looks(
    opened: Collection[uuid.UUID], searched: bool, since_proof: timedelta | None
) -> Looks:
    """Return what the acting user looked at in the last hour, this request included.

    Holds a lock of hers until the transaction ends.
    """
    proved = min(WINDOW, since_proof) if since_proof is not None else WINDOW
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [proved.total_seconds(), sorted(not_files()), sorted(SEARCHES), list(opened), searched],
        )
        return Looks(*cursor.fetchone())
