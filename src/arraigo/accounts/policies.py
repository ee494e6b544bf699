"""What policies of the database ask about who acts."""

from __future__ import annotations

from django.db import migrations

_HOLDS = """
CREATE FUNCTION accounts_holds(VARIADIC roles text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF core_actor_kind() <> 'user' THEN RETURN false; END IF;
    RETURN EXISTS (
        SELECT FROM accounts_membership WHERE user_id = core_actor_user()
        AND role = ANY (roles) AND valid_from <= core_today()
        AND (valid_until IS NULL OR valid_until >= core_today()));
END $$;
"""


def holds() -> migrations.RunSQL:
    """Return the operation that makes `accounts_holds`: a role, or one of several, held today.

    Only users hold roles. It fails with AR001 where nobody acts.
    """
    return migrations.RunSQL(_HOLDS, "DROP FUNCTION accounts_holds(text[])")
