"""Reserved files never answer a comparison of other offices: data protection is told instead.

The database compares files that no one office sees (`people.linkage.elsewhere`); where one of them
is reserved its answer is no, and the pair is noted for data protection, in the same statement, so
that neither a page nor a job can tell a reserved file from none (domain: privacy, duplicates).
"""

from __future__ import annotations

from arraigo.people.linkage.elsewhere import ALL_ANSWER, silence

USUAL = silence(ALL_ANSWER)
GUARDED = silence("""
    IF NOT EXISTS (
        SELECT FROM casework_reservedfile reserved WHERE reserved.lifted_at IS NULL
        AND people_canonical(reserved.person_id)
            IN (people_canonical(one), people_canonical(other))
    ) THEN
        RETURN false;
    END IF;
    INSERT INTO casework_reservedmatch (one, other, found_at)
    VALUES (least(one, other), greatest(one, other), core_now()) ON CONFLICT DO NOTHING;
    RETURN true;""")

GUARDS = """
CREATE FUNCTION casework_guards_reserved() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN core_actor_kind() IN ('system', 'job') OR accounts_holds('data_protection');
END $$;
ALTER TABLE casework_reservedmatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework_reservedmatch FORCE ROW LEVEL SECURITY;
CREATE POLICY casework_reservedmatch_seen ON casework_reservedmatch
USING ((SELECT casework_guards_reserved()));
"""
UNGUARDED = """
DROP POLICY casework_reservedmatch_seen ON casework_reservedmatch;
ALTER TABLE casework_reservedmatch NO FORCE ROW LEVEL SECURITY;
ALTER TABLE casework_reservedmatch DISABLE ROW LEVEL SECURITY;
DROP FUNCTION casework_guards_reserved();
"""
