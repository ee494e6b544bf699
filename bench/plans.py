"""How the statements of the main pages are carried out: `python -m bench.plans SESSIONS`.

Opens the pages that are opened most, as the web's role with every policy in force, and asks
PostgreSQL for the plan of each statement they send. A plan that reads one of the large tables
whole uses no index where it should.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import django

LARGE = 5_000  # rows
FIRST_WORDS = ("SELECT", "WITH")

_LARGE_TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > %s
"""


def main_pages() -> dict[str, tuple[str, str]]:
    """Return the ten main pages: who opens each, and where it lies."""
    from django.urls import reverse

    from arraigo.casework.models import Case
    from arraigo.core.context import SYSTEM, acting_as
    from arraigo.referrals.models import Referral

    with acting_as(SYSTEM, purpose="bench"):
        hers = Case.objects.filter(assignments__manager__email__startswith="promotora@")
        case = hers.open().order_by("-opened_on")[0]
        referral = Referral.objects.filter(case__in=hers.values("pk"))[0]
    return {
        "Hoy": ("promotora", reverse("desk:today")),
        "Casos": ("promotora", reverse("desk:cases")),
        "Casos del país": ("oficial", reverse("desk:cases")),
        "Caso": ("promotora", reverse("desk:case", args=[case.pk])),
        "Planes por revisar": ("supervisora", reverse("plans:list")),
        "Referir": ("promotora", reverse("referrals:new", args=[case.pk])),
        "Referencia": ("promotora", reverse("referrals:detail", args=[referral.pk])),
        "Seguimiento": ("promotora", reverse("casework:follow_up", args=[case.pk])),
        "Coordinación": ("oficial", reverse("coordination:list")),
        "Buscar": ("promotora", "?López"),
    }


def statements(client: Any, address: str) -> list[str]:
    """Return the questions that opening a page (after ? a search) asks of the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        if address.startswith("?"):
            answer = client.post("/buscar/", {"q": address[1:]}, follow=True)
        else:
            answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    asked = (query["sql"] for query in captured.captured_queries)
    return [text for text in asked if text.lstrip(" (").startswith(FIRST_WORDS)]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the plan and every part of it."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def read_whole(cursor: Any, statement: str, large: set[str]) -> set[str]:
    """Return the large tables that the statement's plan reads from one end to the other."""
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement.replace('%', '%%')}", [])
    ((told,),) = cursor.fetchall()
    found = told if isinstance(told, list) else json.loads(told)
    return {
        node["Relation Name"]
        for node in nodes(found[0]["Plan"])
        if node["Node Type"] in {"Seq Scan", "Parallel Seq Scan"} and node["Relation Name"] in large
    }


def scans(sessions: dict[str, str]) -> list[dict[str, str]]:
    """Return each page and large table that some statement of the page reads whole."""
    from django.db import connection, transaction
    from django.test import Client

    from arraigo.accounts.models import User
    from arraigo.core.context import Actor, acting_as

    found = []
    for page, (role, address) in main_pages().items():
        client = Client()
        client.cookies["session"] = sessions[role]
        asked = statements(client, address)
        user = User.objects.get(email__startswith=f"{role}@")
        with acting_as(Actor.user(user)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LARGE_TABLES, [LARGE])
            large = {name for (name,) in cursor.fetchall()}
            tables = {table for text in asked for table in read_whole(cursor, text, large)}
        found += [{"page": page, "table": table} for table in sorted(tables)]
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.web.settings")
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    print(json.dumps(scans(json.loads(sys.argv[1]))))
