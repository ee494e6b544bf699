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
    done.evidence
FROM (
    SELECT
        person_id, case_id, 'casework_followup' AS fact_table, id AS fact_id, occurred_on,
        recorded_at, office_id, recorded_by_id AS recorded_by, NULL::bigint AS award_id,
        NULL::uuid AS service_id, mode AS evidence, TRUE AS is_contact
    FROM casework_followup
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        person_id, case_id, 'casework_counsellingsession', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, mode, TRUE
    FROM casework_counsellingsession
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        person_id, case_id, 'casework_note', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, kind, TRUE
    FROM casework_note
    WHERE annulled_at IS NULL AND kind <> 'note'
    UNION ALL
    SELECT
        person_id, case_id, 'casework_contactattempt', id, occurred_on,
        recorded_at, office_id, recorded_by_id, NULL, NULL, result, TRUE
    FROM casework_contactattempt
    WHERE annulled_at IS NULL AND result = 'later'
    UNION ALL
    SELECT
        person_id, case_id, 'casework_servicedelivery', id, occurred_on,
        recorded_at, office_id, recorded_by_id, award_id, service_id, evidence_status, FALSE
    FROM casework_servicedelivery
    WHERE annulled_at IS NULL
    UNION ALL
    SELECT
        action.person_id, plan.case_id, 'plans_planaction', action.id, action.done_on,
        NULL, opened.office_id, action.marked_by_id, action.award_id, action.service_id,
        'declared', FALSE
    FROM plans_planaction AS action
    JOIN plans_goal AS goal ON goal.id = action.goal_id
    JOIN plans_plan AS plan ON plan.id = goal.plan_id
    JOIN casework_case AS opened ON opened.id = plan.case_id
    WHERE action.state = 'hecha' AND plan.state <> 'borrador'
) AS done
JOIN casework_case AS kase ON kase.id = done.case_id
JOIN people_person AS person ON person.id = done.person_id
WHERE done.occurred_on BETWEEN %(start)s AND %(end)s
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (
      %(opened)s = 'any'
      OR %(opened)s = 'within' AND kase.opened_on BETWEEN %(start)s AND %(end)s
      OR %(opened)s = 'before' AND kase.opened_on < %(start)s
  )
  AND (NOT %(closed)s OR kase.closed_on BETWEEN %(start)s AND %(end)s)
  AND (%(offices)s::bigint[] IS NULL OR done.office_id = ANY(%(offices)s::bigint[]))
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = CASE
          WHEN done.is_contact AND done.recorded_by IS NOT NULL THEN done.recorded_by
          ELSE coalesce(indicators_manager_on(done.case_id, done.occurred_on), done.recorded_by)
      END
  )
