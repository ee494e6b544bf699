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
    certificate.evidence_status AS evidence
FROM learning_certificate AS certificate
JOIN people_person AS person ON person.id = certificate.person_id
WHERE certificate.annulled_at IS NULL
  AND certificate.occurred_on BETWEEN %(start)s AND %(end)s
  AND certificate.kind <> 'asistencia'
  AND certificate.issuer_authorised
  AND certificate.recognition = ANY(%(recognition)s)
  AND (%(offices)s::bigint[] IS NULL OR certificate.office_id = ANY(%(offices)s::bigint[]))
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          indicators_manager_on(certificate.case_id, certificate.occurred_on),
          certificate.recorded_by_id
      )
  )
