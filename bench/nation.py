"""Who works in a national programme, and who its persons are: what the copies have of their own.

Each wave of copies is of one promotor, ten waves are her caseload, and eight promotores with their
lead are an office. The first of them is the cast's, whose pages are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from arraigo.casework.codes import code_of
from arraigo.core.text import sort_key
from bench.population import Population

WAVES_OF_PROMOTOR = 10
PROMOTORES_OF_OFFICE = 8
#: Copies of what is still open are up to so many days older than the seed's, closed ones besides
#: up to so many months.
RECENT_DAYS, OLD_MONTHS = 30, 36
SEED = 2026
CAST_OFFICE = "ESC"
COVERED = 4  # municipalities of an office

_TEAMS = """
CREATE TABLE bench.office AS
SELECT n AS place, CASE WHEN n = 0 THEN cast_office.id ELSE last.id + n END AS id
FROM generate_series(0, %(offices)s - 1) n,
    (SELECT id FROM territory_office WHERE code = %(cast)s) cast_office,
    (SELECT max(id) AS id FROM territory_office) last;
CREATE TABLE bench.town AS
SELECT o.place, m.code_ine, row_number() OVER (PARTITION BY o.place ORDER BY m.code_ine) AS number
FROM bench.office o JOIN (
    SELECT code_ine, row_number() OVER (ORDER BY code_ine) - 1 AS nth,
        count(*) OVER () AS towns FROM territory_municipality
) m ON (m.nth - o.place * 3 + m.towns * 1000) %% m.towns < %(covered)s;
INSERT INTO territory_office (id, code, name, municipality_id, is_active, sort_key)
SELECT o.id, told.code, 'Oficina ' || told.code, t.code_ine, true, 'oficina ' || lower(told.code)
FROM bench.office o JOIN bench.office_code told USING (place)
JOIN bench.town t ON t.place = o.place AND t.number = 1 WHERE o.place > 0;
INSERT INTO territory_office_municipalities (office_id, municipality_id)
SELECT o.id, t.code_ine FROM bench.office o JOIN bench.town t USING (place)
ON CONFLICT DO NOTHING;
CREATE TABLE bench.team AS
SELECT n AS place, n %% %(offices)s AS office,
    CASE WHEN n = 0 THEN cast_promotor.id ELSE last.id + 1 + n END AS promotor
FROM generate_series(0, %(promotores)s - 1) n,
    (SELECT id FROM accounts_user WHERE email LIKE %(promotor)s) cast_promotor,
    (SELECT max(id) AS id FROM accounts_user) last;
CREATE TABLE bench.lead AS
SELECT n AS office,
    CASE WHEN n = 0 THEN cast_lead.id ELSE last.id + 1 + %(promotores)s + n END AS lead
FROM generate_series(0, %(offices)s - 1) n,
    (SELECT id FROM accounts_user WHERE email LIKE %(lead)s) cast_lead,
    (SELECT max(id) AS id FROM accounts_user) last;
INSERT INTO accounts_user (id, email, name, phone, password, is_active, is_training, is_superuser,
    joined_at)
SELECT id, key || '@ensayo.example', 'Ensayo ' || initcap(replace(key, '.', ' ')), '', '!', true,
    true, false, now()
FROM (SELECT promotor AS id, 'promotor.' || place AS key FROM bench.team WHERE place > 0
      UNION ALL SELECT lead, 'lead.' || office FROM bench.lead WHERE office > 0) made;
INSERT INTO accounts_membership (user_id, role, office_id, valid_from)
SELECT made.id, made.role, o.id, DATE '2026-01-01'
FROM (SELECT promotor AS id, 'promotor' AS role, office FROM bench.team WHERE place > 0
      UNION ALL SELECT lead, 'project_lead', office FROM bench.lead WHERE office > 0) made
JOIN bench.office o ON o.place = made.office;
CREATE TABLE bench.wave AS
SELECT wave, team.office AS office_place, o.id AS office, promotor, lead,
    (wave / %(promotores)s * 3 + wave %% 3) %% %(recent)s AS recent,
    wave * 7 %% %(months)s * 30 AS old
FROM generate_series(1, %(waves)s) wave JOIN bench.team ON team.place = wave %% %(promotores)s
JOIN bench.office o ON o.place = team.office JOIN bench.lead ON lead.office = team.office;
"""
_OPENED = """
SELECT wave, o.code, c.id, c.opened_on - w.recent - CASE WHEN c.bench_old THEN w.old ELSE 0 END
FROM bench.wave w CROSS JOIN bench.casework_case c JOIN territory_office o ON o.id = w.office
"""


def hire(cursor: Any, waves: int) -> None:
    """Make the offices, leads and promotores of so many waves of copies."""
    promotores = max(1, waves // WAVES_OF_PROMOTOR)
    offices = max(1, promotores // PROMOTORES_OF_OFFICE)
    cursor.execute("CREATE TABLE bench.office_code (place integer, code text)")
    cursor.execute("SELECT code FROM territory_office")
    taken = {code for (code,) in cursor.fetchall()}
    codes = ("".join(letters) for letters in product("Z", ascii_uppercase, ascii_uppercase))
    with cursor.copy("COPY bench.office_code FROM STDIN") as copy:
        free = (code for code in codes if code not in taken)
        for place, code in zip(range(1, offices), free, strict=False):
            copy.write_row((place, code))
    cursor.execute(_TEAMS, {
        "waves": waves, "promotores": promotores, "offices": offices, "cast": CAST_OFFICE,
        "promotor": "promotora@%", "lead": "supervisora@%", "covered": COVERED,
        "recent": RECENT_DAYS, "months": OLD_MONTHS,
    })  # fmt: skip


def name(cursor: Any, waves: int) -> None:
    """Write down each copy's names, phone and place, and the codes of its cases."""
    cursor.execute("SELECT id FROM bench.people_person ORDER BY id")
    seeds = [ident for (ident,) in cursor.fetchall()]
    population = Population(SEED)
    cursor.execute(
        "CREATE TABLE bench.own_person (seed uuid, wave integer, given_names text, surnames text,"
        " sort_key text, phone text, town integer)"
    )
    with cursor.copy("COPY bench.own_person FROM STDIN") as copy:
        for wave in range(1, waves + 1):
            for seed in seeds:
                one = population.draw()
                key = sort_key(f"{one.surnames} {one.given_names}")
                town = 1 + population.dice.randrange(COVERED)
                row = (seed, wave, one.given_names, one.surnames, key, one.phone, town)
                copy.write_row(row)


def number(read: Any, write: Any) -> None:
    """Give every copied case its code, numbered in each office and year as cases are."""
    write.execute("CREATE TABLE bench.own_case (seed uuid, wave integer, code text)")
    numbers: defaultdict[tuple[str, int], Iterator[int]] = defaultdict(lambda: count(1))
    with write.copy("COPY bench.own_case FROM STDIN") as copy:
        for wave, office, seed, opened_on in read.stream(_OPENED):
            nth = next(numbers[office, opened_on.year])
            copy.write_row((seed, wave, code_of(office, opened_on.year, nth)))
