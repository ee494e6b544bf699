-- Certificates issued to a returned person by an authorised body (indicator 2).
-- One counts on the day it was issued. A diploma of attendance recognises nothing and never
-- counts.
SELECT
    certificate.person_id,
    certificate.case_id,
    'learning_certificate' AS fact_table,
    certificate.id AS fact_id,
    certificate.occurred_on,
    certificate.recorded_at,
    certificate.office_id,
    certificate.recorded_by_id AS recorded_by,
    NULL::bigint AS award_id,
    NULL::uuid AS service_id,
    certificate.evidence_status AS evidence,
    'manager' AS whose,
    certificate.recognition
FROM learning_certificate AS certificate
WHERE certificate.annulled_at IS NULL
  AND certificate.occurred_on BETWEEN %(start)s::date AND %(end)s::date
  AND certificate.kind <> 'asistencia'
  AND certificate.issuer_authorised

-- Which of them: recognition of studies, certification of competences, or both.
recognition = ANY(%(recognition)s::text[])
