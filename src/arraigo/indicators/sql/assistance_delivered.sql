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
    delivery.evidence_status AS evidence,
    'manager' AS whose,
    delivery.directness
FROM casework_servicedelivery AS delivery
JOIN directory_service AS service ON service.id = delivery.service_id
JOIN directory_servicetype AS kind ON kind.code = service.type_id
LEFT JOIN organizations_award AS award ON award.id = delivery.award_id
LEFT JOIN organizations_organization AS funder ON funder.id = award.funder_id
WHERE delivery.annulled_at IS NULL
  AND delivery.occurred_on BETWEEN %(start)s::date AND %(end)s::date
  AND kind.counts_as_assistance
  AND kind.assistance_class IN ('recepcion', 'reintegracion')
  AND (%(funder)s::text IS NULL OR funder.code = %(funder)s::text)

-- Which of them: direct or facilitated.
directness = ANY(%(directness)s::text[])
