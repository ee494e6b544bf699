"""The indicators and the cases attended, counted a second time: in DuckDB, from exported facts.

Written from the definitions and the counting rules alone. It shares with the product neither
SQL nor functions of the database: managers, deaths, thresholds and months are told again here.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection

#: What leaves the database, as text: one table each, columns with their types.
TABLES = {
    "people_person": "id uuid, is_training boolean, registered_by_id bigint,"
    " municipality_id bigint",
    "people_returnevent": "person_id uuid",
    "people_personscope": "person_id uuid, office_id bigint, reason text, id bigint",
    "people_consent": "id bigint, person_id uuid, purpose text, decision text, decided_on date,"
    " recorded_by_id bigint",
    "casework_case": "id uuid, person_id uuid, office_id bigint, opened_on date, closed_on date",
    "casework_caseassignment": "id bigint, case_id uuid, manager_id bigint, since timestamp,"
    " until timestamp",
    "casework_due": "id uuid, case_id uuid, person_id uuid, office_id bigint, kind text,"
    " original_on date, cancelled_at timestamp, assigned_to_id bigint",
    "casework_followup": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " occurred_on date, recorded_at timestamp, annulled_at timestamp, due_id uuid, outcomes text,"
    " recorded_by_id bigint",
    "casework_counsellingsession": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " occurred_on date, annulled_at timestamp, recorded_by_id bigint",
    "casework_note": "id uuid, case_id uuid, person_id uuid, office_id bigint, kind text,"
    " occurred_on date, annulled_at timestamp, recorded_by_id bigint",
    "casework_contactattempt": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " result text, occurred_on date, annulled_at timestamp, recorded_by_id bigint",
    "plans_plan": "id uuid, case_id uuid, state text",
    "plans_goal": "id uuid, plan_id uuid",
    "plans_planaction": "id uuid, goal_id uuid, person_id uuid, state text, done_on date",
    "casework_closure": "case_id uuid, person_id uuid, state text, reason text, requested_on date",
    "casework_servicedelivery": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " service_id text, award_id text, directness text, occurred_on date, annulled_at timestamp",
    "directory_service": "id text, type_id text, municipality_id bigint",
    "directory_service_coverage": "service_id text, municipality_id bigint",
    "directory_servicetype": "code text, assistance_class text, counts_as_assistance boolean",
    "organizations_award": "id text, funder_id text",
    "organizations_organization": "id text, code text",
    "referrals_referral": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " service_id text, state text, occurred_on date, created_by_id bigint, consent_id bigint",
    "referrals_referralevent": "referral_id uuid, to_state text",
    "profiling_profile": "id uuid, case_id uuid, person_id uuid, completed_at timestamp,"
    " completed_by_id bigint",
    "learning_enrolment": "id uuid, service_id text, award_id text, directness text",
    "learning_completion": "id uuid, case_id uuid, person_id uuid, office_id bigint,"
    " enrolment_id uuid, occurred_on date, annulled_at timestamp",
    "learning_certificate": "id uuid, case_id uuid, person_id uuid, office_id bigint, kind text,"
    " recognition text, issuer_authorised boolean, occurred_on date, annulled_at timestamp",
    "jobs_application": "person_id uuid, occurred_on date, annulled_at timestamp",
    "jobs_placement": "id uuid, case_id uuid, person_id uuid, office_id bigint, occurred_on date,"
    " annulled_at timestamp, hours_per_week bigint, expected_months double, first_sale_on date,"
    " held_before boolean, abroad boolean, ended_on date",
    "jobs_retentioncheck": "placement_id uuid, days bigint, still text, annulled_at timestamp",
    "coordination_activity": "id uuid, office_id bigint, kind text, evidence text,"
    " occurred_on date, annulled_at timestamp",
    "coordination_participation": "activity_id uuid, user_id bigint, annulled_at timestamp",
}

COMMON = """
CREATE MACRO in_guatemala(moment) AS CAST(moment - INTERVAL 6 HOUR AS DATE);
CREATE VIEW counted_person AS
    SELECT id AS person_id, registered_by_id FROM people_person
    WHERE NOT is_training AND id IN (SELECT person_id FROM people_returnevent);
CREATE VIEW returned AS SELECT person_id FROM counted_person;
CREATE VIEW us_award AS
    SELECT award.id FROM organizations_award award
    JOIN organizations_organization funder ON funder.id = award.funder_id
    WHERE funder.code = 'us-gov';
"""
#: Who managed the case on a day: the last to be given it by then, else the first of all.
MANAGER = """(SELECT arg_max(manager_id, CASE WHEN in_guatemala(since) <= {day}
    THEN epoch(since) ELSE -epoch(since) END)
    FROM casework_caseassignment held WHERE held.case_id = {case})"""
IN_PERIOD = "{day} BETWEEN $first AND $last"


def _of_manager(day: str = "fact.occurred_on", case: str = "fact.case_id") -> str:
    return MANAGER.format(day=day, case=case)


_CERTIFICATES = f"""
    SELECT fact.id, fact.person_id, fact.office_id, {_of_manager()} AS author
    FROM learning_certificate fact
    WHERE annulled_at IS NULL AND issuer_authorised AND kind <> 'asistencia'
      AND fact.occurred_on BETWEEN $first AND $last"""
_IDENTIFIED = """
    SELECT person_id AS id, person_id, registered_by_id AS author,
        (SELECT office_id FROM people_personscope scope WHERE scope.person_id = one.person_id
         AND reason = 'registered' ORDER BY scope.id LIMIT 1) AS office_id
    FROM counted_person one WHERE (
        SELECT min(decided_on) FROM people_consent asked WHERE asked.person_id = one.person_id
        AND purpose = 'service' AND decision = 'given') BETWEEN $first AND $last"""
_PROFILED = """
    SELECT fact.id, fact.person_id, kase.office_id, fact.completed_by_id AS author
    FROM profiling_profile fact JOIN casework_case kase ON kase.id = fact.case_id
    WHERE in_guatemala(completed_at) BETWEEN $first AND $last AND NOT EXISTS (
        SELECT 1 FROM profiling_profile before WHERE before.person_id = fact.person_id
        AND (before.completed_at, before.id) < (fact.completed_at, fact.id))"""
_DUE = f"""
    SELECT fact.id, fact.person_id, fact.office_id, fact.original_on, fact.case_id,
        {_of_manager("fact.original_on")} AS author
    FROM casework_due fact
    WHERE kind = 'follow_up' AND original_on BETWEEN $first AND $last
      AND (cancelled_at IS NULL OR in_guatemala(cancelled_at) > original_on)"""
_DEAD = """(SELECT person_id FROM casework_closure
    WHERE reason = 'fallecimiento' AND state IN ('requested', 'certified')
      AND requested_on <= $last)"""
_POSITIVE = """
    SELECT due.* FROM ({due}) due WHERE due.person_id NOT IN {dead} AND (
        SELECT list_has_any(string_split(trim(last_one.outcomes, '{{}}'), ','), {codes})
        FROM casework_followup last_one
        WHERE last_one.person_id = due.person_id AND annulled_at IS NULL
          AND last_one.occurred_on BETWEEN $first - 7 AND $last + 7
        ORDER BY occurred_on DESC, recorded_at DESC LIMIT 1)"""
ECONOMIC = "['empleo', 'negocio_nuevo', 'negocio_mejorado', 'ingreso']"
INTERMEDIATE = "['certificado', 'formacion', 'estudio']"
_COHORT = f"""
    SELECT fact.id, fact.person_id, fact.office_id, fact.occurred_on, {_of_manager()} AS author
    FROM learning_completion fact
    JOIN learning_enrolment place ON place.id = fact.enrolment_id
    JOIN directory_service service ON service.id = place.service_id
    WHERE fact.annulled_at IS NULL AND fact.occurred_on BETWEEN $first AND $last
      AND place.award_id IN (FROM us_award) AND place.directness IN {{ways}}
      AND service.type_id IN ('formacion', 'certificacion', 'emprendimiento')"""
_APPLIED = """
    SELECT done.* FROM ({cohort}) done WHERE EXISTS (
        SELECT 1 FROM jobs_application applied WHERE applied.person_id = done.person_id
        AND applied.annulled_at IS NULL AND applied.occurred_on > done.occurred_on
        AND applied.occurred_on <= done.occurred_on + 180)"""
_PLACED = f"""
    SELECT * FROM (
        SELECT fact.id, fact.person_id, fact.office_id, fact.occurred_on, fact.abroad,
            {_of_manager()} AS author,
            row_number() OVER (PARTITION BY fact.person_id ORDER BY fact.occurred_on, fact.id) AS n
        FROM jobs_placement fact
        WHERE fact.annulled_at IS NULL AND NOT held_before AND abroad = {{abroad}}
          AND (hours_per_week >= 20 AND expected_months >= 1 OR first_sale_on IS NOT NULL)
          AND fact.occurred_on > (
            SELECT min(served.occurred_on) FROM casework_servicedelivery served
            WHERE served.person_id = fact.person_id AND served.annulled_at IS NULL
              AND served.award_id IN (FROM us_award) AND served.directness IN {{ways}}))
    WHERE n = 1 AND occurred_on BETWEEN $first AND $last"""
#: A person still works at a mark if an answer for it says so (elsewhere too), if a later one
#: says she never left, or if her last day came on it or after it.
_KEPT = """
    SELECT began.* FROM ({placed}) began JOIN jobs_placement job ON job.id = began.id
    WHERE began.occurred_on + {days} <= $today AND (
        job.ended_on - job.occurred_on >= {days}
        OR job.id IN (SELECT placement_id FROM jobs_retentioncheck WHERE annulled_at IS NULL
            AND (still = 'otro' AND days = {days} OR still = 'si' AND days >= {days})))"""
_SERVED = f"""
    SELECT fact.id, fact.person_id, fact.office_id, {_of_manager()} AS author
    FROM casework_servicedelivery fact
    JOIN directory_service service ON service.id = fact.service_id
    JOIN directory_servicetype kind ON kind.code = service.type_id
    WHERE fact.annulled_at IS NULL AND fact.occurred_on BETWEEN $first AND $last
      AND fact.award_id IN (FROM us_award) AND fact.directness IN {{ways}}
      AND kind.counts_as_assistance AND kind.assistance_class IN ('recepcion', 'reintegracion')"""
_REFERRED = """
    SELECT fact.id, fact.person_id, fact.office_id, fact.created_by_id AS author
    FROM referrals_referral fact JOIN directory_service service ON service.id = fact.service_id
    JOIN people_consent asked ON asked.id = fact.consent_id
    WHERE fact.occurred_on BETWEEN $first AND $last AND asked.decision = 'given'
      AND service.type_id IN ('formacion', 'certificacion', 'intermediacion',
        'programa_economico', 'emprendimiento', 'educacion')
      AND fact.state <> 'borrador'
      AND (fact.state NOT IN ('declinada', 'retirada') OR fact.id IN (
        SELECT referral_id FROM referrals_referralevent
        WHERE to_state NOT IN ('enviada', 'vencida', 'declinada', 'retirada')))"""
#: In whose place one can be helped: given there, covering it, or covering no place in particular.
_SUITABLE = """
    SELECT sent.* FROM ({referred}) sent
    JOIN referrals_referral fact USING (id)
    JOIN people_person one ON one.id = sent.person_id
    JOIN directory_service service ON service.id = fact.service_id
    WHERE fact.state <> 'rechazada'
      AND sent.id NOT IN (SELECT referral_id FROM referrals_referralevent
        WHERE to_state = 'rechazada')
      AND (service.id NOT IN (SELECT service_id FROM directory_service_coverage)
        OR one.municipality_id IS NOT DISTINCT FROM service.municipality_id
        OR (service.id, one.municipality_id) IN (
            SELECT (service_id, municipality_id) FROM directory_service_coverage))"""
#: Effective contacts are of whoever made them; deliveries and actions of the plan of the manager.
_CONTACTS = " UNION ALL ".join(
    f"""SELECT id, case_id, person_id, office_id, recorded_by_id AS author, occurred_on
    FROM {table} WHERE annulled_at IS NULL AND {effective}"""
    for table, effective in {
        "casework_followup": "true",
        "casework_counsellingsession": "true",
        "casework_note": "kind IN ('visit', 'call', 'office')",
        "casework_contactattempt": "result = 'later'",
    }.items()
)
_HELPED = """
    SELECT id, case_id, person_id, office_id, occurred_on FROM casework_servicedelivery
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT done.id, plan.case_id, done.person_id, kase.office_id, done.done_on
    FROM plans_planaction done JOIN plans_goal goal ON goal.id = done.goal_id
    JOIN plans_plan plan ON plan.id = goal.plan_id JOIN casework_case kase ON kase.id = plan.case_id
    WHERE done.state = 'hecha' AND plan.state <> 'borrador'"""
_CASES_ATTENDED = f"""
    SELECT fact.id, fact.person_id, fact.office_id, fact.author FROM (
        SELECT * FROM ({_CONTACTS})
        UNION ALL BY NAME
        SELECT fact.*, {_of_manager()} AS author FROM ({_HELPED}) fact) fact
    JOIN casework_case kase ON kase.id = fact.case_id
    WHERE fact.occurred_on BETWEEN $first AND $last"""
_FAILED = """
    SELECT id, person_id, office_id, recorded_by_id AS author FROM casework_contactattempt
    WHERE annulled_at IS NULL AND result <> 'later' AND occurred_on BETWEEN $first AND $last"""
_ACTIVITIES = """
    SELECT fact.id, fact.id AS person_id, fact.office_id, took_part.user_id AS author
    FROM coordination_activity fact
    JOIN coordination_participation took_part
      ON took_part.activity_id = fact.id AND took_part.annulled_at IS NULL
    WHERE fact.annulled_at IS NULL AND fact.occurred_on BETWEEN $first AND $last
      AND fact.kind IN {kinds} AND fact.evidence IN {evidence}"""
DIRECT, BOTH = "('direct')", "('direct', 'facilitated')"
_LIVING_DUE = f"SELECT * FROM ({_DUE}) due WHERE due.person_id NOT IN {_DEAD}"


def _positive(codes: str) -> str:
    return _POSITIVE.format(due=_DUE, dead=_DEAD, codes=codes)


def _applied(cohort: str) -> tuple[str, str]:
    return _APPLIED.format(cohort=cohort), cohort


def _kept(days: int) -> tuple[str, str]:
    placed = _PLACED.format(ways=DIRECT, abroad="false")
    whole = f"SELECT * FROM ({placed}) WHERE occurred_on + {days} <= $today"
    return _KEPT.format(placed=placed, days=days), whole


_ALL_COHORT, _ANY_COHORT = _COHORT.format(ways=DIRECT), _COHORT.format(ways=BOTH)
_MATURE = f"SELECT * FROM ({_ALL_COHORT}) WHERE occurred_on + 180 <= $today"

#: Each figure: the facts of its count, those of its whole if it has one.
FIGURES: dict[tuple[str, str], tuple[str, str | None]] = {
    ("CA", ""): (_CASES_ATTENDED, None),
    ("CA", "1-nuevos"): (f"{_CASES_ATTENDED} AND kase.opened_on BETWEEN $first AND $last", None),
    ("CA", "2-continuos"): (f"{_CASES_ATTENDED} AND kase.opened_on < $first", None),
    ("CA", "3-cerrados"): (f"{_CASES_ATTENDED} AND kase.closed_on BETWEEN $first AND $last", None),
    ("CA", "4-intentos"): (_FAILED, None),
    ("1", ""): (_REFERRED, None),
    ("1", "admisibles"): (_SUITABLE.format(referred=_REFERRED), None),
    ("2", ""): (_CERTIFICATES, None),
    ("2", "reconocimiento"): (f"{_CERTIFICATES} AND recognition = 'reconocimiento'", None),
    ("2", "certificacion"): (f"{_CERTIFICATES} AND recognition = 'certificacion'", None),
    ("3", ""): (_PROFILED, _IDENTIFIED),
    ("3", "identificadas"): (_IDENTIFIED, None),
    ("3", "ambas"): (
        f"SELECT * FROM ({_PROFILED}) WHERE person_id IN (SELECT person_id FROM ({_IDENTIFIED}))",
        _IDENTIFIED,
    ),
    ("4", "a-tiempo"): (
        f"""SELECT due.* FROM ({_LIVING_DUE}) due WHERE EXISTS (
            SELECT 1 FROM casework_followup done WHERE done.due_id = due.id
            AND annulled_at IS NULL AND abs(done.occurred_on - due.original_on) <= 7)""",
        _LIVING_DUE,
    ),
    ("4", ""): (_positive(f"{ECONOMIC} || {INTERMEDIATE}"), _LIVING_DUE),
    ("4", "economico"): (_positive(ECONOMIC), _LIVING_DUE),
    ("4", "intermedio"): (_positive(INTERMEDIATE), _LIVING_DUE),
    ("4", "fallecidas"): (f"SELECT * FROM ({_DUE}) due WHERE due.person_id IN {_DEAD}", None),
    ("5", ""): (
        _ACTIVITIES.format(kinds="('reunion', 'evento')", evidence="('acta', 'lista')"),
        None,
    ),
    ("5", "comunicacion"): (
        _ACTIVITIES.format(kinds="('comunicacion')", evidence="('acta', 'lista', 'otra')"),
        None,
    ),
    ("6", ""): _applied(_ALL_COHORT),
    ("6", "maduras"): _applied(_MATURE),
    ("6", "facilitadas"): _applied(_ANY_COHORT),
    ("7", ""): (_PLACED.format(ways=DIRECT, abroad="false"), None),
    ("7", "facilitadas"): (_PLACED.format(ways=BOTH, abroad="false"), None),
    ("7", "dias-030"): _kept(30),
    ("7", "dias-090"): _kept(90),
    ("7", "dias-180"): _kept(180),
    ("7", "extranjero"): (_PLACED.format(ways=DIRECT, abroad="true"), None),
    ("8", ""): (_SERVED.format(ways=DIRECT), None),
    ("8", "facilitadas"): (_SERVED.format(ways=BOTH), None),
}

#: Figures whose unit is the follow-up or the attempt; an activity stands for its own person.
OF_FACTS = {("4", "a-tiempo"), ("CA", "4-intentos")}


#: A figure by what it is of: ("office", 1), ("author", 7), or ("all", None).
Counts = dict[tuple[str, int | None], int]


class SecondCount:
    """The facts exported to DuckDB, and the figures counted there."""

    def __init__(self, folder: Path, today: date) -> None:
        self.today = today
        self.duck = duckdb.connect()
        for name, columns in TABLES.items():
            self._load(folder / f"{name}.csv", name, columns)
        self.duck.execute(COMMON)

    def _load(self, path: Path, name: str, columns: str) -> None:
        types = dict(column.split() for column in columns.split(", "))
        written = io.BytesIO()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL TimeZone TO 'UTC'")
            names = ", ".join(
                f"{column} AT TIME ZONE 'UTC' AS {column}" if kind == "timestamp" else column
                for column, kind in types.items()
            )
            copying = f"COPY (SELECT {names} FROM {name}) TO STDOUT (FORMAT csv, HEADER)"
            with cursor.copy(copying) as rows:
                for chunk in rows:
                    written.write(chunk)
        path.write_bytes(written.getvalue())
        self.duck.execute(
            f"CREATE TABLE {name} AS FROM read_csv('{path}', header = true, columns = {types!r})"
        )

    def count(self, key: tuple[str, str], whole: bool, first: date, last: date) -> Counts:
        """Return the figure of a period, or its whole: of all, each office and each author."""
        facts = FIGURES[key][int(whole)]
        assert facts is not None, f"{key} has no whole"
        return self._distinct(key, facts, first, last)

    def _distinct(self, key: tuple[str, str], facts: str, first: date, last: date) -> Counts:
        what = "id" if key in OF_FACTS else "person_id"
        returned = "" if key[0] == "5" else "WHERE person_id IN (FROM returned)"
        values: dict[str, Any] = {"first": first, "last": last}
        if "$today" in facts:
            values["today"] = self.today
        rows = self.duck.execute(
            f"""SELECT grouping(office_id), grouping(author), office_id, author,
                count(DISTINCT {what}) FROM ({facts}) {returned}
                GROUP BY GROUPING SETS ((), (office_id), (author))""",
            values,
        ).fetchall()
        counts: Counts = {}
        for no_office, no_author, office, author, number in rows:
            of = "author" if no_office else "office"
            counts["all" if no_office and no_author else of, office or author] = number
        return counts
