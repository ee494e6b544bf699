-- Referrals sent to a service for employment that could take the person (indicator 1, variant 1b):
-- the institution did not answer that she does not meet the requirements, and the service
-- reaches the municipality where she lives (given there, covering it, or national).
SELECT referred.*
FROM {employment_referrals} AS referred
JOIN people_person AS person ON person.id = referred.person_id
JOIN directory_service AS service ON service.id = referred.service_id
WHERE referred.evidence <> 'rechazada'
  AND NOT EXISTS (
      SELECT FROM referrals_referralevent AS event
      WHERE event.referral_id = referred.fact_id AND event.to_state = 'rechazada'
  )
  AND (
      service.municipality_id = person.municipality_id
      OR NOT EXISTS (
          SELECT FROM directory_service_coverage AS covered
          WHERE covered.service_id = service.id
      )
      OR EXISTS (
          SELECT FROM directory_service_coverage AS covered
          WHERE covered.service_id = service.id
            AND covered.municipality_id = person.municipality_id
      )
  )
