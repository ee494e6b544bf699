"""What must never be true, one query each: the cases for which it is.

From the protocol (steps, closure, plan, referrals, consent) and the constraints of the rooms;
a constraint is asked again here, so that a migration that loses it is noticed.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

_FACTS = {
    "casework_note", "casework_counsellingsession", "casework_followup",
    "casework_contactattempt", "casework_servicedelivery", "learning_enrolment",
    "learning_completion", "learning_certificate", "jobs_application", "jobs_placement",
}  # fmt: skip
_ALL_FACTS = " UNION ALL ".join(
    f"SELECT case_id, person_id, occurred_on, recorded_at FROM {table}" for table in sorted(_FACTS)
)

FORBIDDEN = {
    "two open cases of a person": """
        SELECT min(id::text)::uuid FROM casework_case WHERE closed_on IS NULL
        GROUP BY person_id HAVING count(*) > 1""",
    "closed without a certified closure, or certified and open": """
        SELECT kase.id FROM casework_case kase WHERE (closed_on IS NOT NULL) <> EXISTS (
            SELECT FROM casework_closure WHERE case_id = kase.id AND state = 'certified')""",
    "closed before it was opened": "SELECT id FROM casework_case WHERE closed_on < opened_on",
    "two closures at once": """
        SELECT case_id FROM casework_closure WHERE state IN ('requested', 'certified')
        GROUP BY case_id HAVING count(*) > 1""",
    "closed certified by who requested it": """
        SELECT case_id FROM casework_closure WHERE certified_by_id = requested_by_id""",
    "closed certified by its own manager": """
        SELECT closure.case_id FROM casework_closure closure
        JOIN casework_caseassignment held ON held.case_id = closure.case_id
        WHERE held.manager_id = closure.certified_by_id AND held.since <= closure.certified_at
          AND (held.until IS NULL OR held.until > closure.certified_at)""",
    "a closure ended by nobody or for no reason": """
        SELECT case_id FROM casework_closure WHERE state IN ('returned', 'reopened')
        AND (ended_by_id IS NULL OR ended_at IS NULL OR ended_reason = '')""",
    "not found after too few attempts": """
        SELECT closure.case_id FROM casework_closure closure
        WHERE reason = 'no_localizada' AND NOT EXISTS (
            SELECT FROM casework_contactattempt tried WHERE tried.case_id = closure.case_id
            AND tried.recorded_at <= closure.requested_at AND tried.result <> 'later'
            HAVING count(*) >= 3 AND max(occurred_on) - min(occurred_on) >= 30)""",
    "something due in a closed case": """
        SELECT kase.id FROM casework_case kase JOIN casework_due due ON due.case_id = kase.id
        WHERE closed_on IS NOT NULL AND done_at IS NULL AND cancelled_at IS NULL""",
    "a closed case whose state awaits something": """
        SELECT kase.id FROM casework_case kase JOIN casework_casestate now_is ON case_id = kase.id
        WHERE closed_on IS NOT NULL
          AND (step <> 5 OR missing <> '{}' OR next_due_on IS NOT NULL)""",
    "a requested closure that awaits something else": """
        SELECT closure.case_id FROM casework_closure closure JOIN casework_casestate USING (case_id)
        WHERE state = 'requested' AND missing <> '{certify}'""",
    "a case without its state": """
        SELECT id FROM casework_case WHERE id NOT IN (SELECT case_id FROM casework_casestate)""",
    "followed up before the plan was reviewed": """
        SELECT now_is.case_id FROM casework_casestate now_is WHERE step IN (3, 4) AND NOT EXISTS (
            SELECT FROM plans_plan WHERE case_id = now_is.case_id
            AND state = 'revisado' AND replaced_at IS NULL)""",
    "beyond the profile without one": """
        SELECT now_is.case_id FROM casework_casestate now_is
        WHERE step BETWEEN 2 AND 4 AND NOT EXISTS (
            SELECT FROM profiling_profile WHERE case_id = now_is.case_id
            AND completed_at IS NOT NULL)""",
    "two plans in force, or two drafts": """
        SELECT case_id FROM plans_plan WHERE replaced_at IS NULL
        GROUP BY case_id, state = 'borrador' HAVING count(*) > 1""",
    "a plan reviewed by its author or by who signed it": """
        SELECT case_id FROM plans_plan WHERE reviewed_by_id IN (author_id, agreed_by_id)""",
    "a plan reviewed after the case was closed": """
        SELECT plan.case_id FROM plans_plan plan JOIN casework_closure closure USING (case_id)
        WHERE plan.reviewed_at > closure.certified_at AND closure.state = 'certified'""",
    "no manager, or two": """
        SELECT kase.id FROM casework_case kase WHERE 1 <> (
            SELECT count(*) FROM casework_caseassignment
            WHERE case_id = kase.id AND until IS NULL)""",
    "something due with a manager who gave the case away": """
        SELECT due.case_id FROM casework_due due
        JOIN casework_caseassignment held ON held.case_id = due.case_id AND held.until IS NULL
        WHERE done_at IS NULL AND cancelled_at IS NULL AND assigned_to_id <> held.manager_id""",
    "done and taken off the agenda at once": """
        SELECT case_id FROM casework_due WHERE done_at IS NOT NULL AND cancelled_at IS NOT NULL""",
    "two follow-ups of one date": """
        SELECT case_id FROM casework_followup WHERE annulled_at IS NULL AND due_id IS NOT NULL
        GROUP BY case_id, due_id HAVING count(*) > 1""",
    "a date still due although its follow-up stands": """
        SELECT due.case_id FROM casework_due due JOIN casework_followup fact ON due_id = due.id
        WHERE fact.annulled_at IS NULL AND done_at IS NULL AND cancelled_at IS NULL""",
    "a fact of somebody else": f"""
        SELECT case_id FROM ({_ALL_FACTS}) fact JOIN casework_case kase ON kase.id = case_id
        WHERE fact.person_id <> kase.person_id""",
    "a fact before it happened": f"""
        SELECT case_id FROM ({_ALL_FACTS}) fact
        WHERE occurred_on > (recorded_at AT TIME ZONE 'America/Guatemala')::date""",
    "received although its source is void": """
        SELECT received.case_id FROM casework_servicedelivery received
        JOIN (SELECT id, annulled_at FROM casework_counsellingsession
              UNION ALL SELECT id, annulled_at FROM learning_completion) source
          ON source.id = received.source_id
        WHERE received.annulled_at IS NULL AND source.annulled_at IS NOT NULL""",
    "one source delivered twice": """
        SELECT min(case_id::text)::uuid FROM casework_servicedelivery WHERE annulled_at IS NULL
        GROUP BY source_table, source_id HAVING count(*) > 1""",
    "a training finished without its completion, or the other way round": """
        SELECT place.case_id FROM learning_enrolment place
        WHERE (place.state = 'termino') <> EXISTS (
            SELECT FROM learning_completion
            WHERE enrolment_id = place.id AND annulled_at IS NULL)""",
    "completed in a place that is void": """
        SELECT done.case_id FROM learning_completion done
        JOIN learning_enrolment place ON place.id = enrolment_id
        WHERE done.annulled_at IS NULL AND place.annulled_at IS NOT NULL""",
    "opened without consent": """
        SELECT kase.id FROM casework_case kase WHERE 'given' IS DISTINCT FROM (
            SELECT decision FROM people_consent WHERE person_id = kase.person_id
            AND purpose = 'service' AND (decided_on < kase.opened_on
                OR decided_on = kase.opened_on AND decision = 'given')
            ORDER BY decided_on DESC, id DESC LIMIT 1)""",
    "referred without the person's consent to hand over her data": """
        SELECT sent.case_id FROM referrals_referral sent
        JOIN people_consent asked ON asked.id = sent.consent_id
        WHERE asked.decision <> 'given' OR asked.recipient_id <> sent.organization_id
           OR NOT sent.disclosed_fields <@ asked.disclosed_fields""",
    "work that went on after the person withdrew": """
        SELECT happened.case_id FROM casework_caseevent happened WHERE kind IN (
            'profile_completed', 'plan_agreed', 'counselling_session', 'referral_sent', 'enrolled',
            'training_completed', 'certificate_issued', 'applied_to_vacancy', 'placed',
            'follow_up_done', 'outcome_recorded')
        AND 'withdrawn' = (
            SELECT decision FROM people_consent asked WHERE asked.person_id = happened.person_id
            AND purpose = 'service' AND decided_on < happened.occurred_on
            AND asked.recorded_at < happened.recorded_at
            ORDER BY decided_on DESC, id DESC LIMIT 1)""",
}

_ASK = " UNION ALL ".join(
    f"SELECT '{name.replace(chr(39), chr(39) * 2)}', found.* FROM ({query}) found"
    for name, query in FORBIDDEN.items()
)


def forbidden() -> list[tuple[str, Any]]:
    """Return what must never be true and is: its words, and the case."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        return cursor.fetchall()
