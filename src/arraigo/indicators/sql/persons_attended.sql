-- What was done with a returned person in the period (casos atendidos): a contact in which she
-- was reached, a service delivered, or an action of her plan done.
-- A contact is of whoever made it; a delivery or an action of the plan is of whoever managed
-- the case on that day. A plan's action keeps the day it was done, not when it was marked.
SELECT
    done.person_id,
    done.case_id,
    done.fact_table,
    done.fact_id,
    done.occurred_on,
    done.recorded_at,
    done.office_id,
    done.recorded_by,
    done.award_id,
    done.service_id,
    done.evidence,
    done.whose,
    kase.opened_on,
    kase.closed_on
FROM (
    SELECT
        person_id, case_id, 'casework_followup' AS fact_table, id AS fact_id, occurred_on,
        recorded_at, office_id, recorded_by_id AS recorded_by, NULL::bigint AS award_id,
        NULL::uuid AS service_id, mode AS evidence, 'recorder' AS whose
    FROM casework_followup
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        person_id, case_id, 'casework_counsellingsession', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, mode, 'recorder'
    FROM casework_counsellingsession
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        person_id, case_id, 'casework_note', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, kind, 'recorder'
    FROM casework_note
    WHERE annulled_at IS NULL AND kind <> 'note'
    UNION ALL
    SELECT
        person_id, case_id, 'casework_contactattempt', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, result, 'recorder'
    FROM casework_contactattempt
    WHERE annulled_at IS NULL AND result = 'later'
    UNION ALL
    SELECT
        person_id, case_id, 'casework_servicedelivery', id, occurred_on,
        recorded_at, office_id, recorded_by_id, award_id, service_id, evidence_status, 'manager'
    FROM casework_servicedelivery
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        action.person_id, plan.case_id, 'plans_planaction', action.id, action.done_on,
        NULL, opened.office_id, action.marked_by_id, action.award_id, action.service_id,
        'declared', 'manager'
    FROM plans_planaction AS action
    JOIN plans_goal AS goal ON goal.id = action.goal_id
    JOIN plans_plan AS plan ON plan.id = goal.plan_id
    JOIN casework_case AS opened ON opened.id = plan.case_id
    WHERE action.state = 'hecha' AND plan.state <> 'borrador'
) AS done
JOIN casework_case AS kase ON kase.id = done.case_id
WHERE done.occurred_on BETWEEN %(start)s::date AND %(end)s::date

-- Which of them: of cases opened within the period, before it, or any; with `closed` only of
-- those closed within it.
(
    %(opened)s::text = 'any'
    OR %(opened)s::text = 'within' AND opened_on BETWEEN %(start)s::date AND %(end)s::date
    OR %(opened)s::text = 'before' AND opened_on < %(start)s::date
)
AND (NOT %(closed)s::boolean OR closed_on BETWEEN %(start)s::date AND %(end)s::date)
