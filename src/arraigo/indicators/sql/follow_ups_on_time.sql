-- Follow-ups due in the period and done near their day (indicator 4a).
-- How near is said by the protocol of the case. A failed attempt is none: only a follow-up in
-- which the person was reached and that stands.
SELECT
    due.person_id,
    due.case_id,
    due.fact_table,
    due.fact_id,
    due.occurred_on,
    due.recorded_at,
    due.office_id,
    due.recorded_by,
    due.award_id,
    due.service_id,
    follow_up.mode AS evidence,
    due.whose,
    due.deceased
FROM {follow_ups_due} AS due
JOIN casework_case AS kase ON kase.id = due.case_id
JOIN casework_protocolversion AS protocol ON protocol.id = kase.protocol_id
JOIN casework_followup AS follow_up
  ON follow_up.due_id = due.fact_id AND follow_up.annulled_at IS NULL
WHERE abs(follow_up.occurred_on - due.occurred_on)
    <= (protocol.document ->> 'on_time_days')::integer

-- Which of them: as of those due.
{follow_ups_due}
