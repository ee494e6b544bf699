"""What a loaded programme gets through the product itself, and whether it holds together."""

from __future__ import annotations

import random
from typing import Any

import psycopg
from django.apps import apps

from arraigo.casework.ledger import differences
from arraigo.casework.models import Case
from arraigo.casework.quality.checklist import VERSION
from arraigo.casework.quality.drawing import draw_cases
from arraigo.casework.quality.enums import Result
from arraigo.casework.quality.figures import TREND
from arraigo.casework.quality.months import last_month
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import Fact
from arraigo.territory.models import Office

COMPARED = 1000  # cases whose state is computed anew

# The lots of the months before, as the last one's, all verified.
_EARLIER = """
SET LOCAL session_replication_role = replica;
INSERT INTO casework_qualitydraw (id, office_id, month, size, seed, pool, drawn_at, drawn_by_id)
SELECT md5(id::text || n)::uuid, office_id, month - n * interval '1 month', size, seed, pool,
    drawn_at - n * interval '1 month', drawn_by_id
FROM casework_qualitydraw, generate_series(1, %(earlier)s) n;
INSERT INTO casework_drawncase (id, draw_id, case_id, person_id, office_id, manager_id)
SELECT md5(id::text || n)::uuid, md5(draw_id::text || n)::uuid, case_id, person_id, office_id,
    manager_id
FROM casework_drawncase, generate_series(1, %(earlier)s) n;
INSERT INTO casework_qualitycheck (id, drawn_id, case_id, person_id, office_id, manager_id, month,
    occurred_on, recorded_at, recorded_by_id, annulled_reason, version, answers, reached,
    not_tried_because, confirms, differs, result, unverifiable, observations, correction,
    corrected_note)
SELECT gen_random_uuid(), drawn.id, case_id, person_id, drawn.office_id, manager_id, draw.month,
    draw.drawn_at::date, draw.drawn_at, lead.user_id, '', %(version)s, '{}', '', '', '', '',
    %(result)s, '', '', '', ''
FROM casework_drawncase drawn JOIN casework_qualitydraw draw ON draw.id = drawn.draw_id
JOIN accounts_membership lead ON lead.office_id = drawn.office_id AND lead.role = 'project_lead'
WHERE draw.month < %(last)s
"""


def cast_lots() -> None:
    """Cast the last month's lot of every office, and lay down those before it."""
    with acting_as(SYSTEM, purpose="bench"):
        offices = list(Office.objects.filter(cases__isnull=False).distinct())
    for office in offices:
        draw_cases(office=office, month=last_month())


def lay_down_earlier(superuser: str) -> None:
    """Lay the lots of the months before the last one down, verified."""
    told = {
        "earlier": TREND - 1,
        "version": VERSION,
        "result": Result.CONFORMS,
        "last": last_month(),
    }
    with psycopg.ClientCursor(psycopg.connect(superuser)) as cursor:
        cursor.execute(_EARLIER, told)
        cursor.connection.commit()


def facts() -> dict[str, int]:
    """Return how many facts of each kind there are, by table."""
    with acting_as(SYSTEM, purpose="bench"):
        kinds = [model for model in apps.get_models() if issubclass(model, Fact)]
        counted = {one._meta.db_table: one._default_manager.count() for one in kinds}
    return {table: number for table, number in counted.items() if number}


def compared() -> dict[str, Any]:
    """Return how many cases were compared with their ledger, and how many were otherwise."""
    with acting_as(SYSTEM, purpose="bench"):
        every = list(Case.objects.order_by("pk").values_list("pk", flat=True))
        sample = random.Random(2026).sample(every, min(COMPARED, len(every)))
        wrong = differences(sample)
    return {"ledger_compared": len(sample), "ledger_differences": len(wrong)}


def finish(superuser: str) -> dict[str, Any]:
    """Cast the lots, bring the planner's figures up to date, and return what was compared."""
    cast_lots()
    lay_down_earlier(superuser)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return {"facts": sum(facts().values()), "facts_by_kind": facts(), **compared()}
