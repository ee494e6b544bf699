"""Row-level security of errands and of what was done about them.

One about a case is protected like any fact of the case. One about nobody is read by who gave it,
who was given it, who leads its office, the national officer and jobs; its answers with it.
"""

from __future__ import annotations

from django.db import migrations

from arraigo.people.policies import protect

ERRAND = "coordination_errand"
ANSWER = "coordination_errandanswer"

_CONCERNED = f"""
CREATE POLICY {ERRAND}_concerned ON {ERRAND} USING (
    person_id IS NULL
    AND ((SELECT people_sees_all())
         OR given_by_id = (SELECT core_actor_user())
         OR given_to_id = (SELECT core_actor_user())
         OR casework_leads_office(office_id)))
"""

_WITH_ITS_ERRAND = f"""
CREATE POLICY {ANSWER}_with_errand ON {ANSWER} USING (
    person_id IS NULL AND EXISTS (SELECT FROM {ERRAND} errand WHERE errand.id = errand_id))
"""


def protect_errands() -> list[migrations.RunSQL]:
    """Return the operations that put both tables under these policies."""
    return [
        protect(ERRAND),
        protect(ANSWER),
        migrations.RunSQL(_CONCERNED, f"DROP POLICY IF EXISTS {ERRAND}_concerned ON {ERRAND}"),
        migrations.RunSQL(
            _WITH_ITS_ERRAND, f"DROP POLICY IF EXISTS {ANSWER}_with_errand ON {ANSWER}"
        ),
    ]
