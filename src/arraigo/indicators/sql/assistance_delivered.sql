-- Services delivered to a returned person and paid by the funder (indicator 8).
-- A delivery counts on the day it was delivered, if its type counts as assistance of reception
-- or reintegration. A referral, a profile or a talk leaves no delivery, so none counts.
SELECT
    delivery.person_id,
    delivery.case_id,
    'casework_servicedelivery' AS fact_table,
    delivery.id AS fact_id,
    delivery.occurred_on,
    delivery.recorded_at,
    delivery.office_id,
    delivery.recorded_by_id AS recorded_by,
    delivery.award_id,
    delivery.service_id,
    delivery.evidence_status AS evidence
FROM casework_servicedelivery AS delivery
JOIN people_person AS person ON person.id = delivery.person_id
JOIN directory_service AS service ON service.id = delivery.service_id
JOIN directory_servicetype AS kind ON kind.code = service.type_id
LEFT JOIN organizations_award AS award ON award.id = delivery.award_id
LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
WHERE delivery.annulled_at IS NULL
  AND delivery.occurred_on BETWEEN %(start)s AND %(end)s
  AND kind.counts_as_assistance
  AND kind.assistance_class IN ('recepcion', 'reintegracion')
  AND delivery.directness = ANY(%(directness)s)
  AND (%(funder)s::text IS NULL OR funder.code = %(funder)s)
  AND (%(offices)s::bigint[] IS NULL OR delivery.office_id = ANY(%(offices)s::bigint[]))
  AND EXISTS (SELECT FROM people_returnevent AS return WHERE return.person_id = person.id)
  AND (%(training)s OR NOT person.is_training)
  AND (
      %(author)s::bigint IS NULL
      OR %(author)s = coalesce(
          indicators_manager_on(delivery.case_id, delivery.occurred_on), delivery.recorded_by_id
      )
  )
