"""Files outside one's scope: compared by the database itself, which answers yes or no.

That a file exists reveals migration and assistance (domain: privacy, duplicates across offices).
So two files that no one office sees are compared only through this function: it runs as the
database's owner, tells whether at least three identifiers agree and nothing else, leaves a trace
on both files, and answers a user a limited number of times an hour (60 pairs).
"""

from __future__ import annotations

import uuid

from django.db import connection

# Whether a file answers nobody: a room above says which, and notes that it was asked.
_ANSWERS_NOBODY = """
CREATE OR REPLACE FUNCTION people_answers_nobody(one uuid, other uuid) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
{body}
END $$;
REVOKE ALL ON FUNCTION people_answers_nobody(uuid, uuid) FROM PUBLIC;
"""
ALL_ANSWER = "    RETURN false;"

AGREE_FUNCTION = """
CREATE FUNCTION people_identifiers_agree(one uuid, other uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    caller text := core_actor_kind();
    recent integer;
    agreeing integer;
BEGIN
    IF NOT EXISTS (SELECT FROM people_person WHERE id = one) THEN
        RAISE EXCEPTION 'arraigo: this file is not yours to compare' USING ERRCODE = '42501';
    END IF;
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    IF caller = 'user' THEN
        PERFORM pg_advisory_xact_lock(hashtext('people_identifiers_agree'), core_actor_id()::int);
        SELECT count(*) INTO recent FROM core_trace
        WHERE actor_kind = caller AND actor_id = core_actor_id()
        AND purpose = 'compared_elsewhere' AND at > core_now() - interval '1 hour';
        IF recent >= 120 THEN
            RAISE EXCEPTION 'arraigo: too many comparisons' USING ERRCODE = '54000';
        END IF;
    END IF;
    INSERT INTO core_trace (at, actor_kind, actor_id, person_id, purpose, request_id)
    SELECT core_now(), caller, core_actor_id(), compared, 'compared_elsewhere', core_request()
    FROM unnest(ARRAY[one, other]) AS compared;
    SELECT (a.sort_key = b.sort_key)::int + (a.birth_year = b.birth_year)::int
        + (a.municipality_id = b.municipality_id)::int + (a.cui <> '' AND a.cui = b.cui)::int
        + EXISTS (
            SELECT FROM people_contactpoint x JOIN people_contactpoint y ON x.phone = y.phone
            WHERE x.person_id = one AND y.person_id = other AND x.phone <> '')::int
    INTO agreeing FROM people_person a, people_person b WHERE a.id = one AND b.id = other;
    IF agreeing >= 3 AND people_answers_nobody(one, other) THEN
        agreeing := 0;
    END IF;
    PERFORM set_config('arraigo.actor_kind', caller, true);
    RETURN coalesce(agreeing, 0) >= 3;
END $$;
REVOKE ALL ON FUNCTION people_identifiers_agree(uuid, uuid) FROM PUBLIC;
"""
DROP_AGREE_FUNCTION = """
DROP FUNCTION people_identifiers_agree(uuid, uuid);
DROP FUNCTION people_answers_nobody(uuid, uuid);
"""


def silence(body: str) -> str:
    """Return the SQL that makes `people_answers_nobody` of a body in PL/pgSQL."""
    return _ANSWERS_NOBODY.format(body=body)


def identifiers_agree(one: uuid.UUID, other: uuid.UUID) -> bool:
    """Tell whether two files agree in three of name, birth year, municipality, phone and CUI.

    The actor must see the first; the second may be anybody's. Raises `DatabaseError` when she
    does not, or has compared too often in the last hour.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_identifiers_agree(%s, %s)", [one, other])
        (agree,) = cursor.fetchone()
    return bool(agree)
